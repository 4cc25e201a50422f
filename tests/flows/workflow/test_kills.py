"""kill -9 at every act, at every point between its statements: the case is where it was or where
the act leaves it, nothing is done twice, and doing it again finishes it."""

from __future__ import annotations

from datetime import timedelta

from redis.asyncio import Redis
from sqlalchemy import select, update

from flows.processes import repository as processes
from flows.processes.shipped import shipped
from foundation import db, queue
from foundation.clock import now
from foundation.models import CaseSuspension, Message, ProcessTimer
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import bind_food, let_days_pass, ready_draft, row_of
from tests.flows.workflow.mortal import Mortal, holds_ran_out, is_kept, mortal


async def test_a_kill_in_an_ordinary_life_leaves_the_case_whole(
    database: str, redis: Redis
) -> None:
    house = await open_house()
    async with mortal(house) as at:
        await _ordinary_life(at, house)
        await _ends(at, house)
    assert at.kills > 50


async def test_a_kill_on_a_drawn_way_or_of_a_worker_leaves_all_whole(
    postgresql_only: str, redis: Redis
) -> None:
    house = await open_house()
    await publish(shipped()[0].bpmn.encode())
    await bind_food(KEY)
    async with mortal(house) as at:
        await _drawn_life(at, house)
        await _worker(at)
    assert at.kills > 80


async def _ordinary_life(at: Mortal, house: House) -> None:
    number = await ready_draft(house, 1)
    officer, other = house.officer, house.other
    await at.act(number, "submit", number, False)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "release", by=officer)
    await at.on_task(number, "return", "请补平面图", [], by=officer)
    await at.act(number, "supplement", number, False)
    await at.on_task(number, "complete", "accept", "", by=officer)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "countersign", [other.staff_id], by=officer)
    await at.on_task(number, "complete", "agree", "同意", by=other, opinion=True)
    await at.act(number, "suspend", number, "hearing", "依法听证", 10, by=officer)
    await at.act(number, "resume", number, await _suspended(number), by=officer)
    await at.on_task(number, "transfer", other.staff_id, "出差", by=officer)
    await at.on_task(number, "complete", "approve", "符合条件", by=other)
    assert (await row_of(number)).status == "approved"


async def _ends(at: Mortal, house: House) -> None:
    refused, withdrawn, late = [await ready_draft(house, n) for n in (2, 3, 4)]
    for number in (refused, withdrawn, late):
        assert await at.once("submit", [number, False], None, "") == "done"
    await at.on_task(refused, "complete", "reject", "不属于本区", by=house.officer)
    await at.act(withdrawn, "withdraw", withdrawn, "不办了")
    await let_days_pass(late, 60)
    await at.act(late, "watch")
    assert (await row_of(late)).warned == "red"


async def _drawn_life(at: Mortal, house: House) -> None:
    number = await ready_draft(house, 5)
    clerk, officer, lead = house.clerk, house.officer, house.supervisor
    await at.act(number, "submit", number, False)
    await at.on_task(number, "urge", by=lead)
    await at.on_task(number, "claim", by=clerk)
    await at.on_task(number, "release", by=clerk)
    await at.on_task(number, "claim", by=clerk)
    await at.on_task(number, "return", "请补平面图", [], by=clerk)
    await at.act(number, "supplement", number, False)
    await at.on_task(number, "complete", "accept", "", by=clerk)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "countersign", [house.other.staff_id], by=officer)
    await at.on_task(number, "complete", "agree", "同意", by=house.other, opinion=True)
    await _make_due(number)
    await at.act(number, "fire")
    await at.on_task(number, "complete", "pass", "齐全", by=officer)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "take_back", "handle", "再核一次", by=officer)
    for who, decision in ((officer, "pass"), (officer, "pass"), (lead, "approve"),
                          (clerk, "pass"), (lead, "pass")):  # fmt: skip
        await at.on_task(number, "claim", by=who)
        await at.on_task(number, "complete", decision, "同意", by=who)
    assert (await row_of(number)).status == "closed"
    refused = await ready_draft(house, 6)
    assert await at.once("submit", [refused, False], None, "") == "done"
    await at.on_task(refused, "claim", by=clerk)
    await at.on_task(refused, "refuse", "不属于本区职权", by=clerk)
    assert (await row_of(refused)).status == "rejected"


async def _suspended(number: str) -> str:
    async with db.reading() as session:
        query = select(CaseSuspension.id).where(
            CaseSuspension.case_number == number, CaseSuspension.ended_at.is_(None)
        )
        return (await session.scalars(query)).one()


async def _make_due(number: str) -> None:
    async with db.writing() as session:
        instance = await processes.instance_of_case(session, number)
        assert instance is not None
        past = update(ProcessTimer).where(
            ProcessTimer.instance_id == instance.id, ProcessTimer.kind == "due"
        )
        await session.execute(past.values(due_at=now() - timedelta(seconds=1)))


async def _worker(at: Mortal) -> None:
    """A worker killed before, within and after keeping a promise: the applicant is told once."""
    waiting = [entry_id for entry_id, topic in await queue.due(500) if topic == "cases.changed"]
    for entry_id in waiting[:3]:
        for point in ("first", "committed", "committed:2"):
            assert await at.once("keep", [entry_id], None, point) == "killed"
            await holds_ran_out()
    for entry_id in waiting:
        for _ in range(2):
            assert await at.once("keep", [entry_id], None, "") == "done"
        assert await is_kept(entry_id)
    async with db.reading() as session:
        marks = list(await session.scalars(select(Message.client_message_id)))
    told = [mark for mark in marks if mark and mark.startswith("notice:")]
    assert len(told) == len(set(told)) > 0
