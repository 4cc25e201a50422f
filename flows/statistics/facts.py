"""A case made into its fact (统计事实): everything that is counted of it, from its own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flows.statistics.situations import situation_key
from foundation.clock import is_working_day, local

AT_A_WINDOW = frozenset({"hall", "counter", "kiosk"})
_CLOSING = {
    "approve": "approved", "reject": "rejected", "withdraw": "withdrawn", "lapse": "lapsed",
}  # fmt: skip
_OUTCOMES = {"approved": "approved", "certified": "approved", "closed": "approved"}


@dataclass(slots=True)
class Told:
    """What the rows tell of one case: `events` are (id, kind, at) in their order, `machine` the
    verdict of the last finished review, `people` (machine's verdict, person's) of the last look."""

    case: Any
    region: str | None = None
    events: list[tuple[int, str, datetime]] = field(default_factory=list)
    machine: str = ""
    people: tuple[str, str] | None = None
    licences: list[tuple[str, str]] = field(default_factory=list)
    """(name, material) of the licences that stand for an upload."""
    uploaded: set[str] = field(default_factory=set)
    satisfaction: int | None = None


def fact_of(told: Told) -> dict[str, Any]:
    """The row of `CaseFact`."""
    case = told.case
    received = local(case.submitted_at).date()
    outcome, closed_at = _ending(told)
    closed = local(closed_at).date() if closed_at else None
    decided = outcome in ("approved", "rejected")
    due = case.due_at if decided else None
    lent = {material for _, material in told.licences}
    return {
        "case_number": case.number,
        "user_id": case.user_id,
        "status": case.status,
        "submitted_at": case.submitted_at,
        "department_code": case.department_code,
        "item_code": case.item_code,
        "region": told.region,
        "situation": situation_key(case.item_code, case.answers or {}),
        "channel": case.channel,
        "received_day": received,
        "accepted_day": _day(told.events, "accept", last=True),
        "returned_day": _day(told.events, "return"),
        "closed_day": closed,
        "outcome": outcome,
        "returns": sum(kind == "return" for _, kind, _ in told.events),
        "work_days": working_days(received, closed) if closed and decided else None,
        "is_on_time": closed_at <= due if due and closed_at else None,
        "is_early": closed < local(due).date() if due and closed else None,
        "machine_verdict": told.machine,
        "is_looked_at": told.people is not None,
        "is_agreed": told.people[0] == told.people[1] if told.people else None,
        "licences": len(lent),
        "uploads": len(told.uploaded - lent),
        "visits_saved": _visits_saved(told),
        "satisfaction": told.satisfaction,
        "last_event_id": max((e[0] for e in told.events), default=0),
    }


def working_days(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`; as due days are counted (民法典第201条)."""
    return sum(_is_working(first + timedelta(n)) for n in range(1, (last - first).days + 1))


@lru_cache(maxsize=20_000)
def _is_working(day: date) -> bool:
    """The calendar library takes microseconds a day, and facts ask for the same days again."""
    return is_working_day(day)


def _day(events: Sequence[tuple[int, str, datetime]], kind: str, last: bool = False) -> date | None:
    found = [at for _, told, at in events if told == kind]
    return local(found[-1 if last else 0]).date() if found else None


def _ending(told: Told) -> tuple[str, datetime | None]:
    """How and when the case ended, by its status; the moment is the one the case keeps."""
    status = told.case.status
    if status in ("rejected", "withdrawn", "lapsed") or status in _OUTCOMES:
        last = next((at for _, kind, at in reversed(told.events) if kind in _CLOSING), None)
        outcome = _OUTCOMES.get(status, status)
        return outcome, told.case.closed_at or last or told.case.submitted_at
    return "", None


def _visits_saved(told: Told) -> int:
    """Each handing in over the net is a way to a window that was not gone."""
    if told.case.channel in AT_A_WINDOW:
        return 0
    return sum(kind in ("submit", "supplement") for _, kind, _ in told.events) or 1
