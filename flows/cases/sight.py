"""What one member of staff may see of one case: fields, and all that tells of a hidden field.

A grant may hide a field. The same is then hidden wherever the case says it again: in materials and
their pages, in letters and records, in what was read, and in words written about the case. A grant
may open or close a material by itself (`material:<id>` in place of a field).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.carrying import carried, patterns_of, plain, stands_in
from flows.cases.errors import FieldHidden
from flows.cases.masking import MASKERS
from flows.cases.presenter import CaseRecord
from flows.cases.service import read_record
from flows.prereview.inputs import Basis
from flows.prereview.readings import Reading
from foundation.models import Case, PreReview
from foundation.scopes import MATERIAL, Shown
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.rules import rules_of
from knowledge_base.schemas import FormField

COVERED, NOT_SHOWN = "（已隐藏）", "（无权查看）"
NAMES = ("name", "enterprise_name")
Place = tuple[str, str, str | None]
"""Department, item and street of a case."""
_SHAPES = {
    "phone": r"(?<!\d)1\d{2}[\d*]{4}\d{4}(?!\d)",
    "id_number": r"(?<!\d)\d{3}[\d*]{11}\d{3}[\dXx](?!\d)",
    "credit_code": r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])",
}
"""Kinds that are known by their shape: hidden in words whosever they are."""
_WORDS = frozenset(
    {"text", "message", "expected", "actual", "advice", "note", "notes", "summary", "reason"}
    | {"opinion", "caption", "focus"}
)
"""Where words stand in what is shown."""


@dataclass(frozen=True, slots=True)
class Sight:
    """`shown` is by field; `closed` names, for each material that is hidden, what it tells of."""

    shown: Mapping[str, Shown]
    hidden: Mapping[str, FormField]
    closed: Mapping[str, tuple[str, ...]]
    form: Mapping[str, Any]

    def must_see(self, material_id: str) -> None:
        """Raises: FieldHidden."""
        if material_id in self.closed:
            raise FieldHidden(because_of(self.closed[material_id]))

    def must_see_paper(self, told: Any, prefills: Iterable[str] = ()) -> None:
        """A letter or record by the data it is drawn from; `prefills` are facts of the identity
        that stand on it. Raises: FieldHidden."""
        self.must_not_tell(self.told_by(told, prefills))

    def must_not_tell(self, labels: Sequence[str]) -> None:
        """Raises: FieldHidden if there is anything it tells."""
        if labels:
            raise FieldHidden(because_of(labels))

    def told_by(self, told: Any, prefills: Iterable[str] = ()) -> tuple[str, ...]:
        """Labels of the hidden fields that stand in some data."""
        said, known = plain(" ".join(_strings(told))), set(prefills)
        return tuple(
            field.label
            for field in self.hidden.values()
            if field.prefill in known or stands_in(field, self.form.get(field.id), said)
        )

    def hides_identity(self, fact: str) -> bool:
        """Whether a fact of the applicant's identity is a hidden field's."""
        return any(fact in (f.prefill, f.id) for f in self.hidden.values())

    @property
    def hides_applicant(self) -> bool:
        """Whether it must not be told who applies."""
        return any(map(self.hides_identity, NAMES))

    def must_know_applicant(self) -> None:
        """For what is asked of other platforms about a person. Raises: FieldHidden."""
        known = ("name", "id_number", "enterprise_name", "credit_code")
        self.must_not_tell([f.label for f in self.hidden.values() if f.prefill in known])

    def cover(self, words: str) -> str:
        """Words with all that is hidden struck out."""
        for field in self.hidden.values():
            if field.kind in _SHAPES:
                words = re.sub(_SHAPES[field.kind], COVERED, words)
            for value in _written(field, self.form.get(field.id)):
                words = re.sub(value, COVERED, words, flags=re.IGNORECASE)
        return words

    def cover_words(self, told: Any) -> Any:
        """The same, in everything people wrote in some plain data; the rest as it is."""
        if not self.hidden:
            return told
        if isinstance(told, list):
            return [self.cover_words(one) for one in told]
        if not isinstance(told, dict):
            return told
        return {
            name: self.cover(value)
            if name in _WORDS and isinstance(value, str)
            else self.cover_words(value)
            for name, value in told.items()
        }


def sight_of(staff: StaffMember, record: CaseRecord, reviewed: PreReview | None = None) -> Sight:
    """`reviewed` is a pre-review whose readings count too, beside the latest."""
    case, shown = record.case, shown_fields(staff, record)
    hidden = {f.id: f for f in record.document.form.fields() if shown[f.id] == "hidden"}
    return Sight(shown, hidden, dict(_closed(staff, record, hidden, reviewed)), case.form)


async def sight_on(
    session: AsyncSession, staff: StaffMember, case: Case, reviewed: PreReview | None = None
) -> Sight:
    """The sight of a case that is not read yet; for whom nothing is hidden it need not be."""
    if not staff.is_covered:
        return Sight({}, {}, {}, {})
    return sight_of(staff, await read_record(session, case), reviewed)


def shown_fields(staff: StaffMember, record: CaseRecord) -> dict[str, Shown]:
    """How each field of the form is shown to this person. Where no grant says anything, what
    holds personal data is masked (《个人信息保护法》第28条), the rest clear."""
    place = place_of(record.case)
    return {
        f.id: staff.shown(place, f.id, "masked" if f.kind in MASKERS else "clear")
        for f in record.document.form.fields()
    }


def place_of(case: Case) -> Place:
    return case.department_code, case.item_code, case.region


def hides_fact(staff: StaffMember, place: Place, *facts: str) -> bool:
    """Whether a fact of the applicant's identity is hidden, for rows of lists: by the form of the
    item as it is published now, no case read."""
    if not staff.is_covered:
        return False
    entry = catalogue().find(place[1])
    fields = entry.document.form.fields() if entry else []
    about = [f.id for f in fields if f.prefill in facts or f.id in facts]
    return any(staff.shown(place, name, "masked") == "hidden" for name in about)


def applicant_told(staff: StaffMember, place: Place, name: str) -> str:
    """The applicant's name in a row of a list."""
    return NOT_SHOWN if hides_fact(staff, place, *NAMES) else name


