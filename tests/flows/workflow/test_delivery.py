"""送达: with its licence in its holder's hands a case of the ordinary way is over."""

from __future__ import annotations

from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from flows.licences import delivering
from flows.staff import work
from foundation import db
from foundation.clock import now
from foundation.errors import Conflict
from foundation.models import Case, CaseEvent, IssuedLicence, Letter, ProcessInstance, new_id
from tests.factories.processes import KEY, TWO_STEPS, House, open_house, publish
from tests.factories.work import (
    bind_food,
    citizen_of,
    must_be_legal,
    ready_draft,
    row_of,
    submit,
    tasks_of,
)


@pytest.fixture
async def house(database: str, redis: Redis) -> House:
    return await open_house()


async def do(what: Any, *values: Any) -> Any:
    async with db.writing() as session:
        return await what(session, *values)


async def approved(house: House, wanted: str, way: tuple[str, ...] = ("accept", "approve")) -> str:
    number = await ready_draft(house, 1)
    await do(submit, citizen_of(house), number, False)
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        case.form = {**case.form, "delivery": wanted}
    for who, decision in zip(("clerk", "officer"), way, strict=True):
        (task,) = await tasks_of(number)
        staff = getattr(house, who if len(task.role) else "officer")
        await do(work.claim_task, staff, task.id)
        await do(work.complete_task, staff, task.id, decision, "符合条件")
    return number


async def issued(number: str) -> IssuedLicence:
    """As 电子证照 has issued it."""
    async with db.writing() as session:
        query = select(Letter).where(Letter.case_number == number, Letter.kind == "licence")
        letter = (await session.scalars(query)).one()
        case = await session.get(Case, number)
        assert case is not None
        licence = IssuedLicence(
            id=new_id(), letter_id=letter.id, case_number=number, user_id=case.user_id,
            name=letter.title, number=letter.number, valid_until="", state="issued",
            created_at=now(), issued_at=now(),
        )  # fmt: skip
        session.add(licence)
    return licence


async def deliver(number: str, licence: IssuedLicence) -> bool:
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        return await delivering.deliver(session, case, licence)


async def acts_of(number: str) -> list[str]:
    async with db.reading() as session:
        query = select(CaseEvent.kind).where(CaseEvent.case_number == number)
        return list(await session.scalars(query.order_by(CaseEvent.id)))


@pytest.mark.parametrize("wanted", ["electronic", ""])
async def test_an_electronic_licence_is_delivered_when_it_is_issued(
    house: House, wanted: str
) -> None:
    number = await approved(house, wanted)
    closed_at = (await row_of(number)).closed_at
    licence = await issued(number)
    assert await deliver(number, licence)
    assert not await deliver(number, licence)
    case = await row_of(number)
    assert (case.status, case.closed_at) == ("closed", closed_at)
    assert (await acts_of(number))[-2:] == ["approve", "issue"]
    await must_be_legal(number)


async def test_one_on_paper_is_handed_over_by_somebody(house: House) -> None:
    number = await approved(house, "post")
    licence = await issued(number)
    assert await deliver(number, licence)
    assert not await deliver(number, licence)
    assert (await row_of(number)).status == "certified"
    (task,) = await tasks_of(number)
    assert (task.kind, task.name) == ("delivery", "送达：邮寄纸质证")
    with pytest.raises(Conflict, match="已送达"):
        await do(work.complete_task, house.clerk, task.id, "approve", "")
    await do(work.claim_task, house.clerk, task.id)
    done = await do(work.complete_task, house.clerk, task.id, "pass", "邮件号 EA123456789CN")
    assert done.case.status == "closed"
    assert (await acts_of(number))[-3:] == ["certify", "claim", "issue"]
    await must_be_legal(number)


async def test_a_case_on_its_drawn_way_is_left_to_its_steps(house: House) -> None:
    """One whose drawing ended without 签发 is found by the sweep, once."""
    await publish(TWO_STEPS)
    await bind_food(KEY)
    number = await approved(house, "electronic")
    licence = await issued(number)
    async with db.writing() as session:
        (instance,) = (await session.scalars(select(ProcessInstance))).all()
        instance.state = "running"
    assert not await deliver(number, licence)
    assert await delivering.deliver_left() == 0
    async with db.writing() as session:
        (instance,) = (await session.scalars(select(ProcessInstance))).all()
        instance.state = "done"
    assert (await delivering.deliver_left(), await delivering.deliver_left()) == (1, 0)
    assert (await row_of(number)).status == "closed"
    await must_be_legal(number)
