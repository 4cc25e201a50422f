"""What staff keep beside a talk: notes for colleagues, and a department's canned replies."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.handoffs import repository
from flows.handoffs.presenter import show_notes
from flows.handoffs.views import NoteView, PhraseList, PhraseView
from foundation.clock import now
from foundation.errors import InvalidInput, NotFound
from foundation.models import CannedReply, HandoffNote, new_id
from foundation.viewer import StaffMember

MAX_NOTE, MAX_TITLE, MAX_PHRASE = 500, 40, 1000

SHIPPED = (
    ("问候", "您好，我是工作人员{name}，您的问题我已经看到，正在帮您核实，请稍等。"),
    ("请补充信息", "为了帮您查得准，请告诉我：要办的事项、在哪个街道办、目前到了哪一步。"),
    ("核实中", "这个问题需要向业务科室核实，请您稍等几分钟。"),
    ("结束语", "请问还有其他可以帮您的吗？如果没有，我就先结束这次服务，祝您办事顺利。"),
)
"""Shown where a department has written none; `{name}` is who speaks."""


class PhraseUnknown(NotFound):
    code = "phrase_unknown"
    default_detail = "没有这条常用语，或不是本部门的，不能修改。"


async def add_note(
    session: AsyncSession, staff: StaffMember, handoff_id: str, text: str
) -> list[NoteView]:
    """A note colleagues read and the citizen never does."""
    staff.must_hold("handoffs.serve")
    words = text.strip()
    if not 1 <= len(words) <= MAX_NOTE:
        raise InvalidInput({"text": f"备注请写1至{MAX_NOTE}个字"})
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id)
    notes = await repository.notes_of(session, handoff.id)
    last = notes[-1] if notes else None
    if last is None or (last.text, last.author_name) != (words, staff.display_name):
        session.add(
            HandoffNote(
                id=new_id(),
                handoff_id=handoff.id,
                author_name=staff.display_name,
                text=words,
                at=now(),
            )
        )
        await session.flush()
    return show_notes(await repository.notes_of(session, handoff.id))


async def list_phrases(session: AsyncSession, staff: StaffMember) -> PhraseList:
    staff.must_hold("handoffs.serve")
    kept = [_show(p) for p in await repository.phrases_of(session, staff)]
    shown = kept or _shipped(staff)
    return PhraseList(items=shown, total=len(shown))


async def keep_phrase(
    session: AsyncSession, staff: StaffMember, phrase_id: str | None, title: str, text: str
) -> PhraseList:
    """Write a phrase of one's own department, or change it."""
    staff.must_hold("handoffs.serve")
    title, words = title.strip(), text.strip()
    errors = {}
    if not 1 <= len(title) <= MAX_TITLE:
        errors["title"] = f"名称请写1至{MAX_TITLE}个字"
    if not 1 <= len(words) <= MAX_PHRASE:
        errors["text"] = f"内容请写1至{MAX_PHRASE}个字"
    if errors:
        raise InvalidInput(errors)
    if not await repository.phrases_of(session, staff):
        _adopt_shipped(session, staff, but=phrase_id)
    phrase = await _phrase(session, staff, phrase_id)
    phrase.title, phrase.text = title, words
    phrase.author_name, phrase.updated_at = staff.display_name, now()
    await session.flush()
    return await list_phrases(session, staff)


async def remove_phrase(session: AsyncSession, staff: StaffMember, phrase_id: str) -> PhraseList:
    staff.must_hold("handoffs.serve")
    if not await repository.phrases_of(session, staff):
        _adopt_shipped(session, staff, but=phrase_id)
    phrase = await repository.access_phrase(session, staff, phrase_id)
    if phrase is not None:
        await repository.remove(session, phrase)
    await session.flush()
    return await list_phrases(session, staff)


async def _phrase(session: AsyncSession, staff: StaffMember, phrase_id: str | None) -> CannedReply:
    if phrase_id is None or phrase_id.startswith("shipped-"):
        made = CannedReply(id=new_id(), department_code=staff.department_code)
        session.add(made)
        return made
    found = await repository.access_phrase(session, staff, phrase_id)
    if found is None:
        raise PhraseUnknown
    return found


def _adopt_shipped(session: AsyncSession, staff: StaffMember, but: str | None) -> None:
    """Once a department writes its own, the shipped ones become its own too."""
    for shown in _shipped(staff):
        if shown.id != but:
            session.add(
                CannedReply(
                    id=new_id(),
                    department_code=staff.department_code,
                    title=shown.title,
                    text=shown.text,
                    author_name=shown.author,
                    updated_at=now(),
                )
            )


def _shipped(staff: StaffMember) -> list[PhraseView]:
    return [
        PhraseView(
            id=f"shipped-{number}",
            title=title,
            text=text,
            department_code=staff.department_code,
            author="系统预置",
            updated_at=now(),
        )
        for number, (title, text) in enumerate(SHIPPED)
    ]


def _show(phrase: CannedReply) -> PhraseView:
    return PhraseView(
        id=phrase.id,
        title=phrase.title,
        text=phrase.text,
        department_code=phrase.department_code,
        author=phrase.author_name,
        updated_at=phrase.updated_at,
    )
