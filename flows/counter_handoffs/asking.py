"""The phone as the counter's camera: a photo of a material is asked for, and sent into the draft by
the upload every material goes through. A signature will be another `kind` (the tablet's room)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.presenter import needed_materials
from flows.counter_handoffs import repository
from flows.counter_handoffs.consent import widen
from flows.counter_handoffs.editing import fillable
from flows.counter_handoffs.errors import HandoffOver, RequestUnknown
from flows.counter_handoffs.presenter import show_to_citizen
from flows.counter_handoffs.seats import is_live
from flows.counter_handoffs.telling import CITIZEN, Party, note, tell
from flows.counter_handoffs.views import CitizenView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import CounterHandoff, PhoneRequest, new_id
from foundation.viewer import Viewer

MAX_NOTE = 200


async def ask_for_photo(
    session: AsyncSession, handoff: CounterHandoff, party: Party, material_id: str, words: str
) -> str:
    """Asked again for the same material, it is the same request with new words.

    Raises: HandoffOver, FormClosed, InvalidInput.
    """
    record = await fillable(session, handoff)
    names = {c.material.id: c.material.name for c in needed_materials(record.case, record.document)}
    if material_id not in names:
        raise InvalidInput({"material_id": "这个办件不需要这份材料，请重新选择"})
    if len(words) > MAX_NOTE:
        raise InvalidInput({"note": f"说明最多{MAX_NOTE}个字"})
    for one in await repository.requests_of(session, handoff.id):
        if one.material_id == material_id and one.state == "open":
            one.note = words
            tell(session, handoff)
            return one.id
    made = PhoneRequest(
        id=new_id(), handoff_id=handoff.id, kind="photo", material_id=material_id, note=words,
        state="open", at=now(),
    )  # fmt: skip
    session.add(made)
    note(session, handoff, party, "ask", f"请申请人用手机拍「{names[material_id]}」")
    await session.flush()
    tell(session, handoff)
    return made.id


async def withdraw(
    session: AsyncSession, handoff: CounterHandoff, party: Party, request_id: str
) -> None:
    """Raises: RequestUnknown."""
    found = await repository.request_of(session, handoff.id, request_id)
    if found is None:
        raise RequestUnknown
    if found.state == "open":
        found.state, found.answered_at = "withdrawn", now()
        note(session, handoff, party, "unask", "撤回了拍照请求")
        tell(session, handoff)


async def answer(
    session: AsyncSession, viewer: Viewer, handoff_id: str, request_id: str, *, is_done: bool
) -> CitizenView:
    """The photo lies in the draft, or the citizen will not. Sending it shares that material.

    Raises: HandoffUnknown, HandoffOver, RequestUnknown, InvalidInput when nothing was sent.
    """
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if not is_live(handoff) or handoff.state != "running":
        raise HandoffOver
    found = await repository.request_of(session, handoff.id, request_id)
    if found is None:
        raise RequestUnknown
    if found.state == "open":
        await _answer(session, handoff, found, is_done=is_done)
        tell(session, handoff)
    return await show_to_citizen(session, handoff)


async def _answer(
    session: AsyncSession, handoff: CounterHandoff, found: PhoneRequest, *, is_done: bool
) -> None:
    record = await fillable(session, handoff)
    names = {m.id: m.name for m in record.document.materials.materials}
    name = names.get(found.material_id, "材料")
    if is_done and not any(f.material_id == found.material_id for f in record.files):
        raise InvalidInput({"material_id": f"「{name}」还没有上传，请先拍照"})
    found.state, found.answered_at = ("done" if is_done else "declined"), now()
    if is_done:
        widen(session, handoff, record, found.material_id)
    said = f"拍了「{name}」，窗口可以查看" if is_done else f"没有拍「{name}」"
    note(session, handoff, CITIZEN, "photo", said)
    await session.flush()
