"""From rows and content to what a client is shown of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.cases.states import ACT_LABELS, LABELS, acts_of_applicant
from flows.cases.views import (
    CaseBrief,
    CaseMaterialView,
    CaseView,
    EventView,
    FieldError,
    FileView,
    FormFieldView,
    FormOptionView,
    FormSchemaView,
    FormSectionView,
    ItemBrief,
    LicenceView,
    ManualView,
    PreReviewProgress,
    PreReviewView,
    ReceiptView,
    SupplementView,
)
from flows.codes.service import case_token, qr_svg, token_url
from flows.guidance.presenter import show_answers, term_text
from flows.prereview.findings import Finding, may_go_to_a_person
from flows.prereview.form_checks import check_value, fields_asked
from flows.prereview.inputs import fingerprint
from flows.prereview.licences import kept_licence, lending_state
from flows.samples.service import samples_of
from foundation.clock import now
from foundation.identifiers import mask_name
from foundation.models import Case, CaseEvent, CaseFile, LicenceGrant, ManualReview, PreReview
from foundation.settings import settings
from knowledge_base.schemas import ItemDocument
from knowledge_base.situations import MaterialChoice, choose_materials


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case with all that belongs to it, as read in one go."""

    case: Case
    document: ItemDocument
    files: Sequence[CaseFile]
    events: Sequence[CaseEvent]
    prereview: PreReview | None
    licences: Sequence[LicenceGrant] = ()
    manual: ManualReview | None = None


def show_case(record: CaseRecord) -> CaseView:
    case, document = record.case, record.document
    return CaseView(
        number=case.number,
        status=case.status,
        status_label=LABELS[case.status],
        item=ItemBrief(
            code=case.item_code, name=case.item_name, department=document.item.department.name
        ),
        revision=case.revision,
        form_schema=show_form_schema(case, document),
        form=case.form,
        form_errors=form_errors(case, document),
        materials=show_materials(record),
        answers=show_answers(document, case.answers),
        prereview=show_prereview(record) if record.prereview else None,
        receipt=show_receipt(case),
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        promised_days=document.guide.promised.days,
        promised_text=term_text(document.guide.promised),
        timeline=[show_event(e) for e in record.events],
        can=acts_of_applicant(case.status),
        supplement=SupplementView(**case.supplement) if case.supplement else None,
        created_at=case.created_at,
        updated_at=case.updated_at,
    )


def show_brief(case: Case, last: CaseEvent | None) -> CaseBrief:
    return CaseBrief(
        number=case.number,
        status=case.status,
        status_label=LABELS[case.status],
        item=ItemBrief(code=case.item_code, name=case.item_name),
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        updated_at=case.updated_at,
        last_event=show_event(last) if last else None,
    )


def show_form_schema(case: Case, document: ItemDocument) -> FormSchemaView:
    """The form as this situation asks for it."""
    asked = {f.id for f in fields_asked(document.form, case.answers)}
    sections = []
    for section in document.form.sections:
        fields = [
            FormFieldView(
                id=f.id,
                label=f.label,
                kind=f.kind,
                required=f.required,
                help=f.help,
                placeholder=f.placeholder,
                max_length=f.max_length,
                minimum=f.minimum,
                maximum=f.maximum,
                unit=f.unit,
                options=[FormOptionView(id=o.id, label=o.label) for o in f.options],
                prefilled=f.id in case.prefilled,
            )
            for f in section.fields
            if f.id in asked
        ]
        if fields:
            sections.append(FormSectionView(title=section.title, help=section.help, fields=fields))
    return FormSchemaView(sections=sections)


def form_errors(case: Case, document: ItemDocument) -> list[FieldError]:
    """What is wrong with values given; empty required fields wait for the pre-review."""
    faults = [(f.id, check_value(f, case.form.get(f.id))) for f in document.form.fields()]
    return [FieldError(field=name, message=fault) for name, fault in faults if fault]


def needed_materials(case: Case, document: ItemDocument) -> list[MaterialChoice]:
    return [c for c in choose_materials(document, case.answers) if c.needed]


def show_materials(record: CaseRecord) -> list[CaseMaterialView]:
    return [
        CaseMaterialView(
            id=c.material.id,
            name=c.material.name,
            required=c.material.required,
            why=c.why,
            accept=list(c.material.takes),
            max_files=c.material.max_files,
            max_file_bytes=settings().upload_max_bytes,
            from_licence=c.material.from_licence,
            source_explain=c.material.source_explain,
            fill_explain=c.material.fill_explain,
            samples=samples_of(c.material.name, record.case.item_code),
            files=[show_file(f) for f in record.files if f.material_id == c.material.id],
            licence=next(
                (show_licence(g, now()) for g in record.licences if g.material_id == c.material.id),
                None,
            ),
        )
        for c in needed_materials(record.case, record.document)
    ]


