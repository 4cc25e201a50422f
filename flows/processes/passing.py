"""A step passed on, hurried, or looked after while somebody is away: 转办、催办、委托."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import colleagues_at, colleagues_of, is_shared
from flows.access.members import member_of
from flows.cases.sight import place_of
from flows.notices.service import tell
from flows.processes import repository
from flows.processes.delegations import repository as delegations
from flows.processes.outcomes import begin_examining
from flows.processes.rights import LEAD, WORK, hold, must_be_open
from flows.processes.service import shown
from flows.processes.traces import note
from flows.processes.views import ColleagueView, DelegationView, StepView
from foundation.announcements import announce_after_commit
from foundation.clock import local, now
from foundation.errors import InvalidInput, NotFound
from foundation.models import Case, ProcessDelegation, ProcessInstance, ProcessStep, new_id
from foundation.viewer import StaffMember

URGE_EVERY = timedelta(minutes=10)
LONGEST = timedelta(days=366)


async def transfer(
    session: AsyncSession, staff: StaffMember, step_id: str, to: str, reason: str
) -> StepView:
    """转办: the step is somebody else's now. One who leads may pass on anybody's.

    Raises: InvalidInput when that person cannot do it; as `hold`.
    """
    if LEAD in staff.permissions:
        instance, step = await repository.access_step(session, staff, step_id)
        must_be_open(instance, step)
    else:
        instance, step = await hold(session, staff, step_id)
    case = await repository.case_of(session, instance)
    person = await colleague(session, to, case, step)
    if step.claimed_by == person.staff_id:
        return await shown(session, instance, step, staff)
    step.claimed_by, step.state = person.staff_id, "claimed"
    said = f"{step.name}→{person.display_name}" + (f"：{reason.strip()}" if reason.strip() else "")
    note(session, instance.id, "transfer", staff, said[:1000], step.id)
    announce_after_commit(session, "staff", "process", {"case_number": instance.case_number})
    told = f"{staff.display_name}把「{step.name}」转给您办理。{case.item_name}，{case.number}"
    await tell(session, case, [person.staff_id], "passed", f"{step.id}:{now():%m%d%H%M}", told)
    await begin_examining(session, instance, step, person.display_name)
    return await shown(session, instance, step, staff)


async def urge(session: AsyncSession, staff: StaffMember, step_id: str) -> StepView:
    """催办: whoever has the step is told; within ten minutes of the last time nothing happens."""
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    must_be_open(instance, step)
    if step.urged_at is None or step.urged_at + URGE_EVERY < now():
        step.urged_at = now()
        note(session, instance.id, "urge", staff, step.name, step.id)
        told = {"case_number": instance.case_number, "step_id": step.id}
        announce_after_commit(session, "staff", "process_urged", told)
        await _tell_urged(session, staff, instance, step)
    return await shown(session, instance, step, staff)


async def _tell_urged(
    session: AsyncSession, staff: StaffMember, instance: ProcessInstance, step: ProcessStep
) -> None:
    """Whoever has it; nobody yet: everybody who could take it."""
    case = await repository.case_of(session, instance)
    people = [step.claimed_by] if step.claimed_by else []
    if not people:
        could = await colleagues_at(session, case, step.role)
        people = [person.staff_id for person in could]
    said = f"{staff.display_name}催办「{step.name}」。{case.item_name}，{case.number}"
    await tell(session, case, people, "urge", f"{step.id}:{now():%m%d%H%M}", said)


async def list_colleagues(
    session: AsyncSession, staff: StaffMember, step_id: str, work: str
) -> list[ColleagueView]:
    """Who else may do a step (`work` pass), or be asked for a word on it. Raises: StepUnknown."""
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    case = await repository.case_of(session, instance)
    role = step.role if work == "pass" and step.parent_id is None else None
    people = await colleagues_at(session, case, role)
    return [_show(p) for p in people if p.staff_id not in (staff.staff_id, step.claimed_by)]


async def list_stand_ins(session: AsyncSession, staff: StaffMember) -> list[ColleagueView]:
    """To whom this person's steps may be given for a while."""
    staff.must_hold(WORK)
    return [_show(person) for person in await colleagues_of(session, staff, WORK)]


