"""Consent (《个人信息保护法》第14、29条): what the counter may see, chosen by its owner, changed or
taken back at any time. What is not named is not shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.presenter import CaseRecord, needed_materials
from flows.cases.service import read_record
from flows.cases.states import LABELS
from flows.counter_handoffs import repository
from flows.counter_handoffs.errors import HandoffOver, OfficerChanged
from flows.counter_handoffs.presenter import WAITS, show_to_citizen
from flows.counter_handoffs.seats import is_live
from flows.counter_handoffs.sight import FACTS, is_sensitive
from flows.counter_handoffs.telling import CITIZEN, note, tell
from flows.counter_handoffs.views import PART_LABELS, Agreement, CitizenView, ConsentWish
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import AccessRecord, CounterHandoff
from foundation.viewer import Viewer

_OF_A_CASE = {"answers", "form", "prereview"}


async def consent(
    session: AsyncSession, viewer: Viewer, handoff_id: str, agreed: Agreement
) -> CitizenView:
    """Share exactly this from now on; the same again changes nothing.

    Raises: HandoffUnknown, HandoffOver, OfficerChanged, CaseUnknown, InvalidInput.
    """
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if not is_live(handoff):
        raise HandoffOver("这次接力已经结束。要继续，请重新扫窗口的码。")
    if agreed.officer != handoff.staff_id:
        raise OfficerChanged
    wish = agreed.wish()
    record = await _record(session, viewer, wish.case_number)
    _must_make_sense(wish, record)
    chosen = wish.model_dump()
    if handoff.state == "running" and handoff.consent == chosen:
        return await show_to_citizen(session, handoff)
    if handoff.case_number != wish.case_number:
        await _drop_edits(session, handoff)
    handoff.case_number, handoff.consent, handoff.state = wish.case_number, chosen, "running"
    handoff.consented_at = handoff.consented_at or now()
    handoff.snapshot = snapshot_of(wish, record)
    told = words_of(wish, record)
    note(session, handoff, CITIZEN, "consent", f"同意窗口查看：{told}")
    _note_screen(session, handoff, told)
    await session.flush()
    tell(session, handoff)
    return await show_to_citizen(session, handoff)


def widen(
    session: AsyncSession, handoff: CounterHandoff, record: CaseRecord, material_id: str
) -> None:
    """A material its owner photographed for the clerk is shared from now on, and proved like the
    rest."""
    said = ConsentWish.model_validate(handoff.consent or {})
    materials = list(dict.fromkeys([*said.materials, material_id]))
    wish = said.model_copy(update={"materials": materials})
    handoff.consent, handoff.snapshot = wish.model_dump(), snapshot_of(wish, record)
    _note_screen(session, handoff, words_of(wish, record))


async def _record(session: AsyncSession, viewer: Viewer, number: str | None) -> CaseRecord | None:
    if number is None:
        return None
    return await read_record(session, await cases.access_case(session, viewer, number))


def _must_make_sense(wish: ConsentWish, record: CaseRecord | None) -> None:
    """Raises: InvalidInput."""
    if record is None:
        if _OF_A_CASE & set(wish.parts) or wish.materials:
            raise InvalidInput({"case_number": "请先选择要带到窗口的办件，再勾选它的内容"})
        known, sensitive = set[str](), set[str]()
    else:
        known = {c.material.id for c in needed_materials(record.case, record.document)}
        sensitive = {f.id for f in record.document.form.fields() if is_sensitive(f)}
    if set(wish.materials) - known:
        raise InvalidInput({"materials": "有材料不属于这个办件，请重新勾选"})
    allowed = {f"basic.{name}" for name in FACTS} if "basic" in wish.parts else set[str]()
    allowed |= sensitive if "form" in wish.parts else set[str]()
    if set(wish.clear) - allowed:
        raise InvalidInput({"clear": "只能对已勾选共享的敏感信息选择「完整显示」"})


def words_of(wish: ConsentWish, record: CaseRecord | None) -> str:
    """What is shared, by its labels."""
    parts = [PART_LABELS[part] for part in PART_LABELS if part in wish.parts]
    parts += [f"材料「{name}」" for name in _names(wish.materials, _materials(record))]
    clear = _names(wish.clear, _sensitive(record))
    parts += [f"完整显示：{'、'.join(clear)}"] if clear else []
    head = f"办件「{record.case.item_name}」" if record else "不带办件"
    return "；".join([head, *(["、".join(parts)] if parts else ["只有姓氏，没有共享资料"])])


def snapshot_of(wish: ConsentWish, record: CaseRecord | None) -> dict[str, Any]:
    """What was agreed to, as it was then, for whoever has to prove it later."""
    case = record.case if record else None
    return {
        "words": words_of(wish, record),
        "item_name": case.item_name if case else "",
        "status": LABELS[case.status] if case else "",
        "revision": case.revision if case else "",
        "files": sorted(
            f.sha256 for f in (record.files if record else []) if f.material_id in wish.materials
        ),
        "agreed_at": now().isoformat(),
    }


def _materials(record: CaseRecord | None) -> dict[str, str]:
    needed = needed_materials(record.case, record.document) if record else []
    return {c.material.id: c.material.name for c in needed}


def _sensitive(record: CaseRecord | None) -> dict[str, str]:
    facts = {f"basic.{name}": label for name, (label, _) in FACTS.items()}
    return facts | ({f.id: f.label for f in record.document.form.fields()} if record else {})


def _names(wanted: Iterable[str], known: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(known[name] for name in wanted if name in known))


async def _drop_edits(session: AsyncSession, handoff: CounterHandoff) -> None:
    """What was proposed for another case is not for this one."""
    for edit in await repository.edits_of(session, handoff.id):
        if edit.state in WAITS:
            edit.state, edit.decided_at = "superseded", now()
    await repository.forget_locks(session, handoff.id)


def _note_screen(session: AsyncSession, handoff: CounterHandoff, told: str) -> None:
    """The counter's own screen shows what is shared from now on, without anybody asking for it."""
    session.add(
        AccessRecord(
            viewer=f"counter:{handoff.counter_id}"[:64],
            subject=handoff.user_id or "",
            case_number=handoff.case_number or "",
            what=f"扫码接力：窗口屏幕显示{told}"[:200],
            reason="申请人在手机上同意共享",
            at=now(),
        )
    )
