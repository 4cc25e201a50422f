"""A visitor's phone in place of the tablet, for every showing; and the clerk who points."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import websockets
from sqlalchemy import func, select
from websockets.typing import Subprotocol

from flows.showings import whereabouts
from foundation import db
from foundation.clock import now
from foundation.models import Counter, CounterRating
from foundation.redis import redis_client
from tests.factories.cases import FOOD
from tests.factories.halls import COUNTER, HALL
from tests.factories.people import staff_member
from tests.factories.problems import problem
from tests.factories.tablets import SIZE, Tablet, written_name
from tests.miniprogram_api.test_showings import AT, Desk, desk, picture, timeline

__all__ = ["desk"]


def link_of(shown: Any) -> str:
    return str(shown["phone"]["url"]).rpartition("/")[2]


async def phone_of(desk: Desk, shown: Any) -> Tablet:
    """A phone that scanned what the screen shows."""
    http = desk.tablet.http
    opened = await http.post(f"/hall/v1/pads/{link_of(shown)}")
    assert opened.status_code == 201, opened.text
    return Tablet(http, opened.json()["secret"])


async def say(phone: Tablet, seen: Any, **said: Any) -> Any:
    body = {
        "key": str(uuid.uuid4()), "content_sha256": seen["content_sha256"],
        "made_at": now().isoformat(), **said,
    }  # fmt: skip
    answer = await phone.ask("POST", "/pad/answer", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def photograph(phone: Tablet, material: str, content: bytes) -> Any:
    data = {"key": str(uuid.uuid4()), "material_id": material, "made_at": now().isoformat()}
    files = {"file": ("拍照.jpg", content)}
    return (await phone.ask("POST", "/pad/photos", data=data, files=files)).json()


@asynccontextmanager
async def screen_of(phone: Tablet, path: str = "/pad/screen") -> AsyncIterator[Any]:
    url = f"{str(phone.http.base_url).rstrip('/').replace('http', 'ws', 1)}/hall/v1{path}"
    offered = [Subprotocol("bearer"), Subprotocol(phone.token)]
    async with websockets.connect(url, subprotocols=offered, proxy=None) as socket:
        yield socket


async def told(socket: Any, within: float = 5) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), within))
    return state


def first_file(shown: Any) -> tuple[str, str]:
    """Material and file of the first that was received."""
    return next((m["id"], f["id"]) for m in shown["content"]["materials"] for f in m["files"])


async def test_every_showing_goes_on_on_a_phone_and_stays_on_the_tablet(desk: Desk) -> None:
    item = await desk.shown(kind="item", item_code=FOOD)
    material = (await desk.tablet.ask("GET", f"/items/{FOOD}")).json()["materials"][0]["id"]
    wishes: list[dict[str, Any]] = [
        {"kind": "text", "text": "请到二楼交费。"},
        {"kind": "item", "item_code": FOOD},
        {"kind": "sample", "item_code": FOOD, "material_id": material},
        {"kind": "acceptance", "case_number": desk.number},
        {"kind": "signature", "case_number": desk.number},
        {"kind": "rating"},
    ]
    assert item["phone"]["is_taken"] is False
    for wish in wishes:
        shown = await desk.shown(**wish)
        phone = await phone_of(desk, shown)
        seen = (await phone.ask("GET", "/pad")).json()
        assert (seen["kind"], seen["content"]) == (shown["kind"], shown["content"])
        assert seen["phone"] is None
        there = await desk.on_tablet()
        assert (there["id"], there["phone"]["is_taken"]) == (shown["id"], True)
        second = await desk.tablet.http.post(f"/hall/v1/pads/{link_of(shown)}")
        assert "重新出示" in problem(second, 409, "pad_taken")["detail"]
        guide = await phone.ask("GET", "/pad/guide")
        assert guide.status_code == (200 if wish["kind"] in ("item", "sample") else 404)


async def test_of_phones_that_scan_at_once_one_has_it(desk: Desk) -> None:
    link = link_of(await desk.shown(kind="rating"))
    http = desk.tablet.http
    answers = await asyncio.gather(*(http.post(f"/hall/v1/pads/{link}") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


async def test_a_phone_photographs_and_confirms_what_was_received(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    phone = await phone_of(desk, shown)
    free = next(m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"])
    assert (await photograph(phone, free["id"], picture()))["outcome"] == "accepted"
    assert (await photograph(phone, free["id"], picture()))["outcome"] == "duplicate"
    seen = (await phone.ask("GET", "/pad")).json()
    assert seen["content"] == (await desk.on_tablet())["content"]
    held = next(m for m in seen["content"]["materials"] if m["id"] == free["id"])
    page = f"/pad/files/{held['files'][-1]['id']}/pages/1"
    assert (await phone.ask("GET", page)).headers["content-type"] == "image/jpeg"
    assert (await say(phone, seen, outcome="confirmed"))["outcome"] == "accepted"
    later = await desk.tablet.answer(seen, outcome="disputed", text="少一份")
    assert later.json()["outcome"] == "duplicate"
    events = await timeline(desk)
    assert any("用申请人的手机拍摄" in one for one in events)
    assert sum("counter_confirm" in one for one in events) == 1
    assert not any("counter_dispute" in one for one in events)
    assert (await phone.ask("GET", page)).status_code == 404


async def test_a_visit_is_rated_once_by_tablet_or_phone(desk: Desk) -> None:
    shown = await desk.shown(kind="rating")
    phone = await phone_of(desk, shown)
    said = {"satisfaction": 5}
    assert (await say(phone, shown, **said))["outcome"] == "accepted"
    assert (await desk.tablet.answer(shown, **said)).json()["outcome"] == "duplicate"
    assert (await say(phone, shown, **said))["outcome"] == "duplicate"
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CounterRating)) == 1


async def test_a_phone_reads_nothing_but_its_own_showing(desk: Desk) -> None:
    """Not what stands there next, nor the counter, nor what another phone was handed."""
    paper = await desk.shown(kind="signature", case_number=desk.number)
    old = await phone_of(desk, paper)
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    material, file = first_file(shown)
    page = f"files/{file}/pages/1"
    own = await phone_of(desk, shown)
    assert (await own.ask("GET", f"/pad/{page}")).status_code == 200
    problem(await own.ask("GET", "/pad/pages/1"), 404, "showing_unknown")
    problem(await own.ask("GET", f"/pad/files/{'0' * 32}/pages/1"), 404)
    for path in (f"/pad/{page}", "/pad", "/pad/pages/1", "/pad/guide"):
        problem(await old.ask("GET", path), 404)
    refused = await photograph(old, material, picture())
    assert refused["code"] == "showing_unknown"
    through = f"/counters/{COUNTER}/showings/{shown['id']}"
    problem(await own.ask("GET", f"{through}/{page}"), 401)
    problem(await own.ask("PUT", f"{through}/place", json={}), 401)
    nobody = Tablet(own.http, "x" * 43)
    problem(await nobody.ask("GET", f"/pad/{page}"), 404, "showing_unknown")
    for stranger, at in ((nobody, "/pad/screen"), (own, f"/counters/{COUNTER}/screen")):
        async with screen_of(stranger, at) as socket:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    await desk.clerk.delete("/staff/v1/duty")
    problem(await own.ask("GET", f"/pad/{page}"), 404, "showing_unknown")


async def test_a_dead_code_says_where_to_go_and_asks_the_clerk(desk: Desk) -> None:
    shown = await desk.shown(kind="rating")
    http, link = desk.tablet.http, link_of(shown)
    first = await phone_of(desk, shown)
    ways = (await http.get(f"/hall/v1/pads/{link}/ways")).json()
    assert ways["can_ask"]
    assert ways["cases_url"].endswith("/app/#/pages/cases/index")
    assert (await http.post(f"/hall/v1/pads/{link}/again")).status_code == 204
    asked = (await desk.clerk.get(AT))["asked_again"]
    assert asked == {"showing_id": shown["id"], "label": "请评价"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    again = f"{AT}/{shown['id']}/again"
    pressed = [await desk.clerk.ask("POST", again, headers=key) for _ in range(2)]
    assert {one.json()["standing"]["id"] for one in pressed} != {shown["id"]}
    assert len({one.json()["standing"]["id"] for one in pressed}) == 1
    assert (await desk.clerk.get(AT))["asked_again"] is None
    fresh = await desk.on_tablet()
    assert fresh["content_sha256"] == shown["content_sha256"]
    phone = await phone_of(desk, fresh)
    assert (await say(phone, fresh, satisfaction=5))["outcome"] == "accepted"
    late = await say(first, shown, satisfaction=1, reasons=[], text="x")
    assert late["outcome"] == "conflict", "one visit, one rating"
    problem(await http.post(f"/hall/v1/pads/{link}/again"), 404)
    assert not (await http.get(f"/hall/v1/pads/{link}/ways")).json()["can_ask"]
    unknown = (await http.get(f"/hall/v1/pads/{'y' * 32}/ways")).json()
    assert (unknown["can_ask"], bool(unknown["queue_url"])) == (False, True)


async def test_only_who_showed_it_shows_it_again(desk: Desk, client: httpx.AsyncClient) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    other = await staff_member(client, "clerk", name="别人")
    problem(await other.ask("POST", f"{AT}/{shown['id']}/again"), 403, "not_at_counter")
    await desk.tablet.answer(shown, outcome="confirmed")
    problem(await desk.clerk.ask("POST", f"{AT}/{shown['id']}/again"), 404, "showing_unknown")


async def test_without_a_tablet_the_clerk_has_the_phones_code(desk: Desk) -> None:
    from flows.devices import repository

    shown = await desk.shown(kind="text", text="请到二楼交费。")
    there = await desk.clerk.get(AT)
    assert there["has_tablet"]
    assert there["screen"]["phone"]["url"] == shown["phone"]["url"]
    await desk.show(kind="rating")
    assert (await desk.clerk.get(AT))["screen"]["phone"] is None, "a rating is its giver's"
    shown = await desk.shown(kind="text", text="请到二楼交费。")
    async with db.writing() as session:
        for device in await repository.devices_at(session, COUNTER):
            device.state = "revoked"
    assert not (await desk.clerk.get(AT))["has_tablet"]
    assert (await phone_of(desk, shown)).token


async def test_tablet_and_phone_go_where_the_clerk_points_within_a_second(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    phone = await phone_of(desk, shown)
    material, file = first_file(shown)
    place = {"material_id": material, "file_id": file, "page": 1, "x": 0.25, "y": 0.5}
    at = f"{AT}/{shown['id']}/pointing"
    tablet_at = f"/counters/{COUNTER}/screen"
    async with screen_of(phone) as on_phone, screen_of(desk.tablet, tablet_at) as on_tablet:
        assert (await told(on_phone))["showing"]["pointing"] is None
        assert (await told(on_tablet))["showing"]["pointing"] is None
        mark = (await desk.clerk.ask("PUT", at, json=place)).json()
        assert place.items() <= mark.items()
        for socket in (on_phone, on_tablet):
            assert (await told(socket, 1))["showing"]["pointing"] == mark
        again = (await desk.clerk.ask("PUT", at, json=place)).json()
        assert again["serial"] != mark["serial"]
        assert (await told(on_phone, 1))["showing"]["pointing"] == again
        await desk.clerk.delete(f"{AT}/{shown['id']}")
        over = await told(on_phone, 1)
        assert (over["showing"], over["ended"]) == (None, "taken_back")
        assert over["window"].startswith("A12窗口")


async def test_a_reload_is_at_the_page_and_a_forgetful_redis_harms_nothing(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number)
    mark = await desk.clerk.ask("PUT", f"{AT}/{shown['id']}/pointing", json={"page": 1, "x": 0.1})
    assert mark.status_code == 200, mark.text
    assert (await desk.on_tablet())["pointing"] == mark.json()
    assert (await desk.on_tablet())["content_sha256"] == shown["content_sha256"]
    assert 0 < await redis_client().ttl(f"showing:{shown['id']}:pointing") <= 7200
    await redis_client().flushdb()
    assert (await desk.on_tablet())["pointing"] is None
    signed = await desk.tablet.answer(shown, **SIZE, strokes=written_name())
    assert signed.json()["outcome"] == "accepted"


async def test_the_clerk_sees_the_same_pages_and_where_the_screens_are(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    material, file = first_file(shown)
    there = f"files/{file}/pages/1"
    on_tablet = await desk.tablet.ask("GET", f"/counters/{COUNTER}/showings/{shown['id']}/{there}")
    seen = await desk.clerk.ask("GET", f"{AT}/{shown['id']}/{there}")
    assert seen.content == on_tablet.content
    assert (await desk.clerk.get(AT))["places"] == {}
    phone = await phone_of(desk, shown)
    place = {"material_id": material, "file_id": file, "page": 1, "part": ""}
    at = f"/counters/{COUNTER}/showings/{shown['id']}/place"
    assert (await desk.tablet.ask("PUT", at, json=place)).status_code == 204
    alone = {**place, "page": 2, "is_following": False}
    assert (await phone.ask("PUT", "/pad/place", json=alone)).status_code == 204
    assert (await desk.clerk.get(AT))["places"] == {
        "tablet": {**place, "is_following": True}, "phone": alone,
    }  # fmt: skip
    paper = await desk.shown(kind="signature", case_number=desk.number)
    first = await desk.clerk.ask("GET", f"{AT}/{paper['id']}/pages/1")
    assert first.content.startswith(b"\x89PNG")
    problem(await desk.tablet.ask("PUT", at, json=place), 404, "showing_unknown")


async def test_nobody_else_points_or_looks(desk: Desk, client: httpx.AsyncClient) -> None:
    """Whoever sits at another counter, or put up nothing that stands."""
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    _material, file = first_file(shown)
    own = f"{AT}/{shown['id']}"
    async with db.writing() as session:
        beside = {"hall_id": HALL, "number": "A13", "name": "综合", "items": [], "version": 1}
        session.add(Counter(id="tianhe-a13", state="open", **beside))
    other = await staff_member(client, "clerk", name="别人")
    assert (await other.ask("PUT", "/staff/v1/counters/tianhe-a13/duty")).status_code == 200
    for path in (own, own.replace(COUNTER, "tianhe-a13")):
        answer = await other.ask("PUT", f"{path}/pointing", json={"page": 1})
        assert answer.status_code in (403, 404)
        assert (await other.ask("GET", f"{path}/files/{file}/pages/1")).status_code in (403, 404)
    problem(await other.ask("PUT", f"{own}/pointing", json={"page": 1}), 403, "not_at_counter")
    assert (await desk.on_tablet())["pointing"] is None
    await desk.show(kind="text", text="请稍候")
    problem(await desk.clerk.ask("PUT", f"{own}/pointing", json={}), 404, "showing_unknown")


ID_CARD = {"material_id": "agent_id_card", "file_id": "id_card"}
"""The second side of it is its last."""


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "item", "item_code": FOOD},
        {"kind": "sample", "item_code": FOOD, "material_id": "agent_id_card"},
    ],
    ids=lambda wish: str(wish["kind"]),
)
async def test_a_sample_is_turned_and_pointed_at_like_a_received_file(
    desk: Desk, wish: dict[str, Any]
) -> None:
    shown = await desk.shown(**wish)
    phone = await phone_of(desk, shown)
    at = f"{AT}/{shown['id']}/pointing"
    spot = {**ID_CARD, "page": 2, "part": "whole", "x": 0.25, "y": 0.5}
    async with screen_of(phone) as on_phone:
        assert (await told(on_phone))["showing"]["pointing"] is None
        mark = (await desk.clerk.ask("PUT", at, json=spot)).json()
        assert spot.items() <= mark.items()
        assert (await told(on_phone, 1))["showing"]["pointing"] == mark
    assert (await desk.on_tablet())["pointing"] == mark
    place = {**ID_CARD, "page": 1, "part": "whole", "is_following": False}
    assert (await phone.ask("PUT", "/pad/place", json=place)).status_code == 204
    assert (await desk.clerk.get(AT))["places"] == {"phone": place}
    line = await desk.clerk.ask("PUT", at, json={**ID_CARD, "page": 2, "part": "copies"})
    assert line.status_code == 200, line.text


@pytest.mark.parametrize(
    "place",
    [
        {**ID_CARD, "page": 3},
        {**ID_CARD, "file_id": "business_licence"},
        {**ID_CARD, "file_id": f"form_{FOOD.lower()}"},
        {**ID_CARD, "file_id": "nothing"},
        {"file_id": "id_card"},
        {"material_id": "agent_id_card", "page": 2},
        {**ID_CARD, "material_id": "application_form"},
        {**ID_CARD, "file_id": "../id_card"},
    ],
)
async def test_another_materials_sample_and_a_side_that_is_not_there_are_refused(
    desk: Desk, place: dict[str, Any]
) -> None:
    for wish in ({"kind": "item"}, {"kind": "sample", "material_id": "agent_id_card"}):
        shown = await desk.shown(item_code=FOOD, **wish)
        problem(await desk.clerk.ask("PUT", f"{AT}/{shown['id']}/pointing", json=place), 422)
        assert await whereabouts.pointed(shown["id"]) is None


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        ({"kind": "text", "text": "x"}, {}),
        ({"kind": "item", "item_code": FOOD}, {"material_id": "nothing"}),
        ({"kind": "acceptance"}, {"file_id": "0" * 32}),
        ({"kind": "signature"}, {"page": 400}),
        ({"kind": "signature"}, {"x": 1.5}),
        ({"kind": "signature"}, {"elsewhere": 1}),
    ],
)
async def test_what_is_not_on_the_screen_is_not_pointed_at(
    desk: Desk, wish: dict[str, Any], place: dict[str, Any]
) -> None:
    if wish["kind"] in ("acceptance", "signature"):
        wish = {**wish, "case_number": desk.number}
    shown = await desk.shown(**wish)
    problem(await desk.clerk.ask("PUT", f"{AT}/{shown['id']}/pointing", json=place), 422)
    assert await whereabouts.pointed(shown["id"]) is None