def _show(person: StaffMember) -> ColleagueView:
    return ColleagueView(
        id=person.staff_id,
        display_name=person.display_name,
        role=person.role,
        department=person.department,
    )


async def delegate(
    session: AsyncSession, staff: StaffMember, to: str, starts_at: datetime, ends_at: datetime
) -> DelegationView:
    """委托: between the two moments `to` may do this person's steps. The same again is the same.

    Raises: InvalidInput.
    """
    staff.must_hold(WORK)
    errors = {}
    if not starts_at < ends_at or ends_at <= now():
        errors["ends_at"] = "结束时间应晚于开始时间和现在"
    elif ends_at - starts_at > LONGEST:
        errors["ends_at"] = "一次委托最长一年"
    if to == staff.staff_id:
        errors["to"] = "不能委托给自己"
    if errors:
        raise InvalidInput(errors)
    person = await _member(session, to)
    if not is_shared(person, staff, WORK):
        raise InvalidInput(
            {"to": f"{person.display_name}的授权和您的没有共同的部门，办不了您的环节"}
        )
    held = await delegations.same_delegation(session, staff.staff_id, to, (starts_at, ends_at))
    if held is not None:
        return (await _shown(session, staff, [held]))[0]
    made = ProcessDelegation(
        id=new_id(),
        staff_id=staff.staff_id,
        delegate_id=person.staff_id,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=now(),
    )
    session.add(made)
    days = f"{local(starts_at):%Y-%m-%d %H:%M}至{local(ends_at):%Y-%m-%d %H:%M}"
    note(session, made.id, "delegate", staff, f"委托{person.display_name}，{days}")
    await session.flush()
    return (await _shown(session, staff, [made]))[0]


async def list_delegations(session: AsyncSession, staff: StaffMember) -> list[DelegationView]:
    """Those this person gave or was given, the newest first."""
    staff.must_hold(WORK)
    return await _shown(session, staff, await delegations.delegations_of(session, staff.staff_id))


async def _shown(
    session: AsyncSession, staff: StaffMember, held: Sequence[ProcessDelegation]
) -> list[DelegationView]:
    names = await repository.names_of_staff(
        session, {one.staff_id for one in held} | {one.delegate_id for one in held}
    )
    return [
        DelegationView(
            id=one.id,
            giver=names[one.staff_id],
            delegate=names[one.delegate_id],
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            is_revoked=one.revoked_at is not None,
            can=["end"] if one.staff_id == staff.staff_id and one.revoked_at is None else [],
        )
        for one in held
    ]


async def end_delegation(session: AsyncSession, staff: StaffMember, delegation_id: str) -> None:
    """Taken back by who gave it; again changes nothing. Raises: NotFound."""
    staff.must_hold(WORK)
    held = await delegations.delegation(session, delegation_id)
    if held is None or held.staff_id != staff.staff_id:
        raise NotFound
    if held.revoked_at is None:
        held.revoked_at = now()
        note(session, held.id, "delegate", staff, "收回委托")


async def colleague(
    session: AsyncSession, staff_id: str, case: Case, step: ProcessStep | None
) -> StaffMember:
    """Somebody whose grants reach the case, and who may do this step if one is given.

    Raises: InvalidInput.
    """
    person = await _member(session, staff_id)
    place = place_of(case)
    if not person.reaches("cases.view", *place):
        raise InvalidInput({"to": f"{person.display_name}的授权不包括这件办件"})
    if step is not None and step.parent_id is None and step.role not in person.roles(WORK, place):
        raise InvalidInput({"to": f"{person.display_name}的岗位不能办理「{step.name}」"})
    return person


async def _member(session: AsyncSession, staff_id: str) -> StaffMember:
    person = await repository.staff_by_id(session, staff_id)
    if person is None:
        raise InvalidInput({"to": "没有这位工作人员，或账号已停用"})
    return await member_of(session, person)
