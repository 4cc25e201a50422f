"""What follows by itself: only where the item names the clause, once, and in so many words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from flows.conversations.notices import words_of
from flows.staff import clocks, work
from flows.workflow import watching
from foundation import db
from foundation.models import CaseEvent, CaseSuspension, Letter, OutboxEntry
from knowledge_base.catalogue import catalogue, serve
from knowledge_base.schemas.item import Lapse
from tests.factories.processes import KEY, TWO_STEPS, House, open_house, publish
from tests.factories.work import (
    bind_food,
    citizen_of,
    let_days_pass,
    let_food_say,
    must_be_legal,
    ready_draft,
    row_of,
    submit,
    supplement,
    tasks_of,
)

LAPSE = Lapse(days=30, basis="《天河区政务服务办事规定》第九条")
CLAUSE = "《天河区政务服务办事规定》第十二条"
LONG = 400


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    serve(None)


async def do(what: Any, *values: Any) -> Any:
    async with db.writing() as session:
        return await what(session, *values)


async def handed_in(house: House, serial: int = 1) -> str:
    number = await ready_draft(house, serial)
    await do(submit, citizen_of(house), number, False)
    return number


async def sent_back(house: House) -> str:
    number = await handed_in(house)
    (task,) = await tasks_of(number)
    await do(work.return_task, house.officer, task.id, "请补平面图", [])
    return number


async def accepted(house: House, serial: int = 1) -> str:
    number = await handed_in(house, serial)
    (task,) = await tasks_of(number)
    staff = house.clerk if task.is_step else house.officer
    await do(work.claim_task, staff, task.id)
    await do(work.complete_task, staff, task.id, "accept", "")
    return number


async def said_of(number: str, act: str, letter: str) -> tuple[str, dict[str, Any], str]:
    """The event, the letter and the notice of an act; each there once."""
    async with db.reading() as session:
        events = select(CaseEvent).where(CaseEvent.case_number == number, CaseEvent.kind == act)
        letters = select(Letter).where(Letter.case_number == number, Letter.kind == letter)
        told = select(OutboxEntry).where(OutboxEntry.topic == "cases.changed")
        event = (await session.scalars(events)).one()
        written = (await session.scalars(letters)).one()
        (notice,) = [
            one.payload
            for one in await session.scalars(told)
            if (one.payload["number"], one.payload["act"]) == (number, act)
        ]
    assert event.actor == "系统"
    return event.text, written.data, words_of(await row_of(number), notice) or ""


def test_no_shipped_item_has_consequences_nobody_read_in_a_law() -> None:
    """Those that will have some name them in `handling`; none was found in the law so far."""
    for entry in catalogue():
        handling = entry.document.item.handling
        assert (handling.supplement_lapse, handling.silent_approval) == (None, None), entry.code


async def test_an_item_without_a_clause_waits_for_ever(house: House) -> None:
    returned, waiting = await sent_back(house), await accepted(house, 2)
    for number in (returned, waiting):
        await let_days_pass(number, LONG)
    done = await watching.watch()
    assert (done["lapsed"], done["approved"]) == (0, 0)
    assert (await row_of(returned)).status == "supplement_required"
    assert (await row_of(waiting)).status == "accepted"


async def test_what_was_not_supplemented_in_time_ends(house: House) -> None:
    """Not a day early; twice swept, by two at once, it ends once."""
    let_food_say(lapse=LAPSE)
    number = await sent_back(house)
    await let_days_pass(number, LAPSE.days - 1)
    assert await watching.lapse() == 0
    await let_days_pass(number, 1)
    swept = await asyncio.gather(watching.lapse(), watching.lapse())
    assert (sum(swept), await watching.lapse()) == (1, 0)
    assert (await row_of(number)).status == "lapsed"
    event, letter, notice = await said_of(number, "lapse", "lapse")
    for words in (event, str(letter["body"]), notice):
        assert LAPSE.basis in words
        assert "逾期30日没有补正" in words
    await must_be_legal(number)


async def test_what_was_supplemented_does_not_end(house: House) -> None:
    let_food_say(lapse=LAPSE)
    number = await sent_back(house)
    await let_days_pass(number, LAPSE.days - 1)
    await do(supplement, citizen_of(house), number, False)
    await let_days_pass(number, LAPSE.days)
    assert await watching.lapse() == 0
    assert (await row_of(number)).status == "submitted"


@pytest.mark.parametrize("is_drawn", [False, True])
async def test_silence_is_consent_where_a_law_says_so(house: House, is_drawn: bool) -> None:
    """Only what was accepted; twice swept, by two at once, it is approved once; the letter does
    not say that somebody examined it."""
    if is_drawn:
        await publish(TWO_STEPS)
        await bind_food(KEY)
    let_food_say(silence=CLAUSE)
    number, untouched = await accepted(house), await handed_in(house, 2)
    assert await watching.approve_in_silence() == 0
    for one in (number, untouched):
        await let_days_pass(one, LONG)
    swept = await asyncio.gather(watching.approve_in_silence(), watching.approve_in_silence())
    assert (sum(swept), await watching.approve_in_silence()) == (1, 0)
    assert [(await row_of(n)).status for n in (number, untouched)] == ["approved", "submitted"]
    event, letter, notice = await said_of(number, "approve", "approval")
    body = "".join(letter["body"]["opening"])
    for words in (event, body, notice):
        assert CLAUSE in words
    assert "视为准予行政许可" in body
    assert "经审查" not in body
    await must_be_legal(number)


async def test_a_clock_that_stands_still_approves_nothing(house: House) -> None:
    """Neither while it stands nor by the days it stood; nor while the applicant supplements."""
    let_food_say(silence=CLAUSE)
    number, returned = await accepted(house), await accepted(house, 2)
    (task,) = await tasks_of(returned)
    await do(work.return_task, house.officer, task.id, "请补平面图", [])
    await do(clocks.suspend, house.officer, number, "hearing", "依法听证", 10)
    for one in (number, returned):
        await let_days_pass(one, LONG)
    assert await watching.approve_in_silence() == 0
    await do(clocks.end_suspension, house.officer, number, await suspended(number))
    assert await watching.approve_in_silence() == 0
    await let_days_pass(number, LONG)
    assert await watching.approve_in_silence() == 1
    assert (await row_of(number)).status == "approved"
    assert (await row_of(returned)).status == "supplement_required"


async def suspended(number: str) -> str:
    async with db.reading() as session:
        query = select(CaseSuspension.id).where(CaseSuspension.case_number == number)
        return (await session.scalars(query)).one()