def because_of(labels: Iterable[str]) -> str:
    named = "、".join(list(dict.fromkeys(labels))[:4])
    told = f"其中有您无权查看的「{named}」" if named else "您的授权不包括它"
    return f"不能查看：{told}。确需查看的，请联系安全管理员调整授权。"


def _closed(
    staff: StaffMember,
    record: CaseRecord,
    hidden: Mapping[str, FormField],
    reviewed: PreReview | None,
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Materials that are hidden, each with the labels of what it tells of."""
    read = _readings(record.prereview, reviewed)
    rules = rules_of(record.case.item_code).rules
    for material in record.document.materials.materials:
        own = {f.id for f in record.files if f.material_id == material.id}
        readings = [r for r in read.get(material.id, []) if r.file_id in own]
        told = (
            carried(record.document, rules, record.case.form, material.id, own, readings)
            if hidden
            else frozenset()
        )
        usual: Shown = "hidden" if told & hidden.keys() else "clear"
        if staff.shown(place_of(record.case), f"{MATERIAL}{material.id}", usual) == "hidden":
            yield material.id, tuple(f.label for name, f in hidden.items() if name in told)


def _readings(*reviews: PreReview | None) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for review in reviews:
        if review is not None and review.inputs is not None:
            for material, readings in Basis.model_validate(review.inputs).inputs.materials.items():
                found[material] += readings
    return found


def _written(field: FormField, value: Any) -> list[str]:
    """The value as people write it in a sentence, and as it looks masked."""
    shown = str(value or "")
    masked = MASKERS[field.kind](shown) if shown and field.kind in MASKERS else ""
    labels = [o.label for o in field.options if o.id == value] or [shown]
    full = [_loose(label) for label in labels] if patterns_of(field, value) else []
    return [*full, *([re.escape(masked)] if len(masked) > 1 else [])]


def _loose(value: str) -> str:
    """Blanks between characters do not matter; a number is no part of a longer one."""
    letters = r"\s*".join(re.escape(sign) for sign in value if not sign.isspace())
    return rf"(?<!\d){letters}(?!\d)" if value.isdigit() else letters


def _strings(told: Any) -> Iterable[str]:
    if isinstance(told, Mapping):
        for value in told.values():
            yield from _strings(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _strings(value)
    elif told is not None:
        yield str(told)
