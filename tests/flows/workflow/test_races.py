"""Two at once on PostgreSQL: one wins, the other is told in words, nothing is decided twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from redis.asyncio import Redis

from flows.processes.shipped import shipped
from flows.staff import work
from flows.workflow import handing_in, watching
from foundation import db
from foundation.errors import Problem
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

Act = tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]


async def one(what: Callable[..., Awaitable[Any]], *values: Any) -> Any:
    async with db.writing() as session:
        return await what(session, *values)


async def both(first: Act, second: Act) -> list[Any]:
    """Both at the same moment; a refusal is an answer, anything else a fault."""
    done = await asyncio.gather(
        *(one(what, *values) for what, values in (first, second)), return_exceptions=True
    )
    for answer in done:
        if isinstance(answer, BaseException) and not isinstance(answer, Problem):
            raise answer
    return done


def refusals(done: list[Any]) -> list[str]:
    return [answer.detail for answer in done if isinstance(answer, Problem)]


async def handed_in(house: House, serial: int) -> str:
    number = await ready_draft(house, serial)
    await both(*[(submit, (citizen_of(house), number, False))] * 2)
    await must_be_legal(number)
    assert len(await tasks_of(number)) == 1
    return number


async def _race(house: House, number: str, takes: tuple[Any, Any], after: str) -> None:
    """Claim, pass on, ask, decide: each by two at once, on whatever the case waits for."""
    first, second = takes
    (task,) = await tasks_of(number)
    told = refusals(
        await both((work.claim_task, (first, task.id)), (work.claim_task, (second, task.id)))
    )
    assert len(told) == 1
    assert "认领" in told[0]
    (task,) = await tasks_of(number)
    holder, other = (first, second) if task.assignee_id == first.staff_id else (second, first)
    ask = (work.countersign_task, (holder, task.id, [other.staff_id]))
    assert not refusals(await both(ask, ask))
    asked = [t for t in await tasks_of(number) if t.parent_id]
    assert len(asked) == 1
    say = (work.complete_task, (other, asked[0].id, "agree", "同意"))
    assert len(refusals(await both(say, say))) <= 1
    passing = (work.transfer_task, (holder, task.id, other.staff_id, ""))
    decide = (work.complete_task, (holder, task.id, after, "同意"))
    done = await both(passing, decide)
    assert len(refusals(done)) == 1
    if isinstance(done[1], Problem):
        decide = (work.complete_task, (other, task.id, after, "同意"))
        assert len(refusals(await both(decide, decide))) <= 1
    await must_be_legal(number)


async def test_one_wins_at_every_act(postgresql_only: str, redis: Redis) -> None:
    house = await open_house()
    await publish(shipped()[0].bpmn.encode())
    plain = await handed_in(house, 1)
    await _race(house, plain, (house.officer, house.other), "accept")
    await _race(house, plain, (house.officer, house.other), "approve")
    assert (await row_of(plain)).status == "approved"
    await bind_food(KEY)
    drawn = await handed_in(house, 2)
    (task,) = await tasks_of(drawn)
    await one(work.claim_task, house.clerk, task.id)
    await both(*[(work.complete_task, (house.clerk, task.id, "accept", ""))] * 2)
    await _race(house, drawn, (house.officer, house.other), "pass")
    await _race(house, drawn, (house.officer, house.other), "pass")
    (task,) = await tasks_of(drawn)
    await one(work.claim_task, house.supervisor, task.id)
    decide = (work.complete_task, (house.supervisor, task.id, "approve", "准予"))
    withdraw = (handing_in.withdraw, (citizen_of(house), drawn, "不办了"))
    assert len(refusals(await both(decide, withdraw))) == 1
    await must_be_legal(drawn)
    assert (await row_of(drawn)).status in ("approved", "withdrawn")
    await asyncio.gather(watching.watch(), watching.watch())
