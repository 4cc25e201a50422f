"""Processes watched: what is late, stuck and in whose hands; acts on many; figures of a period."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.processes import passing, repository, service
from flows.processes.figures import service as figures
from flows.processes.monitoring import acts, standing
from flows.processes.monitoring.repository import Wanted
from foundation import db
from foundation.clock import now, today
from foundation.errors import Forbidden, InvalidInput
from foundation.models import ProcessEvent, ProcessInstance, ProcessStep, Staff
from tests.factories.diagrams import END, START, drawn, flow, gate, line, step
from tests.factories.processes import KEY, House, case_on, open_house, publish

WAY = drawn(
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    step("decide", "批准", "approve", "officer", days=3),
    gate("g", default="back"),
    line("s", "take", "decide", "g"),
    flow("yes", "g", "e", 'decision == "pass"'),
    flow("back", "g", "take"),
)


@pytest.fixture
async def house(database: str) -> House:
    await publish(WAY)
    return await open_house()


async def read(work: Callable[..., Awaitable[Any]], *values: Any) -> Any:
    async with db.reading() as session:
        return await work(session, *values)


async def listed(house: House, **wanted: Any) -> list[Any]:
    page = await read(standing.list_waiting, house.supervisor, Wanted(**wanted), 3, 0, 50)
    assert page.total == len(page.items)
    return list(page.items)


async def go(who: Any, number: str, decision: str | None = None) -> str:
    """Claims the case's step, and decides it where a decision is given; returns the step."""
    async with db.writing() as session:
        for one in (await service.list_steps(session, who, 0, 100)).items:
            if one.case_number == number:
                await service.claim(session, who, one.id)
                if decision:
                    await service.complete(session, who, one.id, decision, "理由")
                return str(one.id)
    raise AssertionError(number)


async def age(number: str, days: int, **more: Any) -> None:
    """Everything of the case happened so many days earlier."""
    back = now() - timedelta(days=days)
    async with db.writing() as session:
        instance = await repository.instance_of_case(session, number)
        assert instance is not None
        mine = ProcessStep.instance_id == instance.id
        await session.execute(
            update(ProcessStep).where(mine, ProcessStep.done_at.is_(None)).values(
                created_at=back, **more
            )
        )  # fmt: skip
        await session.execute(
            update(ProcessEvent).where(ProcessEvent.subject == instance.id).values(at=back)
        )
        await session.execute(
            update(ProcessInstance).where(ProcessInstance.id == instance.id).values(started_at=back)
        )


async def test_what_is_late_or_stuck_is_found_and_passed_on(house: House) -> None:
    fresh, quiet, late, left = [await case_on(house, n) for n in range(1, 5)]
    await age(quiet, 10)
    await go(house.clerk, late, "pass")
    await age(late, 5, due_at=now() - timedelta(days=1))
    await go(house.clerk, left, "pass")
    held = await go(house.other, left)
    async with db.writing() as session:
        await session.execute(
            update(Staff).where(Staff.id == house.other.staff_id).values(is_active=False)
        )
    board = await read(standing.show_board, house.supervisor)
    assert (board.running, board.waiting, board.late, board.stuck) == (4, 4, 1, 2)
    assert {s.case_number for s in await listed(house)} == {fresh, quiet, late, left}
    assert [s.case_number for s in await listed(house, kind="late")] == [late]
    stuck = {s.case_number: s.why for s in await listed(house, kind="stuck")}
    assert stuck == {quiet: ["quiet"], left: ["inactive"]}
    assert [s.case_number for s in await listed(house, text=fresh)] == [fresh]
    assert len(await listed(house, node="decide", key=KEY, version=1)) == 2
    assert await listed(house, key="other") == []

    given = await acts.transfer_many(
        house.supervisor, [held, "no-such"], house.officer.staff_id, "同事离岗"
    )
    assert given.done == 1
    assert "没有找到这个环节" in str(given.results[1].why_not)
    assert [s.case_number for s in await listed(house, kind="stuck")] == [quiet]
    (mine,) = await listed(house, holder=house.officer.staff_id)
    refused = await acts.transfer_many(house.supervisor, [mine.id], house.clerk.staff_id, "换人")
    assert "不能办理" in str(refused.results[0].why_not)
    for _ in range(2):
        assert (await acts.urge_many(house.supervisor, [mine.id])).done == 1
    (seen,) = await listed(house, holder=house.officer.staff_id)
    assert seen.urged_at
    assert seen.urged_at + passing.URGE_EVERY > now()
    with pytest.raises(Forbidden):
        await acts.urge_many(house.officer, [mine.id])
    with pytest.raises(InvalidInput):
        await acts.transfer_many(house.supervisor, [mine.id], house.officer.staff_id, "")


