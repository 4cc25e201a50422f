"""What is over is cleared; what still holds stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from foundation import db
from foundation.clock import now
from foundation.housekeeping import KEPT, clear
from foundation.models import OutboxEntry, User, UserSession

pytestmark = pytest.mark.usefixtures("database")


async def test_only_what_is_over_goes() -> None:
    moment = now()
    async with db.writing() as session:
        session.add(User(id="u1", kind="guest"))
        await session.flush()
        for name, ends in (("over", -1), ("holds", 1)):
            expires_at = moment + timedelta(hours=ends)
            session.add(
                UserSession(token_hash=name, user_id="u1", channel="guest", expires_at=expires_at)
            )
        session.add(OutboxEntry(id="old", topic="t", payload={}, done_at=moment - 2 * KEPT))
        session.add(OutboxEntry(id="new", topic="t", payload={}, done_at=moment))
        session.add(OutboxEntry(id="waiting", topic="t", payload={}))
    removed = await clear()
    assert (removed["user_sessions"], removed["outbox"]) == (1, 1)
    async with db.reading() as session:
        assert list(await session.scalars(select(UserSession.token_hash))) == ["holds"]
        kept = await session.scalars(select(OutboxEntry.id).order_by(OutboxEntry.id))
        assert list(kept) == ["new", "waiting"]
    assert sum((await clear()).values()) == 0
