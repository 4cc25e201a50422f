"""What the counter's side may see of a handoff: what its owner consented to, the rest left out.

Everything a clerk or a counter's screen is shown is drawn up here and nowhere else. What consent
gives a grant may still hide (ADR 31): the narrower of the two counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flows.cases.masking import MASKERS, mask
from flows.cases.presenter import CaseRecord, needed_materials, show_case, show_form_schema
from flows.cases.sight import Sight, sight_of
from flows.cases.states import EDITABLE, LABELS
from flows.counter_handoffs.merging import mark_of
from flows.counter_handoffs.views import (
    CaseHead,
    ConsentWish,
    Fact,
    MaterialName,
    Shared,
    SharedField,
    SharedFile,
    SharedMaterial,
    SharedSection,
)
from flows.staff.covering import findings_seen
from foundation.models import Case, CounterHandoff, User
from foundation.viewer import StaffMember
from knowledge_base.schemas import FormField

FACTS = {
    "name": ("姓名", "name"), "id_number": ("身份证号", "id_number"), "phone": ("手机号", "phone"),
    "enterprise_name": ("企业名称", ""), "credit_code": ("统一社会信用代码", ""),
    "legal_person_name": ("法定代表人", "name"),
}  # fmt: skip
"""Facts of an identity: label, and how it is masked, if it is."""
_MONEY = ("银行", "账号", "账户", "卡号")


@dataclass(frozen=True, slots=True)
class Window:
    """One handoff's sight: `masked` fields are seen but not read, `hidden` ones not at all."""

    handoff: CounterHandoff
    wish: ConsentWish
    record: CaseRecord | None
    masked: frozenset[str]
    hidden: frozenset[str]
    closed: frozenset[str]

    @property
    def may_fill(self) -> bool:
        """Whether the form is shared and may still be changed."""
        is_open = self.record is not None and self.record.case.status in EDITABLE
        return is_open and "form" in self.wish.parts

    def may_read(self, field: str) -> bool:
        return field not in self.masked and field not in self.hidden

    def sees_material(self, material_id: str) -> bool:
        return material_id in self.wish.materials and material_id not in self.closed


def is_sensitive(field: FormField) -> bool:
    """Personal data of the kinds that are masked everywhere, and accounts of money."""
    return field.kind in MASKERS or any(word in field.label for word in _MONEY)


def window_of(
    handoff: CounterHandoff, record: CaseRecord | None, staff: StaffMember | None = None
) -> Window:
    wish = ConsentWish.model_validate(handoff.consent or {})
    if record is None:
        return Window(handoff, wish, None, frozenset(), frozenset(), frozenset())
    fields = record.document.form.fields()
    grants = sight_of(staff, record) if staff and staff.is_covered else None
    if "form" not in wish.parts:
        hidden = frozenset(f.id for f in fields)
    else:
        hidden = frozenset(grants.hidden) if grants else frozenset[str]()
    masked = frozenset(f.id for f in fields if is_sensitive(f) and f.id not in wish.clear)
    closed = frozenset(grants.closed) if grants else frozenset[str]()
    return Window(handoff, wish, record, masked - hidden, hidden, closed)


def shared_in(window: Window, user: User, cases: Sequence[Case]) -> Shared:
    """All that is shown, part by part."""
    wish, record = window.wish, window.record
    shared = Shared(
        basic=facts_of(user, wish.clear) if "basic" in wish.parts else None,
        cases=[_head(case) for case in cases] if "cases" in wish.parts else None,
    )
    if record is None:
        return shared
    shown = show_case(record)
    return shared.model_copy(
        update={
            "case": _head(record.case),
            "answers": shown.answers if "answers" in wish.parts else None,
            "form": _form(window, record) if "form" in wish.parts else None,
            "materials": _materials(window, record),
            "may_fill": window.may_fill,
            "askable": _askable(record) if window.may_fill else [],
            **_findings(window, record, shown.prereview),
        }
    )


def facts_of(user: User, clear: Sequence[str]) -> list[Fact]:
    """What a platform proved of who they are, masked unless it is wanted clear."""
    facts = []
    for name, (label, kind) in FACTS.items():
        value = str((user.identity or {}).get(name) or "")
        if value:
            is_masked = bool(kind) and f"basic.{name}" not in clear
            shown = mask(kind, value) if is_masked else value
            facts.append(
                Fact(
                    id=name, label=label, value=shown, is_masked=is_masked, may_mask=bool(kind)
                )
            )  # fmt: skip
    return facts


def masked_value(field: FormField, value: Any) -> Any:
    return mask(field.kind, value) if value not in (None, "") else value


def _head(case: Case) -> CaseHead:
    return CaseHead(
        number=case.number, item_name=case.item_name, status=case.status,
        status_label=LABELS[case.status],
    )  # fmt: skip


def _form(window: Window, record: CaseRecord) -> list[SharedSection]:
    faults = {e.field: e.message for e in show_case(record).form_errors}
    fields = {f.id: f for f in record.document.form.fields()}
    sections = []
    for section in show_form_schema(record.case, record.document).sections:
        shown = [
            _field(window, fields[f.id], record.case.form.get(f.id), faults.get(f.id))
            for f in section.fields
            if f.id not in window.hidden
        ]
        if shown:
            sections.append(SharedSection(title=section.title, fields=shown))
    return sections


def _field(window: Window, field: FormField, value: Any, fault: str | None) -> SharedField:
    is_masked = field.id in window.masked
    return SharedField(
        id=field.id, label=field.label, kind=field.kind, required=field.required, help=field.help,
        max_length=field.max_length, unit=field.unit,
        options=[{"id": o.id, "label": o.label} for o in field.options],
        value=masked_value(field, value) if is_masked else value,
        is_masked=is_masked,
        mark=None if is_masked else mark_of(window.handoff.id, field.id, value),
        fault=("这一项填得不对" if is_masked else fault) if fault else None,
    )  # fmt: skip


def _materials(window: Window, record: CaseRecord) -> list[SharedMaterial]:
    return [
        SharedMaterial(
            id=choice.material.id, name=choice.material.name, required=choice.material.required,
            files=[
                SharedFile(id=f.id, name=f.name, media_type=f.media_type, size=f.size)
                for f in record.files
                if f.material_id == choice.material.id
            ],
        )
        for choice in needed_materials(record.case, record.document)
        if window.sees_material(choice.material.id)
    ]  # fmt: skip


def _askable(record: CaseRecord) -> list[MaterialName]:
    """What the item asks for stands in its guide: names of materials are nobody's secret."""
    needed = needed_materials(record.case, record.document)
    return [MaterialName(id=c.material.id, name=c.material.name) for c in needed]


def _findings(window: Window, record: CaseRecord, review: Any) -> dict[str, Any]:
    """Findings about what is shared, the words of the rest struck out."""
    if "prereview" not in window.wish.parts or review is None:
        return {}
    unread = window.masked | window.hidden
    covered = {f.id: f for f in record.document.form.fields() if f.id in unread}
    sight = Sight({}, covered, {}, record.case.form)
    about = [
        finding
        for finding in (f.model_dump(mode="json") for f in review.findings)
        if finding["verdict"] != "pass"
        and (finding["material_id"] is None or window.sees_material(finding["material_id"]))
        and (finding["material_id"] is not None or "form" in window.wish.parts)
    ]
    return {"summary": sight.cover(review.summary), "findings": findings_seen(about, sight)}
