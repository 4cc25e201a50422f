"""A work order's way: left by a citizen, accepted, answered, and asked about."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.work_orders import repository
from flows.work_orders.errors import WorkOrderTaken
from flows.work_orders.presenter import show_for_staff, show_order
from flows.work_orders.states import ACT_LABELS, CLASSIFICATIONS, next_state
from flows.work_orders.views import (
    StaffWorkOrderPage,
    StaffWorkOrderView,
    WorkOrderCounts,
    WorkOrderPage,
    WorkOrderView,
)
from foundation.announcements import announce_after_commit
from foundation.clock import add_working_days, now, today
from foundation.errors import InvalidInput
from foundation.idempotency import once
from foundation.identifiers import CaseNumber
from foundation.models import WorkOrder, WorkOrderEvent
from foundation.paging import next_cursor
from foundation.queue import promise
from foundation.viewer import StaffMember, Viewer
from knowledge_base.catalogue import catalogue

CHANGED = "work_orders.changed"
MAX_TEXT, MAX_REPLY = 1000, 2000
GENERAL = "天河区政务服务中心综合窗口"


@dataclass(frozen=True, slots=True)
class Message:
    """A message left: at least five characters; a contact is the citizen's choice."""

    classification: str
    text: str
    name: str = ""
    phone: str = ""
    item_code: str | None = None

    def checked(self) -> Message:
        """Raises: InvalidInput."""
        errors = {}
        words = self.text.strip()
        if self.classification not in CLASSIFICATIONS:
            errors["classification"] = "请选择咨询、求助、投诉、建议或举报"
        if not 5 <= len(words) <= MAX_TEXT:
            errors["text"] = f"请用5至{MAX_TEXT}个字说明要问的事，现有{len(words)}个字"
        phone = self.phone.replace(" ", "").replace("-", "")
        if phone and not (phone.isascii() and phone.isdigit() and 8 <= len(phone) <= 12):
            errors["contact"] = "电话应为8至12位数字；不想留可以空着"
        if len(self.name) > 50:
            errors["contact"] = "称呼最多50个字"
        if errors:
            raise InvalidInput(errors)
        return Message(self.classification, words, self.name.strip(), phone, self.item_code)


async def leave_once(
    session: AsyncSession, viewer: Viewer, key: str | None, message: Message
) -> WorkOrderView:
    """A work order without a handoff before it; the same key leaves one."""

    async def act() -> dict[str, Any]:
        order = await leave(session, viewer, message)
        return (await _shown(session, order)).model_dump(mode="json")

    body = [message.classification, message.text, message.name, message.phone, message.item_code]
    owner = f"user:{viewer.user_id}:work_orders"
    return WorkOrderView.model_validate(await once(session, owner, key, body, act))


async def leave(session: AsyncSession, viewer: Viewer, message: Message) -> WorkOrder:
    """Raises: InvalidInput."""
    message = message.checked()
    entry = catalogue().find(message.item_code) if message.item_code else None
    department = entry.document.item.department if entry else None
    _label, days = CLASSIFICATIONS[message.classification]
    contact = {"name": message.name, "phone": message.phone}
    order = WorkOrder(
        number=await _free_number(session),
        user_id=viewer.user_id,
        classification=message.classification,
        text=message.text,
        contact=contact if any(contact.values()) else None,
        department_code=department.code if department else "",
        department_name=department.name if department else GENERAL,
        item_code=entry.code if entry else None,
        state="submitted",
        channel=viewer.channel,
        due_at=await _due_after(session, days),
        created_at=now(),
        version=1,
    )
    session.add(order)
    await session.flush()
    _note(session, order, "submit", "市民")
    announce_after_commit(session, "staff", "work_order", {"number": order.number})
    return order


