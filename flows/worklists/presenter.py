"""From rows of lists to what staff are shown, without a row of the database made an object."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from flows.cases.sight import applicant_told
from flows.cases.states import LABELS
from flows.cases.views import ItemBrief
from flows.staff.presenter import KIND_LABELS, is_past, warning_at
from flows.staff.views import Colleague, StaffCaseBrief
from flows.worklists.views import CaseLine, TaskLine
from foundation.viewer import StaffMember

CHANNELS = {
    "guest": "网页",
    "miniprogram": "微信小程序",
    "wechat_official": "微信公众号",
    "yueshengshi": "粤省事",
    "yueshangtong": "粤商通",
    "suihaoban": "穗好办",
    "counter": "窗口",
}


def case_line(staff: StaffMember, row: Row[Any]) -> CaseLine:
    return CaseLine(**_brief(staff, row), channel=row.channel, is_watched=row.is_watched)


def task_line(staff: StaffMember, row: Row[Any]) -> TaskLine:
    holder = Colleague(id=row.assignee_id, display_name=row.assignee) if row.assignee_id else None
    return TaskLine(
        id=row.id,
        kind=row.kind,
        kind_label=row.name or KIND_LABELS.get(row.kind, row.kind),
        is_step=row.is_step,
        parent_id=row.parent_id,
        due_at=row.step_due_at,
        is_late=row.state in ("open", "claimed") and is_past(row.step_due_at),
        state=row.state,
        case=StaffCaseBrief(**_brief(staff, row)),
        assignee=holder,
        outcome=row.outcome,
        opinion=None,
        created_at=row.created_at,
        done_at=row.done_at,
        is_watched=row.is_watched,
    )


def _brief(staff: StaffMember, row: Row[Any]) -> dict[str, Any]:
    place = (row.department_code, row.item_code, row.region)
    return {
        "number": row.number,
        "item": ItemBrief(code=row.item_code, name=row.item_name),
        "applicant": applicant_told(staff, place, row.applicant),
        "status": row.status,
        "status_label": LABELS[row.status],
        "submitted_at": row.submitted_at,
        "due_at": row.due_at,
        "warning": warning_at(row.status, row.yellow_at, row.red_at),
    }
