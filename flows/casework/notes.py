"""备注: what colleagues tell each other about a case; pinned, changed with its history, @ named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.sight import sight_on
from flows.casework import repository
from flows.casework.errors import NoteChanged, NoteUnknown, NotYourNote
from flows.casework.views import Mentions, MentionView, Notes, NoteVersionView, NoteView
from flows.lookup.indexing import ask_for_index
from flows.staff.service import note_view
from flows.staff.views import Colleague
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.idempotency import once
from foundation.models import Case, CaseNote, CaseNoteVersion, Staff, new_id
from foundation.viewer import StaffMember

LONGEST, MOST_NAMED, LISTED = 1000, 10, 50


async def list_notes(session: AsyncSession, staff: StaffMember, number: str) -> Notes:
    """The notes of a case; whoever reads them has seen where they were named, and the look is
    noted. Raises: Forbidden, CaseUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    await repository.see_mentions(session, staff.staff_id, number)
    await note_view(session, staff, case, "查看备注")
    return await _show(session, staff, case)


async def add_note(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    key: str | None,
    text: str,
    mentions: Sequence[str],
) -> Notes:
    """A new note. Raises: Forbidden, CaseUnknown, InvalidInput, IdempotencyConflict."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    text, named = _checked(text, mentions)

    async def write() -> dict[str, object]:
        note_id = new_id()
        session.add(
            CaseNote(
                id=note_id,
                case_number=number,
                author_id=staff.staff_id,
                text=text,
                mentions=named,
            )
        )
        await session.flush()
        await _tell(session, staff, number, note_id, named)
        return {"id": note_id}

    body = {"number": number, "text": text, "mentions": named}
    await once(session, f"staff:{staff.staff_id}", key, body, write)
    return await _show(session, staff, case)


async def change_note(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    note_id: str,
    version: int,
    text: str | None,
    mentions: Sequence[str] | None,
    is_pinned: bool | None,
) -> Notes:
    """Its author changes what it says, what it said before is kept; anybody pins it.

    Raises: Forbidden, CaseUnknown, NoteUnknown, NoteChanged, NotYourNote, InvalidInput.
    """
    case, note = await _note(session, staff, number, note_id)
    if text is not None:
        _must_be_mine(staff, note)
        said, named = _checked(text, note.mentions if mentions is None else mentions)
        if (said, named) != (note.text, note.mentions):
            if note.version != version:
                raise NoteChanged
            _keep_version(session, note, staff)
            note.text, note.mentions, note.updated_at = said, named, now()
            await _tell(session, staff, number, note_id, named)
    if is_pinned is not None:
        note.is_pinned = is_pinned
    await session.flush()
    return await _show(session, staff, case)


async def remove_note(
    session: AsyncSession, staff: StaffMember, number: str, note_id: str
) -> Notes:
    """Its author takes it away; what it said stays kept. Raises: as change_note."""
    case, note = await _note(session, staff, number, note_id)
    _must_be_mine(staff, note)
    _keep_version(session, note, staff)
    note.removed_at = now()
    ask_for_index(session, number)
    await session.flush()
    return await _show(session, staff, case)


async def list_mentions(session: AsyncSession, staff: StaffMember) -> Mentions:
    """提到我的: notes somebody was named in. Raises: Forbidden."""
    staff.must_hold("cases.view")
    rows = await repository.mentions_of(session, staff, LISTED)
    items = [
        MentionView(
            note_id=note.id,
            number=case.number,
            item_name=case.item_name,
            author=author.display_name,
            text=(await sight_on(session, staff, case)).cover(note.text)[:120],
            at=mention.created_at,
            is_new=mention.seen_at is None,
        )
        for mention, note, author, case in rows
    ]
    return Mentions(items=items, total=len(items), unseen=sum(i.is_new for i in items))


async def _note(
    session: AsyncSession, staff: StaffMember, number: str, note_id: str
) -> tuple[Case, CaseNote]:
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    note = await repository.note_of(session, number, note_id)
    if note is None:
        raise NoteUnknown
    return case, note


def _must_be_mine(staff: StaffMember, note: CaseNote) -> None:
    if note.author_id != staff.staff_id:
        raise NotYourNote


def _keep_version(session: AsyncSession, note: CaseNote, staff: StaffMember) -> None:
    session.add(
        CaseNoteVersion(note_id=note.id, text=note.text, changed_by=staff.display_name, at=now())
    )


async def _tell(
    session: AsyncSession, staff: StaffMember, number: str, note_id: str, named: Sequence[str]
) -> None:
    """Who was named learns it at once, and the index what the note says."""
    known = await repository.staff_named(session, named)
    await repository.add_mentions(session, note_id, [i for i in known if i != staff.staff_id])
    ask_for_index(session, number)
    announce_after_commit(session, "staff", "task", {"case_number": number, "state": "note"})


def _checked(text: str, mentions: Sequence[str]) -> tuple[str, list[str]]:
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise InvalidInput({"text": f"请写备注内容，最多{LONGEST}字"})
    named = list(dict.fromkeys(mentions))
    if len(named) > MOST_NAMED:
        raise InvalidInput({"mentions": f"一条备注最多提到{MOST_NAMED}位同事"})
    return text, named


async def _show(session: AsyncSession, staff: StaffMember, case: Case) -> Notes:
    """Words that say what a grant hides are covered, but in the reader's own notes."""
    sight = await sight_on(session, staff, case)
    rows = await repository.notes_of(session, case.number)
    earlier = defaultdict(list)
    for version in await repository.versions_of(session, [note.id for note, _ in rows]):
        earlier[version.note_id].append(
            NoteVersionView(
                text=sight.cover(version.text), changed_by=version.changed_by, at=version.at
            )
        )
    named = await repository.staff_named(session, [i for note, _ in rows for i in note.mentions])
    items = [
        NoteView(
            id=note.id,
            text=note.text if note.author_id == staff.staff_id else sight.cover(note.text),
            author=_colleague(author),
            mentions=[_colleague(named[i]) for i in note.mentions if i in named],
            is_pinned=note.is_pinned,
            is_mine=note.author_id == staff.staff_id,
            version=note.version,
            created_at=note.created_at,
            updated_at=note.updated_at,
            earlier=earlier[note.id],
        )
        for note, author in rows
    ]
    return Notes(items=items, total=len(items))


def _colleague(staff: Staff) -> Colleague:
    return Colleague(id=staff.id, display_name=staff.display_name)
