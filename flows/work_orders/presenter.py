"""From rows to what is shown of a work order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flows.work_orders.states import (
    ACT_LABELS,
    CLASSIFICATIONS,
    LABELS,
    OPEN,
    TERM_NOTE,
    acts_of,
)
from flows.work_orders.views import StaffWorkOrderView, StepView, WorkOrderView
from foundation.clock import now
from foundation.identifiers import mask_name, mask_phone
from foundation.models import Staff, User, WorkOrder, WorkOrderEvent
from foundation.viewer import StaffMember

INTERNAL = frozenset({"assign"})
"""Steps whose words are for colleagues: the citizen sees that it moved, not why."""


def show_order(order: WorkOrder, events: Sequence[WorkOrderEvent]) -> WorkOrderView:
    can = ["withdraw"] if order.state in OPEN else []
    can += ["visit"] if order.state == "replied" else []
    steps = [_step(e, "" if e.act in INTERNAL else e.text) for e in events]
    return WorkOrderView.model_validate({**_facts(order), "timeline": steps, "can": can})


def show_for_staff(
    staff: StaffMember,
    order: WorkOrder,
    user: User,
    assignee: Staff | None,
    events: Sequence[WorkOrderEvent],
    *,
    is_whole: bool = False,
) -> StaffWorkOrderView:
    contact = order.contact or {}
    name, phone = str(contact.get("name", "")), str(contact.get("phone", ""))
    return StaffWorkOrderView.model_validate(
        {
            **_facts(order),
            "timeline": [_step(e, e.text) for e in events],
            "can": acts_of(order.state),
            "applicant": user.display_name,
            "contact_name": name if is_whole else mask_name(name),
            "contact_phone": phone if is_whole else mask_phone(phone),
            "department_code": order.department_code,
            "item_code": order.item_code,
            "assignee": assignee.display_name if assignee else None,
            "is_mine": order.assignee_id == staff.staff_id,
        }
    )


def _facts(order: WorkOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "classification": order.classification,
        "classification_label": CLASSIFICATIONS[order.classification][0],
        "text": order.text,
        "department": order.department_name,
        "status": order.state,
        "status_label": LABELS[order.state],
        "due_at": order.due_at,
        "due_note": TERM_NOTE,
        "is_overdue": order.state in OPEN and order.due_at < now(),
        "reply": order.reply,
        "replied_at": order.replied_at,
        "satisfaction": order.satisfaction,
        "visit_text": str((order.visit or {}).get("text", "")),
        "created_at": order.created_at,
    }


def _step(event: WorkOrderEvent, text: str) -> StepView:
    return StepView(
        at=event.at, act=event.act, label=ACT_LABELS[event.act], actor=event.actor, text=text
    )
