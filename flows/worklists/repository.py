"""Rows of lists. Columns are named one by one: a list decrypts nothing and builds no objects.

Every list reads an index in the order it is shown in and stops at the end of the page; totals are
counted up to a limit only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from flows.cases.repository import in_scopes, visible_to
from flows.processes.repository import WORK
from flows.staff.repository import may_take
from flows.worklists.keyset import Place, Total
from foundation.models import (
    Case,
    CaseIndex,
    CaseWatch,
    Letter,
    PreReview,
    Staff,
    Task,
    User,
)
from foundation.models.base import Moment
from foundation.viewer import StaffMember

COUNTED, COUNTED_JOINED = 10_000, 1_000
"""How far a list's total is counted; the second where each row is looked up in another table: work,
streets, verdicts. The figures on the tabs are such, too."""

BRIEF = (
    Case.number,
    Case.item_code,
    Case.item_name,
    Case.department_code,
    Case.region,
    Case.status,
    Case.channel,
    Case.submitted_at,
    Case.due_at,
    Case.yellow_at,
    Case.red_at,
    Case.closed_at,
    select(User.display_name).where(User.id == Case.user_id).scalar_subquery().label("applicant"),
)
"""Names are looked up for the rows of a page, not for all that are sorted."""
_WORK = (
    Task.id,
    Task.kind,
    Task.name,
    Task.is_step,
    Task.parent_id,
    Task.due_at.label("step_due_at"),
    Task.state,
    Task.outcome,
    Task.created_at,
    Task.done_at,
    Task.due_sort,
    Task.assignee_id,
    select(Staff.display_name)
    .where(Staff.id == Task.assignee_id)
    .scalar_subquery()
    .label("assignee"),
)
_watch = aliased(CaseWatch)
_IS_WATCHED = (
    select(_watch.staff_id)
    .where(_watch.case_number == Case.number, _watch.staff_id == bindparam("watcher"))
    .exists()
    .label("is_watched")
)
Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by and a key that parts equals, both rising or both falling."""

    by: Any
    key: Any
    is_falling: bool


CASE_ORDERS = {
    "newest": Order(Case.submitted_at, Case.number, True),
    "oldest": Order(Case.submitted_at, Case.number, False),
    "due": Order(Case.due_at, Case.number, False),
}
TASK_ORDERS = {
    "due": Order(Task.due_sort, Task.id, False),
    "newest": Order(Task.created_at, Task.id, True),
    "oldest": Order(Task.created_at, Task.id, False),
}
DONE_ORDER = Order(Task.done_at, Task.id, True)


def cases_of(staff: StaffMember, conditions: Conditions, watched: bool) -> Select[Any]:
    """The cases a list is about, nothing of them chosen yet."""
    query = select(Case.number).select_from(Case).where(*visible_to(staff), *conditions)
    if watched:
        mine = (CaseWatch.case_number == Case.number) & (CaseWatch.staff_id == staff.staff_id)
        query = query.join(CaseWatch, mine)
    return query


def work_of(staff: StaffMember, state: str, kind: str, conditions: Conditions) -> Select[Any]:
    """The work items a list is about: who may see the case, in which state, whose."""
    query = (
        select(Task.id)
        .select_from(Task)
        .join(Case, Case.number == Task.case_number)
        .where(*_in_state(staff, state), *visible_to(staff), *conditions)
    )
    for department in departments_of(staff):
        # The case says the same; said of the task too, its own index is read and nothing else.
        query = query.where(Task.department_code == department)
    return query.where(Task.kind == kind) if kind else query


def departments_of(staff: StaffMember) -> list[str]:
    """The one department whose cases are all that the staff member may see, if it is one."""
    limits = [scope.departments for scope in staff.reach("cases.view")]
    held = frozenset[str]().union(*(limit for limit in limits if limit is not None))
    return list(held) if None not in limits and len(held) == 1 else []


