"""Rows of accounts: users, their sessions and addresses, and what a guest leaves to a user."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import (
    Case,
    Conversation,
    GuidanceRun,
    Handoff,
    HandoffEvent,
    Message,
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


async def viewer_of_session(
    session: AsyncSession, token_hash: str, moment: datetime
) -> Viewer | None:
    """Whom a token stands for while it holds; asked by every request, so nothing else is read."""
    asked = {"token_hash": token_hash, "moment": moment}
    row = (await session.execute(_VIEWER, asked)).first()
    return Viewer(*row) if row else None


async def user_by_subject(session: AsyncSession, subject: str) -> User | None:
    return await session.scalar(select(User).where(User.subject == subject).with_for_update())


async def user_at_address(session: AsyncSession, platform: str, address: str) -> User | None:
    return await session.scalar(
        select(User)
        .join(UserAddress, UserAddress.user_id == User.id)
        .where(UserAddress.platform == platform, UserAddress.address == address)
    )


async def addresses_of(session: AsyncSession, user_id: str) -> list[UserAddress]:
    return list(await session.scalars(select(UserAddress).where(UserAddress.user_id == user_id)))


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(UserSession).where(UserSession.token_hash == token_hash))


async def hand_over(session: AsyncSession, guest_id: str, user_id: str) -> None:
    """Give everything a guest began to the user who signed in."""
    await _hand_over_conversations(session, guest_id, user_id)
    for model in (GuidanceRun, Case, UserAddress, Handoff, WorkOrder):
        await session.execute(
            update(model).where(model.user_id == guest_id).values(user_id=user_id)
        )
    await session.execute(update(User).where(User.id == guest_id).values(merged_into=user_id))


async def _hand_over_conversations(session: AsyncSession, guest_id: str, user_id: str) -> None:
    """A channel the user already talks on receives the guest's messages; others move whole."""
    theirs = {
        c.channel: c
        for c in await session.scalars(select(Conversation).where(Conversation.user_id == user_id))
    }
    for begun in await session.scalars(
        select(Conversation).where(Conversation.user_id == guest_id)
    ):
        kept = theirs.get(begun.channel)
        if kept is None:
            begun.user_id = user_id
            continue
        kept.context = {**kept.context, **begun.context}
        await _hand_over_handoffs(session, begun, kept)
        await session.execute(
            update(Message)
            .where(Message.conversation_id == begun.id)
            .values(conversation_id=kept.id)
        )
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
    found = await session.scalars(select(Handoff).where(Handoff.id.in_(ids)).with_for_update())
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
