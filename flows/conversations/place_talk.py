"""Where to go near a street, an estate, a station somebody names."""

from __future__ import annotations

from flows.catalogue.places import list_places, resolve_place, show_place
from flows.catalogue.views import PlaceView
from flows.conversations.replies import command, text
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply, SourceView
from foundation.places_of_administration import name_of
from foundation.settings import settings
from knowledge_base.places import place_index

MOST = 2
FAR_M = 30_000
ASK_POSITION = (
    "请告诉我您在哪条街道、哪个小区或地铁站，比如「我在棠下」；"
    "在微信里也可以点「＋」发送位置，我来找最近的办事大厅。"
)


def answer_place(turn: Turn) -> bool:
    """Whether the words surely name a street of ours; if so its centre is told."""
    found = resolve_place(turn.text)
    if found is None or found.street is None:
        return False
    near = [m for m in place_index().search(found.street)[:MOST] if m.score > 0]
    if not near:
        return False
    where = f"{found.street}{f'（{found.community}）' if found.community else ''}"
    places = [show_place(match) for match in near]
    turn.items = []
    turn.say(
        Reply(
            kind="place",
            text=f"您说的地方在{where}，可以去这里办：\n" + "\n".join(map(_line, places)),
            buttons=[Button(title="咨询人工", payload=command("human"))],
            data={
                "q": turn.text,
                "places": [place.model_dump(mode="json") for place in places],
                "resolved": found.model_dump(mode="json"),
            },
            sources=[_source(places[0])],
        )
    )
    return True


def answer_near(turn: Turn, near: str) -> None:
    """The places nearest to a position; without one it is asked for. Raises: InvalidInput."""
    if not near:
        turn.say(text(ASK_POSITION))
        return
    found = list_places("", near, 0, MOST).items
    nearest = found[0].distance_m if found else None
    if nearest is None or nearest > FAR_M:
        home = name_of(settings().home_region)
        turn.say(text(f"您的位置离{home}的办事大厅比较远。{ASK_POSITION}"), status="clarify")
        return
    turn.items = []
    turn.say(
        Reply(
            kind="place",
            text="离您最近的办事地点：\n" + "\n".join(map(_near_line, found)),
            data={"q": "", "places": [place.model_dump(mode="json") for place in found]},
            sources=[_source(found[0])],
        )
    )


def _near_line(place: PlaceView) -> str:
    metres = place.distance_m or 0
    distance = (
        f"约{metres / 1000:.1f}公里" if metres >= 1000 else f"约{max(metres, 100) // 100 * 100}米"
    )
    return f"【{distance}】{_line(place)}"


def _line(place: PlaceView) -> str:
    phone = f"，电话{place.phone}" if place.phone else ""
    note = f"（{place.note}）" if place.note else ""
    services = "、".join(place.services[:6])
    return f"{place.name}：{place.address}；{place.hours}{phone}{note}。可办：{services}。"


def _source(place: PlaceView) -> SourceView:
    source = place.source
    return SourceView(
        title=source["title"],
        document_number=source.get("document_number"),
        url=source.get("url"),
        as_of=source["as_of"],
    )
