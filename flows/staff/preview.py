"""权限预览: what one person can do and see, and by which grant; for the security administrator.

It tells how many and which kinds of cases, never what stands in one.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.errors import PersonUnknown
from flows.access.labels import LABELS, group_of, role_words
from flows.access.members import member_of
from flows.access.presenter import show_grants
from flows.access.traces import note_act
from flows.access.views import GrantView
from flows.cases import repository as cases
from flows.cases.errors import CaseUnknown
from flows.cases.presenter import CaseRecord, needed_materials
from flows.cases.service import read_record
from flows.cases.sight import Sight, sight_of
from flows.staff import repository
from foundation.errors import NotFound
from foundation.models import Case, Staff
from foundation.scopes import Scope, Shown
from foundation.viewer import StaffMember
from knowledge_base.situations import MaterialChoice

NEEDS = "access.manage"
State = Literal["fits", "does_not_fit", "no_limit"]


class AbilityView(BaseModel):
    """Something a person may do, and the grants that allow it."""

    permission: str
    label: str
    group: str
    by: list[str]


class ItemCount(BaseModel):
    code: str
    name: str
    cases: int


class PreviewView(BaseModel):
    """`cases` counts what is visible now; `whole` all there is to see. `obstacle`: why the
    account can do nothing at present, whatever is granted."""

    id: str
    display_name: str
    obstacle: str | None
    abilities: list[AbilityView]
    grants: list[GrantView]
    cases: int
    whole: int
    by_item: list[ItemCount]


class ReasonView(BaseModel):
    """One grant held against one case."""

    grant_id: str
    role: str
    gives_view: bool
    department: State
    item: State
    region: State
    fits: bool


class FieldView(BaseModel):
    id: str
    label: str
    shown: Shown


class MaterialSight(BaseModel):
    """`hidden_because` is empty where the material is shown."""

    id: str
    name: str
    hidden_because: str


class CasePreview(BaseModel):
    number: str
    item: str
    department: str
    region: str | None
    is_visible: bool
    abilities: list[str]
    reasons: list[ReasonView]
    fields: list[FieldView]
    materials: list[MaterialSight]


async def preview(session: AsyncSession, staff: StaffMember, staff_id: str) -> PreviewView:
    """Raises: Forbidden, PersonUnknown."""
    person, member = await _person(session, staff, staff_id)
    grants = [g for g in await access.grants_of(session, staff_id) if g.state == "active"]
    shown = await show_grants(session, staff, grants)
    words = {g.id: f"{g.role.name}（{g.reach}）" for g in shown}
    counted = await repository.visible_by_item(session, member)
    note_act(session, staff, f"权限预览：{person.display_name}", f"staff:{staff_id}")
    return PreviewView(
        id=person.id,
        display_name=person.display_name,
        obstacle=_obstacle(person, member),
        abilities=[
            AbilityView(
                permission=permission,
                label=LABELS.get(permission, permission),
                group=group_of(permission),
                by=[words.get(s.grant_id, role_words(s.role)[0]) for s in member.reach(permission)],
            )
            for permission in sorted(member.permissions)
        ],
        grants=shown,
        cases=sum(row[2] for row in counted),
        whole=await repository.count_submitted(session),
        by_item=[ItemCount(code=row[0], name=row[1], cases=row[2]) for row in counted],
    )


async def preview_case(
    session: AsyncSession, staff: StaffMember, staff_id: str, number: str
) -> CasePreview:
    """Whether a person sees one case, why, and how its fields are shown. Without values.

    Raises: Forbidden, PersonUnknown, NotFound.
    """
    person, member = await _person(session, staff, staff_id)
    try:
        case = await cases.case_by_number(session, number.strip().upper())
    except CaseUnknown as unknown:
        raise NotFound("没有这个办件，请核对编号。") from unknown
    if case.submitted_at is None:
        raise NotFound("这个办件还没有提交，工作人员都看不到。")
    record = await read_record(session, case)
    place = (case.department_code, case.item_code, case.region)
    is_visible = any(scope.reaches(*place) for scope in member.reach("cases.view"))
    note_act(session, staff, f"权限预览：{person.display_name}，{number}", f"staff:{staff_id}")
    sight = sight_of(member, record)
    return CasePreview(
        number=case.number,
        item=case.item_name,
        department=record.document.item.department.name,
        region=case.region,
        is_visible=is_visible,
        abilities=[
            LABELS.get(permission, permission)
            for permission in sorted(member.permissions)
            if permission.startswith("cases.")
            and any(scope.reaches(*place) for scope in member.reach(permission))
        ],
        reasons=[_reason(scope, case) for scope in member.scopes],
        fields=_fields(record, sight) if is_visible else [],
        materials=_materials(record, sight) if is_visible else [],
    )


async def _person(
    session: AsyncSession, staff: StaffMember, staff_id: str
) -> tuple[Staff, StaffMember]:
    staff.must_hold(NEEDS)
    person = await access.person(session, staff_id)
    if person is None:
        raise PersonUnknown
    return person, await member_of(session, person)


def _fields(record: CaseRecord, sight: Sight) -> list[FieldView]:
    return [
        FieldView(id=f.id, label=f.label, shown=sight.shown[f.id])
        for f in record.document.form.fields()
    ]


def _materials(record: CaseRecord, sight: Sight) -> list[MaterialSight]:
    return [
        MaterialSight(id=c.material.id, name=c.material.name, hidden_because=_why(sight, c))
        for c in needed_materials(record.case, record.document)
    ]


def _why(sight: Sight, choice: MaterialChoice) -> str:
    labels = sight.closed.get(choice.material.id)
    if labels is None:
        return ""
    return f"其中有不可见的「{'、'.join(labels[:4])}」" if labels else "授权写明不可见"


def _obstacle(person: Staff, member: StaffMember) -> str | None:
    if not person.is_active:
        return "账号已停用，不能登录"
    if person.is_locked:
        return "账号已锁定，解锁前不能登录"
    if person.enrol_hash:
        return "账号还没有激活，激活前不能登录"
    if member.must_change_password:
        return "密码到期了，改密码前什么也不能做"
    return None if member.permissions else "还没有任何授权"


def _reason(scope: Scope, case: Case) -> ReasonView:
    states = [
        _state(scope.departments, case.department_code),
        _state(scope.items, case.item_code),
        _state(scope.regions, case.region),
    ]
    gives_view = "cases.view" in scope.permissions
    return ReasonView(
        grant_id=scope.grant_id,
        role=scope.role,
        gives_view=gives_view,
        department=states[0],
        item=states[1],
        region=states[2],
        fits=gives_view and "does_not_fit" not in states,
    )


def _state(limit: frozenset[str] | None, value: str | None) -> State:
    if limit is None:
        return "no_limit"
    return "fits" if value in limit else "does_not_fit"
