"""From rows of the organisation to what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.roles import name_of
from flows.access.views import Named
from flows.organisation import repository
from flows.organisation.views import PersonBrief, PersonState, UnitEventView, UnitView
from foundation.models import Staff, Unit, UnitEvent

ACTS = {
    "add": "设立",
    "change": "更改",
    "move": "移动",
    "merge": "合并",
    "close": "撤销",
    "undo": "撤回",
    "post": "岗位",
}
STATES: dict[PersonState, str] = {
    "active": "在岗",
    "new": "待激活",
    "locked": "已锁定",
    "disabled": "已停用",
}


def show_unit(unit: Unit, people: int) -> UnitView:
    return UnitView.model_validate(
        {
            **{
                name: getattr(unit, name)
                for name in ("id", "parent_id", "kind", "name", "code", "region", "state")
            },
            "people": people,
            "version": unit.version,
        }
    )


def show_event(event: UnitEvent, names: dict[str, str]) -> UnitEventView:
    return UnitEventView(
        id=event.id or 0,
        unit=names.get(event.unit_id, ""),
        act=event.act,
        label=ACTS.get(event.act, event.act),
        actor=event.actor,
        text=event.text,
        at=event.at,
        is_undone=event.undone_at is not None,
    )


def state_of(person: Staff) -> PersonState:
    if not person.is_active:
        return "disabled"
    if person.is_locked:
        return "locked"
    return "new" if person.enrol_hash else "active"


async def show_people(session: AsyncSession, people: Sequence[Staff]) -> list[PersonBrief]:
    """With units, posts and roles by name."""
    ids = [person.id for person in people]
    units = {u.id: u.name for u in await access.units(session)}
    posts = await repository.post_names(session, ids)
    seen = await repository.last_seen(session, ids)
    held = await repository.roles_of_people(session, ids)
    shown = []
    for person in people:
        own = [(g, row) for g, row in held if g.staff_id == person.id]
        roles = [name_of(g.role_id, row) for g, row in own if g.state == "active"]
        state = state_of(person)
        unit_id = person.unit_id
        shown.append(
            PersonBrief(
                id=person.id,
                username=person.username,
                display_name=person.display_name,
                work_number=person.work_number,
                has_photo=person.photo_sha256 is not None,
                unit=Named(id=unit_id, name=units.get(unit_id, "")) if unit_id else None,
                department=person.department,
                posts=posts.get(person.id, []),
                roles=list(dict.fromkeys(roles)),
                state=state,
                state_label=STATES[state],
                is_waiting=any(g.state == "asked" for g, _ in own),
                seen_at=seen.get(person.id),
            )
        )
    return shown
