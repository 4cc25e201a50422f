"""A case on its way through a process: started, taken, decided, taken back, refused, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.errors import CaseUnknown
from flows.cases.lifecycle import note_event
from flows.cases.sending_back import send_back
from flows.cases.sight import sight_on
from flows.cases.states import EXAMINED
from flows.engine.definitions import FACTS
from flows.engine.elements import DECISIONS
from flows.engine.running import Run
from flows.processes import repository, tasks
from flows.processes.delegations.repository import StandsIn
from flows.processes.errors import NothingPublished, OpinionsOpen, StepClosed
from flows.processes.fields import write_fields
from flows.processes.mirror import keep, run_of, stand_still
from flows.processes.outcomes import (
    EXAMINING,
    MAX_REASON,
    begin_examining,
    follow_decision,
    make_good,
    note_progress,
    refuse_case,
    settle,
)
from flows.processes.presenter import show_process, show_step
from flows.processes.rights import (
    WORK,
    hold,
    must_be_in_hand,
    must_be_open,
    must_fit,
    must_not_wait,
    principals,
)
from flows.processes.traces import note
from flows.processes.views import ProcessView, StepPage, StepView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import ProcessInstance, ProcessStep, new_id
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

MAX_OPINION = 1000
ENDS_AS = {"withdrawn": "withdraw", "lapsed": "end", "approved": "end"}


async def start(
    session: AsyncSession,
    case_number: str,
    key: str,
    facts: Mapping[str, Any],
    staff: StaffMember | None = None,
) -> ProcessInstance:
    """The case's process by the newest published version; a second call finds the first's.

    Args:
        facts: what conditions may ask of the case (`FACTS`); others are left out.
    Raises: CaseUnknown, TemplateUnknown, NothingPublished.
    """
    if await repository.lock_case(session, case_number) is None:
        raise CaseUnknown
    held = await repository.instance_of_case(session, case_number)
    if held is not None:
        return held
    template = await repository.access_template(session, key)
    version = await repository.latest_published(session, template.id)
    if version is None:
        raise NothingPublished
    spec = await repository.spec_of(session, version.id)
    run = Run(spec.body, facts={name: facts[name] for name in FACTS if name in facts})
    instance = ProcessInstance(
        id=new_id(),
        case_number=case_number,
        version_id=version.id,
        state="running",
        engine_state=run.save(),
        lock=1,
        started_at=now(),
    )
    session.add(instance)
    await session.flush()
    note(session, instance.id, "start", staff, f"{template.name} 第{version.number}版")
    await keep(session, instance, spec, run)
    await settle(session, instance, spec, run)
    return instance


async def list_steps(
    session: AsyncSession, staff: StaffMember, offset: int, limit: int
) -> StepPage:
    """What this person may take or has in hand, those due first."""
    staff.must_hold(WORK)
    stands_in = await principals(session, staff)
    rows, total = await repository.steps_for(session, staff, stands_in, offset, limit)
    names = await repository.names_of_staff(session, {r[0].claimed_by for r in rows} - {None})
    return StepPage(
        items=[
            show_step(step, case, names, staff, stands_in, await sight_on(session, staff, case))
            for step, case in rows
        ],
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def look_at(session: AsyncSession, staff: StaffMember, case_number: str) -> ProcessView:
    """Where the case stands on its diagram. Raises: ProcessUnknown."""
    staff.must_hold(WORK)
    instance = await repository.access_instance(session, staff, case_number)
    return await show_process(session, instance, staff, await principals(session, staff))


async def claim(session: AsyncSession, staff: StaffMember, step_id: str) -> StepView:
    """Take a step; again by the same person changes nothing.

    Raises: StepUnknown, StepClosed, StepTaken, Forbidden.
    """
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    must_be_open(instance, step)
    await must_not_wait(session, instance, step)
    stands_in = await principals(session, staff)
    must_fit(staff, step, await repository.case_of(session, instance), stands_in)
    if step.claimed_by is None:
        step.claimed_by, step.state = staff.staff_id, "claimed"
        note(session, instance.id, "claim", staff, step.name, step.id)
        await begin_examining(session, instance, step, staff.display_name)
    return await shown(session, instance, step, staff)


async def release(session: AsyncSession, staff: StaffMember, step_id: str) -> StepView:
    """Put a claimed step back for the others of its role. Raises: as `hold`."""
    instance, step = await hold(session, staff, step_id)
    step.claimed_by, step.state = None, "open"
    note(session, instance.id, "release", staff, step.name, step.id)
    return await shown(session, instance, step, staff)


async def complete(
    session: AsyncSession,
    staff: StaffMember,
    step_id: str,
    decision: str,
    opinion: str = "",
    fields: Mapping[str, Any] | None = None,
) -> StepView:
    """Decide a step: what it writes is kept, its process goes on, and its case with it. The same
    decision sent again changes nothing.

    Raises: InvalidInput, StepClosed, StepTaken, NotClaimed, OpinionsOpen, CasePaused,
    LetterFieldMissing.
    """
    words = _checked(decision, opinion)
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    if step.state == "done" and (step.claimed_by, step.decision) == (staff.staff_id, decision):
        return await shown(session, instance, step, staff)
    await must_be_in_hand(session, staff, instance, step)
    if step.parent_id is not None:
        raise StepClosed("这是会签意见，请填写意见后提交，不在这里办结。")
    await _must_have_opinions(session, step)
    spec = await repository.spec_of(session, instance.version_id)
    passes = decision == "pass"
    facts, changed = await write_fields(
        session, instance, spec, step.node, fields or {}, must_be_whole=passes
    )
    if changed:
        note(session, instance.id, "fields", staff, changed[:1000], step.id)
    _finish(step, staff, decision, words)
    _note_decision(session, instance, step, staff)
    was = (await repository.case_of(session, instance)).status
    await follow_decision(session, instance, spec, step, staff)
    run = run_of(instance, spec)
    run.complete(step.task_id, {**facts, "decision": decision})
    await keep(session, instance, spec, run)
    await settle(session, instance, spec, run)
    await note_progress(session, instance, step, was, staff.display_name)
    return await shown(session, instance, step, staff)


async def ask_supplement(
    session: AsyncSession, staff: StaffMember, step_id: str, words: str, material_ids: list[str]
) -> StepView:
    """退回补正: the applicant has the case, and the step stays in the same hands until it is back.

    Raises: InvalidInput, CaseNotOpen, as `hold`.
    """
    instance, step = await hold(session, staff, step_id)
    if step.parent_id is not None or step.kind not in EXAMINING:
        raise StepClosed(f"「{step.name}」这个环节不能退回申请人补正。")
    case = await repository.case_of(session, instance)
    await send_back(session, case, words, material_ids, staff.display_name)
    note(session, instance.id, "supplement", staff, f"{step.name}：{words}"[:1000], step.id)
    await stand_still(session, instance)
    return await shown(session, instance, step, staff)


async def take_back(
    session: AsyncSession, staff: StaffMember, step_id: str, node: str, reason: str
) -> StepView:
    """退回: the case stands again at an earlier step of its way. What was decided of it stays: a
    case that has its decision is no longer taken back to before it.

    Raises: StepMissed, StepClosed, as `hold`.
    """
    words = _reason(reason)
    instance, step = await hold(session, staff, step_id)
    if step.parent_id is not None:
        raise StepClosed("这是会签意见，不能退回案件；不同意请在意见里写明。")
    await _must_not_undo(session, instance, node)
    spec = await repository.spec_of(session, instance.version_id)
    run = run_of(instance, spec)
    run.take_back(step.task_id, node)
    _finish(step, staff, "return", words)
    said = f"{step.name}→{spec.names[node]}：{words}"
    note(session, instance.id, "return", staff, said, step.id)
    case = await repository.case_of(session, instance)
    note_event(session, case, "step", staff.display_name, f"退回「{spec.names[node]}」重新办理")
    await keep(session, instance, spec, run)
    return await shown(session, instance, step, staff)


async def refuse(session: AsyncSession, staff: StaffMember, step_id: str, reason: str) -> StepView:
    """驳回: the process ends here, whatever else waits, and the case is refused.

    Raises: StepClosed where the case has been decided, as `hold`.
    """
    words = _reason(reason)
    instance, step = await hold(session, staff, step_id)
    case = await repository.case_of(session, instance)
    if step.parent_id is not None or step.kind not in EXAMINING or case.status not in EXAMINED:
        raise StepClosed("决定已经作出，或这个环节不作决定，不能驳回。")
    _finish(step, staff, "refuse", words)
    note(session, instance.id, "refuse", staff, f"{step.name}：{words}", step.id)
    spec = await repository.spec_of(session, instance.version_id)
    await refuse_case(session, case, spec, step.node, staff.display_name, words[:MAX_REASON])
    await _end(session, instance, "refused")
    await make_good(session, case)
    return await shown(session, instance, step, staff)


async def end_with_case(
    session: AsyncSession, case_number: str, outcome: str, reason: str = ""
) -> None:
    """The case is over for a reason of its own (撤回, 终止); nothing where none runs."""
    instance = await repository.lock_instance_of_case(session, case_number)
    if instance is not None and instance.state == "running":
        note(session, instance.id, ENDS_AS[outcome], None, reason[:1000])
        await _end(session, instance, "withdrawn" if outcome == "withdrawn" else "done")


async def _must_not_undo(session: AsyncSession, instance: ProcessInstance, node: str) -> None:
    case = await repository.case_of(session, instance)
    spec = await repository.spec_of(session, instance.version_id)
    kind = spec.steps.get(node, {}).get("kind")
    if case.status not in EXAMINED and kind in EXAMINING:
        raise StepClosed("决定已经作出，不能再退回到决定之前的环节。")


async def _end(session: AsyncSession, instance: ProcessInstance, state: str) -> None:
    instance.state, instance.ended_at = state, now()
    spec = await repository.spec_of(session, instance.version_id)
    run = run_of(instance, spec)
    run.stop()
    await keep(session, instance, spec, run)


async def shown(
    session: AsyncSession, instance: ProcessInstance, step: ProcessStep, staff: StaffMember
) -> StepView:
    await session.flush()
    await tasks.follow(session, instance, [step])
    if step.claimed_by == staff.staff_id:
        names, stands_in = {staff.staff_id: staff.display_name}, StandsIn()
    else:
        names = await repository.names_of_staff(session, {step.claimed_by or ""})
        stands_in = await principals(session, staff)
    case = await repository.case_of(session, instance)
    sight = await sight_on(session, staff, case)
    return show_step(step, case, names, staff, stands_in, sight)


def _note_decision(
    session: AsyncSession, instance: ProcessInstance, step: ProcessStep, staff: StaffMember
) -> None:
    words = f"。{step.opinion}" if step.opinion else ""
    said = f"{step.name}：{DECISIONS[step.decision or '']}{words}"
    note(session, instance.id, "complete", staff, said, step.id)


def _finish(step: ProcessStep, staff: StaffMember, decision: str, words: str) -> None:
    step.state, step.decision, step.opinion = "done", decision, words or None
    step.claimed_by, step.done_at = staff.staff_id, now()


async def _must_have_opinions(session: AsyncSession, step: ProcessStep) -> None:
    live = await repository.open_steps(session, step.instance_id)
    waits = [opinion for opinion in live if opinion.parent_id == step.id]
    if waits:
        raise OpinionsOpen(f"「{step.name}」还有{len(waits)}份会签意见没有交，请催办或等待。")
    if step.kind == "countersign" and not await repository.opinions_for(session, step.id):
        raise OpinionsOpen(f"「{step.name}」是会签环节，请先请至少一位同事会签。")


def _checked(decision: str, opinion: str) -> str:
    errors = {}
    if decision not in DECISIONS:
        errors["decision"] = f"请选择{'、'.join(DECISIONS.values())}"
    if len(opinion.strip()) > MAX_OPINION:
        errors["opinion"] = f"意见最多{MAX_OPINION}个字"
    if decision in ("return", "refuse") and not opinion.strip():
        errors["opinion"] = "退回或不予通过要写明理由"
    if errors:
        raise InvalidInput(errors)
    return opinion.strip()


def _reason(reason: str) -> str:
    words = reason.strip()
    if not 2 <= len(words) <= MAX_OPINION:
        raise InvalidInput({"reason": f"请用2至{MAX_OPINION}个字写明理由"})
    return words
