"""What is counted and how it is said (口径): data of `measures.yaml`, joined to columns here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, and_, case, func, literal, or_

from foundation.models import CaseFact as F

Moment = Literal["received", "accepted", "returned", "closed"]
MOMENTS: tuple[Moment, ...] = ("received", "accepted", "returned", "closed")
Figures = dict[str, float | int | None]


class Measure(BaseModel):
    """`ratio` names numerator and denominator; `days` is mean or a share of decided cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: str
    moment: Moment
    unit: Literal["件", "份", "次", "比率", "工作日", "分"]
    sentence: str
    ratio: tuple[str, str] | None = None
    days: float | Literal["mean"] | None = None


DAY_OF: Mapping[str, Any] = {
    "received": F.received_day,
    "accepted": F.accepted_day,
    "returned": F.returned_day,
    "closed": F.closed_day,
}
_DECIDED = F.outcome.in_(("approved", "rejected"))
CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "received": literal(1) == 1,
    "accepted": literal(1) == 1,
    "returned": literal(1) == 1,
    "closed": literal(1) == 1,
    "approved": F.outcome == "approved",
    "rejected": F.outcome == "rejected",
    "withdrawn": F.outcome == "withdrawn",
    "decided": _DECIDED,
    "returned_before": F.returns > 0,
    "with_due": and_(_DECIDED, F.is_on_time.is_not(None)),
    "on_time": and_(_DECIDED, F.is_on_time.is_(True)),
    "early": and_(_DECIDED, F.is_early.is_(True)),
    "machine_pass": F.machine_verdict == "pass",
    "machine_fail": F.machine_verdict == "fail",
    "machine_unsure": F.machine_verdict == "inconclusive",
    "machine_reviewed": F.machine_verdict != "",
    "looked_at": F.is_looked_at.is_(True),
    "agreed": F.is_agreed.is_(True),
    "no_touch": and_(F.machine_verdict == "pass", F.is_looked_at.is_(False)),
    "no_upload": and_(F.licences > 0, F.uploads == 0),
    "with_licence": F.licences > 0,
    "licences": F.licences > 0,
    "uploads": F.uploads > 0,
    "materials": or_(F.licences > 0, F.uploads > 0),
    "visits_saved": F.visits_saved > 0,
    "rated": F.satisfaction.is_not(None),
    "rating_sum": F.satisfaction.is_not(None),
    "satisfied": F.satisfaction >= 3,
    "dissatisfied": F.satisfaction <= 2,
}
"""Which cases a measure counts; where it adds up a column, those that have any."""
SUMS: Mapping[str, Any] = {
    "licences": F.licences,
    "uploads": F.uploads,
    "materials": F.licences + F.uploads,
    "visits_saved": F.visits_saved,
    "rating_sum": F.satisfaction,
}


@cache
def measures() -> tuple[Measure, ...]:
    """All measures in the order they are shown."""
    told = yaml.safe_load(Path(__file__).with_name("measures.yaml").read_text("utf-8"))
    return tuple(Measure.model_validate(one) for one in told)


@cache
def measure(name: str) -> Measure:
    """Raises: StopIteration where there is none of that name."""
    return next(one for one in measures() if one.id == name)


def added(moment: str) -> dict[str, ColumnElement[int]]:
    """The columns a database adds up for one moment, by measure."""
    return {
        m.id: _added(m.id) for m in measures() if m.moment == moment and not (m.ratio or m.days)
    }


def _added(name: str) -> ColumnElement[int]:
    if name in SUMS:
        return func.coalesce(func.sum(SUMS[name]), 0)
    if name in MOMENTS:
        return func.count()
    return func.coalesce(func.sum(case((CONDITIONS[name], 1), else_=0)), 0)


def complete(counted: dict[str, int], spent: Mapping[int, int]) -> Figures:
    """Every measure from what was added up and how many decided cases took how many days."""
    figures: Figures = {}
    for one in measures():
        if one.ratio:
            whole = counted.get(one.ratio[1], 0)
            figures[one.id] = counted.get(one.ratio[0], 0) / whole if whole else None
        elif one.days:
            figures[one.id] = _days(one.days, spent)
        else:
            figures[one.id] = counted.get(one.id, 0)
    return figures


def _days(kind: float | str, spent: Mapping[int, int]) -> float | None:
    """The mean, or the least number of days within which at least that share was done."""
    whole = sum(spent.values())
    if not whole:
        return None
    if kind == "mean":
        return sum(days * count for days, count in spent.items()) / whole
    reached = 0
    for days in sorted(spent):
        reached += spent[days]
        if reached >= whole * float(kind) - 1e-9:
            return days
    return None
