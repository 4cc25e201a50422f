"""The staff's side: the list, accepting, passing on, taking over, closing; who owns what."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.handoffs import hours, repository
from flows.handoffs.errors import ColleagueAway, DeskFull, HandoffMoved, HandoffTaken
from flows.handoffs.moves import MAX_REASON, move
from flows.handoffs.presenter import show_staff_handoff
from flows.handoffs.serving import on_duty, serving
from flows.handoffs.states import LABELS
from flows.handoffs.topics import topics
from flows.handoffs.views import (
    Colleague,
    HandoffCounts,
    StaffDesk,
    StaffHandoffPage,
    TransferChoices,
)
from foundation.errors import Forbidden, InvalidInput
from foundation.models import Handoff, Staff
from foundation.paging import next_cursor
from foundation.settings import settings
from foundation.viewer import StaffMember


async def list_handoffs(
    session: AsyncSession, staff: StaffMember, state: str, offset: int, limit: int
) -> StaffHandoffPage:
    """`waiting`, `mine`, `open` (everybody's) or `closed`."""
    staff.must_hold("handoffs.serve")
    rows, total = await repository.list_handoffs(session, staff, state, offset, limit)
    shown = [
        show_staff_handoff(
            staff, handoff, user, channel, owner, place + offset if state == "waiting" else None
        )
        for place, (handoff, user, channel, owner) in enumerate(rows, 1)
    ]
    return StaffHandoffPage(
        items=shown,
        total=total,
        next=next_cursor(offset, len(rows), total),
        counts=HandoffCounts(**await repository.count_handoffs(session, staff)),
        desk=await my_desk(session, staff),
    )


async def my_desk(session: AsyncSession, staff: StaffMember) -> StaffDesk:
    staff.must_hold("handoffs.serve")
    me = await repository.staff_by_id(session, staff.staff_id)
    return StaffDesk(
        takes_handoffs=bool(me and me.takes_handoffs),
        open_talks=await repository.open_talks(session, staff.staff_id),
        capacity=settings().handoff_capacity,
        skills=list(staff.skills),
        is_open=hours.is_open(await working_days(session)),
        hours=hours.words(),
    )


async def set_desk(
    session: AsyncSession, staff: StaffMember, *, takes_handoffs: bool, skills: list[str] | None
) -> StaffDesk:
    """Pause or go on taking talks; a lead may also set the own skills.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold("handoffs.serve")
    me = await repository.lock_staff(session, staff.staff_id)
    assert me is not None
    me.takes_handoffs = takes_handoffs
    if skills is not None:
        _set_skills(me, skills)
    await session.flush()
    desk = await my_desk(session, staff)
    return desk.model_copy(update={"skills": list(me.skills)})


async def set_skills(
    session: AsyncSession, staff: StaffMember, colleague_id: str, skills: list[str]
) -> TransferChoices:
    """A lead says which topics a colleague takes; none means all."""
    staff.must_hold("handoffs.lead")
    colleague = await repository.lock_staff(session, colleague_id)
    if colleague is None:
        raise InvalidInput({"staff_id": "没有这位工作人员，请刷新后再选"})
    _set_skills(colleague, skills)
    await session.flush()
    return await transfer_choices(session, staff)


def _set_skills(person: Staff, skills: list[str]) -> None:
    if set(skills) - {t.code for t in topics()}:
        raise InvalidInput({"skills": "有的队列不存在，请从列表中选择"})
    person.skills = list(dict.fromkeys(skills))


async def transfer_choices(session: AsyncSession, staff: StaffMember) -> TransferChoices:
    """Colleagues and topics a talk may be given to."""
    staff.must_hold("handoffs.serve")
    talks = await repository.talks_by_staff(session)
    duty = {s.staff_id for s in await on_duty(session)}
    colleagues = [
        Colleague(
            id=s.staff_id,
            display_name=s.display_name,
            department=s.department,
            open_talks=talks.get(s.staff_id, 0),
            capacity=settings().handoff_capacity,
            is_on_duty=s.staff_id in duty,
            skills=list(s.skills),
        )
        for s in await serving(session)
    ]
    return TransferChoices(
        colleagues=[c for c in colleagues if c.id != staff.staff_id], topics=topics()
    )


async def accept(
    session: AsyncSession, staff: StaffMember, handoff_id: str
) -> tuple[Handoff, bool]:
    """Begin to talk; of two at once one wins. Again changes nothing, and says so (False).

    Raises: HandoffUnknown, HandoffTaken, HandoffMoved, DeskFull.
    """
    staff.must_hold("handoffs.serve")
    await repository.lock_staff(session, staff.staff_id)
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id, lock=True)
    if handoff.state == "accepted":
        if handoff.staff_id == staff.staff_id:
            return handoff, False
        raise HandoffTaken(await _taken_words(session, handoff))
    await _must_have_room(session, staff.staff_id, "您")
    await move(session, handoff, "accept", staff.display_name, owner_id=staff.staff_id)
    return handoff, True


async def own(session: AsyncSession, staff: StaffMember, handoff_id: str) -> Handoff:
    """The handoff, locked, of whose talk the staff member is the owner.

    Raises: HandoffUnknown, HandoffTaken.
    """
    staff.must_hold("handoffs.serve")
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id, lock=True)
    if handoff.state == "accepted" and handoff.staff_id != staff.staff_id:
        raise HandoffTaken(await _taken_words(session, handoff))
    return handoff


def must_be_talking(handoff: Handoff) -> None:
    """Raises: HandoffMoved."""
    if handoff.state != "accepted":
        raise HandoffMoved(f"这次人工服务{LABELS[handoff.state]}，不能再发消息。")


async def close(
    session: AsyncSession, staff: StaffMember, handoff_id: str, text: str = ""
) -> tuple[Handoff, bool]:
    """End the talk; again changes nothing."""
    handoff = await own(session, staff, handoff_id)
    if handoff.state == "closed":
        return handoff, False
    await move(session, handoff, "close", staff.display_name, text=text)
    return handoff, True


async def pass_on(
    session: AsyncSession, staff: StaffMember, handoff_id: str, colleague_id: str, reason: str
) -> tuple[Handoff, Staff]:
    """To a colleague who is there and has room. Raises: ColleagueAway, DeskFull, …"""
    reason = _reason(reason)
    staff.must_hold("handoffs.serve")
    colleague = await repository.lock_staff(session, colleague_id)
    if colleague is None or colleague.id == staff.staff_id:
        raise InvalidInput({"staff_id": "请选择另一位工作人员"})
    duty = {s.staff_id for s in await on_duty(session)}
    if colleague.id not in duty:
        raise ColleagueAway(f"{colleague.display_name}现在不在座位上，请转给别人或转到队列。")
    await _must_have_room(session, colleague.id, colleague.display_name)
    handoff = await own(session, staff, handoff_id)
    await move(session, handoff, "pass_on", staff.display_name, owner_id=colleague.id, text=reason)
    return handoff, colleague


async def requeue(
    session: AsyncSession, staff: StaffMember, handoff_id: str, topic: str, reason: str
) -> Handoff:
    """To another topic's queue, where the citizen keeps the place of having waited so long."""
    reason = _reason(reason)
    named = next((t for t in topics() if t.code == topic), None)
    if named is None:
        raise InvalidInput({"topic": "没有这个队列，请从列表中选择"})
    handoff = await own(session, staff, handoff_id)
    handoff.topic, handoff.topic_name = named.code, named.name
    await move(session, handoff, "requeue", staff.display_name, text=reason)
    return handoff


async def release(
    session: AsyncSession, staff: StaffMember, handoff_id: str, reason: str
) -> Handoff:
    """Back to the queue it came from."""
    handoff = await own(session, staff, handoff_id)
    await move(session, handoff, "release", staff.display_name, text=_reason(reason))
    return handoff


async def take_over(
    session: AsyncSession, staff: StaffMember, handoff_id: str, reason: str
) -> tuple[Handoff, bool]:
    """A lead takes a talk at any time, a colleague only when its owner is gone.

    Raises: Forbidden, DeskFull, HandoffMoved.
    """
    staff.must_hold("handoffs.serve")
    await repository.lock_staff(session, staff.staff_id)
    handoff = await repository.access_handoff_as_staff(session, staff, handoff_id, lock=True)
    if handoff.state == "accepted" and handoff.staff_id == staff.staff_id:
        return handoff, False
    is_lead = "handoffs.lead" in staff.permissions
    is_there = await repository.is_signed_in(session, handoff.staff_id or "")
    if handoff.state == "accepted" and is_there and not is_lead:
        raise Forbidden("同事还在座位上，只有负责人可以接管，请先和同事说一声。")
    await _must_have_room(session, staff.staff_id, "您")
    await move(
        session,
        handoff,
        "take_over",
        staff.display_name,
        owner_id=staff.staff_id,
        text=_reason(reason),
    )
    return handoff, True


async def _must_have_room(session: AsyncSession, staff_id: str, who: str) -> None:
    limit = settings().handoff_capacity
    if await repository.open_talks(session, staff_id) >= limit:
        raise DeskFull(f"{who}已同时接待{limit}位市民，请先结束一个再接。")


async def _taken_words(session: AsyncSession, handoff: Handoff) -> str:
    owner = await repository.staff_by_id(session, handoff.staff_id)
    return f"{owner.display_name if owner else '同事'}正在接待这位市民。"


def _reason(reason: str) -> str:
    words = reason.strip()
    if not 1 <= len(words) <= MAX_REASON:
        raise InvalidInput({"reason": f"请写明理由（最多{MAX_REASON}个字），接手的同事会看到"})
    return words
