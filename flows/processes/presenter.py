"""From rows to what staff are shown of a process."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.sight import Sight, sight_on
from flows.engine.elements import STEPS
from flows.processes import repository
from flows.processes.delegations.repository import StandsIn
from flows.processes.fields import form_of_step
from flows.processes.mirror import run_of
from flows.processes.rights import may_take
from flows.processes.traces import ACT_LABELS
from flows.processes.views import ProcessView, StepView, TraceView
from foundation.clock import now
from foundation.models import Case, ProcessEvent, ProcessInstance, ProcessStep
from foundation.viewer import StaffMember

OF_A_STEP = ["complete", "return", "refuse", "transfer", "ask_opinion", "release"]


def show_step(
    step: ProcessStep,
    case: Case,
    names: Mapping[str, str],
    staff: StaffMember,
    stands_in: StandsIn,
    sight: Sight,
) -> StepView:
    is_open = step.state in repository.OPEN
    return StepView(
        id=step.id,
        case_number=case.number,
        node=step.node,
        name=step.name,
        kind=step.kind,
        kind_label=STEPS[step.kind],
        role=step.role,
        state=step.state,
        claimed_by=names.get(step.claimed_by or ""),
        decision=step.decision,
        opinion=sight.cover(step.opinion) if step.opinion else step.opinion,
        due_at=step.due_at,
        is_late=is_open and step.due_at is not None and step.due_at < now(),
        is_escalated=step.escalated_at is not None,
        created_at=step.created_at,
        done_at=step.done_at,
        can=_can(step, staff, case, stands_in) if is_open else [],
    )


def _can(step: ProcessStep, staff: StaffMember, case: Case, stands_in: StandsIn) -> list[str]:
    if not may_take(staff, step, case, stands_in):
        return ["urge"]
    if step.claimed_by is None:
        return ["claim"]
    return OF_A_STEP if step.parent_id is None else ["give_opinion", "transfer"]


async def show_process(
    session: AsyncSession,
    instance: ProcessInstance,
    staff: StaffMember,
    stands_in: StandsIn,
) -> ProcessView:
    version = await repository.version_of(session, instance)
    spec = await repository.spec_of(session, version.id)
    case = await repository.case_of(session, instance)
    sight = await sight_on(session, staff, case)
    template = next(t for t in await repository.templates(session) if t.id == version.template_id)
    steps = await repository.steps_of(session, instance.id)
    names = await repository.names_of_staff(session, {s.claimed_by or "" for s in steps})
    run = run_of(instance, spec)
    waiting = run.steps() if instance.state == "running" else []
    return ProcessView(
        case_number=instance.case_number,
        state=instance.state,
        template=template.name,
        version=version.number,
        bpmn=version.bpmn,
        standing=[step.node for step in waiting],
        steps=[show_step(s, case, names, staff, stands_in, sight) for s in steps],
        names=spec.names,
        forms={
            step.node: await form_of_step(session, instance, spec, step.node, sight)
            for step in waiting
        },
        earlier={step.node: [e.node for e in run.earlier(step.id)] for step in waiting},
        trace=[_trace(event, sight) for event in await repository.events_of(session, instance.id)],
    )


def _trace(event: ProcessEvent, sight: Sight) -> TraceView:
    return TraceView(
        act=event.act,
        label=ACT_LABELS[event.act],
        actor=event.actor_name,
        text=sight.cover(event.text) if event.text else event.text,
        at=event.at,
    )
