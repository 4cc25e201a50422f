"""The trial of a draft of rules (试跑): asked for, looked at, and asked after before publishing.

Judging itself is the cases' (`flows/cases/shadow.py`), because kept inputs are theirs.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.knowledge import repository
from flows.knowledge.errors import DraftMissing, EntryUnknown, ShadowMissing, ShadowUnseen
from flows.knowledge.faults import must_be_sound
from foundation.clock import LocalMoment, now
from foundation.models import KnowledgeRevision, ShadowRun, new_id
from foundation.queue import promise
from foundation.viewer import StaffMember

RUN = "rules.shadow"
VIEW = "knowledge.view"


class ChangedVerdict(BaseModel):
    """A case that would have been judged otherwise, and the rules that make the difference."""

    case_number: str
    before: str
    after: str
    rules: list[str]


class ShadowResult(BaseModel):
    """`counts` by «before → after»; `rules` how often each rule makes the difference."""

    counts: dict[str, int] = {}
    rules: dict[str, int] = {}
    changes: list[ChangedVerdict] = []
    broken: int = 0
    """Cases whose kept inputs could not be judged."""


class ShadowView(BaseModel):
    """The latest trial of what is being worked on; `is_current`: of exactly this draft."""

    state: str
    done: int
    total: int
    result: ShadowResult
    is_current: bool
    actor_name: str
    created_at: LocalMoment
    finished_at: LocalMoment | None
    seen_at: LocalMoment | None


async def ask_for_shadow(session: AsyncSession, staff: StaffMember, entry_id: str) -> ShadowView:
    """Try the open draft of rules on last month's cases; asking again about it starts none.

    Raises: EntryUnknown, DraftMissing, InvalidInput with the draft's faults.
    """
    staff.must_hold(VIEW)
    draft = await _draft(session, entry_id)
    held = await repository.latest_shadow(session, entry_id)
    if held is None or held.fingerprint != draft.fingerprint:
        must_be_sound(draft)
        held = ShadowRun(
            id=new_id(),
            entry_id=entry_id,
            fingerprint=draft.fingerprint,
            state="running",
            done_count=0,
            total_count=0,
            result={},
            actor_name=staff.display_name,
            created_at=now(),
        )
        session.add(held)
        promise(session, RUN, {"run_id": held.id, "revision_id": draft.id})
    return _show(held, draft)


async def look_at_shadow(session: AsyncSession, staff: StaffMember, entry_id: str) -> ShadowView:
    """Raises: EntryUnknown, DraftMissing, ShadowMissing when none was asked for."""
    staff.must_hold(VIEW)
    draft = await _draft(session, entry_id)
    return _show(await _held(session, entry_id), draft)


async def note_seen(session: AsyncSession, staff: StaffMember, entry_id: str) -> ShadowView:
    """Somebody has looked at what the trial came to. Raises also: ShadowMissing while it runs."""
    staff.must_hold(VIEW)
    draft = await _draft(session, entry_id)
    held = await _held(session, entry_id)
    if held.state != "done":
        raise ShadowMissing("试跑还没有完成，请等它跑完再看结果。")
    if held.seen_at is None:
        held.seen_at, held.seen_by = now(), f"staff:{staff.username}"
    return _show(held, draft)


async def must_be_seen(session: AsyncSession, revision: KnowledgeRevision, note: str) -> None:
    """Rules are published after somebody saw their trial, or for a reason given in the note.

    Raises: ShadowUnseen.
    """
    if revision.shape != "rules" or note.strip():
        return
    held = await repository.latest_shadow(session, revision.entry_id)
    if held is None or held.fingerprint != revision.fingerprint or held.seen_at is None:
        raise ShadowUnseen


async def _draft(session: AsyncSession, entry_id: str) -> KnowledgeRevision:
    line = await repository.entry_line(session, entry_id)
    if line is None:
        raise EntryUnknown
    opened = line[2]
    if opened is None or opened.shape != "rules":
        raise DraftMissing("现在没有预审规则的草稿，没有可以试跑的内容。")
    return opened


async def _held(session: AsyncSession, entry_id: str) -> ShadowRun:
    held = await repository.latest_shadow(session, entry_id)
    if held is None:
        raise ShadowMissing
    return held


def _show(held: ShadowRun, draft: KnowledgeRevision) -> ShadowView:
    result: dict[str, Any] = held.result
    return ShadowView(
        state=held.state,
        done=held.done_count,
        total=held.total_count,
        result=ShadowResult.model_validate(result),
        is_current=held.fingerprint == draft.fingerprint,
        actor_name=held.actor_name,
        created_at=held.created_at,
        finished_at=held.finished_at,
        seen_at=held.seen_at,
    )
