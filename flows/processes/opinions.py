"""Other people's word beside a step: 会签 if the diagram asks for it, 加签 if somebody does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.sight import place_of
from flows.processes import repository, tasks
from flows.processes.errors import StepClosed
from flows.processes.passing import colleague
from flows.processes.rights import WORK, hold, must_be_in_hand
from flows.processes.service import MAX_OPINION, shown
from flows.processes.traces import note
from flows.processes.views import StepView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import ProcessInstance, ProcessStep, new_id
from foundation.viewer import StaffMember

MOST = 20


async def ask_opinions(
    session: AsyncSession, staff: StaffMember, step_id: str, people: Sequence[str]
) -> StepView:
    """Ask each of these, nobody twice. Raises: InvalidInput, as `hold`."""
    instance, step = await hold(session, staff, step_id)
    if step.parent_id is not None:
        raise StepClosed("会签意见不能再请人会签，请转办或直接填写。")
    asked = await repository.opinions_for(session, step.id)
    fresh = dict.fromkeys(p for p in people if p not in {one.claimed_by for one in asked})
    if staff.staff_id in fresh:
        raise InvalidInput({"people": "不能请自己会签"})
    if not people or len(asked) + len(fresh) > MOST:
        raise InvalidInput({"people": f"请选择1至{MOST}位同事"})
    case = await repository.case_of(session, instance)
    for staff_id in fresh:
        person = await colleague(session, staff_id, case, None)
        roles = sorted(person.roles(WORK, place_of(case))) or [person.role]
        made = _asked(instance, step, staff_id, roles[0])
        session.add(made)
        await session.flush()
        await tasks.follow(session, instance, [made])
        said = f"{step.name}：{person.display_name}"
        note(session, instance.id, "ask_opinion", staff, said, step.id)
    return await shown(session, instance, step, staff)


async def give_opinion(
    session: AsyncSession, staff: StaffMember, step_id: str, agrees: bool, opinion: str
) -> StepView:
    """The word one was asked for; sent again unchanged it changes nothing. Raises: as `hold`."""
    words, decision = opinion.strip(), "pass" if agrees else "refuse"
    if len(words) > MAX_OPINION or (not agrees and not words):
        raise InvalidInput({"opinion": f"不同意要写明理由，意见最多{MAX_OPINION}个字"})
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    given = (step.claimed_by, step.decision, step.opinion or "")
    if step.state == "done" and given == (staff.staff_id, decision, words):
        return await shown(session, instance, step, staff)
    await must_be_in_hand(session, staff, instance, step)
    if step.parent_id is None:
        raise StepClosed("这是审批环节，请作出决定，不在这里填写会签意见。")
    step.state, step.decision, step.opinion = "done", decision, words or None
    step.claimed_by, step.done_at = staff.staff_id, now()
    said = f"{step.name}：{'同意' if agrees else '不同意'}" + (f"。{words}" if words else "")
    note(session, instance.id, "give_opinion", staff, said, step.id)
    return await shown(session, instance, step, staff)


def _asked(instance: ProcessInstance, step: ProcessStep, staff_id: str, role: str) -> ProcessStep:
    return ProcessStep(
        id=new_id(),
        instance_id=instance.id,
        parent_id=step.id,
        task_id="",
        node=step.node,
        name=f"{step.name}（会签）"[:100],
        kind="countersign",
        role=role,
        state="claimed",
        claimed_by=staff_id,
        due_at=step.due_at,
        lock=1,
        created_at=now(),
    )
