"""The life of a revision: draft → in review → published, or returned; a second person decides.

A draft keeps whatever was typed, faults and all; handing it in asks that it be sound. What was
published is never changed: a correction is a new revision.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.knowledge import repository
from flows.knowledge.errors import (
    DraftMissing,
    DraftMoved,
    EntryExists,
    EntryUnknown,
    OwnWork,
    ReviewPending,
    RevisionUnknown,
)
from flows.knowledge.faults import key_of, must_be_sound, region_of, title_of
from flows.knowledge.shadow import must_be_seen
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.idempotency import once
from foundation.models import KnowledgeEntry, KnowledgeEvent, KnowledgeRevision
from foundation.viewer import StaffMember
from knowledge_base import repository as knowledge
from knowledge_base.keeping import CONSOLE
from knowledge_base.pieces import SHAPES, ShapeName, fingerprint_of
from knowledge_base.publishing import publish_changes

EDIT, REVIEW = "knowledge.edit", "knowledge.review"
Decision = Literal["publish", "return"]


class Draft(BaseModel):
    """What an editor writes: the body in its shape, since when and until when, and why."""

    body: dict[str, Any]
    effective_from: date | None = None
    expires_on: date | None = None
    note: str = ""

    def checked(self) -> Draft:
        """Raises: InvalidInput."""
        if self.effective_from and self.expires_on and self.expires_on <= self.effective_from:
            raise InvalidInput({"expires_on": "失效日期应在生效日期之后"})
        if len(self.note) > 500:
            raise InvalidInput({"note": "修改说明最多500个字"})
        return self


async def create_entry_once(
    session: AsyncSession, staff: StaffMember, key: str | None, shape: ShapeName, draft: Draft
) -> str:
    """`create_entry` under an Idempotency-Key. Raises also: IdempotencyConflict."""

    async def act() -> dict[str, Any]:
        return {"id": await create_entry(session, staff, shape, draft)}

    written = {"shape": shape, **draft.model_dump(mode="json")}
    return str((await once(session, _id(staff), key, written, act))["id"])


async def create_entry(
    session: AsyncSession, staff: StaffMember, shape: ShapeName, draft: Draft
) -> str:
    """A new entry with its first draft; returns its id. Raises: InvalidInput, EntryExists."""
    staff.must_hold(EDIT)
    draft.checked()
    key = key_of(shape, draft.body)
    if not key:
        raise InvalidInput({"body": "请先写明编号，保存后就不能再改"})
    kind = SHAPES[shape].kind
    if await repository.entry_by_key(session, kind, key):
        raise EntryExists
    entry = KnowledgeEntry(
        kind=kind,
        key=key,
        title=title_of(shape, draft.body) or key,
        region=region_of(shape, draft.body),
        origin=CONSOLE,
    )
    session.add(entry)
    await session.flush()
    revision = _new_revision(entry, 1, shape, staff)
    _write(revision, draft)
    session.add(revision)
    _note(session, entry, 1, "draft", staff, draft.note)
    return entry.id


async def save_draft(
    session: AsyncSession, staff: StaffMember, entry_id: str, draft: Draft, version: int
) -> None:
    """Keep what was typed.

    Args:
        version: that of the draft the editor saw; 0 where there was none.

    Raises: DraftMoved when somebody saved in between, ReviewPending, InvalidInput.
    """
    staff.must_hold(EDIT)
    draft.checked()
    entry, shown, opened = await _lock(session, entry_id)
    if opened and opened.state == "in_review":
        raise ReviewPending
    if (opened.version if opened else 0) != version:
        raise DraftMoved
    shape = opened.shape if opened else shown.shape if shown else await _last_shape(session, entry)
    if key_of(shape, draft.body) not in ("", entry.key):
        raise InvalidInput({"body": "编号不能改。要换编号，请新建一条，再撤下这一条。"})
    action = "saved"
    if opened is None:
        number = await repository.last_number(session, entry.id) + 1
        opened = _new_revision(entry, number, shape, staff)
        session.add(opened)
        action = "draft"
    opened.state, opened.author, opened.author_name = "draft", _id(staff), staff.display_name
    _write(opened, draft)
    entry.updated_at = now()
    if action == "draft" or not await _still_saving(session, entry, opened, staff, draft.note):
        _note(session, entry, opened.number, action, staff, draft.note)


async def submit(session: AsyncSession, staff: StaffMember, entry_id: str) -> None:
    """Hand a draft in for review. Raises: InvalidInput with every fault, DraftMissing."""
    staff.must_hold(EDIT)
    entry, _shown, opened = await _lock(session, entry_id)
    draft = _in_state(opened, "draft", "returned")
    must_be_sound(draft)
    draft.state, draft.author, draft.author_name = "in_review", _id(staff), staff.display_name
    draft.updated_at = entry.updated_at = now()
    _note(session, entry, draft.number, "in_review", staff, draft.note)


async def recall(session: AsyncSession, staff: StaffMember, entry_id: str) -> None:
    """Take back what one handed in oneself, to go on writing."""
    staff.must_hold(EDIT)
    entry, _shown, opened = await _lock(session, entry_id)
    waiting = _in_state(opened, "in_review")
    if waiting.author != _id(staff):
        raise Conflict("只有提交人能撤回送审；需要修改请退回。")
    waiting.state, waiting.updated_at = "draft", now()
    _note(session, entry, waiting.number, "recalled", staff, "")


async def discard(session: AsyncSession, staff: StaffMember, entry_id: str) -> None:
    """Give a draft up; it stays among the old revisions."""
    staff.must_hold(EDIT)
    entry, _shown, opened = await _lock(session, entry_id)
    draft = _in_state(opened, "draft", "returned")
    draft.state, draft.updated_at = "archived", now()
    entry.updated_at = now()
    _note(session, entry, draft.number, "discarded", staff, "")


async def review(
    session: AsyncSession, staff: StaffMember, entry_id: str, decision: Decision, note: str
) -> None:
    """Publish or return what a colleague handed in. Raises: OwnWork, DraftMissing, InvalidInput,
    and ShadowUnseen for rules nobody has seen tried.
    """
    staff.must_hold(REVIEW)
    entry, shown, opened = await _lock(session, entry_id)
    waiting = _in_state(opened, "in_review")
    if waiting.author == _id(staff):
        raise OwnWork
    if decision == "return":
        if not note.strip():
            raise InvalidInput({"note": "请写明要改什么，提交人会看到"})
        waiting.state, waiting.updated_at = "returned", now()
        _note(session, entry, waiting.number, "returned", staff, note.strip())
        return
    must_be_sound(waiting)
    await must_be_seen(session, waiting, note)
    await _publish(session, entry, shown, waiting)
    _note(session, entry, waiting.number, "published", staff, note.strip())


async def withdraw(session: AsyncSession, staff: StaffMember, entry_id: str, note: str) -> None:
    """Take what is wrong from citizens' eyes at once; publishing it again needs review."""
    staff.must_hold(EDIT)
    if not note.strip():
        raise InvalidInput({"note": "请写明撤下的原因"})
    entry, shown, _opened = await _lock(session, entry_id)
    if shown is None:
        raise Conflict("这一条现在没有发布，无需撤下。")
    await knowledge.hold(session)
    shown.state, shown.updated_at = "withdrawn", now()
    entry.origin, entry.updated_at = CONSOLE, now()
    _note(session, entry, shown.number, "withdrawn", staff, note.strip())
    await publish_changes(session, [f"{entry.kind}:{entry.key}"])


