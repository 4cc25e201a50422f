"""What a step means for its case: its status, its letters, what its applicant is told.

The drawing decides the way; the table of states decides what a case may become. A step is asked
what it is (受理, 批准, 制证 …), and the case is decided when nothing that examines it stands any
more: with several approvals, the last one.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.clock import start_clock
from flows.cases.lifecycle import move_case, note_event
from flows.cases.sending_back import send_back
from flows.cases.states import EXAMINED, FINAL, MOVES
from flows.cases.suspensions import end_all
from flows.engine.running import Run
from flows.letters.service import write_kinds, write_letters
from flows.processes import repository
from foundation.clock import now
from foundation.models import Case, ProcessInstance, ProcessSpec, ProcessStep
from foundation.viewer import StaffMember

EXAMINING = frozenset({"accept", "handle", "review", "inspect", "countersign", "approve"})
REVIEWING = EXAMINING - {"accept"}
AFTER = {"make": "certify", "issue": "issue"}
GRANTED = frozenset({"approved", "certified", "closed"})
MAX_REASON = 500
SYSTEM = "系统"


async def begin_examining(
    session: AsyncSession, instance: ProcessInstance, step: ProcessStep, actor: str
) -> None:
    """Somebody took a step: an accepted case is being examined from then on."""
    case = await repository.case_of(session, instance)
    if case.status == "accepted" and step.parent_id is None and step.kind in REVIEWING:
        move_case(session, case, "review", actor)


async def follow_decision(
    session: AsyncSession,
    instance: ProcessInstance,
    spec: ProcessSpec,
    step: ProcessStep,
    staff: StaffMember,
) -> None:
    """The case after a step was decided, before its process goes on.

    Raises: LetterFieldMissing.
    """
    case, actor = await repository.case_of(session, instance), staff.display_name
    decision, words = step.decision or "", (step.opinion or "")[:MAX_REASON]
    was = case.status
    if step.kind == "accept" and was == "submitted" and decision == "pass":
        await _accept(session, case, spec, step.node, actor, words)
    elif step.kind == "accept" and was == "submitted" and decision == "return":
        await send_back(session, case, words, [], actor)
    elif decision == "pass" and was in MOVES.get(AFTER.get(step.kind, ""), {}):
        move_case(session, case, AFTER[step.kind], actor, words)
        await _write_own(session, case, spec, step, words)
    else:
        await _write_own(session, case, spec, step, words)


async def note_progress(
    session: AsyncSession, instance: ProcessInstance, step: ProcessStep, was: str, actor: str
) -> None:
    """A line on the timeline for a step that left the status as it `was`; others have their own."""
    case = await repository.case_of(session, instance)
    if case.status == was and was in EXAMINED and step.kind != "escalate":
        note_event(session, case, "step", actor, f"「{step.name}」已办理")


async def settle(
    session: AsyncSession, instance: ProcessInstance, spec: ProcessSpec, run: Run
) -> None:
    """Decide the case once its process has come past everything that examines it; at its end,
    write what letters no step has.

    Raises: LetterFieldMissing.
    """
    case = await repository.case_of(session, instance)
    if case.status in EXAMINED:
        await _settle(session, instance, spec, run, case)
    if run.is_over and case.status in GRANTED | {"rejected"}:
        await make_good(session, case)


async def _settle(
    session: AsyncSession, instance: ProcessInstance, spec: ProcessSpec, run: Run, case: Case
) -> None:
    standing = {spec.steps[step.node]["kind"] for step in run.steps()}
    if standing & EXAMINING or not (run.is_over or standing & set(AFTER)):
        return
    done = await repository.done_steps(session, instance.id)
    deciding = [s for s in done if s.kind == "approve"] or [s for s in done if s.kind in EXAMINING]
    last = deciding[0] if deciding else None
    names = await repository.names_of_staff(session, {last.claimed_by or ""}) if last else {}
    actor = names.get(last.claimed_by or "", SYSTEM) if last else SYSTEM
    words = (last.opinion or "")[:MAX_REASON] if last else ""
    if last is not None and last.decision == "refuse":
        await refuse_case(session, case, spec, last.node, actor, words)
        return
    if case.status == "submitted":
        await _accept(session, case, spec, "", actor, "")
    await _decide(session, case, spec, "approve", last.node if last else "", actor, words)


async def make_good(session: AsyncSession, case: Case) -> None:
    """The letters of the decision that the drawing left to a step its case never came to.

    Raises: LetterFieldMissing.
    """
    told = {event.kind: event for event in await cases.events_of(session, [case.number])}
    act, kinds = "approve", ["approval", "licence"]
    if case.status == "rejected":
        act, kinds = "reject", ["rejection" if "accept" in told else "refusal"]
    if act in told:
        await write_kinds(session, case, kinds, told[act].text)


async def refuse_case(
    session: AsyncSession, case: Case, spec: ProcessSpec, node: str, actor: str, words: str
) -> None:
    """不予受理 before acceptance, 不予许可 after. Raises: CaseNotOpen, LetterFieldMissing."""
    await _decide(session, case, spec, "reject", node, actor, words)


async def _accept(
    session: AsyncSession, case: Case, spec: ProcessSpec, node: str, actor: str, words: str
) -> None:
    was = case.status
    move_case(session, case, "accept", actor, words)
    await start_clock(session, case, now())
    await _write_of_act(session, case, spec, node, "accept", was, words)


async def _decide(
    session: AsyncSession,
    case: Case,
    spec: ProcessSpec,
    act: str,
    node: str,
    actor: str,
    words: str,
) -> None:
    was = case.status
    move_case(session, case, act, actor, words)
    assert case.status in FINAL
    await end_all(session, case, actor)
    await _write_of_act(session, case, spec, node, act, was, words)


async def _write_of_act(
    session: AsyncSession,
    case: Case,
    spec: ProcessSpec,
    node: str,
    act: str,
    was: str,
    words: str,
) -> None:
    """The act's letters, but for those the drawing leaves to another step."""
    own = set(spec.steps.get(node, {}).get("letters", ()))
    elsewhere = {x for step in spec.steps.values() for x in step.get("letters", ())} - own
    await write_letters(session, case, act, was, words, leave_out=elsewhere)


async def _write_own(
    session: AsyncSession, case: Case, spec: ProcessSpec, step: ProcessStep, words: str
) -> None:
    """Letters the drawing gives to this step, once what they say has been decided."""
    letters = spec.steps[step.node].get("letters", ())
    fitting = {"approval", "licence"} if case.status in GRANTED else set()
    if case.status == "rejected":
        fitting = {"rejection"}
    if step.decision == "pass" and (wanted := [kind for kind in letters if kind in fitting]):
        await write_kinds(session, case, wanted, words)
