"""Drawn, published by a second person, revoked; running cases stay, or move after a look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select

from flows.engine.errors import DiagramRefused
from flows.processes import migrations, service, templates
from flows.processes.errors import NothingPublished
from foundation import db
from foundation.errors import Forbidden, InvalidInput
from foundation.models import ProcessSpec, ProcessStep
from tests.factories.diagrams import END, START, drawn, line, simple, step
from tests.factories.processes import KEY, TWO_STEPS, House, case_on, open_house, publish

THREE_STEPS = drawn(
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    step("decide", "审批", "approve", "officer", days=3),
    step("issue", "签发", "issue", "supervisor"),
    line("s", "take", "decide", "issue", "e"),
)


async def act(work: Callable[..., Awaitable[Any]], *values: Any) -> Any:
    async with db.writing() as session:
        return await work(session, *values)


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def test_a_second_person_publishes_what_one_drew(house: House) -> None:
    drawn_by = house.editor
    await act(templates.save_draft, drawn_by, KEY, "审批", TWO_STEPS.decode())
    with pytest.raises(Forbidden, match="另一位同事"):
        await templates.publish(drawn_by, KEY)
    with pytest.raises(Forbidden):
        await templates.publish(house.clerk, KEY)
    for _ in range(2):
        view = await templates.publish(house.supervisor, KEY)
    assert [(v.number, v.state) for v in view.versions] == [(1, "published")]


async def test_a_drawing_with_faults_is_kept_but_not_published(house: House) -> None:
    broken = simple().replace(b'name="a"', b'name=""').decode()
    await act(templates.save_draft, house.editor, KEY, "审批", broken)
    faults = await templates.try_draft(house.editor, broken)
    assert [fault.element for fault in faults] == ["a"]
    with pytest.raises(DiagramRefused, match="还没有名称"):
        await templates.publish(house.supervisor, KEY)
    assert await templates.try_draft(house.editor, TWO_STEPS.decode()) == []


async def test_the_same_spec_is_kept_once(house: House) -> None:
    await publish(TWO_STEPS, "one")
    await publish(TWO_STEPS, "two")
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(ProcessSpec)) == 1


async def test_a_revoked_version_takes_no_new_cases_and_ends_the_old(house: House) -> None:
    await publish(TWO_STEPS)
    await case_on(house)
    for _ in range(2):
        view = await act(templates.revoke, house.supervisor, KEY, 1, "改流程")
    assert [(v.state, v.running) for v in view.versions] == [("revoked", 1)]
    with pytest.raises(NothingPublished):
        await case_on(house, 2)
    async with db.writing() as session:
        step_id = (await session.scalars(select(ProcessStep.id))).one()
        await service.claim(session, house.clerk, step_id)
        await service.complete(session, house.clerk, step_id, "pass")


async def test_running_cases_move_after_a_look_and_those_that_cannot_say_why(house: House) -> None:
    await publish(TWO_STEPS)
    early, past = await case_on(house, 1), await case_on(house, 2)
    async with db.writing() as session:
        for who in (house.clerk, house.officer):
            for one in (await service.list_steps(session, who, 0, 10)).items:
                if one.case_number == past:
                    await service.claim(session, who, one.id)
                    await service.complete(session, who, one.id, "pass")
    third = await case_on(house, 3)
    assert await publish(THREE_STEPS) == 2
    seen = await act(migrations.preview, house.supervisor, KEY, 1, 2)
    assert (seen.added, seen.removed, seen.changed) == (["签发"], [], ["审批"])
    assert {c.case_number: c.why_not for c in seen.cases} == {early: None, third: None}
    assert (seen.moved, seen.left) == (0, 2)
    for _ in range(2):
        done = await migrations.migrate(house.supervisor, KEY, 1, 2, [early, past, third])
        why = {c.case_number: c.why_not for c in done.cases}
        assert (why[early], why[third], done.moved, done.left) == (None, None, 2, 0)
        assert why[past]
    with pytest.raises(InvalidInput):
        await act(migrations.preview, house.supervisor, KEY, 1, 1)
    with pytest.raises(Forbidden):
        await migrations.migrate(house.officer, KEY, 1, 2, [early])


async def test_a_case_that_passed_what_changed_stays(house: House) -> None:
    await publish(THREE_STEPS)
    number = await case_on(house)
    async with db.writing() as session:
        for who in (house.clerk, house.officer):
            (one,) = (await service.list_steps(session, who, 0, 10)).items
            await service.claim(session, who, one.id)
            await service.complete(session, who, one.id, "pass")
    await publish(TWO_STEPS)
    seen = await act(migrations.preview, house.supervisor, KEY, 1, 2)
    assert seen.removed == ["签发"]
    assert "请留在原版办完" in str(seen.cases[0].why_not)
    done = await migrations.migrate(house.supervisor, KEY, 1, 2, [number])
    assert (done.moved, done.left) == (0, 1)
