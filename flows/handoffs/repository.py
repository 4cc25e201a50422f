"""Rows of handoffs. A citizen's are reached through `access_handoff`, which takes the viewer.

Locks are taken in one order: staff, handoff, conversation. Whoever opens a handoff holds the
conversation first and makes the handoff new, so no two wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flows.handoffs.errors import HandoffUnknown
from flows.handoffs.topics import served_by
from foundation.clock import now
from foundation.db import fresh
from foundation.models import (
    AccessRecord,
    CannedReply,
    Case,
    Conversation,
    Handoff,
    HandoffEvent,
    HandoffNote,
    Message,
    Staff,
    StaffSession,
    User,
)
from foundation.models.base import table_of
from foundation.viewer import StaffMember, Viewer

OPEN = ("waiting", "accepted")


_handoff, _conversation = table_of(Handoff).c, table_of(Conversation).c
_SPEAKING = (
    select(_handoff.id, _handoff.staff_id, _handoff.topic)
    .join_from(table_of(Conversation), table_of(Handoff), _handoff.id == _conversation.handoff_id)
    .where(_conversation.id == bindparam("conversation_id"), _handoff.state == "accepted")
)


@dataclass(frozen=True, slots=True)
class Speaking:
    """The open talk of a conversation."""

    handoff_id: str
    staff_id: str
    topic: str


async def access_handoff(
    session: AsyncSession, viewer: Viewer, handoff_id: str, *, lock: bool = False
) -> Handoff:
    """The viewer's own handoff, locked if asked. Raises: HandoffUnknown."""
    query = select(Handoff).where(Handoff.id == handoff_id, Handoff.user_id == viewer.user_id)
    return await _one(session, query, lock)


async def access_handoff_as_staff(
    session: AsyncSession, staff: StaffMember, handoff_id: str, *, lock: bool = False
) -> Handoff:
    """One of the topics the staff member takes, or one that is theirs. Raises: HandoffUnknown."""
    query = select(Handoff).where(Handoff.id == handoff_id, *visible_to(staff))
    return await _one(session, query, lock)


def visible_to(staff: StaffMember) -> list[ColumnElement[bool]]:
    served = None if "handoffs.lead" in staff.permissions else served_by(staff)
    if served is None:
        return []
    return [or_(Handoff.topic.in_(served), Handoff.staff_id == staff.staff_id)]


async def _one(session: AsyncSession, query: Any, lock: bool) -> Handoff:
    found: Handoff | None = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise HandoffUnknown
    return found


async def handoff_by_id(
    session: AsyncSession, handoff_id: str, *, lock: bool = False
) -> Handoff | None:
    query = select(Handoff).where(Handoff.id == handoff_id)
    return await session.scalar(fresh(query) if lock else query)


