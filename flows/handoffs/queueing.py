"""What a waiting citizen may expect: position, people on duty, words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.handoffs import hours, repository
from flows.handoffs.presenter import show_handoff
from flows.handoffs.serving import on_duty
from flows.handoffs.topics import serves
from flows.handoffs.views import Availability, DeskView, HandoffView
from foundation.announcements import announce_after_commit
from foundation.models import Handoff
from foundation.settings import settings
from foundation.viewer import StaffMember

TALK_MINUTES = 6
"""How long a talk is reckoned to take when the wait is foretold; an estimate, said as one."""
LONG_QUEUE = 10


async def view(session: AsyncSession, handoff: Handoff) -> HandoffView:
    """The handoff as its citizen sees it now."""
    await session.flush()
    owner = await repository.staff_by_id(session, handoff.staff_id)
    if handoff.state != "waiting":
        desk = await desk_of(session, handoff.topic, 0)
        return show_handoff(handoff, owner, desk, None, "")
    ahead = await repository.waiting_before(session, handoff)
    duty = await _on_duty(session, handoff.topic)
    desk = _desk(duty, ahead, await working_days(session))
    words = _words(desk, ahead, await _free(session, duty))
    return show_handoff(handoff, owner, desk, ahead + 1, words)


async def desk_of(session: AsyncSession, topic: str, ahead: int) -> DeskView:
    return _desk(await _on_duty(session, topic), ahead, await working_days(session))


async def tell_waiting(session: AsyncSession, topic: str) -> None:
    """Everybody who waits for a topic learns where they stand, once this is committed."""
    await session.flush()
    waiting = await repository.waiting_for(session, topic)
    duty = await _on_duty(session, topic) if waiting else []
    free = await _free(session, duty) if waiting else 0
    for ahead, handoff in enumerate(waiting):
        desk = _desk(duty, ahead, await working_days(session))
        shown = show_handoff(handoff, None, desk, ahead + 1, _words(desk, ahead, free))
        tell_citizen(session, handoff, shown)


def tell_citizen(session: AsyncSession, handoff: Handoff, shown: HandoffView) -> None:
    body = shown.model_dump(mode="json")
    announce_after_commit(session, f"user:{handoff.user_id}", "handoff", body)


def tell_staff(session: AsyncSession, handoff: Handoff, what: str) -> None:
    """Colleagues learn that something moved, never what was said: they read it themselves."""
    data = {
        "id": handoff.id,
        "state": handoff.state,
        "what": what,
        "staff_id": handoff.staff_id,
        "topic": handoff.topic,
    }
    announce_after_commit(session, "staff", "handoff", data)


async def _on_duty(session: AsyncSession, topic: str) -> list[StaffMember]:
    return [s for s in await on_duty(session) if serves(s, topic)]


async def _free(session: AsyncSession, duty: Sequence[StaffMember]) -> int:
    talks = await repository.talks_by_staff(session)
    return sum(max(0, settings().handoff_capacity - talks.get(s.staff_id, 0)) for s in duty)


def _desk(duty: Sequence[StaffMember], ahead: int, works: hours.Works) -> DeskView:
    is_open = hours.is_open(works)
    availability: Availability = "available"
    if not is_open:
        availability = "out_of_hours"
    elif not duty:
        availability = "nobody_on_duty"
    elif ahead >= LONG_QUEUE:
        availability = "busy"
    return DeskView(
        availability=availability,
        on_duty=len(duty),
        hours=hours.words(),
        next_opening=None if is_open else hours.next_opening(works),
    )


def _words(desk: DeskView, ahead: int, free: int) -> str:
    """What to expect, in a sentence that says what to do next."""
    if desk.availability == "out_of_hours":
        opening = desk.next_opening
        when = f"{opening:%-m月%-d日%H:%M}" if opening else "下个工作时间"
        return (
            f"现在不是人工服务时间（{desk.hours}）。{when}起按顺序接入；"
            "不想等可以留言，急事请拨12345。"
        )
    if desk.availability == "nobody_on_duty":
        return "工作人员暂时都不在座位上，已为您排队。可以继续等，也可以留言，急事请拨12345。"
    place = f"您排在第{ahead + 1}位"
    if desk.availability == "busy":
        return f"{place}，前面人比较多。可以留言，工作人员会逐件答复，不用一直等。"
    if ahead < free:
        return f"{place}，工作人员马上接入，请稍等。"
    minutes = (ahead - free) // max(1, desk.on_duty) * TALK_MINUTES + TALK_MINUTES
    return f"{place}，预计等约{minutes}分钟。等的时候可以继续问我。"
