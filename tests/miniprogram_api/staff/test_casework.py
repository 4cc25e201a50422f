"""Beside a case: notes with their history, similar cases, the applicant, items at hand, parks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import select

from foundation import db
from foundation.models import AccessRecord, User
from knowledge_base.parks import park_at
from tests.factories.cases import FOOD, submitted_case, task_of
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

STAFF = "/staff/v1"
REFUSED, SLOW = "440106197901224114", "440106198604113228"
UNAVAILABLE = "outside_unavailable"
KeepPromises = Callable[[], Awaitable[int]]


@pytest.fixture
async def number(citizen: Person) -> str:
    return await submitted_case(citizen)


async def decide(staff: Person, number: str) -> None:
    """Accepted, then approved."""
    for decision in ("accept", "approve"):
        body = {"decision": decision}
        await staff.post(f"{STAFF}/tasks/{await task_of(staff, number)}/complete", body)


async def test_notes_are_pinned_changed_with_history_and_found(
    client: httpx.AsyncClient, officer: Person, number: str, keep_promises: KeepPromises
) -> None:
    clerk, path = (
        await staff_member(client, "clerk", name="李嘉豪"),
        f"{STAFF}/cases/{number}/notes",
    )
    key = {"Idempotency-Key": "note-1"}
    body = {"text": "烟道图纸待补", "mentions": [clerk.user_id]}
    first = (await officer.post(path, body, headers=key))["items"][0]
    assert len((await officer.post(path, body, headers=key))["items"]) == 1
    mine = await clerk.get(f"{STAFF}/mentions")
    assert (mine["unseen"], mine["items"][0]["number"]) == (1, number)
    await clerk.get(path)
    assert (await clerk.get(f"{STAFF}/mentions"))["unseen"] == 0
    one = f"{path}/{first['id']}"
    change = {"text": "烟道图纸已补", "version": first["version"]}
    problem(await clerk.ask("PUT", one, json=change), 403)
    changed = (await officer.ask("PUT", one, json=change)).json()["items"][0]
    assert [v["text"] for v in changed["earlier"]] == ["烟道图纸待补"]
    problem(await officer.ask("PUT", one, json={**change, "text": "又改"}), 409, "note_changed")
    pinned = (await clerk.ask("PUT", one, json={"is_pinned": True})).json()["items"][0]
    assert pinned["is_pinned"]
    await keep_promises()
    found = await officer.get(f"{STAFF}/cases", params={"q": "烟道图纸"})
    assert [c["number"] for c in found["items"]] == [number]
    problem(await clerk.ask("DELETE", one), 403)
    assert (await officer.delete(one))["total"] == 0
    await keep_promises()
    assert (await officer.get(f"{STAFF}/cases", params={"q": "烟道图纸"}))["total"] == 0
    problem(await officer.ask("POST", path, json={"text": "  "}), 422)


async def test_a_case_shows_how_similar_ones_ended_and_what_else_there_is(
    citizen: Person, officer: Person, number: str, keep_promises: KeepPromises
) -> None:
    past = await submitted_case(citizen)
    await decide(officer, past)
    await keep_promises()
    similar = await officer.get(f"{STAFF}/cases/{number}/similar")
    assert [(s["number"], s["status"], s["likeness"]) for s in similar["items"]] == [
        (past, "approved", 1.0)
    ]
    history = await officer.get(f"{STAFF}/cases/{number}/history")
    assert [c["number"] for c in history["items"]] == [past]
    used = await officer.get(f"{STAFF}/used_items")
    assert [(u["code"], u["done"], u["is_pinned"]) for u in used["items"]] == [(FOOD, 2, False)]
    for _ in range(2):
        done = await officer.ask("PUT", f"{STAFF}/used_items/{FOOD}", json={"is_pinned": True})
    assert done.json()["items"][0]["is_pinned"]
    wrong = await officer.ask("PUT", f"{STAFF}/used_items/none", json={"is_pinned": True})
    problem(wrong, 404)


@pytest.mark.impatient
async def test_credit_is_asked_noted_and_fails_in_words(
    citizen: Person, officer: Person, number: str
) -> None:
    """Good standing; a number nobody knows; a platform that answers too late."""
    known = await officer.post(f"{STAFF}/cases/{number}/credit", {"reason": "受理前核查"})
    assert (known["standing"], known["number"]) == ("good", "440***********3017")
    assert known["records"][0]["kind_label"] == "信用承诺"
    async with db.reading() as session:
        noted = (await session.scalars(select(AccessRecord))).all()
    assert ("查询申请人信用", "受理前核查") in {(n.what.split("（")[0], n.reason) for n in noted}
    for id_number, status, code in ((REFUSED, 502, "credit_refused"), (SLOW, 503, UNAVAILABLE)):
        async with db.writing() as session:
            user = await session.get(User, citizen.user_id)
            assert user is not None
            user.identity = {**(user.identity or {}), "id_number": id_number}
        answer = await officer.ask("POST", f"{STAFF}/cases/{number}/credit", json={})
        problem(answer, status, code)


def test_an_address_lies_in_the_park_its_longest_word_names() -> None:
    assert park_at("广州市天河区黄埔大道中309号羊城创意产业园2栋") == "yangcheng_creative_park"
    assert park_at("广州市天河区花城大道东8号") == "international_finance_city"
    assert park_at("广州市天河区花城大道68号") == "tianhe_cbd"
    assert park_at("广州市天河区石牌西路1号") is None


async def test_a_park_shows_its_enterprises_and_what_is_due(
    client: httpx.AsyncClient, citizen: Person, officer: Person, number: str,
    keep_promises: KeepPromises,
) -> None:  # fmt: skip
    """By address (none here), or by a lead's word, which its cases follow."""
    await keep_promises()
    park, lead = f"{STAFF}/parks/tianhe_cbd", await staff_member(client, "supervisor")
    assert (await officer.get(park))["cases"] == 0
    member = f"{park}/members/{citizen.user_id}"
    problem(await officer.ask("PUT", member, json={"is_listed": True}), 403)
    await lead.ask("PUT", member, json={"is_listed": True})
    await keep_promises()
    shown = await officer.get(park)
    assert [e["is_listed"] for e in shown["enterprises"]] == [True]
    assert ([c["number"] for c in shown["due"]], shown["waiting"]) == ([number], 1)
    assert (await officer.get(f"{STAFF}/cases?park=tianhe_cbd"))["total"] == 1
    assert {p["id"]: p["cases"] for p in (await officer.get(f"{STAFF}/parks"))["items"]}[
        "tianhe_cbd"
    ] == 1
    await lead.ask("PUT", member, json={"is_listed": False})
    await keep_promises()
    assert (await officer.get(park))["cases"] == 0
    problem(await officer.ask("GET", f"{STAFF}/parks/none"), 404, "park_unknown")
