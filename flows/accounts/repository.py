"""Rows of accounts: users, their sessions and addresses, and what a guest leaves to a user."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.db import fresh
from foundation.models import (
    Case,
    Conversation,
    GuidanceRun,
    Handoff,
    HandoffEvent,
    Message,
    NoticeConsent,
    Ticket,
    User,
    UserAddress,
    UserSession,
    WorkOrder,
)
from foundation.viewer import Viewer

_VIEWER = (
    select(User.id, User.kind, User.display_name, User.assurance_level, UserSession.channel)
    .join(UserSession, UserSession.user_id == User.id)
    .where(
        UserSession.token_hash == bindparam("token_hash"),
        UserSession.expires_at > bindparam("moment"),
    )
)
"""Built once: every request asks it, and building it costs more than asking."""

_TOPIC = frozenset({"item_code", "run_id", "case_number"})
"""What a talk is about; these go together."""


async def viewer_of_session(
    session: AsyncSession, token_hash: str, moment: datetime
) -> Viewer | None:
    """Whom a token stands for while it holds; asked by every request, so nothing else is read."""
    asked = {"token_hash": token_hash, "moment": moment}
    row = (await session.execute(_VIEWER, asked)).first()
    return Viewer(*row) if row else None


async def user_by_subject(session: AsyncSession, subject: str) -> User | None:
    """The user known by a platform's subject; one who became another is that other."""
    user: User | None = await session.scalar(fresh(select(User).where(User.subject == subject)))
    while user is not None and user.merged_into:
        user = await session.get(User, user.merged_into)
    return user


async def citizens_by_number(session: AsyncSession, id_number_index: str) -> Sequence[User]:
    """Accounts of the person with this number, the best proved first, then the newest."""
    rows = await session.scalars(
        select(User)
        .where(
            User.id_number_index == id_number_index,
            User.kind == "citizen",
            User.merged_into.is_(None),
        )
        .order_by(User.assurance_level.desc(), User.created_at.desc(), User.id)
    )
    return rows.all()


async def user_at_address(session: AsyncSession, platform: str, address: str) -> User | None:
    return await session.scalar(
        select(User)
        .join(UserAddress, UserAddress.user_id == User.id)
        .where(UserAddress.platform == platform, UserAddress.address == address)
    )


async def address_of(session: AsyncSession, platform: str, address: str) -> UserAddress | None:
    return await session.scalar(
        select(UserAddress).where(UserAddress.platform == platform, UserAddress.address == address)
    )


async def addresses_of(session: AsyncSession, user_id: str) -> list[UserAddress]:
    return list(await session.scalars(select(UserAddress).where(UserAddress.user_id == user_id)))


async def newest_address(session: AsyncSession, user_id: str, platform: str) -> UserAddress | None:
    """Of several phones, the one last heard of first."""
    return await session.scalar(
        select(UserAddress)
        .where(UserAddress.user_id == user_id, UserAddress.platform == platform)
        .order_by(UserAddress.created_at.desc())
        .limit(1)
    )


async def consents_of(
    session: AsyncSession, address_ids: Collection[str]
) -> Sequence[NoticeConsent]:
    """In the order in which they were answered."""
    rows = await session.scalars(
        select(NoticeConsent)
        .where(NoticeConsent.address_id.in_(address_ids))
        .order_by(NoticeConsent.answered_at)
    )
    return rows.all()


