"""From rows to one line of a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from flows.cases.sight import applicant_told
from flows.cases.states import LABELS
from flows.cases.views import ItemBrief
from flows.staff.presenter import warning_at
from flows.staff.views import StaffCaseBrief
from foundation.viewer import StaffMember


def show_brief(staff: StaffMember, row: Row[Any]) -> StaffCaseBrief:
    place = (row.department_code, row.item_code, row.region)
    return StaffCaseBrief(
        number=row.number,
        item=ItemBrief(code=row.item_code, name=row.item_name),
        applicant=applicant_told(staff, place, row.applicant),
        status=row.status,
        status_label=LABELS[row.status],
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        warning=warning_at(row.status, row.yellow_at, row.red_at),
    )
