"""What an end leaves behind: no clock that stands still, and every letter of the decision."""

from __future__ import annotations

from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from flows.processes import service as processes
from flows.processes.shipped import shipped
from flows.staff import work
from flows.workflow import handing_in
from foundation import db
from foundation.models import Letter
from tests.factories.diagrams import END, START, drawn, line, step
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import (
    bind_food,
    citizen_of,
    must_be_legal,
    ready_draft,
    row_of,
    submit,
    tasks_of,
)

ONE_AFTER_ANOTHER = (
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    step("look", "初批", "approve", "officer", letters="approval,rejection,licence"),
    step("decide", "批准", "approve", "supervisor"),
    line("s", "take", "look", "decide", "e"),
)


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def on_way(house: House, bpmn: bytes) -> str:
    await publish(bpmn)
    await bind_food(KEY)
    number = await ready_draft(house, 1)
    await do(submit, citizen_of(house), number, False)
    return number


async def do(what: Any, *values: Any) -> Any:
    async with db.writing() as session:
        return await what(session, *values)


async def take_and(house: House, who: str, number: str, decision: str) -> None:
    (task,) = await tasks_of(number)
    staff = getattr(house, who)
    await do(work.claim_task, staff, task.id)
    await do(work.complete_task, staff, task.id, decision, "理由在此")


async def letters_of(number: str) -> list[str]:
    async with db.reading() as session:
        query = select(Letter.kind).where(Letter.case_number == number).order_by(Letter.created_at)
        return list(await session.scalars(query))


async def test_withdrawn_while_it_was_to_be_supplemented(house: House) -> None:
    number = await on_way(house, shipped()[0].bpmn.encode())
    await take_and(house, "clerk", number, "return")
    assert (await row_of(number)).status == "supplement_required"
    await do(handing_in.withdraw, citizen_of(house), number, "不办了")
    await must_be_legal(number)


async def test_refused_before_the_step_that_writes_refusals(house: House) -> None:
    number = await on_way(house, shipped()[0].bpmn.encode())
    await take_and(house, "clerk", number, "accept")
    (task,) = await tasks_of(number)
    await do(work.claim_task, house.officer, task.id)
    await do(processes.refuse, house.officer, task.id, "不符合条件")
    await must_be_legal(number)
    assert await letters_of(number) == ["receipt", "acceptance", "rejection"]


async def test_what_a_step_of_the_past_was_to_write_is_written_at_the_end(house: House) -> None:
    number = await on_way(house, drawn(*ONE_AFTER_ANOTHER))
    await take_and(house, "clerk", number, "accept")
    await take_and(house, "officer", number, "approve")
    await take_and(house, "supervisor", number, "approve")
    await must_be_legal(number)
    assert (await row_of(number)).status == "approved"
    assert (await letters_of(number))[2:] == ["approval", "licence"]
