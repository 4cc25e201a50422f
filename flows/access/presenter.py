"""From grants to what is shown of them, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from flows.access.roles import name_of
from flows.access.views import FieldRuleView, GrantView, Named
from flows.access.wishes import choices_of
from foundation.models import StaffGrant
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

FEW = 3
Act = Literal["approve", "refuse", "revoke"]


async def show_grants(
    session: AsyncSession, staff: StaffMember, grants: Sequence[StaffGrant]
) -> list[GrantView]:
    """With names for ids, and what the one who looks may do about each."""
    people = await repository.names_of(
        session,
        {g.staff_id for g in grants}
        | {g.asked_by for g in grants}
        | {g.decided_by for g in grants if g.decided_by},
    )
    units = {u.id: u.name for u in await repository.units(session)}
    roles = {row.id: row for row in await repository.role_rows(session)}
    return [
        GrantView(
            id=g.id,
            person=Named(id=g.staff_id, name=people[g.staff_id]),
            role=Named(id=g.role_id, name=name_of(g.role_id, roles.get(g.role_id))),
            units=[Named(id=u, name=units.get(u, "（已撤销的机构）")) for u in g.units],
            items=[Named(id=code, name=_item_name(code)) for code in g.items],
            regions=g.regions,
            fields=[FieldRuleView(**rule, label=_field_label(**rule)) for rule in g.fields],
            reach=reach_in_words(g, units),
            state=g.state,
            note=g.note,
            asked_by=people.get(g.asked_by, ""),
            decided_by=people.get(g.decided_by or ""),
            created_at=g.created_at,
            decided_at=g.decided_at,
            can=_can(staff, g),
        )
        for g in grants
    ]


def reach_in_words(grant: StaffGrant, units: dict[str, str]) -> str:
    """「天河区市场监督管理局及下属 · 食品经营许可 · 石牌街道」."""
    parts = [
        _listed([units.get(u, "已撤销的机构") for u in grant.units], "及下属") or "全区各部门",
        _listed([_item_name(code) for code in grant.items]) or "全部事项",
        _listed(grant.regions) or "不分街道",
    ]
    if grant.fields:
        parts.append(f"{len(grant.fields)}条字段规则")
    return " · ".join(parts)


def _listed(names: list[str], ending: str = "") -> str:
    if not names:
        return ""
    more = f"等{len(names)}项" if len(names) > FEW else ""
    return "、".join(names[:FEW]) + more + ending


def _field_label(item: str, field: str, **_rest: str) -> str:
    """「食品经营许可 · 联系电话」; over all items, what the first form that has it calls it."""
    entries = [catalogue().find(item)] if item else list(catalogue())
    named = (
        choice.label
        for entry in entries
        if entry
        for choice in choices_of(entry.document)
        if choice.id == field
    )
    label = next(named, field) if field else "全部字段"
    return f"{_item_name(item)} · {label}" if item else label


def _item_name(code: str) -> str:
    entry = catalogue().find(code)
    return entry.document.item.name if entry else code


def _can(staff: StaffMember, grant: StaffGrant) -> list[Act]:
    if "access.manage" not in staff.permissions or grant.staff_id == staff.staff_id:
        return []
    if grant.state == "asked":
        return ["approve", "refuse"] if grant.asked_by != staff.staff_id else []
    return ["revoke"] if grant.state == "active" else []
