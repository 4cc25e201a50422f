"""What is kept only for a while is cleared every night: sessions, keys, promises long kept.

Cases, messages and the records of who looked at what are not touched here: their terms are the
archives' (《档案法》) and the log rule's (184 days and more, 网络安全法第23条(三)).
Of a message only the fingerprint fades by which equal questions are gathered; a correction that
the bot was not given to learn goes, with the words it holds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update

from foundation import db
from foundation.clock import now
from foundation.logging import logger
from foundation.models import (
    Correction,
    IdempotencyRecord,
    KeptReading,
    LicenceGrant,
    Message,
    OutboxEntry,
    PushSignature,
    SearchRecord,
    StaffSession,
    UserSession,
)

KEPT = timedelta(days=7)
REPLAYS_KEPT = timedelta(hours=1)
"""A push as old as this is refused by its timestamp alone."""
SEARCHES_KEPT = GISTS_KEPT = timedelta(days=180)
READINGS_KEPT = timedelta(days=90)
"""Long enough for a trial of new rules on last month's cases; a file may be read again."""

log = logger("housekeeping")


async def clear() -> dict[str, int]:
    """Remove what is over; returns how many rows of each table went. Safe to repeat."""
    moment = now()
    over = {
        "outbox": delete(OutboxEntry).where(OutboxEntry.done_at < moment - KEPT),
        "push_signatures": delete(PushSignature).where(PushSignature.at < moment - REPLAYS_KEPT),
        "idempotency_records": delete(IdempotencyRecord).where(
            IdempotencyRecord.created_at < moment - KEPT
        ),
        "user_sessions": delete(UserSession).where(UserSession.expires_at < moment),
        "kept_readings": delete(KeptReading).where(KeptReading.created_at < moment - READINGS_KEPT),
        "search_records": delete(SearchRecord).where(SearchRecord.at < moment - SEARCHES_KEPT),
        "staff_sessions": delete(StaffSession).where(StaffSession.expires_at < moment),
        "gists": update(Message)
        .where(Message.gist.is_not(None), Message.created_at < moment - GISTS_KEPT)
        .values(gist=None),
        "licence_grants": delete(LicenceGrant).where(
            LicenceGrant.state.in_(("begun", "answered", "refused", "failed")),
            LicenceGrant.created_at < moment - KEPT,
        ),
        "corrections": delete(Correction).where(
            Correction.state != "approved", Correction.updated_at < moment - GISTS_KEPT
        ),
    }
    removed = {}
    async with db.writing() as session:
        for table, statement in over.items():
            result = await session.execute(statement)
            removed[table] = cast(CursorResult[Any], result).rowcount
    log.info("housekeeping_done", **removed)
    return removed
