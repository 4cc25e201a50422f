"""Who may not see a number does not find by it either: trying numbers would tell whose they are."""

from __future__ import annotations

from dataclasses import replace

from flows.cases.errors import FieldHidden
from flows.lookup.reading import Wish
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

_KINDS = {"id_number": ("id_number", "credit_code"), "phone": ("phone",)}
_LABELS = {"id_number": "证件号码", "phone": "联系电话"}


def seeing(staff: StaffMember, wish: Wish) -> Wish:
    """The wish without what this person's grants hide somewhere. Raises: FieldHidden where
    nothing is left of it."""
    if not wish.about or not staff.is_covered:
        return wish
    if wish.about == "end":
        if not _hides(staff, "id_number"):
            return wish
        return replace(wish, any_of=wish.any_of[:1], is_personal=False, about="")
    if _hides(staff, wish.about):
        raise FieldHidden(
            f"您的授权看不到{_LABELS[wish.about]}，不能按它查找。"
            "请改用办件编号、申请人姓名或事项名称。"
        )
    return wish


def _hides(staff: StaffMember, about: str) -> bool:
    return any(
        rule.shown == "hidden" and _is_about(rule.item, rule.field, _KINDS[about])
        for scope in staff.scopes
        for rule in scope.fields
    )


def _is_about(item: str, field: str, kinds: tuple[str, ...]) -> bool:
    """Whether a rule over a field (empty: every one) is over one of these kinds."""
    if not field:
        return True
    entries = [catalogue().find(item)] if item else list(catalogue())
    return any(
        f.id == field and f.kind in kinds
        for entry in entries
        if entry
        for f in entry.document.form.fields()
    )
