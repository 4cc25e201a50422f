"""From rows of publications to what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from flows.publications.views import (
    ObjectionView,
    PublicView,
    StaffPublicationFile,
    StaffPublicationView,
    TraceView,
)
from foundation.clock import today
from foundation.models import Publication, PublicationEvent, PublicationObjection
from foundation.viewer import StaffMember

STATES = {
    "waiting": "待核对", "published": "已公示", "refused": "不公示", "withdrawn": "已撤下",
}  # fmt: skip
REPORTS = {"none": "未报送", "waiting": "报送中", "sent": "已报送", "failed": "报送失败"}
ACTS = {
    "prepared": "生成公示", "refused": "不公示", "published": "发布", "corrected": "更正",
    "withdrawn": "撤下", "report_sent": "报送双公示平台", "report_failed": "报送没有成功",
    "objected": "收到异议", "upheld": "异议成立", "dismissed": "异议不成立", "resent": "重新报送",
}  # fmt: skip
OBJECTIONS = {"open": "正在核实", "upheld": "异议成立", "dismissed": "异议不成立"}


def show_public(row: Publication) -> PublicView:
    assert row.published_at is not None
    return PublicView(
        id=row.id,
        subject=row.subject,
        subject_kind="person" if row.subject_kind == "person" else "enterprise",
        credit_code=row.credit_code,
        item=row.item_name,
        item_code=row.item_code,
        department=row.department,
        department_code=row.department_code,
        document=row.document,
        document_number=row.document_number,
        decided_on=row.decided_on,
        published_at=row.published_at,
        content=row.content,
    )


def show_to_staff(row: Publication, staff: StaffMember) -> StaffPublicationView:
    return StaffPublicationView(
        id=row.id,
        case_number=row.case_number,
        subject=row.subject,
        subject_kind=row.subject_kind,
        credit_code=row.credit_code,
        item=row.item_name,
        department=row.department,
        document=row.document,
        document_number=row.document_number,
        content=row.content,
        decided_on=row.decided_on,
        due_on=row.due_on,
        is_late=row.state == "waiting" and row.due_on < today(),
        state=row.state,
        state_label=STATES[row.state],
        note=row.note,
        report=row.report,
        report_label=REPORTS[row.report],
        report_number=row.report_number,
        problem=row.problem,
        may_publish=row.state == "waiting" and row.decided_by != staff.staff_id,
    )


def show_file(
    row: Publication,
    staff: StaffMember,
    events: Sequence[PublicationEvent],
    objections: Sequence[PublicationObjection],
) -> StaffPublicationFile:
    return StaffPublicationFile(
        **show_to_staff(row, staff).model_dump(),
        trace=[
            TraceView(act=e.act, label=ACTS[e.act], actor=e.actor, text=e.text, at=e.at)
            for e in events
        ],
        objections=[show_objection(o) for o in objections],
    )


def show_objection(row: PublicationObjection) -> ObjectionView:
    return ObjectionView(
        id=row.id,
        publication_id=row.publication_id,
        text=row.text,
        state=row.state,
        state_label=OBJECTIONS[row.state],
        answer=row.answer,
        created_at=row.created_at,
        answered_at=row.answered_at,
    )
