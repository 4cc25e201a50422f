"""Reading what is known: the list, one entry whole, two revisions side by side, what needs care."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.knowledge import repository
from flows.knowledge.diff import differences
from flows.knowledge.editing import EDIT, REVIEW
from flows.knowledge.errors import EntryUnknown, RevisionUnknown
from flows.knowledge.faults import faults_in
from flows.knowledge.links import broken_links, sourceless
from flows.knowledge.presenter import (
    show_entry,
    show_event,
    show_revision,
    show_revision_brief,
)
from flows.knowledge.views import DiffView, EntryPage, EntryView, HealthView, RevisionView
from foundation.clock import today
from foundation.models import KnowledgeRevision
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

VIEW = "knowledge.view"
SOON = timedelta(days=60)
MOST_LISTED = 200


async def list_entries(
    session: AsyncSession,
    staff: StaffMember,
    kind: str,
    state: str,
    query: str,
    offset: int,
    limit: int,
) -> EntryPage:
    """Entries of a kind and state whose title or key holds the words, latest change first."""
    staff.must_hold(VIEW)
    day = today()
    conditions = repository.filters(kind, state, query, day)
    lines, total = await repository.list_entries(session, conditions, offset, limit)
    return EntryPage(
        items=[show_entry(line, day) for line in lines],
        total=total,
        next=next_cursor(offset, len(lines), total),
        counts=await repository.count_entries(session, day, f"staff:{staff.username}"),
    )


async def look_at_entry(session: AsyncSession, staff: StaffMember, entry_id: str) -> EntryView:
    """An entry with its history, the faults of its draft, and what the reader may do."""
    staff.must_hold(VIEW)
    line = await repository.entry_line(session, entry_id)
    if line is None:
        raise EntryUnknown
    _entry, shown, opened = line
    return EntryView(
        entry=show_entry(line, today()),
        published=show_revision(shown) if shown else None,
        open=show_revision(opened) if opened else None,
        revisions=[
            show_revision_brief(r) for r in await repository.revisions_of(session, entry_id)
        ],
        events=[show_event(e) for e in await repository.events_of(session, entry_id)],
        faults=faults_in(opened.shape, opened.body) if opened else [],
        may=sorted(_may(staff, shown, opened)),
    )


async def look_at_revision(
    session: AsyncSession, staff: StaffMember, entry_id: str, number: int
) -> RevisionView:
    staff.must_hold(VIEW)
    return show_revision(await _revision(session, entry_id, number))


async def compare(
    session: AsyncSession, staff: StaffMember, entry_id: str, before: int, after: int
) -> DiffView:
    """What changed between two revisions of an entry. Raises: RevisionUnknown."""
    staff.must_hold(VIEW)
    old = await _revision(session, entry_id, before)
    new = await _revision(session, entry_id, after)
    return DiffView(before=before, after=after, changes=differences(old.body, new.body))


async def look_at_health(session: AsyncSession, staff: StaffMember) -> HealthView:
    """What has run out or soon will, what names no source, and which links are broken."""
    staff.must_hold(VIEW)
    day = today()

    async def listed(conditions: list[repository.Condition]) -> list[repository.Line]:
        return (await repository.list_entries(session, conditions, 0, MOST_LISTED))[0]

    expired = await listed(repository.expired_by(day))
    soon = await listed(repository.expiring_between(day + timedelta(days=1), day + SOON))
    bodies = await repository.published_bodies(session)
    unsourced = await listed(repository.of_ids(sourceless(bodies)[:MOST_LISTED]))
    checks = await repository.link_checks(session)
    links = await broken_links(session, bodies, checks)
    return HealthView(
        expired=[show_entry(line, day) for line in expired],
        expiring=[show_entry(line, day) for line in soon],
        unsourced=[show_entry(line, day) for line in unsourced],
        broken_links=links.broken,
        links_known=links.known,
        links_checked=len(checks),
        links_checked_at=min((c.checked_at for c in checks), default=None),
    )


async def _revision(session: AsyncSession, entry_id: str, number: int) -> KnowledgeRevision:
    found = await repository.revision(session, entry_id, number)
    if found is None:
        raise RevisionUnknown
    return found


def _may(
    staff: StaffMember, shown: KnowledgeRevision | None, opened: KnowledgeRevision | None
) -> set[str]:
    is_own = opened is not None and opened.author == f"staff:{staff.username}"
    state = opened.state if opened else None
    allowed: set[str] = set()
    if EDIT in staff.permissions:
        allowed |= {"edit"} if state != "in_review" else set()
        allowed |= {"submit", "discard"} if state in ("draft", "returned") else set()
        allowed |= {"recall"} if state == "in_review" and is_own else set()
        allowed |= {"withdraw"} if shown else set()
        allowed |= {"restore"} if opened is None else set()
    if REVIEW in staff.permissions and state == "in_review" and not is_own:
        allowed.add("review")
    return allowed
