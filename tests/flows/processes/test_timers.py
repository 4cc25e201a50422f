"""Timers go off once, soon after their moment, whoever was killed in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import select, update

from flows.processes import mirror, service, timers
from flows.processes.views import ProcessView
from foundation import db
from foundation.clock import now
from foundation.models import ProcessStep, ProcessTimer
from tests.factories.diagrams import END, START, alarm, drawn, flow, line, step
from tests.factories.processes import TWO_STEPS, House, case_on, open_house, publish

WITH_ALARM = drawn(
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    alarm("late", "take", "PT1S", interrupts=False),
    step("watch", "督办", "escalate", "supervisor"),
    '<bpmn:endEvent id="e2"/>',
    line("s", "take", "e"),
    flow("g1", "late", "watch"),
    flow("g2", "watch", "e2"),
)


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def look(house: House, number: str) -> ProcessView:
    async with db.reading() as session:
        return await service.look_at(session, house.supervisor, number)


async def test_an_alarm_of_the_diagram_goes_off_once(house: House) -> None:
    await publish(WITH_ALARM)
    number = await case_on(house)
    assert await timers.fire_due() == 0
    await asyncio.sleep(1.05)
    fired = await asyncio.gather(timers.fire_due(), timers.fire_due())
    assert sum(fired) == 1
    view = await look(house, number)
    assert sorted(view.standing) == ["take", "watch"]
    assert [t.act for t in view.trace].count("timer") == 1
    assert await timers.fire_due() == 0


async def test_a_step_past_its_day_is_the_supervisors_too(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    async with db.writing() as session:
        (step,) = (await session.scalars(select(ProcessStep))).all()
        taken = await service.claim(session, house.clerk, step.id)
        await service.complete(session, house.clerk, taken.id, "pass")
    past = now() - timedelta(seconds=1)
    async with db.writing() as session:
        await session.execute(update(ProcessTimer).values(due_at=past))
        await session.execute(update(ProcessStep).values(due_at=past))
    assert await timers.fire_due() == 1
    assert await timers.fire_due() == 0
    (late,) = [s for s in (await look(house, number)).steps if s.state == "open"]
    assert (late.is_escalated, late.is_late, late.role) == (True, True, "officer")
    async with db.writing() as session:
        claimed = await service.claim(session, house.supervisor, late.id)
    assert claimed.claimed_by == house.supervisor.display_name


async def test_a_kill_while_firing_leaves_the_timer_due(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(WITH_ALARM)
    number = await case_on(house)
    await asyncio.sleep(1.05)

    async def dies(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(timers, "keep", dies)
        with pytest.raises(asyncio.CancelledError):
            await timers.fire_due()
    assert (await look(house, number)).standing == ["take"]
    assert await timers.fire_due() == 1


async def test_one_that_fails_keeps_nobody_else_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(WITH_ALARM)
    numbers = [await case_on(house, n) for n in (1, 2)]
    await asyncio.sleep(1.05)
    honest, failed = mirror.keep, list[str]()

    async def fails_once(session, instance, spec, run):  # type: ignore[no-untyped-def]
        if not failed:
            failed.append(instance.case_number)
            raise RuntimeError("broken")
        await honest(session, instance, spec, run)

    monkeypatch.setattr(timers, "keep", fails_once)
    assert await timers.fire_due() == 1
    (other,) = set(numbers) - set(failed)
    assert "watch" in (await look(house, other)).standing
    assert await timers.fire_due() == 0


async def test_what_has_ended_is_not_woken(house: House) -> None:
    await publish(WITH_ALARM)
    number = await case_on(house)
    async with db.writing() as session:
        await service.end_with_case(session, number, "withdrawn")
    async with db.reading() as session:
        assert not (await session.scalars(select(ProcessTimer))).all()
