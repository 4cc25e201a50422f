"""A case on its way: every act is done once, and whoever comes second is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from flows.engine.errors import StepMissed
from flows.processes import opinions, passing, service
from flows.processes.errors import (
    NotClaimed,
    OpinionsOpen,
    StepClosed,
    StepTaken,
)
from flows.processes.views import ProcessView, StepView
from foundation import db
from foundation.clock import now
from foundation.errors import Forbidden, InvalidInput
from foundation.models import ProcessInstance
from foundation.viewer import StaffMember
from tests.factories.diagrams import END, START, drawn, line, step
from tests.factories.processes import (
    TWO_STEPS,
    WITH_CHOICE,
    House,
    case_on,
    open_house,
    publish,
)


async def act(work: Callable[..., Awaitable[Any]], *values: Any) -> Any:
    async with db.writing() as session:
        return await work(session, *values)


async def look(house: House, number: str) -> ProcessView:
    async with db.reading() as session:
        return await service.look_at(session, house.supervisor, number)


async def waiting(house: House, number: str) -> StepView:
    """The one step that waits."""
    view = await look(house, number)
    (found,) = [s for s in view.steps if s.state in ("open", "claimed")]
    return found


async def take(house: House, staff: StaffMember, number: str) -> StepView:
    found: StepView = await act(service.claim, staff, (await waiting(house, number)).id)
    return found


async def decide(
    house: House, staff: StaffMember, number: str, decision: str = "pass", why: str = ""
) -> None:
    step = await take(house, staff, number)
    await act(service.complete, staff, step.id, decision, why)


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def test_a_case_goes_its_way_and_leaves_a_trace(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    assert (await look(house, number)).standing == ["take"]
    await decide(house, house.clerk, number)
    step = await waiting(house, number)
    assert (step.name, step.role, step.due_at is not None) == ("批准", "officer", True)
    await decide(house, house.officer, number)
    view = await look(house, number)
    assert (view.state, view.standing) == ("done", [])
    acts = [trace.act for trace in view.trace]
    assert acts == ["start", "claim", "complete", "claim", "complete", "end"]


async def test_starting_twice_finds_the_first(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    first = await act(service.start, number, "approval", {})
    second = await act(service.start, number, "approval", {})
    assert first.id == second.id
    assert len((await look(house, number)).steps) == 1


async def test_of_two_at_once_one_wins_and_the_other_is_told(house: House) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    await decide(house, house.clerk, number)
    step = await waiting(house, number)
    both = [act(service.claim, who, step.id) for who in (house.officer, house.other)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert [type(r) for r in results].count(StepTaken) == 1
    winner = house.officer if isinstance(results[0], StepView) else house.other
    same = [act(service.complete, winner, step.id, d, "理由") for d in ("pass", "refuse")]
    results = await asyncio.gather(*same, return_exceptions=True)
    assert [type(r) for r in results].count(StepClosed) == 1
    done = [s for s in (await look(house, number)).steps if s.node == "handle"]
    assert [s.state for s in done] == ["done"]


async def test_acts_sent_again_change_nothing_or_say_why(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    step = await waiting(house, number)
    with pytest.raises(NotClaimed):
        await act(service.complete, house.clerk, step.id, "pass")
    with pytest.raises(Forbidden, match="受理"):
        await act(service.claim, house.officer, step.id)
    for _ in range(2):
        await act(service.claim, house.clerk, step.id)
    for _ in range(2):
        await act(service.complete, house.clerk, step.id, "pass")
    with pytest.raises(StepClosed):
        await act(service.complete, house.clerk, step.id, "refuse", "不符合")
    with pytest.raises(StepClosed):
        await act(service.claim, house.clerk, step.id)
    assert [t.act for t in (await look(house, number)).trace].count("complete") == 1


async def test_taken_back_to_any_earlier_step_and_on_again(house: House) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    await decide(house, house.clerk, number)
    await decide(house, house.officer, number)
    step = await take(house, house.supervisor, number)
    assert (await look(house, number)).earlier == {"decide": ["handle", "take"]}
    with pytest.raises(StepMissed):
        await act(service.take_back, house.supervisor, step.id, "decide", "重新来")
    await act(service.take_back, house.supervisor, step.id, "take", "材料不全")
    again = await waiting(house, number)
    assert (again.node, again.id != step.id) == ("take", True)
    with pytest.raises(StepClosed):
        await act(service.take_back, house.supervisor, step.id, "take", "材料不全")
    for who in (house.clerk, house.officer, house.supervisor):
        await decide(house, who, number)
    assert (await look(house, number)).state == "done"


async def test_a_decision_chooses_the_way(house: House) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    await decide(house, house.clerk, number)
    await decide(house, house.officer, number, "return", "缺租赁合同")
    assert (await waiting(house, number)).node == "take"


async def test_refused_or_withdrawn_it_ends_there(house: House) -> None:
    await publish(TWO_STEPS)
    refused, withdrawn = await case_on(house, 1), await case_on(house, 2)
    step = await take(house, house.clerk, refused)
    await act(service.refuse, house.clerk, step.id, "不属于本部门")
    for _ in range(2):
        await act(service.end_with_case, withdrawn, "withdrawn", "不办了")
    for number, state in ((refused, "refused"), (withdrawn, "withdrawn")):
        view = await look(house, number)
        assert (view.state, view.standing) == (state, [])
        assert not [s for s in view.steps if s.state in ("open", "claimed")]
    with pytest.raises(StepClosed):
        await act(service.refuse, house.clerk, step.id, "不属于本部门")


async def test_a_step_is_passed_on_hurried_and_put_back(house: House) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    await decide(house, house.clerk, number)
    step = await take(house, house.officer, number)
    with pytest.raises(InvalidInput, match="岗位"):
        await act(passing.transfer, house.officer, step.id, house.clerk.staff_id, "")
    for _ in range(2):
        await act(passing.urge, house.clerk, step.id)
    await act(passing.transfer, house.officer, step.id, house.other.staff_id, "出差")
    with pytest.raises(StepTaken):
        await act(service.complete, house.officer, step.id, "pass")
    await act(passing.transfer, house.supervisor, step.id, house.officer.staff_id, "回来了")
    released = await act(service.release, house.officer, step.id)
    assert (released.state, released.claimed_by) == ("open", None)
    acts = [t.act for t in (await look(house, number)).trace]
    assert (acts.count("urge"), acts.count("transfer")) == (1, 2)


async def test_who_stands_in_may_act_only_between_the_dates(house: House) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    step = await waiting(house, number)
    day = timedelta(days=1)
    later = (now() + day, now() + 2 * day)
    await act(passing.delegate, house.clerk, house.officer.staff_id, *later)
    with pytest.raises(Forbidden):
        await act(service.claim, house.officer, step.id)
    span = (now() - day, now() + day)
    held = await act(passing.delegate, house.clerk, house.officer.staff_id, *span)
    async with db.reading() as session:
        listed = await service.list_steps(session, house.officer, 0, 10)
    assert [s.id for s in listed.items] == [step.id]
    await act(service.claim, house.clerk, step.id)
    await act(service.complete, house.officer, step.id, "pass")
    for _ in range(2):
        await act(passing.end_delegation, house.clerk, held.id)
    with pytest.raises(InvalidInput):
        await act(passing.delegate, house.clerk, house.clerk.staff_id, *span)


async def test_opinions_must_be_in_before_the_step_is_decided(house: House) -> None:
    await publish(
        drawn(START, END, step("sign", "会签", "countersign", "officer"), line("s", "sign", "e"))
    )
    number = await case_on(house)
    main = await take(house, house.officer, number)
    with pytest.raises(OpinionsOpen, match="请先请"):
        await act(service.complete, house.officer, main.id, "pass")
    people = [house.other.staff_id, house.supervisor.staff_id]
    for _ in range(2):
        await act(opinions.ask_opinions, house.officer, main.id, people)
    asked = [s for s in (await look(house, number)).steps if s.id != main.id]
    assert len(asked) == 2
    with pytest.raises(OpinionsOpen, match="还有2份"):
        await act(service.complete, house.officer, main.id, "pass")
    with pytest.raises(StepTaken):
        await act(opinions.give_opinion, house.clerk, asked[0].id, True, "")
    owners = {
        house.other.display_name: house.other,
        house.supervisor.display_name: house.supervisor,
    }
    with pytest.raises(StepClosed, match="不能退回"):
        await act(service.take_back, owners[str(asked[0].claimed_by)], asked[0].id, "sign", "不对")
    for one in asked:
        for _ in range(2):
            await act(opinions.give_opinion, owners[str(one.claimed_by)], one.id, False, "面积不符")
    await act(service.complete, house.officer, main.id, "pass", "综合意见")
    view = await look(house, number)
    assert view.state == "done"
    assert [t.act for t in view.trace].count("give_opinion") == 2


async def test_a_case_of_another_department_is_out_of_reach(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    step = await waiting(house, number)
    stranger = StaffMember(
        house.clerk.staff_id, "x", "x", "clerk", "别处", "OTHER", house.clerk.permissions
    )
    for work in (service.claim, passing.urge):
        with pytest.raises(Exception, match="没有找到"):
            await act(work, stranger, step.id)
    async with db.reading() as session:
        assert (await service.list_steps(session, stranger, 0, 10)).total == 0


class Killed(BaseException):
    """The process is killed here."""


@pytest.mark.parametrize("moment", ["load", "run", "save", "mirror"])
async def test_a_kill_at_any_moment_leaves_the_step_undone_and_whole(
    house: House, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(WITH_CHOICE)
    number = await case_on(house)
    step = await take(house, house.clerk, number)
    before = await look(house, number)

    def dies(*_: Any, **__: Any) -> Any:
        raise Killed

    target = {
        "load": "flows.processes.service.run_of",
        "run": "flows.engine.running.Run.go_on",
        "save": "flows.engine.running.Run.save",
        "mirror": "flows.processes.mirror._keep_timers",
    }[moment]
    with monkeypatch.context() as patch:
        patch.setattr(target, dies)
        with pytest.raises(Killed):
            await act(service.complete, house.clerk, step.id, "pass")
    assert await look(house, number) == before
    await act(service.complete, house.clerk, step.id, "pass")
    assert (await waiting(house, number)).node == "handle"


async def _write_over(session: AsyncSession, instance: ProcessInstance) -> None:
    session.add(instance)
    instance.engine_state += "  "


async def test_two_processes_never_write_over_each_other(house: House) -> None:
    """Behind the row lock stands the version of the row, for whoever forgets to lock."""
    await publish(TWO_STEPS)
    await case_on(house)
    async with db.reading() as session:
        stale = (await session.scalars(select(ProcessInstance))).one()
    async with db.writing() as session:
        fresh = (await session.scalars(select(ProcessInstance))).one()
        fresh.engine_state += " "
    with pytest.raises(StaleDataError):
        await act(_write_over, stale)