async def list_own(session: AsyncSession, viewer: Viewer, offset: int, limit: int) -> WorkOrderPage:
    orders, total = await repository.own_orders(session, viewer, offset, limit)
    events = await repository.events_of(session, [o.number for o in orders])
    return WorkOrderPage(
        items=[show_order(o, [e for e in events if e.number == o.number]) for o in orders],
        total=total,
        next=next_cursor(offset, len(orders), total),
    )


async def look_at_own(session: AsyncSession, viewer: Viewer, number: str) -> WorkOrderView:
    return await _shown(session, await repository.access_order(session, viewer, number))


async def withdraw(session: AsyncSession, viewer: Viewer, number: str) -> WorkOrderView:
    """The citizen needs it no more; again changes nothing."""
    order = await repository.access_order(session, viewer, number, lock=True)
    if order.state != "withdrawn":
        _move(session, order, "withdraw", "市民")
    return await _shown(session, order)


async def answer_visit(
    session: AsyncSession, viewer: Viewer, number: str, satisfaction: int, text: str
) -> WorkOrderView:
    """The citizen's own word on the reply: 3 and more ends it, less has it worked on again."""
    order = await repository.access_order(session, viewer, number, lock=True)
    if order.state == "closed":
        return await _shown(session, order)
    await _take_visit(session, order, "市民", satisfaction, text)
    return await _shown(session, order)


async def list_for_staff(
    session: AsyncSession,
    staff: StaffMember,
    state: str,
    query: str,
    offset: int,
    limit: int,
) -> StaffWorkOrderPage:
    """`state` is one of the states, `overdue`, or empty for all."""
    staff.must_hold("handoffs.serve")
    wanted: dict[str, Any] = {"q": query}
    wanted |= {"overdue_at": now()} if state == "overdue" else {"state": state}
    rows, total = await repository.orders_for_staff(session, staff, wanted, offset, limit)
    events = await repository.events_of(session, [row[0].number for row in rows])
    return StaffWorkOrderPage(
        items=[
            show_for_staff(
                staff, order, user, assignee, [e for e in events if e.number == order.number]
            )
            for order, user, assignee in rows
        ],
        total=total,
        next=next_cursor(offset, len(rows), total),
        counts=WorkOrderCounts(**await repository.count_orders(session, staff, now())),
    )


async def look_as_staff(
    session: AsyncSession, staff: StaffMember, number: str
) -> StaffWorkOrderView:
    """The whole order with its contact; the look is noted."""
    staff.must_hold("handoffs.serve")
    order = await repository.access_order_as_staff(session, staff, number)
    await repository.note_view(session, staff, order)
    return await _for_staff(session, staff, order)


async def accept(session: AsyncSession, staff: StaffMember, number: str) -> StaffWorkOrderView:
    order = await _locked(session, staff, number)
    if order.state != "accepted" or order.assignee_id != staff.staff_id:
        _must_be_free(order, staff)
        _move(session, order, "accept", staff.display_name)
        order.assignee_id = staff.staff_id
    return await _for_staff(session, staff, order)


async def assign(
    session: AsyncSession, staff: StaffMember, number: str, department_code: str, reason: str
) -> StaffWorkOrderView:
    """To another department (by code, empty for the comprehensive window), with a reason."""
    names = {e.document.item.department.code: e.document.item.department.name for e in catalogue()}
    errors = {} if reason.strip() else {"reason": "请写明转派的理由，便于接手的部门了解情况"}
    if department_code and department_code not in names:
        errors["department_code"] = "没有这个部门，请从列表中选择"
    if errors:
        raise InvalidInput(errors)
    order = await _locked(session, staff, number)
    _must_be_free(order, staff)
    order.department_code, order.assignee_id = department_code, None
    order.department_name = names.get(department_code, GENERAL)
    _move(session, order, "assign", staff.display_name, reason.strip())
    return await _for_staff(session, staff, order)


