"""扫码接力 over the wire: codes spent once, consent, what the counter sees, and the end."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from flows.codes.service import handoff_token
from flows.counter_handoffs import repository, upkeep
from flows.devices.contract import Event
from flows.devices.events import take_event
from foundation import db
from foundation.clock import now
from foundation.models import CounterHandoff, DeviceEvent
from foundation.settings import settings
from tests.factories.cases import filled_draft
from tests.factories.counters import ALL_PARTS, Meeting, clerk_at, meeting, put
from tests.factories.devices import enrolled
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import (
    CHEN,
    CHEN_ID_NUMBER,
    CHEN_PHONE,
    LI,
    open_guest,
    sign_in,
    staff_member,
)
from tests.factories.problems import problem
from tests.flows.counter_handoffs.ageing import age_code, age_handoff, looks_at

OFFER = f"/staff/v1/counters/{COUNTER}/handoffs"
CLAIM = "/api/v1/handoffs/claim"


async def test_a_phone_meets_a_counter_and_nothing_is_shared_yet(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    phone = await met.citizen.get(met.of_phone)
    assert phone["state"] == "claimed"
    assert phone["officer"]["counter_number"] == "A12"
    assert phone["officer"]["display_name"] == "李嘉豪"
    desk = await met.clerk.get("/staff/v1/counter_handoffs/desk")
    assert desk["handoff"]["id"] == met.handoff
    assert desk["handoff"]["shared"] is None
    assert CHEN_ID_NUMBER not in json.dumps(desk)


async def test_a_code_is_spent_once(client: httpx.AsyncClient) -> None:
    await open_hall()
    clerk = await clerk_at(client)
    code = await clerk.post(OFFER)
    assert len(code["token"]) <= 32
    assert code["token"].startswith("x")
    chen, li = await sign_in(client, CHEN), await sign_in(client, LI)
    first = await chen.post(CLAIM, {"token": code["token"]})
    assert (await chen.post(CLAIM, {"token": code["token"]}))["id"] == first["id"]
    other = await li.ask("POST", CLAIM, json={"token": code["token"]})
    assert "现在的码" in problem(other, 404, "handoff_code_used")["detail"]
    problem(await li.ask("GET", f"/api/v1/counter_handoffs/{first['id']}"), 404)


async def test_codes_old_forged_or_for_somebody_else_say_so(
    client: httpx.AsyncClient,
) -> None:
    await open_hall()
    clerk, chen = await clerk_at(client), await sign_in(client)
    code = await clerk.post(OFFER)
    guest = await open_guest(client)
    problem(await guest.ask("POST", CLAIM, json={"token": code["token"]}), 401, "sign_in_required")
    forged = "x" + "a" * 16 + "0" * 12
    problem(await chen.ask("POST", CLAIM, json={"token": forged}), 404, "code_unknown")
    problem(await chen.ask("GET", f"/api/v1/codes/{forged}"), 404, "code_unknown")
    never = handoff_token("b" * 16)
    problem(await chen.ask("POST", CLAIM, json={"token": never}), 404, "handoff_code_expired")
    await clerk.post(OFFER)  # the screen shows another one now
    old = await chen.ask("POST", CLAIM, json={"token": code["token"]})
    problem(old, 404, "handoff_code_expired")
    fresh = await clerk.post(OFFER)
    await age_code(fresh["handoff_id"])
    late = await chen.ask("POST", CLAIM, json={"token": fresh["token"]})
    problem(late, 404, "handoff_code_expired")
    mine = await chen.post("/api/v1/counter_handoffs", {})
    problem(await chen.ask("POST", CLAIM, json={"token": mine["token"]}), 404,
            "handoff_code_for_counter")  # fmt: skip
    again = await clerk.post(OFFER)
    scanned = await clerk.ask(
        "POST", "/staff/v1/counter_handoffs/claim", json={"token": again["token"]}
    )
    problem(scanned, 404, "handoff_code_for_phone")
    opened = await chen.get(f"/api/v1/codes/{again['token']}")
    assert opened["page"] == f"/pages/counter/index?token={again['token']}"


async def test_the_clerk_scans_a_phones_code(client: httpx.AsyncClient) -> None:
    await open_hall()
    clerk, chen = await clerk_at(client), await sign_in(client)
    case = await filled_draft(chen)
    shown = await chen.post("/api/v1/counter_handoffs", {"case_number": case["number"]})
    said = {"token": f"http://testserver/q/{shown['token']}"}
    met = await clerk.post("/staff/v1/counter_handoffs/claim", said)
    assert (met["state"], met["shared"]) == ("claimed", None)
    phone = (await chen.get("/api/v1/counter_handoffs/current"))["handoff"]
    assert (phone["id"], phone["case_number"]) == (met["id"], case["number"])
    again = await clerk.post("/staff/v1/counter_handoffs/claim", said)
    assert again["id"] == met["id"]


async def test_the_printed_code_asks_and_the_clerk_says_yes(client: httpx.AsyncClient) -> None:
    await open_hall()
    chen = await sign_in(client)
    ask = {"counter_id": COUNTER}
    nobody = await chen.ask("POST", "/api/v1/counter_handoffs/at_counter", json=ask)
    problem(nobody, 409, "nobody_at_counter")
    clerk = await clerk_at(client)
    asked = await chen.post("/api/v1/counter_handoffs/at_counter", ask)
    assert asked["state"] == "asked"
    assert (await chen.post("/api/v1/counter_handoffs/at_counter", ask))["id"] == asked["id"]
    waiting = (await clerk.get("/staff/v1/counter_handoffs/desk"))["waiting"]
    assert [one["id"] for one in waiting] == [asked["id"]]
    met = await clerk.post(f"/staff/v1/counter_handoffs/{asked['id']}/accept")
    assert met["state"] == "claimed"


async def test_one_citizen_a_counter_and_one_counter_a_citizen(
    client: httpx.AsyncClient,
) -> None:
    met = await meeting(client)
    problem(await met.clerk.ask("POST", OFFER), 409, "counter_busy")
    li = await sign_in(client, LI)
    shown = await li.post("/api/v1/counter_handoffs", {})
    busy = await met.clerk.ask(
        "POST", "/staff/v1/counter_handoffs/claim", json={"token": shown["token"]}
    )
    problem(busy, 409, "counter_busy")
    await met.citizen.post(f"{met.of_phone}/end")
    taken = await met.clerk.post("/staff/v1/counter_handoffs/claim", {"token": shown["token"]})
    assert taken["state"] == "claimed"


def _strings(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)


async def test_the_counter_sees_what_is_consented_to_no_more(
    client: httpx.AsyncClient,
) -> None:
    met = await meeting(client)
    await met.share()
    bare = await met.clerk.get(met.of_desk)
    assert bare["shared"]["case"]["number"] == met.case["number"]
    for part in ("basic", "answers", "form", "findings", "summary", "cases"):
        assert bare["shared"][part] is None
    assert bare["shared"]["materials"] == []
    for value in (CHEN_ID_NUMBER, CHEN_PHONE, "天河小馆", "石牌西路"):
        assert value not in _strings(bare)
    await met.share("form", "basic")
    shown = await met.clerk.get(met.of_desk)
    assert "天河小馆" in _strings(shown)
    for value in (CHEN_ID_NUMBER, CHEN_PHONE):
        assert value not in _strings(shown)
    fields = {f["id"]: f for s in shown["shared"]["form"] for f in s["fields"]}
    masked = [f for f in fields.values() if f["is_masked"]]
    assert masked
    assert all(f["mark"] is None for f in masked)
    number = next(f["id"] for f in masked if f["kind"] == "id_number")
    await met.share("form", "basic", clear=[number, "basic.phone"])
    clear = await met.clerk.get(met.of_desk)
    facts = {f["id"]: f for f in clear["shared"]["basic"]}
    assert facts["phone"]["value"] == CHEN_PHONE
    assert facts["id_number"]["is_masked"]
    assert CHEN_ID_NUMBER in _strings(clear["shared"]["form"])


async def test_materials_are_shared_one_by_one(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    one, other = [m for m in met.case["materials"] if m["files"]][:2]
    await met.share("prereview", materials=[one["id"]])
    shown = (await met.clerk.get(met.of_desk))["shared"]
    assert [m["id"] for m in shown["materials"]] == [one["id"]]
    path = f"{met.of_desk}/materials"
    seen = await met.clerk.ask("GET", f"{path}/{one['id']}/files/{one['files'][0]['id']}")
    assert seen.status_code == 200
    hidden = await met.clerk.ask("GET", f"{path}/{other['id']}/files/{other['files'][0]['id']}")
    problem(hidden, 403, "not_shared")
    trace = (await met.citizen.get(met.of_phone))["trace"]
    assert any(t["act"] == "look" and one["name"] in t["text"] for t in trace)


async def test_findings_tell_nothing_of_what_is_not_shared(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    number = met.case["number"]
    await met.citizen.patch(f"/api/v1/cases/{number}", {"form": {_phone(met): "139abc"}})
    await met.citizen.post(f"/api/v1/cases/{number}/prereview")
    await met.share("prereview", "form")
    assert "139abc" not in _strings((await met.clerk.get(met.of_desk))["shared"])
    await met.share("prereview")
    shown = (await met.clerk.get(met.of_desk))["shared"]
    assert all(f["material_id"] is not None for f in shown["findings"] or [])


def _phone(met: Meeting) -> str:
    fields = [f for s in met.case["form_schema"]["sections"] for f in s["fields"]]
    return str(next(f["id"] for f in fields if f["kind"] == "phone"))


async def test_consent_must_make_sense(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    path = f"{met.of_phone}/consent"
    to = {"officer": (await met.citizen.get(met.of_phone))["officer"]["id"]}
    for body in (
        {"parts": ["form"]},
        {"case_number": met.case["number"], "materials": ["nothing_of_it"]},
        {"case_number": met.case["number"], "parts": [], "clear": [_phone(met)]},
        {"case_number": met.case["number"], "parts": ["everything"]},
    ):
        problem(await met.citizen.ask("PUT", path, json={**body, **to}), 422)
    li = await sign_in(client, LI)
    problem(await li.ask("PUT", path, json=to), 404)
    other = {"case_number": "TH202601010000017", **to}
    problem(await met.citizen.ask("PUT", path, json=other), 404)


@pytest.mark.parametrize("who", ["citizen", "clerk", "idle"])
async def test_after_the_end_the_counter_sees_nothing(client: httpx.AsyncClient, who: str) -> None:
    met = await meeting(client)
    await met.share(*ALL_PARTS)
    assert (await met.clerk.get(met.of_desk))["shared"]["form"]
    if who == "citizen":
        await met.citizen.post(f"{met.of_phone}/end")
        await met.citizen.post(f"{met.of_phone}/end")
    elif who == "clerk":
        await met.clerk.post(f"{met.of_desk}/end")
    else:
        await age_handoff(met.handoff, settings().counter_handoff_idle_minutes + 1)
    problem(await met.clerk.ask("GET", met.of_desk), 409, "counter_handoff_over")
    assert (await met.clerk.get("/staff/v1/counter_handoffs/desk"))["handoff"] is None
    phone = await met.citizen.get(met.of_phone)
    assert (phone["state"], phone["form"], phone["edits"]) == ("ended", {}, [])
    await upkeep.end_idle()
    assert (await met.citizen.get(met.of_phone))["ended_by"] == ("staff" if who == "clerk" else who)
    again = await met.citizen.ask("PUT", f"{met.of_phone}/consent", json={"officer": ""})
    problem(again, 409, "counter_handoff_over")


async def test_another_clerk_sees_nothing_before_a_new_consent(
    client: httpx.AsyncClient,
) -> None:
    met = await meeting(client)
    before = await met.share(*ALL_PARTS)
    away = await staff_member(client, "clerk", name="乙")
    problem(await away.ask("GET", met.of_desk), 409, "not_at_counter")
    await met.clerk.delete("/staff/v1/duty")
    problem(await met.clerk.ask("GET", met.of_desk), 409, "not_at_counter")
    assert (await met.citizen.get(met.of_phone))["officer"]["is_there"] is False
    await put(away, f"/staff/v1/counters/{COUNTER}/duty")
    problem(await away.ask("GET", met.of_desk), 409, "counter_handoff_over")
    desk = await away.get("/staff/v1/counter_handoffs/desk")
    assert (desk["handoff"]["id"], desk["handoff"]["shared"]) == (met.handoff, None)
    took = await away.post(f"{met.of_desk}/accept")
    assert (took["state"], took["shared"]) == ("claimed", None)
    to_whom_left = {"parts": ["cases"], "officer": before["officer"]["id"]}
    late = await met.citizen.ask("PUT", f"{met.of_phone}/consent", json=to_whom_left)
    problem(late, 409, "officer_changed")
    assert (await away.get(met.of_desk))["shared"] is None
    phone = await met.share("form")
    assert phone["officer"]["display_name"] == "乙"
    assert (await away.get(met.of_desk))["shared"]["form"]


async def test_a_gun_that_the_agent_holds_is_read_at_the_desk(client: httpx.AsyncClient) -> None:
    met, gun = await meeting(client), await enrolled("scan_gun")
    desk = "/staff/v1/counter_handoffs/desk"
    assert (await met.clerk.get(desk))["scanned"] is None
    said = Event(type="event", id="e" * 16, kind="scanned", at=0, data={"text": "x-code"})
    async with db.writing() as session:
        await take_event(session, gun.device_id, said, 0)
    assert (await met.clerk.get(desk))["scanned"]["text"] == "x-code"
    async with db.writing() as session:
        await session.execute(update(DeviceEvent).values(received_at=now() - timedelta(minutes=1)))
    assert (await met.clerk.get(desk))["scanned"] is None


async def test_every_look_is_written_down_for_both(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    await met.share("form")
    for _ in range(3):
        await met.clerk.get(met.of_desk)
    trace = (await met.citizen.get(met.of_phone))["trace"]
    assert [t["act"] for t in trace] == ["claim", "consent", "look"]
    assert trace[-1]["actor"] == "李嘉豪（A12窗口）"
    assert (await met.clerk.get(met.of_desk))["trace"] == trace
    assert await looks_at(met.citizen.user_id) == 2  # the screen's, and the clerk's


async def test_a_photo_is_asked_for_and_shared_by_sending_it(client: httpx.AsyncClient) -> None:
    met = await meeting(client)
    await met.share("form")
    material = next(m for m in met.case["materials"] if m["files"])
    body = {"material_id": material["id"], "note": "四个角都拍进去"}
    asked = await met.clerk.post(f"{met.of_desk}/asks", body)
    assert (await met.clerk.post(f"{met.of_desk}/asks", body)) == asked
    phone = await met.citizen.get(met.of_phone)
    assert phone["asks"][0]["material_name"] == material["name"]
    path = f"{met.of_phone}/asks/{asked['id']}"
    done = await met.citizen.post(path, {"is_done": True})
    assert done["asks"][0]["state"] == "done"
    async with db.reading() as session:
        kept = await session.get_one(CounterHandoff, met.handoff)
        assert material["name"] in (kept.snapshot or {})["words"]
    assert material["id"] in done["consent"]["materials"]
    shown = (await met.clerk.get(met.of_desk))["shared"]
    assert [m["id"] for m in shown["materials"]] == [material["id"]]
    wrong = await met.clerk.ask("POST", f"{met.of_desk}/asks", json={"material_id": "none"})
    problem(wrong, 422)


async def test_codes_nobody_scanned_are_cleared_away(client: httpx.AsyncClient) -> None:
    await open_hall()
    clerk = await clerk_at(client)
    code = await clerk.post(OFFER)
    await age_code(code["handoff_id"], minutes=120)
    await upkeep.end_idle()
    async with db.reading() as session:
        assert await repository.handoff_at(session, COUNTER, code["handoff_id"]) is None
