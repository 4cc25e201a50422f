"""Where to go near a street, an estate, a station somebody names."""

from __future__ import annotations

from flows.catalogue.places import resolve_place, show_place
from flows.catalogue.views import PlaceView
from flows.conversations.replies import command
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply, SourceView
from knowledge_base.places import place_index

MOST = 2


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
