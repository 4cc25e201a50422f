"""kill -9 while time itself acts: a lapse, approval by silence, a timer of the drawing."""

from __future__ import annotations

import asyncio

from redis.asyncio import Redis

from tests.factories.diagrams import END, START, alarm, drawn, flow, line, step
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import bind_food, let_days_pass, ready_draft, row_of, tasks_of
from tests.flows.workflow.mortal import Mortal, mortal

BASIS, CLAUSE = "《办事规定》第九条", "《办事规定》第十二条"
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


async def test_what_time_does_is_done_once_wherever_it_is_cut_off(
    database: str, redis: Redis
) -> None:
    house = await open_house()
    async with mortal(house) as at:
        at.says = {"lapse": {"days": 30, "basis": BASIS}, "silence": CLAUSE}
        await _lapses(at, house)
        await _approved_by_silence(at, house)
        await _goes_off(at, house)
    assert at.kills >= 12


async def _sent_in(at: Mortal, house: House, serial: int) -> str:
    number = await ready_draft(house, serial)
    assert await at.once("submit", [number, False], None, "") == "done"
    return number


async def _lapses(at: Mortal, house: House) -> None:
    number = await _sent_in(at, house, 1)
    task = (await _open(number))[0]
    assert await at.once("return", [task, "请补平面图", []], house.officer, "") == "done"
    await let_days_pass(number, 31)
    await at.act(number, "watch")
    assert (await row_of(number)).status == "lapsed"


async def _approved_by_silence(at: Mortal, house: House) -> None:
    """Its staff were warned before; no clause, nothing more."""
    number = await _sent_in(at, house, 2)
    task = (await _open(number))[0]
    assert await at.once("complete", [task, "accept", ""], house.officer, "") == "done"
    await let_days_pass(number, 90)
    at.says = {}
    assert await at.once("watch", [], None, "") == "done"
    assert (await row_of(number)).status == "accepted"
    at.says = {"silence": CLAUSE}
    await at.act(number, "watch")
    assert (await row_of(number)).status == "approved"


async def _goes_off(at: Mortal, house: House) -> None:
    await publish(WITH_ALARM)
    await bind_food(KEY)
    number = await _sent_in(at, house, 3)
    await asyncio.sleep(1.1)
    await at.act(number, "fire")
    assert len(await _open(number)) == 2


async def _open(number: str) -> list[str]:
    return [task.id for task in await tasks_of(number)]
