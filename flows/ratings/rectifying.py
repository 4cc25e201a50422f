"""差评 is looked into, put right, and its giver asked again: 核实 → 整改 → 回访, each by its day.

国办发〔2019〕51号 asks that a bad rating be looked into at once by whoever served (谁办理、谁负责),
put right at once or by a set day, explained where there is no ground for it, and that whoever gave
it under his name be asked again without exception. It sets no number of days: those are settings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.halls.service import find_hall
from flows.ratings import repository
from flows.ratings.errors import RectificationUnknown, StepTaken
from flows.ratings.presenter import show_loop, show_loops
from flows.ratings.service import MAX_TEXT, VIEW
from flows.ratings.views import RectificationList, RectificationView
from flows.staff.looks import note_look
from foundation.announcements import announce_after_commit
from foundation.clock import GUANGZHOU, add_working_days, now
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
ALERT = "bad_rating"


async def open_loop(session: AsyncSession, rating: CounterRating) -> None:
    """Begin the loop of a bad rating, and tell whoever leads the hall at once."""
    loop = Rectification(
        id=new_id(), rating_id=rating.id, hall_id=rating.hall_id, state="verify", opened_at=now()
    )
    loop.due_at = _due("verify", await working_days(session))
    session.add(loop)
    announce_after_commit(session, "staff", ALERT, {"id": loop.id, "hall_id": rating.hall_id})


async def list_loops(
    session: AsyncSession, staff: StaffMember, hall_id: str, is_closed: bool
) -> RectificationList:
    """Of a hall, what is due first at the top. Raises: Forbidden, HallUnknown."""
    staff.must_hold(VIEW)
    hall = await find_hall(session, hall_id)
    rows = await repository.loops_of(session, hall.id, ("closed",) if is_closed else OPEN, 200)
    items = await show_loops(session, rows)
    return RectificationList(
        items=items, total=len(items), late=sum(item.is_late for item in items)
    )


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
    row = await repository.loop_by_id(session, loop_id, lock=True)
    if row is None:
        raise RectificationUnknown
    loop = row[0]
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
    return await show_loop(session, row)


async def reveal_phone(session: AsyncSession, staff: StaffMember, loop_id: str) -> str:
    """The number left with a bad rating, to ask its giver again; the look is noted.

    Raises: Forbidden, RectificationUnknown.
    """
    staff.must_hold(VIEW)
    row = await repository.loop_by_id(session, loop_id)
    if row is None or not row[1].phone:
        raise RectificationUnknown
    await note_look(session, staff, f"差评回访电话 {loop_id}")
    return str(row[1].phone)


def _due(state: str, is_working: Callable[[date], bool]) -> datetime | None:
    days = {
        "verify": settings().rating_verify_days,
        "rectify": settings().rating_rectify_days,
        "revisit": settings().rating_revisit_days,
    }.get(state)
    return add_working_days(now(), days, is_working) if days is not None else None


def day_bounds(since: date, until: date) -> tuple[datetime, datetime]:
    """First and last day included, on Guangzhou's clock."""
    from_, to = (datetime(d.year, d.month, d.day, tzinfo=GUANGZHOU) for d in (since, until))
    return from_, to + timedelta(days=1)
