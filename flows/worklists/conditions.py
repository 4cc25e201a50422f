"""Filters of a list as conditions on the case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement

from flows.worklists import repository
from flows.worklists.queries import CaseFilters
from foundation.clock import GUANGZHOU, now
from foundation.models import Case


def conditions(filters: CaseFilters) -> list[ColumnElement[bool]]:
    """Everything but the words, which are looked for in the index (`flows.lookup`)."""
    found: list[ColumnElement[bool]] = []
    if filters.statuses:
        found.append(Case.status.in_(filters.statuses))
    if filters.item:
        found.append(Case.item_code == filters.item)
    if filters.department:
        found.append(Case.department_code == filters.department)
    if filters.channel:
        found.append(Case.channel == filters.channel)
    if filters.street:
        found.append(Case.region == filters.street)
    if filters.park:
        found.append(repository.lies_in_park(filters.park))
    if filters.verdict:
        found.append(repository.was_judged(filters.verdict))
    if filters.letter:
        found.append(repository.has_letter(filters.letter))
    return found + _of_time(filters)


def _of_time(filters: CaseFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.submitted_from:
        found.append(Case.submitted_at >= _begin(filters.submitted_from))
    if filters.submitted_to:
        found.append(Case.submitted_at < _begin(filters.submitted_to + timedelta(days=1)))
    moment = now()
    if filters.warning or filters.due_within is not None:
        found.append(Case.closed_at.is_(None))
    if filters.warning == "red":
        found.append(Case.red_at <= moment)
    if filters.warning in ("any", "yellow"):
        found.append(Case.yellow_at <= moment)
    if filters.warning == "yellow":
        found.append(Case.red_at > moment)
    if filters.due_within is not None:
        last = moment.astimezone(GUANGZHOU).date() + timedelta(days=filters.due_within + 1)
        found.append(Case.due_at < _begin(last))
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, GUANGZHOU)
