"""Figures of 好差评: of a hall by its counters, of what was rated online by department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls.service import find_hall
from flows.ratings import repository
from flows.ratings.presenter import figure
from flows.ratings.rectifying import OPEN, day_bounds
from flows.ratings.views import RatingFigure, RatingFigures
from flows.ratings.words import VIEW
from flows.statistics.dimensions import departments
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.models import CaseRating, CounterRating
from foundation.viewer import StaffMember

K = TypeVar("K")
NO_ITEM = "没有办件的服务"
ONLINE = "线上评价"
LONGEST_LOOK = timedelta(days=366)
Rated = tuple[CounterRating | CaseRating, str, tuple[str, str]]
"""What was said, the place it is counted for, and the item by code and name."""


async def figures(
    session: AsyncSession, staff: StaffMember, hall_id: str, since: date, until: date
) -> RatingFigures:
    """First and last day included. Raises: Forbidden, HallUnknown, InvalidInput."""
    bounds = _checked(staff, since, until)
    hall = await find_hall(session, hall_id)
    rated: list[Rated] = [
        (rating, rating.counter_id, (rating.item_code, rating.item_name or NO_ITEM))
        for rating in await repository.ratings_between(session, hall.id, *bounds)
    ]
    names = await repository.counter_names(session, hall.id)
    whole = figure(hall.id, hall.name, [one[0] for one in rated])
    return await _counted(session, whole, rated, names, repository.of_hall(hall.id), bounds)


async def online_figures(
    session: AsyncSession, staff: StaffMember, since: date, until: date
) -> RatingFigures:
    """Of cases within reach that were rated at no counter. Raises: Forbidden, InvalidInput."""
    bounds = _checked(staff, since, until)
    rated: list[Rated] = [
        (rating, case.department_code, (case.item_code, case.item_name))
        for rating, case in await repository.online_between(session, staff, *bounds)
    ]
    seen = {place for _, place, _ in rated}
    names = {code: name for code, name in departments().items() if code in seen}
    whole = figure("online", ONLINE, [one[0] for one in rated])
    return await _counted(session, whole, rated, names, repository.online(staff), bounds)


def _checked(staff: StaffMember, since: date, until: date) -> tuple[datetime, datetime]:
    staff.must_hold(VIEW)
    until = min(until, today())
    if until < since:
        raise InvalidInput({"to": "结束日期不能早于开始日期，开始日期不能晚于今天"})
    if until - since > LONGEST_LOOK:
        raise InvalidInput({"from": "一次最多看一年，请缩短日期范围"})
    return day_bounds(since, until)


async def _counted(
    session: AsyncSession, whole: RatingFigure, rated: Sequence[Rated], names: dict[str, str],
    place: ColumnElement[bool], bounds: tuple[datetime, datetime],
) -> RatingFigures:  # fmt: skip
    begun = await repository.loops_begun(session, place, *bounds)
    events = await repository.events_of(session, [loop.id for loop in begun])
    late_steps = {event.rectification_id for event in events if event.was_late}
    closed = [loop.id for loop in begun if loop.state == "closed"]
    due = await repository.due_of_open(session, place, OPEN)
    by_place = _gathered((where, said) for said, where, _ in rated)
    by_item = _gathered((item, said) for said, _, item in rated)
    return RatingFigures(
        whole=whole,
        places=[figure(id_, name, by_place.get(id_, [])) for id_, name in sorted(names.items())],
        items=[figure(code, name, said) for (code, name), said in sorted(by_item.items())],
        open=len(due),
        late=sum(moment is not None and moment < now() for moment in due),
        closed_in_time=sum(id_ not in late_steps for id_ in closed),
        closed_late=sum(id_ in late_steps for id_ in closed),
    )


def _gathered(
    pairs: Iterable[tuple[K, CounterRating | CaseRating]],
) -> dict[K, list[CounterRating | CaseRating]]:
    by_key: dict[K, list[CounterRating | CaseRating]] = defaultdict(list)
    for key, said in pairs:
        by_key[key].append(said)
    return by_key
