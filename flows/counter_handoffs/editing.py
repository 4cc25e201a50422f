"""Writing together (共填): the phone writes into the draft, the counter proposes, the citizen says
yes or no on their own screen. Values reach the draft through `flows.cases` only."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import service as case_service
from flows.cases.presenter import CaseRecord
from flows.cases.states import EDITABLE
from flows.counter_handoffs import repository
from flows.counter_handoffs.errors import EditUnknown, FormClosed, HandoffOver, NotShared
from flows.counter_handoffs.merging import LOCK_LASTS, Side, keeps_out, mark_of, rule
from flows.counter_handoffs.presenter import WAITS, record_of, show_to_citizen
from flows.counter_handoffs.seats import is_live
from flows.counter_handoffs.sight import window_of
from flows.counter_handoffs.telling import CITIZEN, Party, note, tell
from flows.counter_handoffs.views import (
    CitizenView,
    EditResult,
    EditResults,
    EditWish,
    Locked,
)
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import CounterHandoff, FieldEdit, FieldLock, new_id
from foundation.viewer import StaffMember, Viewer


async def fill(
    session: AsyncSession, viewer: Viewer, handoff_id: str, wishes: list[EditWish]
) -> EditResults:
    """What the citizen typed, also what was typed without a network: sent again it is one edit.

    Raises: HandoffUnknown, HandoffOver, FormClosed.
    """
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    await fillable(session, handoff)
    results = [await _take(session, handoff, CITIZEN, wish, viewer) for wish in wishes]
    await _told(session, handoff, CITIZEN, "填写了", results, ("applied",))
    return EditResults(results=results)


async def propose(
    session: AsyncSession,
    handoff: CounterHandoff,
    party: Party,
    wishes: list[EditWish],
    staff: StaffMember | None = None,
) -> EditResults:
    """What the counter wants in fields it may read; nothing of it is in the draft yet.

    Raises: HandoffOver, FormClosed, NotShared.
    """
    record = await fillable(session, handoff)
    window = window_of(handoff, record, staff)
    for wish in wishes:
        if not window.may_read(wish.field):
            raise NotShared("这一项群众没有完整共享，窗口不能改，请当面请群众在手机上填。")
    results = [await _take(session, handoff, party, wish, None) for wish in wishes]
    await _told(session, handoff, party, "建议修改", results, ("proposed", "conflict"))
    return EditResults(results=results)


async def decide(
    session: AsyncSession, viewer: Viewer, handoff_id: str, wanted: dict[str, bool]
) -> CitizenView:
    """The citizen takes or refuses what waits, one or many; decided already, it stays so.

    Raises: HandoffUnknown, HandoffOver, FormClosed, EditUnknown.
    """
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    record = await fillable(session, handoff)
    labels = _labels(record)
    for accepts in (True, False):
        named = []
        for edit_id in (name for name, said in wanted.items() if said is accepts):
            edit = await repository.edit_of(session, handoff.id, edit_id)
            if edit is None:
                raise EditUnknown
            if edit.state in WAITS:
                await _settle(session, viewer, handoff, edit, accepts=accepts)
                named.append(f"「{labels.get(edit.field, edit.field)}」")
        if named:
            act, said = ("accept", "采用了") if accepts else ("refuse", "没有采用")
            note(session, handoff, CITIZEN, act, f"{said}{'、'.join(named)}的修改")
    await session.flush()
    tell(session, handoff)
    return await show_to_citizen(session, handoff)


async def take_back(
    session: AsyncSession, handoff: CounterHandoff, party: Party, edit_id: str
) -> None:
    """The counter withdraws a proposal. Raises: HandoffOver, FormClosed, EditUnknown."""
    await fillable(session, handoff)
    edit = await repository.edit_of(session, handoff.id, edit_id)
    if edit is None or edit.side == "citizen":
        raise EditUnknown
    if edit.state in WAITS:
        edit.state, edit.decided_at = "withdrawn", now()
        note(session, handoff, party, "withdraw", "撤回了一条修改建议")
        tell(session, handoff)


async def hold_as_citizen(
    session: AsyncSession, viewer: Viewer, handoff_id: str, field: str
) -> Locked:
    """Raises: HandoffUnknown, HandoffOver, FormClosed."""
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    return await hold(session, handoff, "citizen", field)


async def let_go_as_citizen(
    session: AsyncSession, viewer: Viewer, handoff_id: str, field: str
) -> None:
    """Raises: HandoffUnknown."""
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    await let_go(session, handoff, "citizen", field)


async def hold(session: AsyncSession, handoff: CounterHandoff, side: Side, field: str) -> Locked:
    """Write in a field for the next seconds, or go on; somebody else's stays theirs. `handoff` is
    locked. Raises: HandoffOver, FormClosed, EditUnknown."""
    if field not in _labels(await fillable(session, handoff)):
        raise EditUnknown("表单里没有这一项。")
    held = await repository.lock_on(session, handoff.id, field)
    moment = now()
    if held is not None and keeps_out(_as_side(held.side), held.until, side, moment):
        return Locked(is_yours=False, side=_as_side(held.side), until=held.until)
    is_news = held is None or held.side != side or held.until <= moment
    if held is None:
        held = FieldLock(handoff_id=handoff.id, field=field, side=side, until=moment)
        session.add(held)
    held.side, held.until = side, moment + LOCK_LASTS
    await session.flush()
    if is_news:
        tell(session, handoff)
    return Locked(is_yours=True, side=side, until=held.until)


async def let_go(session: AsyncSession, handoff: CounterHandoff, side: Side, field: str) -> None:
    """Leave a field; another's lock stays."""
    held = await repository.lock_on(session, handoff.id, field)
    if held is not None and held.side == side:
        await session.delete(held)
        await session.flush()
        tell(session, handoff)


