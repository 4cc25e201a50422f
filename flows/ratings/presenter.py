"""Bad ratings and figures, as whoever may see ratings is shown them."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.ratings import repository
from flows.ratings.views import (
    LoopEventView,
    RatingFigure,
    RectificationView,
)
from flows.ratings.words import LEVELS, LOWEST_GOOD
from foundation.clock import now
from foundation.identifiers import mask_phone
from foundation.models import CounterRating, RectificationEvent

STATES = {"verify": "待核实", "rectify": "待整改", "revisit": "待回访", "closed": "已办结"}
ACTS = {
    "confirm": "核实：情况属实", "refute": "核实：没有依据，待解释", "rectify": "整改",
    "satisfied": "回访：评价人认可", "unsatisfied": "回访：评价人不认可，继续整改",
    "unreachable": "回访：没有留联系方式或联系不上",
}  # fmt: skip
CAN = {
    "verify": ["confirm", "refute"],
    "rectify": ["rectify"],
    "revisit": ["satisfied", "unsatisfied", "unreachable"],
    "closed": [],
}


async def show_loops(
    session: AsyncSession, rows: Sequence[repository.LoopRow]
) -> list[RectificationView]:
    events = await repository.events_of(session, [row[0].id for row in rows])
    return [_show(row, [e for e in events if e.rectification_id == row[0].id]) for row in rows]


async def show_loop(session: AsyncSession, row: repository.LoopRow) -> RectificationView:
    return (await show_loops(session, [row]))[0]


def figure(id_: str, name: str, ratings: Iterable[CounterRating]) -> RatingFigure:
    tally = Tally(rating.satisfaction for rating in ratings)
    total = sum(tally.values())
    bad = sum(count for level, count in tally.items() if level < LOWEST_GOOD)
    return RatingFigure(
        id=id_, name=name, total=total, levels={level: tally[level] for level in LEVELS},
        bad=bad, good_rate=round((total - bad) / total, 4) if total else None,
    )  # fmt: skip


def _show(row: repository.LoopRow, events: list[RectificationEvent]) -> RectificationView:
    loop, rating, counter, person = row
    return RectificationView.model_validate(
        {
            "id": loop.id, "hall_id": loop.hall_id, "counter_number": counter.number,
            "counter_name": counter.name, "staff_name": person.display_name,
            "item_name": rating.item_name, "satisfaction": rating.satisfaction,
            "label": LEVELS[rating.satisfaction], "reasons": rating.reasons, "text": rating.text,
            "phone": mask_phone(rating.phone) if rating.phone else None,
            "rated_at": rating.rated_at, "state": loop.state,
            "state_label": STATES[loop.state], "due_at": loop.due_at,
            "is_late": loop.due_at is not None and loop.due_at < now(),
            "can": CAN[loop.state], "events": [_event(event) for event in events],
        }
    )  # fmt: skip


def _event(event: RectificationEvent) -> LoopEventView:
    return LoopEventView(
        act=event.act, label=ACTS[event.act], actor=event.actor, text=event.text,
        was_late=event.was_late, at=event.at,
    )  # fmt: skip
