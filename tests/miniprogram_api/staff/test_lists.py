"""Lists, search, many at once: found by whoever may see it, in pages that miss nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from foundation import db
from foundation.models import AccessRecord, CaseIndex
from tests.factories.cases import FOOD, food, submitted_case, task_of
from tests.factories.people import CHEN_ID_NUMBER, CHEN_PHONE, Person, staff_member
from tests.factories.problems import problem

STAFF = "/staff/v1"
KeepPromises = Callable[[], Awaitable[int]]
OTHER_DEPARTMENT = "12440106K10203040Q"


@pytest.fixture
async def number(citizen: Person, keep_promises: KeepPromises) -> str:
    """A case waiting for acceptance, known to the index."""
    made = await submitted_case(citizen)
    await keep_promises()
    return made


async def found(staff: Person, q: str) -> list[str]:
    """Numbers of the cases the list finds for these words."""
    page = await staff.get(f"{STAFF}/cases", params={"q": q})
    return [line["number"] for line in page["items"]]


async def groups(staff: Person, q: str) -> dict[str, Any]:
    shown = await staff.get(f"{STAFF}/lookup", params={"q": q})
    return {group["kind"]: group["items"] for group in shown["groups"]}


async def test_a_case_is_found_by_whatever_somebody_has_of_it(officer: Person, number: str) -> None:
    """Number, its end, item, name, ID whole, masked in both ways and by its end, phone, address;
    in the list and in the one box alike."""
    words = (
        number, number.lower(), number[:10], number[-6:], number[-4:], "食品经营", "陈大文", "大文",
        CHEN_ID_NUMBER, "440106********3017", "440***********3017", "3017", CHEN_PHONE, "石牌西路",
        "食品经营 石牌西路", "天河小馆",
    )  # fmt: skip
    for q in words:
        assert await found(officer, q) == [number], q
        assert [c["number"] for c in (await groups(officer, q))["case"]] == [number], q
    for q in ("李大文", "9999", "440106********3018", "体育东路", "' OR 1=1 --"):
        assert await found(officer, q) == [], q


async def test_the_one_box_finds_more_than_cases(officer: Person, number: str) -> None:
    shown = await groups(officer, "食品经营许可")
    assert {"case", "item"} <= set(shown)
    assert shown["item"][0]["key"] == f"item:{shown['item'][0]['id']}"
    person = (await groups(officer, "陈大文"))["person"][0]
    assert (person["title"], person["number"]) == ("陈*文", number)
    assert CHEN_ID_NUMBER not in str(person)
    letters = await officer.get(f"{STAFF}/cases/{number}/letters")
    written = letters["items"][0]["number"]
    for typed in (written, written.replace("〔", "[").replace("〕", "]")):
        assert (await groups(officer, typed))["letter"][0]["number"] == number
    assert (await officer.get(f"{STAFF}/lookup?q=陈"))["groups"] == []


async def test_who_may_not_see_a_case_does_not_find_it(
    client: httpx.AsyncClient, number: str
) -> None:
    stranger = await staff_member(client, "officer", OTHER_DEPARTMENT)
    own = await staff_member(client, "clerk", food().document.item.department.code)
    for q in (number, "陈大文", CHEN_ID_NUMBER, "3017", "石牌西路"):
        assert await found(stranger, q) == []
        assert not {"case", "person", "letter"} & set(await groups(stranger, q))
        assert await found(own, q) == [number]
        assert "person" not in await groups(own, q), "looking for people is a permission"


async def test_the_index_keeps_nothing_in_clear_and_looks_for_people_are_noted(
    officer: Person, number: str
) -> None:
    async with db.reading() as session:
        kept = await session.scalar(select(CaseIndex.terms).where(CaseIndex.case_number == number))
    assert kept
    assert not any(w in kept for w in ("3017", "大文", CHEN_PHONE, CHEN_ID_NUMBER, number[-4:]))
    await found(officer, CHEN_ID_NUMBER)
    await groups(officer, "陈大文")
    async with db.reading() as session:
        noted = set(await session.scalars(select(AccessRecord.what)))
    assert {"按证件号或电话查找办件", "查找申请人"} <= noted


async def test_filters_narrow_and_saved_views_keep_them(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    fits: list[dict[str, Any]] = [
        {"status": "submitted,accepted"}, {"item": FOOD}, {"letter": "receipt"},
        {"channel": "yueshengshi"}, {"due_within": 60}, {"submitted_from": "2020-01-01"},
        {"street": "石牌街道"}, {"verdict": "pass"}, {"sort": "oldest"}, {"sort": "due"},
    ]  # fmt: skip
    misses: list[dict[str, Any]] = [
        {"status": "approved"}, {"item": "nothing"}, {"letter": "licence"}, {"warning": "red"},
        {"channel": "counter"}, {"due_within": 0}, {"submitted_to": "2020-01-01"},
        {"verdict": "none"}, {"park": "tianhe_cbd"}, {"watched": True},
    ]  # fmt: skip
    review = await officer.get(f"{STAFF}/cases/{number}")
    fits[7] = {"verdict": review["prereview"]["verdict"]}
    for wish, count in [(w, 1) for w in fits] + [(w, 0) for w in misses]:
        listed = await officer.get(f"{STAFF}/cases", params=wish)
        assert (listed["total"], listed["total_is_exact"]) == (count, True), wish
    for wrong in ({"status": "draft"}, {"sort": "size"}, {"due_within": 999}, {"cursor": "x"}):
        problem(await officer.ask("GET", f"{STAFF}/cases", params=wrong), 422)
    lead = await staff_member(client, "supervisor")
    wish = {"status": "submitted", "cursor": "abc", "columns": ["number", "item"], "moon": 1}
    body = {"name": "今天要办", "list_name": "open", "query": wish}
    mine = await lead.post(f"{STAFF}/saved_views", body)
    kept = mine["items"][0]["query"]
    assert kept == {"status": "submitted", "columns": ["number", "item"]}
    assert (await officer.get(f"{STAFF}/saved_views"))["total"] == 0
    await lead.post(f"{STAFF}/saved_views", {**body, "is_shared": True})
    shared = (await officer.get(f"{STAFF}/saved_views"))["items"]
    assert [(v["is_shared"], v["is_mine"]) for v in shared] == [(True, False)]
    problem(await officer.ask("DELETE", f"{STAFF}/saved_views/{shared[0]['id']}"), 404)
    assert (await lead.delete(f"{STAFF}/saved_views/{shared[0]['id']}"))["total"] == 0


async def test_a_list_says_what_to_do_next(officer: Person, number: str) -> None:
    """One character is not looked for, the other filters still hold; nothing found says how on."""
    path = f"{STAFF}/cases"
    one = await officer.get(path, params={"q": "陈", "item": FOOD})
    assert [line["number"] for line in one["items"]] == [number]
    assert "「陈」只有一个字" in one["hint"]
    assert "至少输入两个字" in one["hint"]
    assert (await officer.get(path, params={"q": "陈", "item": "nothing"}))["total"] == 0
    both = await officer.get(path, params={"q": "石牌西路 陈"})
    assert (both["total"], "其余的词" in both["hint"]) == (1, True)
    for wish, told in (
        ({"q": "不存在的词"}, "减少几个词"),
        ({"q": "TH209912310000010"}, "核对编号"),
        ({"q": "13900000000"}, "核对号码"),
        ({"status": "approved", "street": "石牌街道"}, "同时限定了状态、街道"),
    ):
        listed = await officer.get(path, params=wish)
        assert (listed["total"], told in listed["hint"]) == (0, True), wish
    assert (await officer.get(path))["hint"] is None
    nothing = await officer.get(f"{STAFF}/lookup", params={"q": "不存在的词"})
    assert nothing["hint"].startswith("没有找到「不存在的词」")


async def test_many_at_once_each_tells_how_it_went(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    """Claim, hand over by a lead, watch, receipts; again under the same key changes nothing."""
    lead, clerk = await staff_member(client, "supervisor"), await staff_member(client, "clerk")
    stranger = await staff_member(client, "clerk", OTHER_DEPARTMENT)
    task_id = await task_of(officer, number)
    batch = f"{STAFF}/lists/batch"
    claim = {"act": "claim", "ids": [task_id, "0" * 32]}
    key = {"Idempotency-Key": "claim-1"}
    first = await officer.post(batch, claim, headers=key)
    assert [(r["number"], r["ok"]) for r in first["items"]] == [(number, True), ("", False)]
    assert await officer.post(batch, claim, headers=key) == first
    refused = await clerk.post(batch, claim)
    assert (refused["done"], refused["failed"]) == (0, 2)
    assert "已认领" in refused["items"][0]["message"]
    over = {"act": "transfer", "ids": [task_id], "reason": "休假"}
    for giver, to, ok in (
        (clerk, clerk, False), (lead, stranger, False), (lead, clerk, True), (lead, clerk, True)
    ):  # fmt: skip
        done = await giver.post(batch, {**over, "to": to.user_id})
        assert done["items"][0]["ok"] is ok, done
    assert (await clerk.get(f"{STAFF}/tasks?state=mine"))["total"] == 1
    told = await clerk.get(f"{STAFF}/notices")
    assert (told["unseen"], "休假" in told["items"][0]["text"]) == (1, True)
    watch = {"act": "watch", "ids": [number, "TH000000000000000"]}
    assert (await clerk.post(batch, watch))["done"] == 1
    assert (await clerk.post(batch, watch))["done"] == 1
    assert (await stranger.post(batch, watch))["done"] == 0
    watched = await clerk.get(f"{STAFF}/cases?watched=true")
    assert [(c["number"], c["is_watched"]) for c in watched["items"]] == [(number, True)]
    printed = await clerk.post(f"{STAFF}/lists/receipts", {"numbers": [number]})
    assert "<svg" in printed["items"][0]["qr_svg"]
    await clerk.post(batch, {**watch, "act": "unwatch"})
    assert (await clerk.get(f"{STAFF}/cases?watched=true"))["total"] == 0
