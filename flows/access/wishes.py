"""What a grant may be limited to, and whether a wish keeps to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from flows.access.labels import role_words
from flows.access.views import FieldChoice, GrantChoices, GrantWish, ItemChoice, Named, UnitChoice
from foundation.errors import InvalidInput, NotFound
from foundation.models import Unit
from foundation.scopes import MATERIAL
from foundation.viewer import ADMINISTRATORS, PERMISSIONS, StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import ItemDocument

SENSITIVE = ("id_number", "phone", "name")
"""Kinds of fields that hold personal data (《个人信息保护法》第28条)."""


async def choices(session: AsyncSession, staff: StaffMember) -> GrantChoices:
    """Roles, open units, items and streets. Raises: Forbidden."""
    staff.must_hold("organisation.view")
    units = [u for u in await repository.units(session) if u.state == "open"]
    own = [r for r in await repository.role_rows(session) if not r.is_closed]
    named = {row.id: row.name for row in own}
    roles = [Named(id=r, name=role_words(r)[0]) for r in PERMISSIONS]
    roles += [Named(id=i, name=n) for i, n in named.items() if i not in PERMISSIONS]
    return GrantChoices(
        roles=roles,
        units=[UnitChoice(id=u.id, parent_id=u.parent_id, name=u.name) for u in units],
        items=[
            ItemChoice(
                id=entry.document.item.code,
                name=entry.document.item.name,
                department=entry.document.item.department.name,
            )
            for entry in catalogue()
        ],
        regions=_regions(units),
    )


async def streets(session: AsyncSession) -> list[str]:
    """Names of the streets that grants and halls may be limited to."""
    return _regions([u for u in await repository.units(session) if u.state == "open"])


def _regions(units: Sequence[Unit]) -> list[str]:
    return sorted({u.region for u in units if u.region})


def fields_of(staff: StaffMember, item_code: str) -> list[FieldChoice]:
    """The fields of an item's form, then its materials. Raises: Forbidden, NotFound."""
    staff.must_hold("organisation.view")
    entry = catalogue().find(item_code)
    if entry is None:
        raise NotFound("没有这个事项，请刷新后再选。")
    return choices_of(entry.document)


def choices_of(document: ItemDocument) -> list[FieldChoice]:
    return [
        FieldChoice(id=f.id, label=f.label, is_sensitive=f.kind in SENSITIVE)
        for f in document.form.fields()
    ] + [
        FieldChoice(id=f"{MATERIAL}{m.id}", label=f"材料：{m.name}", is_sensitive=False)
        for m in document.materials.materials
    ]


async def must_fit(session: AsyncSession, wish: GrantWish) -> None:
    """Raises: InvalidInput naming each list that holds what does not exist."""
    units = [u for u in await repository.units(session) if u.state == "open"]
    errors = {}
    if wish.role_id in ADMINISTRATORS and (wish.units or wish.items or wish.regions or wish.fields):
        errors["role_id"] = "管理员的授权不分范围，请去掉部门、事项、街道和字段的限制"
    if set(wish.units) - {u.id for u in units}:
        errors["units"] = "有的机构不存在或已撤并，请重新选择"
    if any(catalogue().find(code) is None for code in wish.items):
        errors["items"] = "有的事项不存在，请重新选择"
    if set(wish.regions) - {u.region for u in units if u.region}:
        errors["regions"] = "有的街道不存在，请重新选择"
    if any(not _is_known(rule.item, rule.field) for rule in wish.fields):
        errors["fields"] = "有的字段不属于所选事项的申请表，请重新选择"
    if any(r.field.startswith(MATERIAL) and r.shown == "masked" for r in wish.fields):
        errors["fields"] = "材料只能整份显示或不显示，不能部分遮住，请改选"
    if errors:
        raise InvalidInput(errors)


def _is_known(item_code: str, field: str) -> bool:
    """A rule over all items may name any field; one over an item, only that item's."""
    if not item_code:
        return True
    entry = catalogue().find(item_code)
    if entry is None or not field:
        return entry is not None
    return field in {choice.id for choice in choices_of(entry.document)}
