"""What people looked for, kept without who they are: for editors who mend what is not found."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.searching import repository
from flows.searching.errors import RecordUnknown
from flows.searching.views import QueryCount, QueryPage
from foundation.clock import now
from foundation.crypto import blind_index
from foundation.logging import mask_personal_data
from foundation.models import SearchRecord, new_id
from foundation.paging import next_cursor
from foundation.viewer import StaffMember
from knowledge_base import repository as knowledge
from knowledge_base.search.normalise import normalise

Which = Literal["zero", "low_click", "top"]
LONGEST_KEPT = 200
MANAGE = "search.manage"


def note_search(
    session: AsyncSession, words: str, channel: str, hits: int, top_key: str = ""
) -> str:
    """Keep one search; returns its id, by which an opened result can be told.

    ID and phone numbers are masked before anything is kept, and the words are sealed.
    """
    kept = mask_personal_data(normalise(words))[:LONGEST_KEPT]
    record_id = new_id()
    session.add(
        SearchRecord(
            id=record_id,
            words=kept,
            words_index=blind_index(kept),
            channel=channel,
            hits=hits,
            top_key=top_key,
            at=now(),
        )
    )
    return record_id


async def note_opened(session: AsyncSession, record_id: str, key: str) -> None:
    """A result of a search was opened; the first one counts. Raises: RecordUnknown."""
    record = await repository.record(session, record_id)
    if record is None:
        raise RecordUnknown
    record.opened_key = record.opened_key or key


async def list_queries(
    session: AsyncSession, staff: StaffMember, which: Which, days: int, offset: int, limit: int
) -> QueryPage:
    """What was looked for in the last days: in vain, without opening anything, or most."""
    staff.must_hold(MANAGE)
    since = now() - timedelta(days=days)
    groups, total = await repository.counted_queries(session, which, since, offset, limit)
    latest = await repository.latest_of(session, [group[0] for group in groups], since)
    titles = await knowledge.titles_of(session, [r.top_key for r in latest.values() if r.top_key])
    return QueryPage(
        items=[
            QueryCount(
                words=latest[index].words,
                count=count,
                hits=hits,
                opened=opened,
                top_title=titles.get(latest[index].top_key, ""),
                last_at=last_at,
            )
            for index, count, hits, opened, last_at in groups
        ],
        total=total,
        next=next_cursor(offset, len(groups), total),
    )