async def reply(
    session: AsyncSession, staff: StaffMember, number: str, text: str
) -> StaffWorkOrderView:
    """Answer the citizen, who is told. The same words again change nothing."""
    words = text.strip()
    if not 5 <= len(words) <= MAX_REPLY:
        raise InvalidInput({"text": f"请用5至{MAX_REPLY}个字答复，市民会看到"})
    order = await _locked(session, staff, number)
    if order.state == "replied" and order.reply == words:
        return await _for_staff(session, staff, order)
    _must_be_free(order, staff)
    _move(session, order, "reply", staff.display_name, words)
    order.reply, order.replied_at, order.assignee_id = words, now(), staff.staff_id
    return await _for_staff(session, staff, order)


async def visit(
    session: AsyncSession, staff: StaffMember, number: str, satisfaction: int, text: str
) -> StaffWorkOrderView:
    """Staff asked the citizen how the reply was (回访)."""
    order = await _locked(session, staff, number)
    if order.state != "closed":
        await _take_visit(session, order, staff.display_name, satisfaction, text)
    return await _for_staff(session, staff, order)


async def _take_visit(
    session: AsyncSession, order: WorkOrder, actor: str, satisfaction: int, text: str
) -> None:
    if not 1 <= satisfaction <= 5:
        raise InvalidInput({"satisfaction": "满意度应为1至5分"})
    words = text.strip()[:500]
    act = "visit" if satisfaction >= 3 else "reopen"
    _move(session, order, act, actor, f"满意度{satisfaction}分。{words}")
    order.satisfaction, order.visit = satisfaction, {"text": words, "by": actor}
    if act == "reopen":
        order.due_at = await _due_after(session, CLASSIFICATIONS[order.classification][1])


async def _due_after(session: AsyncSession, days: int) -> datetime:
    """So many working days from now, by the office's own calendar."""
    return add_working_days(now(), days, await working_days(session))


async def _locked(session: AsyncSession, staff: StaffMember, number: str) -> WorkOrder:
    staff.must_hold("handoffs.serve")
    return await repository.access_order_as_staff(session, staff, number, lock=True)


def _must_be_free(order: WorkOrder, staff: StaffMember) -> None:
    is_others = order.assignee_id not in (None, staff.staff_id) and order.state != "submitted"
    if is_others and "handoffs.lead" not in staff.permissions:
        raise WorkOrderTaken("这个工单已由同事承办，请联系承办人或负责人转派。")


def _move(session: AsyncSession, order: WorkOrder, act: str, actor: str, text: str = "") -> None:
    order.state = next_state(act, order.state)
    if order.state in ("closed", "withdrawn"):
        order.closed_at = now()
    _note(session, order, act, actor, text)
    announce_after_commit(session, "staff", "work_order", {"number": order.number})
    if act in ("accept", "reply"):
        moved = {"number": order.number, "act": act, "at": now().isoformat()}
        promise(session, CHANGED, moved)


def _note(session: AsyncSession, order: WorkOrder, act: str, actor: str, text: str = "") -> None:
    assert act in ACT_LABELS
    session.add(
        WorkOrderEvent(
            number=order.number, act=act, state=order.state, actor=actor, text=text, at=now()
        )
    )


async def _free_number(session: AsyncSession) -> str:
    """GD, the day, six random digits, a check digit: 17 characters, like a case's number."""
    while True:
        body = f"{today():%Y%m%d}{secrets.randbelow(10**6):06d}"
        number = f"GD{body}{CaseNumber.check_digit(body)}"
        if not await repository.is_number_taken(session, number):
            return number


async def _shown(session: AsyncSession, order: WorkOrder) -> WorkOrderView:
    await session.flush()
    return show_order(order, await repository.events_of(session, [order.number]))


async def _for_staff(
    session: AsyncSession, staff: StaffMember, order: WorkOrder
) -> StaffWorkOrderView:
    await session.flush()
    people = await repository.people_of(session, order)
    events = await repository.events_of(session, [order.number])
    return show_for_staff(staff, order, *people, events, is_whole=True)