async def keep_consent(
    session: AsyncSession, address_id: str, template_id: str, answer: str, more: int, at: datetime
) -> None:
    """The newest answer, and so many more notices, in one statement."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = {"address_id": address_id, "template_id": template_id, "quota": more}
    begun = insert(NoticeConsent).values(**row, answer=answer, answered_at=at)
    await session.execute(
        begun.on_conflict_do_update(
            index_elements=["address_id", "template_id"],
            set_={"quota": NoticeConsent.quota + more, "answer": answer, "answered_at": at},
        )
    )


async def spend_consent(session: AsyncSession, address_id: str, template_id: str) -> None:
    """One less; never less than none."""
    await session.execute(
        _consent(address_id, template_id)
        .where(NoticeConsent.quota > 0)
        .values(quota=NoticeConsent.quota - 1)
    )


async def end_consent(session: AsyncSession, address_id: str, template_id: str) -> None:
    await session.execute(_consent(address_id, template_id).values(quota=0))


def _consent(address_id: str, template_id: str) -> Update:
    return update(NoticeConsent).where(
        NoticeConsent.address_id == address_id, NoticeConsent.template_id == template_id
    )


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(UserSession).where(UserSession.token_hash == token_hash))


async def hand_over(session: AsyncSession, guest_id: str, user_id: str) -> None:
    """Give everything a guest began to the user who signed in."""
    await _hand_over_conversations(session, guest_id, user_id)
    for model in (GuidanceRun, Case, UserAddress, Handoff, WorkOrder, Ticket):
        await session.execute(
            update(model).where(model.user_id == guest_id).values(user_id=user_id)
        )
    # A mini-program signed in by the same WeChat is the same person; other tokens stay a guest's.
    await session.execute(
        update(UserSession)
        .where(UserSession.user_id == guest_id, UserSession.channel == "miniprogram")
        .values(user_id=user_id)
    )
    await session.execute(update(User).where(User.id == guest_id).values(merged_into=user_id))


async def _hand_over_conversations(session: AsyncSession, guest_id: str, user_id: str) -> None:
    """A user who already talks receives the guest's messages; otherwise the talk moves whole."""
    of = fresh(select(Conversation))
    begun = await session.scalar(of.where(Conversation.user_id == guest_id))
    if begun is None:
        return
    kept = await session.scalar(of.where(Conversation.user_id == user_id))
    if kept is None:
        begun.user_id = user_id
    else:
        kept.context = _joined(kept.context, begun.context)
        await _hand_over_handoffs(session, begun, kept)
        await _move_messages(session, begun.id, kept.id)
        await session.delete(begun)
    await session.flush()


async def _hand_over_handoffs(
    session: AsyncSession, begun: Conversation, kept: Conversation
) -> None:
    """One conversation has one open handoff: a talk goes before a wait, the guest's before the
    user's own, and the other one ends."""
    await session.execute(
        update(Handoff).where(Handoff.conversation_id == begun.id).values(conversation_id=kept.id)
    )
    ids = [i for i in (begun.handoff_id, kept.handoff_id) if i]
    if not ids:
        return
    found = await session.scalars(fresh(select(Handoff).where(Handoff.id.in_(ids))))
    first, *others = sorted(found, key=lambda h: (h.state != "accepted", h.id != ids[0]))
    kept.handoff_id = first.id
    for other in others:
        other.state = "closed" if other.state == "accepted" else "cancelled"
        other.closed_at = now()
        session.add(
            HandoffEvent(
                handoff_id=other.id, act="merge", state=other.state, actor="系统", text="", at=now()
            )
        )


def _joined(kept: dict[str, Any], begun: dict[str, Any]) -> dict[str, Any]:
    """What the talk is about after joining: the guest spoke last, so their subject stands whole."""
    if _TOPIC & begun.keys():
        kept = {name: value for name, value in kept.items() if name not in _TOPIC}
    return {**kept, **begun}


async def _move_messages(session: AsyncSession, begun: str, kept: str) -> None:
    """A mark both talks used goes on standing for the message of the one that is kept."""
    marks = select(Message.client_message_id).where(Message.conversation_id == kept)
    theirs = update(Message).where(Message.conversation_id == begun)
    clashing = theirs.where(Message.client_message_id.in_(marks.correlate(None)))
    await session.execute(
        clashing.values(client_message_id=None), execution_options={"synchronize_session": False}
    )
    await session.execute(theirs.values(conversation_id=kept))