async def fillable(session: AsyncSession, handoff: CounterHandoff) -> CaseRecord:
    """The case whose form both may write in now. Raises: HandoffOver, FormClosed."""
    if not is_live(handoff) or handoff.state != "running":
        raise HandoffOver
    record = await record_of(session, handoff)
    shared = "form" in (handoff.consent or {}).get("parts", [])
    if record is None or not shared or record.case.status not in EDITABLE:
        raise FormClosed
    return record


async def _take(
    session: AsyncSession,
    handoff: CounterHandoff,
    party: Party,
    wish: EditWish,
    viewer: Viewer | None,
) -> EditResult:
    known = await repository.edit_of(session, handoff.id, wish.edit_id)
    if known is not None:
        return EditResult(edit_id=wish.edit_id, field=known.field, outcome=known.state)
    record = await record_of(session, handoff)
    assert record is not None
    try:
        case_service.must_fit_form(record.document, {wish.field: wish.value})
    except InvalidInput as error:
        return _answer(wish, "invalid", error.detail)
    held = await repository.lock_on(session, handoff.id, wish.field)
    if held and keeps_out(_as_side(held.side), held.until, party.side, now()):
        return _answer(wish, "locked", "对方正在填这一项，请稍候再改。")
    current = mark_of(handoff.id, wish.field, record.case.form.get(wish.field))
    wanted = mark_of(handoff.id, wish.field, wish.value)
    outcome = rule(party.side, wish.base, current, wanted)
    await _supersede(session, handoff, wish.field, party.side, outcome)
    _keep(session, handoff, party, wish, outcome)
    if outcome == "applied" and viewer is not None:
        await _write(session, viewer, handoff, wish.field, wish.value)
        current = wanted
    await session.flush()
    return EditResult(edit_id=wish.edit_id, field=wish.field, outcome=outcome, mark=current)


def _keep(
    session: AsyncSession, handoff: CounterHandoff, party: Party, wish: EditWish, outcome: str
) -> None:
    session.add(
        FieldEdit(
            id=new_id(), handoff_id=handoff.id, edit_id=wish.edit_id, side=party.side,
            actor=party.actor, field=wish.field, base=wish.base, value=wish.value, state=outcome,
            at=now(), decided_at=None if outcome in WAITS else now(),
        )
    )  # fmt: skip


async def _supersede(
    session: AsyncSession, handoff: CounterHandoff, field: str, side: str, outcome: str
) -> None:
    """One side has one wish for a field; a value written over what a wish was made for leaves the
    citizen the choice."""
    for edit in await repository.edits_of(session, handoff.id):
        if edit.field != field or edit.state not in WAITS:
            continue
        if edit.side == side:
            edit.state, edit.decided_at = "superseded", now()
        elif outcome == "applied":
            edit.state = "conflict"


async def _settle(
    session: AsyncSession,
    viewer: Viewer,
    handoff: CounterHandoff,
    edit: FieldEdit,
    *,
    accepts: bool,
) -> None:
    edit.state, edit.decided_at = ("accepted" if accepts else "refused"), now()
    if not accepts:
        return
    for other in await repository.edits_of(session, handoff.id):
        if other.field == edit.field and other.id != edit.id and other.state in WAITS:
            other.state = "conflict"
    await _write(session, viewer, handoff, edit.field, edit.value)


async def _write(
    session: AsyncSession, viewer: Viewer, handoff: CounterHandoff, field: str, value: Any
) -> None:
    """Through the door every form goes through."""
    await case_service.change_form(session, viewer, handoff.case_number or "", {field: value})


async def _told(
    session: AsyncSession,
    handoff: CounterHandoff,
    party: Party,
    did: str,
    results: list[EditResult],
    counts: tuple[str, ...],
) -> None:
    """One line for all fields of one sending; the same again is no news."""
    done = [r.field for r in results if r.outcome in counts and r.mark]
    if done:
        record = await record_of(session, handoff)
        labels = _labels(record)
        named = "、".join(dict.fromkeys(f"「{labels.get(name, name)}」" for name in done))
        note(session, handoff, party, "edit", f"{did}{named}")
        await session.flush()
        tell(session, handoff)


def _labels(record: CaseRecord | None) -> dict[str, str]:
    return {f.id: f.label for f in record.document.form.fields()} if record else {}


def _answer(wish: EditWish, outcome: str, message: str) -> EditResult:
    return EditResult(edit_id=wish.edit_id, field=wish.field, outcome=outcome, message=message)


def _as_side(side: str) -> Side:
    known: dict[str, Side] = {"citizen": "citizen", "staff": "staff"}
    return known.get(side, "counter")
