"""Page after page, every row once and in order, whatever the order; and totals that say when they
stop counting."""

from __future__ import annotations

import random

import pytest

from flows.worklists import repository, service
from flows.worklists.queries import CaseQuery, TaskQuery
from foundation import db
from foundation.models import Case
from foundation.viewer import StaffMember
from tests.factories.many_cases import write_cases

COUNT = 43
STAFF = StaffMember("s" * 32, "s", "黄婉仪", "supervisor", "", "", frozenset({"cases.view"}))


async def walk(asked: CaseQuery | TaskQuery) -> tuple[list[str], set[int]]:
    """The numbers of every page, and the totals they told."""
    numbers, totals, cursor = [], set(), ""
    while True:
        async with db.reading() as session:
            page_of = asked.model_copy(update={"cursor": cursor, "limit": 7})
            if isinstance(page_of, TaskQuery):
                tasks = await service.list_tasks(session, STAFF, page_of)
                numbers += [t.case.number for t in tasks.items]
                total, after = tasks.total, tasks.next
            else:
                cases = await service.list_cases(session, STAFF, page_of)
                numbers += [c.number for c in cases.items]
                total, after = cases.total, cases.next
        totals.add(total)
        if after is None:
            return numbers, totals
        cursor = after


async def test_pages_miss_nothing_and_show_nothing_twice(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many rows share a moment; a case that moves meanwhile does not shift the others."""
    numbers = await write_cases(COUNT, random.Random(7))
    for sort in ("newest", "oldest", "due"):
        seen, totals = await walk(CaseQuery(sort=sort))
        async with db.reading() as session:
            rows = {c: await session.get(Case, c) for c in seen}
        moments = [(r.due_at if sort == "due" else r.submitted_at, n) for n, r in rows.items() if r]
        assert moments == sorted(moments, reverse=sort == "newest")
        assert len(seen) == len(set(seen)) == (COUNT if sort != "due" else len(rows))
        assert totals == {COUNT}
    for order in ("due", "newest", "oldest"):
        waiting, totals = await walk(TaskQuery(sort=order))
        assert sorted(waiting) == numbers
        assert totals == {COUNT}
    monkeypatch.setattr(repository, "COUNTED", 20)
    async with db.reading() as session:
        page = await service.list_cases(session, STAFF, CaseQuery(limit=5))
    assert (page.total, page.total_is_exact) == (20, False)


async def test_a_task_keeps_its_case_s_day(database: str) -> None:
    """Whoever writes either: what a list is sorted by follows."""
    number = (await write_cases(1, random.Random(1)))[0]
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        case.due_at = case.submitted_at
    async with db.reading() as session:
        rows = await repository.page(
            session,
            repository.work_of(STAFF, "open", "", []),
            repository.TASK_ORDERS["due"],
            None,
            5,
            STAFF.staff_id,
        )
    assert [row.due_sort for row in rows] == [case.submitted_at]
