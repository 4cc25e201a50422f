"""差评 is looked into, put right, and its giver asked again: 核实 → 整改 → 回访, each by its day.

国办发〔2019〕51号 asks that a bad rating be looked into at once by whoever served (谁办理、谁负责),
put right at once or by a set day, explained where there is no ground for it, and that whoever gave
it under his name be asked again without exception. It sets no number of days: those are settings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.halls.service import find_hall
from flows.ratings import repository
from flows.ratings.errors import RectificationUnknown, StepTaken
from flows.ratings.presenter import show_loop, show_loops
from flows.ratings.views import RectificationList, RectificationView, WaitingLoops
from flows.ratings.words import MAX_TEXT, VIEW
from flows.staff.looks import note_look
from foundation.announcements import announce_after_commit
from foundation.clock import add_working_days, now, start_of_day
from foundation.errors import InvalidInput
from foundation.models import CounterRating, Rectification, RectificationEvent, new_id
from foundation.settings import settings
from foundation.viewer import StaffMember

Act = Literal["confirm", "refute", "rectify", "satisfied", "unsatisfied", "unreachable"]
MOVES: dict[str, tuple[str, str]] = {
    "confirm": ("verify", "rectify"),
    "refute": ("verify", "revisit"),
    "rectify": ("rectify", "revisit"),
    "satisfied": ("revisit", "closed"),
    "unreachable": ("revisit", "closed"),
    "unsatisfied": ("revisit", "rectify"),
}
OPEN = ("verify", "rectify", "revisit")
ALERT, MOVED = "bad_rating", "hall_rating"


async def open_loop(
    session: AsyncSession, *, rating: CounterRating | None = None, case_number: str | None = None
) -> None:
    """Begin the loop of a bad rating given at a counter, of a case's end, or both at once; whoever
    may see it is told. A case has one loop, however it is rated."""
    hall_id = rating.hall_id if rating is not None else None
    loop = Rectification(
        id=new_id(), rating_id=rating.id if rating is not None else None, hall_id=hall_id,
        case_number=case_number, state="verify", opened_at=now(),
    )  # fmt: skip
    loop.due_at = _due("verify", await working_days(session))
    session.add(loop)
    announce_after_commit(session, "staff", ALERT, {"id": loop.id, "hall_id": hall_id})


def tell_of_hall(session: AsyncSession, hall_id: str) -> None:
    """The hall's figures moved; which way, its live board reads by itself."""
    announce_after_commit(session, "staff", MOVED, {"hall_id": hall_id})


async def list_loops(
    session: AsyncSession, staff: StaffMember, hall_id: str | None, is_closed: bool
) -> RectificationList:
    """Of a hall, or (None) of what was rated online within reach; what is due first at the top.

    Raises: Forbidden, HallUnknown.
    """
    staff.must_hold(VIEW)
    place = await place_of(session, staff, hall_id)
    states = ("closed",) if is_closed else OPEN
    items = await show_loops(session, await repository.loops_where(session, place, states, 200))
    return RectificationList(
        items=items, total=len(items), late=sum(item.is_late for item in items)
    )


async def waiting(session: AsyncSession, staff: StaffMember) -> WaitingLoops:
    """What waits for a step wherever one may see it, and is over its day. Raises: Forbidden."""
    staff.must_hold(VIEW)
    due = await repository.due_of_open(session, repository.anywhere(staff), OPEN)
    return WaitingLoops(open=len(due), late=sum(day is not None and day < now() for day in due))


async def place_of(
    session: AsyncSession, staff: StaffMember, hall_id: str | None
) -> ColumnElement[bool]:
    """Raises: HallUnknown."""
    if hall_id is None:
        return repository.online(staff)
    return repository.of_hall((await find_hall(session, hall_id)).id)


async def take_step(
    session: AsyncSession, staff: StaffMember, loop_id: str, act: Act, text: str
) -> RectificationView:
    """One step, in words; the same step again finds it taken.

    Raises: Forbidden, RectificationUnknown, StepTaken, InvalidInput.
    """
    staff.must_hold(VIEW)
    text = text.strip()
    if not text:
        raise InvalidInput({"text": "请写明情况，以后查得到"})
    if len(text) > MAX_TEXT:
        raise InvalidInput({"text": f"最多{MAX_TEXT}个字"})
    row = await repository.access_loop(session, staff, loop_id, lock=True)
    if row is None:
        raise RectificationUnknown
    loop = row.loop
    before, after = MOVES[act]
    if loop.state != before:
        raise StepTaken
    moment = now()
    session.add(
        RectificationEvent(
            rectification_id=loop.id, act=act, actor=staff.display_name, text=text,
            was_late=loop.due_at is not None and loop.due_at < moment, at=moment,
        )
    )  # fmt: skip
    loop.state = after
    loop.due_at = _due(after, await working_days(session))
    loop.closed_at = moment if after == "closed" else None
    await session.flush()
    if loop.hall_id is not None:
        tell_of_hall(session, loop.hall_id)
    return await show_loop(session, row)


async def reveal_phone(session: AsyncSession, staff: StaffMember, loop_id: str) -> str:
    """The number left with a bad rating, to ask its giver again; the look is noted.

    Raises: Forbidden, RectificationUnknown.
    """
    staff.must_hold(VIEW)
    row = await repository.access_loop(session, staff, loop_id)
    if row is None or not row.said.phone:
        raise RectificationUnknown
    await note_look(session, staff, f"差评回访电话 {loop_id}")
    return row.said.phone


def _due(state: str, is_working: Callable[[date], bool]) -> datetime | None:
    days = {
        "verify": settings().rating_verify_days,
        "rectify": settings().rating_rectify_days,
        "revisit": settings().rating_revisit_days,
    }.get(state)
    return add_working_days(now(), days, is_working) if days is not None else None


def day_bounds(since: date, until: date) -> tuple[datetime, datetime]:
    """First and last day included, on Guangzhou's clock."""
    return start_of_day(since), start_of_day(until) + timedelta(days=1)
