"""One's own sessions: where one is signed in, and ending it elsewhere."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.traces import note_act
from flows.staff import repository
from foundation.clock import LocalMoment, now
from foundation.crypto import token_hash
from foundation.errors import NotFound
from foundation.viewer import StaffMember

SHORT = 16
"""Digits of a token's hash that name a session to its owner: enough to tell, useless to others."""


class SessionView(BaseModel):
    id: str
    client: str
    created_at: LocalMoment
    seen_at: LocalMoment
    is_this: bool


async def list_own(session: AsyncSession, staff: StaffMember, token: str) -> list[SessionView]:
    """Those that still live, this one first, then the last used."""
    this = token_hash(token)
    rows = await repository.sessions_of(session, staff.staff_id, now())
    return sorted(
        (
            SessionView(
                id=row.token_hash[:SHORT],
                client=row.client,
                created_at=row.created_at,
                seen_at=row.seen_at or row.created_at,
                is_this=row.token_hash == this,
            )
            for row in rows
        ),
        key=lambda s: (not s.is_this, -s.seen_at.timestamp()),
    )


async def end_one(session: AsyncSession, staff: StaffMember, session_id: str) -> None:
    """Raises: NotFound for one that is not one's own, or has ended."""
    rows = await repository.sessions_of(session, staff.staff_id, now())
    found = next((r for r in rows if r.token_hash[:SHORT] == session_id), None)
    if found is None:
        raise NotFound("这个登录已经结束了。")
    await repository.end_session(session, found.token_hash)
    note_act(session, staff, "结束自己的一个登录", f"staff:{staff.staff_id}")


async def end_others(session: AsyncSession, staff: StaffMember, token: str) -> None:
    """All but this one; again changes nothing."""
    await access.end_sessions(session, staff.staff_id, besides=token_hash(token))
    note_act(session, staff, "结束自己的其他登录", f"staff:{staff.staff_id}")
