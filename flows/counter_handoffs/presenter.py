"""The handoff as its owner sees it on the phone, and as the counter's side does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.presenter import CaseRecord, needed_materials
from flows.cases.service import read_record
from flows.cases.states import EDITABLE
from flows.counter_handoffs import repository
from flows.counter_handoffs.merging import Side, mark_of
from flows.counter_handoffs.seats import is_live
from flows.counter_handoffs.sight import Window, facts_of, masked_value, shared_in, window_of
from flows.counter_handoffs.views import (
    AskView,
    CitizenView,
    ConsentWish,
    CounterView,
    EditView,
    LockView,
    Officer,
    State,
    TraceLine,
)
from flows.halls import repository as halls
from foundation.clock import now
from foundation.models import (
    CounterHandoff,
    CounterHandoffEvent,
    FieldEdit,
    FieldLock,
    PhoneRequest,
)
from foundation.viewer import StaffMember
from knowledge_base.schemas import FormField

WAITS = ("proposed", "conflict")
"""States of an edit that wait for the citizen."""


async def show_to_citizen(session: AsyncSession, handoff: CounterHandoff) -> CitizenView:
    """The whole of it: it is theirs."""
    record = await record_of(session, handoff)
    state = state_of(handoff)
    user = await repository.user_of(session, handoff)
    is_open = record is not None and record.case.status in EDITABLE
    may_fill = is_open and state == "running" and "form" in (handoff.consent or {})["parts"]
    form = dict(record.case.form) if record and may_fill else {}
    edits = await repository.edits_of(session, handoff.id) if may_fill else []
    locks = await repository.locks_of(session, handoff.id, now()) if may_fill else []
    asks = await repository.requests_of(session, handoff.id)
    trace = await repository.events_of(session, handoff.id)
    fields = _fields(record)
    return CitizenView(
        id=handoff.id, origin=handoff.origin, state=state,
        officer=await _officer(session, handoff), case_number=handoff.case_number,
        consent=ConsentWish.model_validate(handoff.consent) if handoff.consent else None,
        facts=facts_of(user, []), code_expires_at=handoff.code_expires_at,
        opened_at=handoff.opened_at, ended_at=handoff.ended_at,
        ended_by=handoff.ended_by or ("idle" if state == "ended" else ""),
        may_fill=may_fill, form=form,
        marks={name: mark_of(handoff.id, name, form.get(name)) for name in fields if may_fill},
        edits=[_edit(e, fields, form, None) for e in edits if e.state in WAITS],
        locks=[_lock(one) for one in locks], asks=_asks(asks, record, state),
        trace=[_line(line) for line in trace],
    )  # fmt: skip


async def show_to_counter(
    session: AsyncSession, handoff: CounterHandoff, staff: StaffMember | None = None
) -> CounterView:
    """What was consented to. A counter's own screen has no `staff`, and no trace: people pass."""
    user = await repository.user_of(session, handoff)
    if handoff.state != "running":
        return CounterView(
            id=handoff.id, state=state_of(handoff), citizen=user.display_name,
            claimed_at=handoff.claimed_at, shared=None, edits=[], locks=[], asks=[],
        )  # fmt: skip
    record = await record_of(session, handoff)
    window = window_of(handoff, record, staff)
    wants_cases = "cases" in window.wish.parts and staff is not None
    shared = shared_in(
        window, user, await repository.open_cases(session, user.id) if wants_cases else []
    )
    edits = await repository.edits_of(session, handoff.id) if window.may_fill else []
    locks = await repository.locks_of(session, handoff.id, now()) if window.may_fill else []
    asks = await repository.requests_of(session, handoff.id) if window.may_fill else []
    trace = await repository.events_of(session, handoff.id) if staff else []
    form = record.case.form if record else {}
    return CounterView(
        id=handoff.id, state="running", citizen=user.display_name,
        claimed_at=handoff.claimed_at, shared=shared,
        edits=[
            _edit(e, _fields(record), form, window)
            for e in edits
            if e.side != "citizen" and e.state in (*WAITS, "accepted", "refused")
        ],
        locks=[_lock(one) for one in locks if one.field not in window.hidden],
        asks=_asks(asks, record, "running"), trace=[_line(line) for line in trace],
    )  # fmt: skip


async def record_of(session: AsyncSession, handoff: CounterHandoff) -> CaseRecord | None:
    """The case it is about, if it is about one."""
    if not handoff.case_number:
        return None
    case = await cases.case_by_number(session, handoff.case_number)
    return await read_record(session, case)


def state_of(handoff: CounterHandoff) -> State:
    """As it is, also before the sweep notes that nobody was there any more."""
    if handoff.state in repository.LIVE and not is_live(handoff):
        return "ended"
    if handoff.state in ("offered", "asked") and handoff.code_expires_at:
        return "ended" if handoff.code_expires_at <= now() else _as_state(handoff.state)
    return _as_state(handoff.state)


def _as_state(state: str) -> State:
    known: dict[str, State] = {
        "offered": "offered", "asked": "asked", "claimed": "claimed", "running": "running",
    }  # fmt: skip
    return known.get(state, "ended")


async def _officer(session: AsyncSession, handoff: CounterHandoff) -> Officer | None:
    counter = await halls.counter_by_id(session, handoff.counter_id or "")
    if counter is None:
        return None
    person = await repository.staff_by_id(session, handoff.staff_id)
    sitting = await halls.duty_at(session, counter.id)
    return Officer(
        id=person.id if person else "",
        counter_id=counter.id, counter_number=counter.number, counter_name=counter.name,
        display_name=person.display_name if person else "",
        work_number=person.work_number if person else "",
        is_there=bool(person and sitting and sitting.staff_id == person.id),
    )  # fmt: skip


def _fields(record: CaseRecord | None) -> Mapping[str, FormField]:
    return {f.id: f for f in record.document.form.fields()} if record else {}


def _edit(
    edit: FieldEdit,
    fields: Mapping[str, FormField],
    form: Mapping[str, Any],
    window: Window | None,
) -> EditView:
    """Without a window: to its owner, in full."""
    field, current, value = fields.get(edit.field), form.get(edit.field), edit.value
    if window is not None and not window.may_read(edit.field):
        current = masked_value(field, current) if field and edit.field in window.masked else None
        value = None
    return EditView(
        edit_id=edit.edit_id, side=_side(edit.side), actor=edit.actor, field=edit.field,
        label=field.label if field else edit.field, value=value, current=current,
        state=edit.state, at=edit.at,
    )  # fmt: skip


def _lock(lock: FieldLock) -> LockView:
    return LockView(field=lock.field, side=_side(lock.side), until=lock.until)


def _side(side: str) -> Side:
    known: dict[str, Side] = {"citizen": "citizen", "staff": "staff"}
    return known.get(side, "counter")


def _asks(rows: Sequence[PhoneRequest], record: CaseRecord | None, state: str) -> list[AskView]:
    if record is None or state != "running":
        return []
    needed = needed_materials(record.case, record.document)
    names = {c.material.id: c.material.name for c in needed}
    return [
        AskView(
            id=row.id, kind=row.kind, material_id=row.material_id,
            material_name=names[row.material_id], note=row.note, state=row.state, at=row.at,
        )
        for row in rows
        if row.material_id in names and row.state != "withdrawn"
    ]  # fmt: skip


def _line(event: CounterHandoffEvent) -> TraceLine:
    return TraceLine(
        at=event.at, side=event.side, actor=event.actor, act=event.act, text=event.text
    )
