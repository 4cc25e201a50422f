"""Lists of work and of cases: a page at a time, at a million cases as at ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.lookup import repository as lookup
from flows.lookup.blind import seeing
from flows.lookup.reading import Wish, read
from flows.lookup.search import item_names
from flows.staff.looks import note_look
from flows.worklists import keyset, repository
from flows.worklists.conditions import conditions
from flows.worklists.hints import hint_for
from flows.worklists.keyset import Place, Total
from flows.worklists.presenter import case_line, task_line
from flows.worklists.queries import CaseFilters, CaseQuery, TaskQuery
from flows.worklists.repository import CASE_ORDERS, DONE_ORDER, TASK_ORDERS, Order
from flows.worklists.views import CaseLines, TaskCounts, TaskLines
from foundation import db
from foundation.viewer import StaffMember

Found = tuple[Sequence[Row[Any]], Total]


async def list_cases(session: AsyncSession, staff: StaffMember, asked: CaseQuery) -> CaseLines:
    """Cases the staff member may see. Raises: Forbidden, InvalidInput."""
    staff.must_hold("cases.view")
    wish, narrowed = narrowing(staff, asked)
    query = repository.cases_of(staff, narrowed, asked.watched)
    await note_search(staff, wish)
    order = CASE_ORDERS[asked.sort]
    rows, total = await find(session, staff, query, wish, order, asked)
    shown = rows[: asked.limit]
    return CaseLines(
        items=[case_line(staff, row) for row in shown],
        total=total.count,
        total_is_exact=total.is_exact,
        next=_next(_sort_name(asked), order, rows, asked.limit, total),
        hint=hint_for(asked, wish, total.count),
    )


async def list_tasks(session: AsyncSession, staff: StaffMember, asked: TaskQuery) -> TaskLines:
    """To-do, mine or done, the nearest promise first. Raises: Forbidden, InvalidInput."""
    staff.must_hold("cases.view")
    wish, narrowed = narrowing(staff, asked)
    query = repository.work_of(staff, asked.state, asked.kind, narrowed)
    await note_search(staff, wish)
    order = DONE_ORDER if asked.state == "done" else TASK_ORDERS[asked.sort]
    counts = await counts_of(session, staff)
    whole = None if asked.is_narrowed else counts[asked.state]
    rows, total = await find(session, staff, query, wish, order, asked, whole)
    shown = rows[: asked.limit]
    return TaskLines(
        items=[task_line(staff, row) for row in shown],
        total=total.count,
        total_is_exact=total.is_exact,
        next=_next(_sort_name(asked), order, rows, asked.limit, total),
        hint=hint_for(asked, wish, total.count),
        counts=TaskCounts(**{name: total.count for name, total in counts.items()}),
    )


async def counts_of(session: AsyncSession, staff: StaffMember) -> dict[str, Total]:
    """The figures on the tabs, whatever the filters are."""
    queries = {state: repository.all_work_of(staff, state) for state in ("open", "mine", "done")}
    queries["watched"] = repository.cases_of(staff, [], True)
    return await repository.count_each(session, queries)


def narrowing(
    staff: StaffMember, asked: CaseFilters
) -> tuple[Wish | None, list[ColumnElement[bool]]]:
    """The words of a list understood, and all else it is narrowed by.

    Raises: InvalidInput, FieldHidden where a number is looked for that may not be seen.
    """
    wish = seeing(staff, read(asked.q, item_names())) if asked.q else None
    return wish, [*conditions(asked), *(lookup.number_conditions(wish) if wish else [])]


async def note_search(staff: StaffMember, wish: Wish | None) -> None:
    """Looking for a person by a number of theirs is a look at personal data, noted in a transaction
    of its own: lists are read without taking the turn to write."""
    if wish and wish.is_personal:
        async with db.writing() as session:
            await note_look(session, staff, "按证件号或电话查找办件")


async def find(
    session: AsyncSession,
    staff: StaffMember,
    query: Select[Any],
    wish: Wish | None,
    order: Order,
    asked: CaseQuery | TaskQuery,
    whole: Total | None = None,
) -> Found:
    """A page and one row more. Few hits are sorted; of many, the list is walked in its order.
    `whole` is how many there are, where that was counted already."""
    after, me = keyset.read(_sort_name(asked), asked.cursor), staff.staff_id
    if wish is None or not wish.needs_index:
        rows = await repository.page(session, query, order, after, asked.limit, me)
        return rows, whole or await _total(session, query, rows, after, asked)
    if await lookup.is_wide(session, wish):
        query = query.where(lookup.carries_marks(wish))
        rows = await repository.page(session, query, order, after, asked.limit, me)
        many = len(rows) > asked.limit
        return rows, after.total if after else Total(min(len(rows), asked.limit), not many)
    hits = lookup.hits(session, wish)
    rows = await repository.page(session, query, order, after, asked.limit, me, hits)
    return rows, after.total if after else Total(rows[0].total if rows else 0)


async def _total(
    session: AsyncSession,
    query: Select[Any],
    rows: Sequence[Row[Any]],
    after: Place | None,
    asked: CaseQuery | TaskQuery,
) -> Total:
    """Counted once, for the first page."""
    if after:
        return after.total
    if len(rows) <= asked.limit:
        return Total(len(rows))
    is_joined = isinstance(asked, TaskQuery) or asked.is_joined
    most = repository.COUNTED_JOINED if is_joined else repository.COUNTED
    return await repository.count(session, query, most)


def _sort_name(asked: CaseQuery | TaskQuery) -> str:
    state = f"{asked.state}:" if isinstance(asked, TaskQuery) else ""
    return f"{state}{asked.sort}"


def _next(
    sort: str, order: Order, rows: Sequence[Row[Any]], limit: int, total: Total
) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    place = Place(repository.moment_of(last, order), repository.key_of(last, order), total)
    return keyset.written(sort, place)