async def test_a_case_is_seen_on_the_way_it_came(house: House) -> None:
    number = await case_on(house)
    await go(house.clerk, number, "pass")
    await age(number, 2, due_at=now() - timedelta(days=1))
    seen = await read(standing.watch_case, house.supervisor, number)
    assert (seen.walked, seen.standing) == (["f1", "f2"], ["decide"])
    stays = {stay.node: stay for stay in seen.stays}
    assert (stays["take"].is_standing, stays["take"].times) == (False, 1)
    assert stays["decide"].is_standing
    assert stays["decide"].is_late
    assert 2 * 86_400 <= stays["decide"].seconds < 2 * 86_400 + 600
    await go(house.officer, number, "return")
    heat = await read(standing.show_heat, house.supervisor, KEY, 1, 30)
    nodes = {one.node: one for one in heat.nodes}
    assert (nodes["take"].waiting, nodes["take"].done) == (1, 1)
    assert (nodes["decide"].waiting, nodes["decide"].returns) == (0, 1)
    assert nodes["decide"].mean_seconds is not None
    assert nodes["decide"].mean_seconds > 86_400


async def test_load_and_figures_count_what_was_done(house: House) -> None:
    days = {1: 4, 2: 2, 3: 8}
    for number, ago in days.items():
        case = await case_on(house, number)
        await go(house.clerk, case, "pass")
        await age(case, ago)
        await go(house.officer, case, "pass")
    back, open_case = await case_on(house, 4), await case_on(house, 5)
    await go(house.clerk, back, "pass")
    await go(house.officer, back, "return")
    await go(house.clerk, open_case)
    load = await read(figures.show_load, house.supervisor, 30)
    people = {one.id: one for one in load.people}
    clerk, officer = people[house.clerk.staff_id], people[house.officer.staff_id]
    assert (clerk.in_hand, clerk.done, officer.in_hand, officer.done) == (1, 4, 0, 4)
    assert [(one.node, one.open, one.claimed) for one in load.steps] == [("take", 1, 1)]

    seen = await read(
        figures.show_figures, house.supervisor, today() - timedelta(days=9), today(), KEY
    )
    assert (seen.started, seen.done, seen.refused) == (5, 3, 0)
    assert sum(day.started for day in seen.days) == 5
    assert (seen.days[-1].started, seen.days[-1].ended) == (2, 3)
    assert seen.p50_seconds is not None
    assert seen.p90_seconds is not None
    assert round(seen.p50_seconds / 86_400) == 4
    assert round(seen.p90_seconds / 86_400) == 8
    decide = next(one for one in seen.steps if one.node == "decide")
    assert (decide.done, decide.returns, decide.refusals) == (4, 1, 0)
    assert decide.p50_seconds is not None
    assert round(decide.p50_seconds / 86_400) == 2
    other = await read(figures.show_figures, house.supervisor, today(), today(), "other")
    assert (other.started, other.done, other.steps) == (0, 0, [])
    with pytest.raises(InvalidInput):
        await read(figures.show_figures, house.supervisor, today(), today() - timedelta(days=1))
