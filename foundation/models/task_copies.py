"""A to-do list is read in the order of the day a case is due, from the tasks alone.

So a task carries a copy of its case's department and day, written here whoever writes the two: a
journey that opens a task or moves a day need not think of it. Statements that bypass the session's
objects do not pass here; there are none of them for cases and tasks.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event, inspect, select, update

from foundation.models.base import table_of
from foundation.models.case import Case
from foundation.models.staff import NEVER, Task

_cases, _tasks = table_of(Case), table_of(Task)


@event.listens_for(Task, "before_insert")
def _copy_from_case(_mapper: Any, connection: Connection, task: Task) -> None:
    asked = select(_cases.c.department_code, _cases.c.due_at)
    row = connection.execute(asked.where(_cases.c.number == task.case_number)).first()
    if row is not None:
        task.department_code, task.due_sort = row.department_code, row.due_at or NEVER


@event.listens_for(Case, "after_update")
def _copy_to_tasks(_mapper: Any, connection: Connection, case: Case) -> None:
    state = inspect(case)
    if not any(state.attrs[name].history.has_changes() for name in ("due_at", "department_code")):
        return
    copied = {"department_code": case.department_code, "due_sort": case.due_at or NEVER}
    connection.execute(update(_tasks).where(_tasks.c.case_number == case.number).values(**copied))
