"""Figures of 好差评 at the counters of a hall, by counter and by item."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls.service import find_hall
from flows.ratings import repository
from flows.ratings.presenter import figure
from flows.ratings.rectifying import OPEN, day_bounds
from flows.ratings.service import VIEW
from flows.ratings.views import RatingFigures
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import CounterRating
from foundation.viewer import StaffMember

NO_ITEM = "没有办件的服务"


async def figures(
    session: AsyncSession, staff: StaffMember, hall_id: str, since: date, until: date
) -> RatingFigures:
    """First and last day included. Raises: Forbidden, HallUnknown, InvalidInput."""
    staff.must_hold(VIEW)
    if until < since:
        raise InvalidInput({"to": "结束日期不能早于开始日期"})
    hall = await find_hall(session, hall_id)
    bounds = day_bounds(since, until)
    ratings = await repository.ratings_between(session, hall.id, *bounds)
    loops = await repository.loops_between(session, hall.id, *bounds)
    late_steps = {
        e.rectification_id
        for e in await repository.events_of(session, [loop.id for loop in loops])
        if e.was_late
    }
    closed = [loop.id for loop in loops if loop.state == "closed"]
    names = await repository.counter_names(session, hall.id)
    by_counter: dict[str, list[CounterRating]] = defaultdict(list)
    by_item: dict[tuple[str, str], list[CounterRating]] = defaultdict(list)
    for rating in ratings:
        by_counter[rating.counter_id].append(rating)
        by_item[rating.item_code, rating.item_name or NO_ITEM].append(rating)
    return RatingFigures(
        hall=figure(hall.id, hall.name, ratings),
        counters=[figure(id_, name, by_counter[id_]) for id_, name in sorted(names.items())],
        items=[figure(code, name, rows) for (code, name), rows in sorted(by_item.items())],
        open=sum(loop.state in OPEN for loop in loops),
        late=sum(loop.due_at is not None and loop.due_at < now() for loop in loops),
        closed_in_time=sum(id_ not in late_steps for id_ in closed),
        closed_late=sum(id_ in late_steps for id_ in closed),
    )
