"""Who may not see a number does not find by it either: trying numbers would tell whose they are.

Nor by words: the marks of a case do not tell which field a word stands in, so cases of an item are
not looked through by words where a field of words of its form is hidden.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from flows.cases.errors import FieldHidden
from flows.lookup.reading import Wish
from foundation.scopes import Scope
from foundation.viewer import StaffMember
from knowledge_base.catalogue import Catalogue, catalogue

_KINDS = {"id_number": ("id_number", "credit_code"), "phone": ("phone",)}
WORDY = frozenset({"text", "textarea", "address", "name"})
"""Fields whose words a case is found by."""
_LABELS = {"id_number": "证件号码", "phone": "联系电话"}


def seeing(staff: StaffMember, wish: Wish) -> Wish:
    """The wish without what this person's grants hide somewhere. Raises: FieldHidden where
    nothing is left of it."""
    if not staff.is_covered:
        return wish
    if not wish.about:
        return _by_words(staff, wish)
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


def _by_words(staff: StaffMember, wish: Wish) -> Wish:
    """Without the items this person may not look through; without the words, if these are all."""
    if not wish.all_of:
        return wish
    unseen = _covered_items(catalogue(), staff.scopes)
    if len(unseen) < len(catalogue()):
        return replace(wish, unseen=unseen)
    return replace(wish, all_of=(), too_short=wish.items is None, unseen=unseen)


@lru_cache(maxsize=256)
def _covered_items(items: Catalogue, scopes: tuple[Scope, ...]) -> frozenset[str]:
    """Items of whose form a grant hides words."""
    return frozenset(
        entry.code
        for entry in items
        for scope in scopes
        if scope.items is None or entry.code in scope.items
        for field in entry.document.form.fields()
        if field.kind in WORDY and scope.shows(entry.code, field.id) == "hidden"
    )


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
