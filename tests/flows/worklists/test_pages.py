"""Page after page, every row once and in order, whatever the order; and totals that say when they
stop counting."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from flows.worklists import repository, service
from flows.worklists.queries import CaseQuery, TaskQuery
from foundation import db
from foundation.models import Case, Staff, Task
from foundation.scopes import Scope
from foundation.viewer import StaffMember
from tests.factories.cases import food
from tests.factories.many_cases import write_cases

COUNT = 43
OFFICE = food().document.item.department.code
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


VIEW, WORK = frozenset({"cases.view"}), frozenset({"cases.view", "processes.work"})


@pytest.mark.parametrize(
    "scopes",
    [
        (),
        (Scope(WORK, frozenset({OFFICE}), base="clerk"),),
        (Scope(VIEW, frozenset({"elsewhere"})), Scope(WORK, frozenset({OFFICE}), base="clerk")),
        (Scope(VIEW), Scope(WORK, frozenset({"elsewhere"}), base="clerk")),
        (Scope(WORK, items=frozenset({food().code}), base="supervisor"),),
        (Scope(VIEW, regions=frozenset({"石牌街道"})),),
        (Scope(VIEW, frozenset({"elsewhere"})),),
    ],
)
async def test_the_tabs_tell_what_the_lists_hold(database: str, scopes: tuple[Scope, ...]) -> None:
    """Counted from the tasks alone or through the cases: the same, whatever a grant goes by."""
    numbers = await write_cases(COUNT, random.Random(5))
    staff = replace(STAFF, permissions=WORK, scopes=scopes)
    async with db.writing() as session:
        session.add(Staff(id=STAFF.staff_id, username="s", display_name="黄婉仪", department="",
                          password_hash="-", otp_secret="-"))  # fmt: skip
        await session.flush()
        for place, task in enumerate(await session.scalars(select(Task))):
            task.state = ("open", "claimed", "done")[place % 3]
            task.assignee_id = STAFF.staff_id if task.state != "open" else None
            task.done_at = task.created_at if task.state == "done" else None
            task.is_step, task.role = place % 2 == 0, ("clerk", "supervisor")[place % 4 == 0]
        for number in numbers[::2]:
            case = await session.get(Case, number)
            assert case is not None
            case.region = "石牌街道"
        for number in numbers[::5]:
            case = await session.get(Case, number)
            assert case is not None
            case.department_code = "elsewhere"
    async with db.reading() as session:
        counts = await service.counts_of(session, staff)
        for state in ("open", "mine", "done"):
            page = await service.list_tasks(session, staff, TaskQuery(state=state, limit=100))
            assert len(page.items) == page.total == counts[state].count, (state, scopes)
