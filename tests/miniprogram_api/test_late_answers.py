"""What came too late from a tablet: beside what stands now, taken or left by the clerk, once."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from sqlalchemy import func, select

from foundation import db
from foundation.models import AccessRecord, Case, CounterRating
from tests.factories.halls import COUNTER
from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.factories.tablets import SIZE, written_name
from tests.miniprogram_api.test_counter_ratings import BAD, LOOPS, end
from tests.miniprogram_api.test_showings import AT, Desk, desk, picture, timeline

__all__ = ["desk"]
SIGNED: dict[str, Any] = {**SIZE, "strokes": written_name()}


async def comes_late(desk: Desk, said: dict[str, Any], **wish: Any) -> str:
    """Put up, taken back, answered all the same; the key of what was kept."""
    shown = await desk.shown(case_number=desk.number, **wish)
    await desk.clerk.delete(f"{AT}/{shown['id']}")
    told = (await desk.tablet.answer(shown, **said)).json()
    assert told["outcome"] == "conflict", told
    key: str = (await desk.clerk.get(AT))["late"][-1]["key"]
    return key


async def decide(desk: Desk, key: str, decision: str, reason: str = "") -> httpx.Response:
    body = {"decision": decision, "reason": reason}
    return await desk.clerk.ask("POST", f"{AT}/late/{key}/decision", json=body)


async def test_a_late_confirmation_is_taken_once(desk: Desk) -> None:
    key = await comes_late(desk, {"outcome": "confirmed"}, kind="acceptance")
    seen = await desk.clerk.get(f"{AT}/late/{key}")
    assert (seen["obstacle"], seen["anew"], seen["case_number"]) == ("", None, desk.number)
    given, stands = ({f["label"]: f["text"] for f in seen[side]} for side in ("given", "stands"))
    assert given["结果"] == "确认无误"
    assert given["当时的清单"] == stands["现在的清单"] != ""
    sent = await asyncio.gather(*(decide(desk, key, "adopted") for _ in range(3)))
    assert {answer.status_code for answer in sent} == {200}
    told = [event.partition(":")[0] for event in await timeline(desk)]
    assert (told.count("counter_confirm"), told.count("counter_late")) == (1, 1)
    desk_now = await desk.clerk.get(AT)
    assert (desk_now["late"], desk_now["latest"][0]["state"]) == ([], "answered")
    kept = desk_now["deliveries"][0]
    assert (kept["decision"], kept["decided_by"], kept["label"]) == (
        "adopted", "李嘉豪", "收件确认",
    )  # fmt: skip
    problem(await decide(desk, key, "discarded", "想改"), 409, "late_answer_settled")
    async with db.reading() as session:
        looks = select(AccessRecord).where(AccessRecord.what.contains("迟到的窗口答复"))
        assert len((await session.scalars(looks)).all()) == 1


async def test_a_late_signature_is_taken_with_its_own_moment(desk: Desk) -> None:
    key = await comes_late(desk, SIGNED, kind="signature", purpose="application")
    seen = await desk.clerk.get(f"{AT}/late/{key}")
    assert seen["picture"].startswith("<svg")
    assert [fact["text"] for fact in seen["stands"]][1:] == ["没有变化"]
    assert (await decide(desk, key, "adopted")).status_code == 200
    signed = (await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures"))["items"]
    assert [one["state"] for one in signed] == ["valid"]
    assert signed[0]["made_at"] == seen["delivery"]["made_at"]


async def test_a_signature_is_not_moved_to_a_changed_paper(desk: Desk) -> None:
    wish = {"kind": "signature", "purpose": "application"}
    key = await comes_late(desk, SIGNED, **wish)
    async with db.writing() as session:
        case = await session.get_one(Case, desk.number)
        case.form = {**case.form, "applicant_name": "另一家店"}
    seen = await desk.clerk.get(f"{AT}/late/{key}")
    assert "签名不能算到新文件上" in seen["obstacle"]
    refused = problem(await decide(desk, key, "adopted"), 409, "late_answer_unfit")
    assert refused["detail"] == seen["obstacle"]
    problem(await decide(desk, key, "discarded", " "), 422)
    assert (await decide(desk, key, "discarded", "申请表改过，重新签")).status_code == 200
    assert any("没有采用：申请表改过，重新签" in one for one in await timeline(desk))
    again = await desk.shown(**{k: v for k, v in seen["anew"].items() if v})
    await desk.tablet.answer(again, **SIGNED)
    signed = (await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures"))["items"]
    assert [one["state"] for one in signed] == ["valid"]


async def test_a_newer_answer_stands_and_a_list_that_grew_is_asked_anew(desk: Desk) -> None:
    said: dict[str, Any] = {"outcome": "disputed", "text": "少收一份"}
    key = await comes_late(desk, said, kind="acceptance")
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    free = [m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"]]
    await desk.tablet.photograph(shown["id"], free[0]["id"], picture())
    seen = await desk.clerk.get(f"{AT}/late/{key}")
    assert "有增减" in seen["obstacle"]
    assert seen["anew"]["kind"] == "acceptance"
    await desk.tablet.answer(await desk.on_tablet(), outcome="confirmed")
    assert "以后来的为准" in (await desk.clerk.get(f"{AT}/late/{key}"))["obstacle"]
    problem(await decide(desk, key, "adopted"), 409, "late_answer_unfit")


async def test_a_late_photo_is_looked_at_and_put_in(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    material = next(m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"])
    await desk.clerk.delete(f"{AT}/{shown['id']}")
    await desk.tablet.photograph(shown["id"], material["id"], picture(90))
    late = (await desk.clerk.get(AT))["late"][0]
    assert late["label"] == "材料照片"
    seen = await desk.clerk.get(f"{AT}/late/{late['key']}")
    assert (seen["has_photo"], seen["about"]) == (True, material["name"])
    photo = await desk.clerk.ask("GET", f"{AT}/late/{late['key']}/photo")
    assert photo.headers["content-type"] == "image/jpeg"
    assert (await decide(desk, late["key"], "adopted")).status_code == 200
    now_held = await desk.shown(kind="acceptance", case_number=desk.number)
    held = next(m for m in now_held["content"]["materials"] if m["id"] == material["id"])
    assert len(held["files"]) == len(material["files"]) + 1


async def test_it_is_for_who_sits_there_and_sees_the_case(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    key = await comes_late(desk, {"outcome": "confirmed"}, kind="acceptance")
    stranger = await staff_member(client, "clerk", name="别人", department_code="1144010600000")
    body = {"decision": "adopted", "reason": ""}
    away = await stranger.ask("POST", f"{AT}/late/{key}/decision", json=body)
    problem(away, 403, "not_at_counter")
    await desk.clerk.delete("/staff/v1/duty")
    taken = await stranger.ask("PUT", f"/staff/v1/counters/{COUNTER}/duty")
    assert taken.status_code == 200
    assert (await stranger.get(AT))["late"] == []
    problem(await stranger.ask("GET", f"{AT}/late/{key}"), 404)
    problem(await stranger.ask("POST", f"{AT}/late/{key}/decision", json=body), 404)


async def test_a_rating_is_its_givers_alone(desk: Desk, client: httpx.AsyncClient) -> None:
    """Taken back by the clerk it counts all the same; said twice, nobody at the counter chooses."""
    lead = await staff_member(client, "supervisor", name="黄文英")
    shown = await desk.shown(kind="rating")
    await desk.clerk.delete(f"{AT}/{shown['id']}")
    assert (await desk.tablet.answer(shown, **BAD)).json()["outcome"] == "accepted"
    assert (await lead.get(LOOPS))["total"] == 1
    await end(desk)
    shown = await desk.shown(kind="rating", case_number=desk.number)
    citizen: Person = await sign_in(client)
    await citizen.post(f"/api/v1/cases/{desk.number}/rating", {"satisfaction": 5})
    assert (await desk.tablet.answer(shown, **BAD)).json()["outcome"] == "conflict"
    key = (await desk.clerk.get(AT))["late"][0]["key"]
    seen = await desk.clerk.get(f"{AT}/late/{key}")
    assert (seen["given"], seen["picture"], seen["anew"]) == ([], None, None)
    assert "等了两个小时" not in str(seen)
    problem(await decide(desk, key, "adopted"), 409, "late_answer_unfit")
    assert (await decide(desk, key, "discarded", "已在手机上评过")).status_code == 200
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CounterRating)) == 1
