"""Bad ratings and figures, as whoever may see ratings is shown them, and as their givers are."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.ratings import repository
from flows.ratings.views import (
    HandledStep,
    HandlingView,
    LoopEventView,
    RatingFigure,
    RectificationView,
)
from flows.ratings.words import LEVELS, LOWEST_GOOD
from flows.statistics.dimensions import CHANNELS, departments
from foundation.clock import now
from foundation.identifiers import mask_phone
from foundation.models import CaseRating, CounterRating, RectificationEvent

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
TOLD_STATES = {
    "verify": "正在核实", "rectify": "核实属实，正在整改", "revisit": "已处理，正在回访",
    "closed": "已处理完",
}  # fmt: skip
TOLD_ACTS = {
    "confirm": "核实：情况属实", "refute": "核实后的说明", "rectify": "整改",
    "satisfied": "回访：您认可", "unsatisfied": "回访：您不认可，继续整改",
    "unreachable": "回访：没有联系上您",
}  # fmt: skip
READ_BY_RATER = ("refute", "rectify")
"""Whoever takes these steps is told that their words are read by whoever gave the rating."""


async def show_loops(
    session: AsyncSession, rows: Sequence[repository.LoopRow]
) -> list[RectificationView]:
    events = await repository.events_of(session, [row.loop.id for row in rows])
    online = [row.case.number for row in rows if row.at_counter is None and row.case]
    hands = await repository.last_hands(session, online) if online else {}
    return [
        _show(row, [e for e in events if e.rectification_id == row.loop.id], hands) for row in rows
    ]


async def show_loop(session: AsyncSession, row: repository.LoopRow) -> RectificationView:
    return (await show_loops(session, [row]))[0]


async def handling_of(session: AsyncSession, number: str) -> HandlingView | None:
    """What is done about the rating of a case, for its applicant; None where nothing need be."""
    loop = await repository.loop_of_case(session, number)
    if loop is None:
        return None
    events = await repository.events_of(session, [loop.id])
    return HandlingView(
        label=TOLD_STATES[loop.state], is_closed=loop.state == "closed", due_at=loop.due_at,
        steps=[
            HandledStep(
                label=TOLD_ACTS[e.act], text=e.text if e.act in READ_BY_RATER else "", at=e.at
            )
            for e in events
        ],
    )  # fmt: skip


def figure(id_: str, name: str, ratings: Iterable[CounterRating | CaseRating]) -> RatingFigure:
    tally = Tally(rating.satisfaction for rating in ratings)
    total = sum(tally.values())
    bad = sum(count for level, count in tally.items() if level < LOWEST_GOOD)
    return RatingFigure(
        id=id_, name=name, total=total, levels={level: tally[level] for level in LEVELS},
        bad=bad, good_rate=round((total - bad) / total, 4) if total else None,
    )  # fmt: skip


def _show(
    row: repository.LoopRow, events: list[RectificationEvent], hands: Mapping[str, str]
) -> RectificationView:
    loop, said = row.loop, row.said
    place, staff_name, item_name = _served(row, hands)
    return RectificationView.model_validate(
        {
            "id": loop.id, "hall_id": loop.hall_id, "place": place, "staff_name": staff_name,
            "case_number": loop.case_number if loop.hall_id is None else None,
            "is_read_by_rater": loop.case_number is not None,
            "item_name": item_name, "satisfaction": said.satisfaction,
            "label": LEVELS[said.satisfaction], "reasons": said.reasons, "text": said.text,
            "phone": mask_phone(said.phone) if said.phone else None,
            "rated_at": said.rated_at, "state": loop.state,
            "state_label": STATES[loop.state], "due_at": loop.due_at,
            "is_late": loop.due_at is not None and loop.due_at < now(),
            "can": CAN[loop.state], "events": [_event(event) for event in events],
        }
    )  # fmt: skip


def _served(row: repository.LoopRow, hands: Mapping[str, str]) -> tuple[str, str, str]:
    """Where it was, by whom, and what for."""
    if row.at_counter is not None and row.counter is not None and row.person is not None:
        place = row.counter.place
        return place, row.person.display_name, row.at_counter.item_name
    assert row.of_case is not None
    assert row.case is not None
    way = CHANNELS.get(row.of_case.channel, "线上")
    place = f"{way}评价 {departments().get(row.case.department_code, '')}".rstrip()
    return place, hands.get(row.case.number, ""), row.case.item_name


def _event(event: RectificationEvent) -> LoopEventView:
    return LoopEventView(
        act=event.act, label=ACTS[event.act], actor=event.actor, text=event.text,
        was_late=event.was_late, at=event.at,
    )  # fmt: skip