async def lock_staff(session: AsyncSession, staff_id: str) -> Staff | None:
    """Taken before counting someone's talks, so that two cannot both be the last allowed."""
    return await session.scalar(
        select(Staff)
        .where(Staff.id == staff_id, Staff.is_active)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def lock_conversation(session: AsyncSession, conversation_id: str) -> Conversation | None:
    return await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def let_go(session: AsyncSession, handoff: Handoff) -> None:
    """The conversation has no open handoff any more."""
    await session.execute(
        update(Conversation).where(Conversation.handoff_id == handoff.id).values(handoff_id=None)
    )


async def open_talks(session: AsyncSession, staff_id: str) -> int:
    return (
        await session.scalar(
            select(func.count())
            .select_from(Handoff)
            .where(Handoff.staff_id == staff_id, Handoff.state == "accepted")
        )
        or 0
    )


async def talks_by_staff(session: AsyncSession) -> dict[str, int]:
    rows = await session.execute(
        select(Handoff.staff_id, func.count())
        .where(Handoff.state == "accepted")
        .group_by(Handoff.staff_id)
    )
    return {str(row[0]): row[1] for row in rows}


async def at_their_desks(session: AsyncSession) -> set[str]:
    """Ids of staff who are signed in and have not paused."""
    signed_in = exists().where(StaffSession.staff_id == Staff.id, StaffSession.expires_at > now())
    rows = await session.scalars(
        select(Staff.id).where(Staff.is_active, Staff.takes_handoffs, signed_in)
    )
    return set(rows)


async def staff_by_id(session: AsyncSession, staff_id: str | None) -> Staff | None:
    return await session.get(Staff, staff_id) if staff_id else None


async def waiting_before(session: AsyncSession, handoff: Handoff) -> int:
    """How many wait longer for the same topic."""
    earlier = or_(
        Handoff.opened_at < handoff.opened_at,
        (Handoff.opened_at == handoff.opened_at) & (Handoff.id < handoff.id),
    )
    return (
        await session.scalar(
            select(func.count())
            .select_from(Handoff)
            .where(Handoff.state == "waiting", Handoff.topic == handoff.topic, earlier)
        )
        or 0
    )


async def waiting_for(session: AsyncSession, topic: str, limit: int = 50) -> Sequence[Handoff]:
    rows = await session.scalars(
        select(Handoff)
        .where(Handoff.state == "waiting", Handoff.topic == topic)
        .order_by(Handoff.opened_at, Handoff.id)
        .limit(limit)
    )
    return rows.all()


async def speaking_in(session: AsyncSession, conversation_id: str) -> Speaking | None:
    """The person who speaks in a conversation now; asked in every turn, so built once."""
    row = (await session.execute(_SPEAKING, {"conversation_id": conversation_id})).first()
    return Speaking(*row) if row else None


async def latest_of(session: AsyncSession, viewer: Viewer) -> Handoff | None:
    """The open handoff of the viewer, else the last one."""
    return await session.scalar(
        select(Handoff)
        .where(Handoff.user_id == viewer.user_id)
        .order_by(Handoff.state.in_(OPEN).desc(), Handoff.opened_at.desc())
        .limit(1)
    )


async def list_handoffs(
    session: AsyncSession, staff: StaffMember, state: str, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """Rows of (handoff, citizen, conversation's channel, owner), the longest waiting first."""
    wanted = _in_state(staff, state)
    total = await session.scalar(select(func.count()).select_from(Handoff).where(*wanted))
    order = Handoff.opened_at.desc() if state == "closed" else Handoff.opened_at
    rows = await session.execute(
        _row_query().where(*wanted).order_by(order, Handoff.id).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


async def count_handoffs(session: AsyncSession, staff: StaffMember) -> dict[str, int]:
    counts = {}
    for state in ("waiting", "mine", "open"):
        query = select(func.count()).select_from(Handoff).where(*_in_state(staff, state))
        counts[state] = await session.scalar(query) or 0
    return counts


async def handoff_row(session: AsyncSession, handoff: Handoff) -> Any:
    return (await session.execute(_row_query().where(Handoff.id == handoff.id))).one()


def _row_query() -> Any:
    return (
        select(Handoff, User, Conversation.channel, Staff)
        .join(User, User.id == Handoff.user_id)
        .outerjoin(Conversation, Conversation.id == Handoff.conversation_id)
        .outerjoin(Staff, Staff.id == Handoff.staff_id)
    )


def _in_state(staff: StaffMember, state: str) -> list[ColumnElement[bool]]:
    wanted = visible_to(staff)
    if state == "mine":
        return [Handoff.state == "accepted", Handoff.staff_id == staff.staff_id]
    if state == "open":
        return [*wanted, Handoff.state == "accepted"]
    if state == "closed":
        return [*wanted, Handoff.state.not_in(OPEN)]
    return [*wanted, Handoff.state == "waiting"]


async def events_of(session: AsyncSession, handoff_id: str) -> Sequence[HandoffEvent]:
    rows = await session.scalars(
        select(HandoffEvent).where(HandoffEvent.handoff_id == handoff_id).order_by(HandoffEvent.id)
    )
    return rows.all()


async def notes_of(session: AsyncSession, handoff_id: str) -> Sequence[HandoffNote]:
    rows = await session.scalars(
        select(HandoffNote).where(HandoffNote.handoff_id == handoff_id).order_by(HandoffNote.at)
    )
    return rows.all()


async def messages_of(
    session: AsyncSession, conversation_id: str, after: int, limit: int
) -> Sequence[Message]:
    """The latest messages of a conversation after a seq, oldest first."""
    rows = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > after)
        .order_by(Message.seq.desc())
        .limit(limit)
    )
    return rows.all()[::-1]


async def message_by_id(session: AsyncSession, message_id: str) -> Message | None:
    return await session.scalar(select(Message).where(Message.id == message_id))


async def context_of(session: AsyncSession, conversation_id: str) -> dict[str, Any]:
    found = await session.get(Conversation, conversation_id)
    return found.context if found else {}


async def latest_draft(session: AsyncSession, handoff: Handoff) -> Case | None:
    """The citizen's case last worked on, of the handoff's item where it has one."""
    query = select(Case).where(Case.user_id == handoff.user_id, Case.status != "withdrawn")
    if handoff.item_code:
        query = query.where(Case.item_code == handoff.item_code)
    return await session.scalar(query.order_by(Case.updated_at.desc()).limit(1))


async def user_of(session: AsyncSession, handoff: Handoff) -> User:
    return await user_by_id(session, handoff.user_id)


async def user_by_id(session: AsyncSession, user_id: str) -> User:
    user = await session.get(User, user_id)
    assert user is not None
    return user


async def overdue_waits(session: AsyncSession, since: datetime) -> Sequence[Handoff]:
    """Those who wait since before a moment and were not told about it yet."""
    rows = await session.scalars(
        select(Handoff)
        .where(Handoff.state == "waiting", Handoff.opened_at < since, Handoff.nudged_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def lapsed_waits(session: AsyncSession, since: datetime) -> Sequence[Handoff]:
    rows = await session.scalars(
        select(Handoff)
        .where(Handoff.state == "waiting", Handoff.opened_at < since)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def orphaned(session: AsyncSession) -> Sequence[Handoff]:
    """Talks whose owner is signed in nowhere any more."""
    signed_in = exists().where(
        StaffSession.staff_id == Handoff.staff_id, StaffSession.expires_at > now()
    )
    rows = await session.scalars(
        select(Handoff)
        .where(Handoff.state == "accepted", ~signed_in)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def is_signed_in(session: AsyncSession, staff_id: str) -> bool:
    found = await session.scalar(
        select(StaffSession.staff_id)
        .where(StaffSession.staff_id == staff_id, StaffSession.expires_at > now())
        .limit(1)
    )
    return found is not None


async def is_view_noted(session: AsyncSession, viewer: str, what: str, since: datetime) -> bool:
    noted = select(AccessRecord.id).where(
        AccessRecord.viewer == viewer, AccessRecord.what == what, AccessRecord.at > since
    )
    return await session.scalar(noted.limit(1)) is not None


async def phrases_of(session: AsyncSession, staff: StaffMember) -> Sequence[CannedReply]:
    """Those of the staff member's department and everybody's."""
    rows = await session.scalars(
        select(CannedReply)
        .where(CannedReply.department_code.in_(("", staff.department_code)))
        .order_by(CannedReply.title)
    )
    return rows.all()


async def access_phrase(
    session: AsyncSession, staff: StaffMember, phrase_id: str
) -> CannedReply | None:
    """One the staff member may change: their own department's."""
    return await session.scalar(
        select(CannedReply).where(
            CannedReply.id == phrase_id, CannedReply.department_code == staff.department_code
        )
    )


async def remove(session: AsyncSession, phrase: CannedReply) -> None:
    await session.delete(phrase)