def all_work_of(staff: StaffMember, state: str) -> Select[Any]:
    """All that `work_of` finds, for counting: from `tasks` alone, wherever who may see and take
    what goes by departments only. A task repeats its case's, and no draft has one."""
    view = staff.reach("cases.view")
    if any(s.items is not None or s.regions is not None for s in (*view, *staff.reach(WORK))):
        return work_of(staff, state, "", [])
    department = Task.department_code
    return select(Task.id).where(*_in_state(staff, state, department), *in_scopes(view, department))


def _in_state(
    staff: StaffMember, state: str, department: InstrumentedAttribute[str] = Case.department_code
) -> Conditions:
    """The state stands in the statement itself: the few plans it has are worth keeping apart."""
    is_mine = [Task.assignee_id == staff.staff_id] if state != "open" else []
    takes = [may_take(staff, department)] if state == "open" else []
    kept = literal("claimed" if state == "mine" else state, String, literal_execute=True)
    return [*is_mine, Task.state == kept, *takes]


async def page(
    session: AsyncSession,
    query: Select[Any],
    order: Order,
    after: Place | None,
    limit: int,
    watcher: str,
    hits: CTE | None = None,
) -> Sequence[Any]:
    """One row more than a page, from the place on; `query` chooses the rows. Each row tells
    `is_watched`, whether `watcher` (staff id) watches the case.

    With `hits` (of a search) only those, and each row tells `total`, how many of them there are.
    """
    of_work = order.key is Task.id
    columns: tuple[Any, ...] = (*(_WORK if of_work else ()), *BRIEF, _IS_WATCHED)
    if hits is not None:
        columns = (*columns, func.count().over().label("total"))
        query = query.join(hits, hits.c.case_number == Case.number)
    query = query.with_only_columns(*columns, maintain_column_froms=True)
    if order.by is Case.due_at:
        query = query.where(Case.due_at.is_not(None))
    if after:
        here = tuple_(order.by, order.key)
        there = tuple_(literal(after.moment, Moment), literal(after.key))
        query = query.where(here < there if order.is_falling else here > there)
    sorting = [c.desc() if order.is_falling else c.asc() for c in (order.by, order.key)]
    asked = query.order_by(*sorting).limit(limit + 1)
    rows: Sequence[Any] = (await session.execute(asked, {"watcher": watcher})).all()
    return rows


async def count(session: AsyncSession, query: Select[Any], most: int) -> Total:
    """How many rows the query has, counted up to `most`."""
    found = query.limit(most + 1).order_by(None).subquery()
    counted = await session.scalar(select(func.count()).select_from(found)) or 0
    return Total(min(counted, most), counted <= most)


async def count_each(session: AsyncSession, queries: dict[str, Select[Any]]) -> dict[str, Total]:
    """How many rows each query has, counted up to `COUNTED_JOINED`, in one question."""
    counted, most = [], COUNTED_JOINED
    for name, query in queries.items():
        found = query.limit(most + 1).order_by(None).subquery(name)
        counted.append(select(func.count()).select_from(found).scalar_subquery().label(name))
    row = (await session.execute(select(*counted))).one()
    return {name: Total(min(n, most), n <= most) for name, n in row._mapping.items()}


def lies_in_park(park: str) -> ColumnElement[bool]:
    """The address of the case lies in a park, or the park counts its applicant as its own."""
    return Case.number.in_(select(CaseIndex.case_number).where(CaseIndex.park_id == park))


def was_judged(verdict: str) -> ColumnElement[bool]:
    """A pre-review of the case came to this verdict; `none`: none has ended."""
    judged = select(PreReview.id).where(PreReview.case_number == Case.number)
    if verdict == "none":
        return ~judged.where(PreReview.verdict.is_not(None)).exists()
    return judged.where(PreReview.verdict == verdict).exists()


def has_letter(kind: str) -> ColumnElement[bool]:
    written = select(Letter.id).where(Letter.case_number == Case.number, Letter.kind == kind)
    return written.exists()


def moment_of(row: Row[Any], order: Order) -> datetime:
    """What the row is sorted by."""
    found: datetime = row._mapping[order.by.key]
    return found


def key_of(row: Row[Any], order: Order) -> str:
    return str(row._mapping[order.key.key])