LONGEST_PERSON = 4
_LICENCE_LABELS = {
    "waiting": "正在调取",
    "granted": "已授权，免提交",
    "expired": "授权已过期",
}


def show_licence(grant: LicenceGrant, moment: datetime) -> LicenceView:
    """A lent licence, its holder and number masked."""
    licence, state = kept_licence(grant), lending_state(grant, moment)
    number = licence.number if licence else ""
    return LicenceView(
        id=grant.id,
        name=grant.licence_name,
        state=state,
        state_label=_LICENCE_LABELS[state],
        status=grant.status,
        holder=_holder(licence.holder_name) if licence else "",
        number=f"{number[:3]}{'*' * 6}{number[-3:]}" if number else "",
        issuer=licence.issuer if licence else "",
        valid_until=licence.valid_until if licence else None,
        scope=grant.scope,
        granted_at=grant.granted_at,
        expires_at=grant.expires_at,
    )


def _holder(name: str) -> str:
    """A person's name masked; an enterprise's stands in public registers."""
    return mask_name(name) if len(name) <= LONGEST_PERSON else name


def show_file(file: CaseFile) -> FileView:
    return FileView(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        has_thumbnail=file.thumbnail_sha256 is not None,
        scan=file.scan,
        vault_file_id=file.vault_file_id,
        uploaded_at=file.uploaded_at,
    )


def show_event(event: CaseEvent) -> EventView:
    return EventView(
        at=event.at,
        kind=event.kind,
        label=ACT_LABELS.get(event.kind, event.kind),
        text=event.text,
        actor=event.actor,
    )


def show_prereview(record: CaseRecord) -> PreReviewView:
    review = record.prereview
    assert review is not None
    return PreReviewView(
        status="done" if review.status == "done" else "running",
        verdict=review.verdict,
        by=review.by,
        findings=[*review.findings],
        progress=PreReviewProgress(done=review.done_count, total=review.total_count),
        summary=summarise(review, record.manual),
        is_current=review.fingerprint == fingerprint(record.case, record.files, record.licences),
        may_submit_anyway=may_submit_anyway(review),
        finished_at=review.finished_at,
        manual=show_manual(record.manual) if record.manual else None,
    )


def may_submit_anyway(review: PreReview) -> bool:
    """Only the machine's refusal, and only of what a person can look at."""
    refused = review.status == "done" and review.by == "machine" and review.verdict == "fail"
    return refused and may_go_to_a_person([Finding.model_validate(f) for f in review.findings])


def show_manual(manual: ManualReview) -> ManualView:
    return ManualView.model_validate(manual, from_attributes=True)


_SAID_BY_STAFF = {
    "pass": "工作人员看过了，可以提交",
    "fail": "工作人员看过了，需要修改：",
    "inconclusive": "工作人员看过了，现在还不能确定：",
}


def summarise(review: PreReview, manual: ManualReview | None = None) -> str:
    """The review in one sentence; a person's word stands over the machine's."""
    if manual and manual.state == "decided" and manual.verdict:
        note = manual.note or ""
        return _SAID_BY_STAFF[manual.verdict] + (note if manual.verdict != "pass" else "")
    if review.status != "done":
        return f"正在预审，已看{review.done_count}/{review.total_count}项"
    blocking = sum(f["level"] == "blocking" and f["verdict"] == "fail" for f in review.findings)
    if blocking:
        return f"发现{blocking}处需要修改，改好后再预审一次就能提交"
    if review.verdict == "inconclusive":
        unsure = sum(f["verdict"] == "inconclusive" for f in review.findings)
        return f"有{unsure}处机器没能看清：可以重拍，也可以直接提交，由工作人员核对"
    warnings = sum(f["level"] == "warning" for f in review.findings)
    reminder = f"，另有{warnings}处提醒" if warnings else ""
    return f"预审通过{reminder}，可以提交了"


def show_receipt(case: Case) -> ReceiptView | None:
    if case.submitted_at is None:
        return None
    url = token_url(case_token(case.number))
    return ReceiptView(
        number=case.number,
        url=url,
        qr_svg=qr_svg(url),
        item_name=case.item_name,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
    )