async def restore(session: AsyncSession, staff: StaffMember, entry_id: str, number: int) -> None:
    """An old revision becomes the draft. Raises: RevisionUnknown, Conflict while one is open."""
    staff.must_hold(EDIT)
    entry, _shown, opened = await _lock(session, entry_id)
    if opened:
        raise Conflict("已有草稿或待审核的版本，请先处理它，再恢复旧版本。")
    old = await repository.revision(session, entry_id, number)
    if old is None:
        raise RevisionUnknown
    fresh = _new_revision(
        entry, await repository.last_number(session, entry_id) + 1, old.shape, staff
    )
    note = f"恢复第{number}版"
    _write(
        fresh,
        Draft(
            body=old.body, effective_from=old.effective_from, expires_on=old.expires_on, note=note
        ),
    )
    session.add(fresh)
    entry.updated_at = now()
    _note(session, entry, fresh.number, "draft", staff, note)


async def _publish(
    session: AsyncSession,
    entry: KnowledgeEntry,
    shown: KnowledgeRevision | None,
    revision: KnowledgeRevision,
) -> None:
    await knowledge.hold(session)
    if shown:
        shown.state, shown.updated_at = "superseded", now()
        await session.flush()
    revision.state, revision.published_at, revision.updated_at = "published", now(), now()
    shape = revision.shape
    entry.title = title_of(shape, revision.body) or entry.title
    entry.region = region_of(shape, revision.body)
    entry.origin, entry.updated_at = CONSOLE, now()
    await publish_changes(session, [f"{entry.kind}:{entry.key}"])


async def _lock(
    session: AsyncSession, entry_id: str
) -> tuple[KnowledgeEntry, KnowledgeRevision | None, KnowledgeRevision | None]:
    line = await repository.entry_line(session, entry_id, lock=True)
    if line is None:
        raise EntryUnknown
    return line[0], line[1], line[2]


async def _last_shape(session: AsyncSession, entry: KnowledgeEntry) -> str:
    revisions = await repository.revisions_of(session, entry.id)
    return revisions[0].shape


async def _still_saving(
    session: AsyncSession,
    entry: KnowledgeEntry,
    opened: KnowledgeRevision,
    staff: StaffMember,
    note: str,
) -> bool:
    """An editor that saves every few seconds is one event, of the last save."""
    last = await repository.latest_event(session, entry.id)
    if last is None or (last.action, last.revision, last.actor) != (
        "saved",
        opened.number,
        _id(staff),
    ):
        return False
    last.at, last.note = now(), note
    return True


def _in_state(opened: KnowledgeRevision | None, *states: str) -> KnowledgeRevision:
    if opened is None or opened.state not in states:
        raise DraftMissing
    return opened


def _new_revision(
    entry: KnowledgeEntry, number: int, shape: str, staff: StaffMember
) -> KnowledgeRevision:
    return KnowledgeRevision(
        entry_id=entry.id,
        number=number,
        shape=shape,
        state="draft",
        author=_id(staff),
        author_name=staff.display_name,
    )


def _write(revision: KnowledgeRevision, draft: Draft) -> None:
    revision.body, revision.fingerprint = draft.body, fingerprint_of(revision.shape, draft.body)
    revision.effective_from, revision.expires_on = draft.effective_from, draft.expires_on
    revision.note, revision.updated_at = draft.note, now()


def _note(
    session: AsyncSession,
    entry: KnowledgeEntry,
    number: int,
    action: str,
    staff: StaffMember,
    note: str,
) -> None:
    session.add(
        KnowledgeEvent(
            entry_id=entry.id,
            revision=number,
            action=action,
            actor=_id(staff),
            actor_name=staff.display_name,
            note=note,
        )
    )


def _id(staff: StaffMember) -> str:
    return f"staff:{staff.username}"
