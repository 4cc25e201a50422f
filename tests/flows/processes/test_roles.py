"""A role counts where the grant that gives it reaches: steps, the to-do list, colleagues."""

from __future__ import annotations

from typing import Any

import pytest
from redis.asyncio import Redis

from flows.access.holders import colleagues_at
from flows.access.members import member_of
from flows.processes import passing, repository, service
from flows.worklists import service as worklists
from flows.worklists.queries import TaskQuery
from foundation import db
from foundation.errors import Forbidden, InvalidInput
from foundation.models import Case, Staff, StaffRole, new_id
from foundation.viewer import StaffMember
from tests.factories.cases import food
from tests.factories.people import a_grant
from tests.factories.processes import TWO_STEPS, House, case_on, open_house, publish

HERE, ELSEWHERE = food().document.item.department.code, "11440106K10203040Q"


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def person(*grants: tuple[str, str]) -> StaffMember:
    """With a role over each department."""
    row = Staff(
        id=new_id(), username=new_id(), display_name="何敏仪", department="窗口",
        password_hash="x", otp_secret="X",
    )  # fmt: skip
    async with db.writing() as session:
        session.add(row)
        await session.flush()
        session.add_all([a_grant(row.id, role, code) for role, code in grants])
        await session.flush()
        return await member_of(session, row)


async def act(work: Any, *values: Any) -> Any:
    async with db.writing() as session:
        return await work(session, *values)


async def steps_of(staff: StaffMember) -> list[str]:
    async with db.reading() as session:
        page = await service.list_steps(session, staff, 0, 20)
        listed = await worklists.list_tasks(session, staff, TaskQuery())
    assert {s.id for s in page.items} == {t.id for t in listed.items}
    return [step.id for step in page.items]


async def test_each_role_counts_in_its_own_department(house: House) -> None:
    """Clerk here and officer elsewhere: the first step is theirs, the officer's is not."""
    await publish(TWO_STEPS)
    number = await case_on(house)
    both = await person(("clerk", HERE), ("officer", ELSEWHERE))
    second = await person(("editor", ""), ("officer", HERE))
    (first,) = await steps_of(both)
    assert await steps_of(second) == []
    await act(service.claim, both, first)
    await act(service.complete, both, first, "pass", "")
    assert await steps_of(both) == []
    (approval,) = await steps_of(second)
    with pytest.raises(Forbidden):
        await act(service.claim, both, approval)
    await act(service.claim, second, approval)
    with pytest.raises(InvalidInput):
        await act(passing.transfer, second, approval, both.staff_id, "")
    async with db.reading() as session:
        view = await service.look_at(session, house.supervisor, number)
    assert [s.claimed_by for s in view.steps][-1] == "何敏仪"


async def test_a_role_of_the_offices_own_counts_as_its_base(house: House) -> None:
    await publish(TWO_STEPS)
    await case_on(house)
    own = new_id()
    async with db.writing() as session:
        session.add(StaffRole(id=own, base="clerk", name="核查员"))
    checker = await person((own, HERE))
    assert len(await steps_of(checker)) == 1


async def test_colleagues_are_told_by_what_their_grants_reach(house: House) -> None:
    await publish(TWO_STEPS)
    number = await case_on(house)
    here = await person(("supervisor", HERE))
    away = await person(("supervisor", ELSEWHERE))
    async with db.reading() as session:
        case = (await repository.access_instance(session, here, number)).case_number
        row = await session.get_one(Case, case)
        leads = {p.staff_id for p in await colleagues_at(session, row, "supervisor")}
        everybody = {p.staff_id for p in await colleagues_at(session, row)}
    assert here.staff_id in leads <= everybody
    assert away.staff_id not in everybody
