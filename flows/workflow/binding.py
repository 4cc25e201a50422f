"""流程绑定: which drawn process a case goes through, and what the process may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.processes import repository as processes
from flows.processes.errors import NothingPublished
from flows.processes.rights import MANAGE
from flows.processes.traces import note
from flows.workflow import repository
from flows.workflow.views import BindingView, BoundItem, BoundView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, ProcessBinding, new_id
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import ItemDocument

FACT_FIELDS = {"amount": "金额或数量", "days": "天数", "region": "区域"}


@dataclass(frozen=True, slots=True)
class Bound:
    """`facts` names the form field each of `FACT_FIELDS` is read from."""

    key: str
    facts: Mapping[str, str]


async def bound_to(session: AsyncSession, case: Case, document: ItemDocument) -> Bound | None:
    """The template for a case: by its item, else its department, else by the content."""
    held = await repository.bindings_for(session, case.item_code, case.department_code)
    if held:
        if held[0].template_id is None:
            return None
        template = await processes.template_by_id(session, held[0].template_id)
        assert template is not None
        return Bound(template.key, held[0].facts)
    handling = document.item.handling
    if not handling.process:
        return None
    return Bound(handling.process, {str(fact): field for fact, field in handling.facts.items()})


async def facts_of(
    session: AsyncSession, case: Case, document: ItemDocument, fields: Mapping[str, str]
) -> dict[str, Any]:
    """What conditions may ask of a case: its item, its applicant, its form, its clock.

    `days` are the promised days and `region` the district's code (six digits) where no form field
    stands for them.
    """
    item, applicant = document.item, await cases.applicant_of(session, case)
    facts: dict[str, Any] = {
        "item_code": case.item_code,
        "applicant_kind": applicant.kind,
        "region": item.department.code[2:8],
        "is_promise": item.project_type == "承诺件",
    }
    if document.guide.promised.days is not None:
        facts["days"] = document.guide.promised.days
    for fact in FACT_FIELDS:
        value = case.form.get(fields.get(fact, fact))
        if value not in (None, ""):
            facts[fact] = value if fact == "region" else _number(value)
    return {name: value for name, value in facts.items() if value is not None}


def _number(value: Any) -> float | int | None:
    """A number as it was typed; None for what is none, and then no condition on it is met."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else number


async def list_bindings(session: AsyncSession, staff: StaffMember) -> BoundView:
    """What is bound in the console, and every item with what it follows now."""
    staff.must_hold(MANAGE)
    held = await repository.bindings(session)
    templates = {t.id: t for t in await processes.templates(session)}
    by_place = {(b.item_code, b.department_code): b for b in held}
    items = []
    for entry in catalogue():
        item = entry.document.item
        code = item.department.code
        found = by_place.get((item.code, "")) or by_place.get(("", code))
        named = templates.get(found.template_id or "") if found else None
        follows = (named.key if named else None) if found else item.handling.process
        items.append(
            BoundItem(
                code=item.code,
                name=item.name,
                department=item.department.name,
                department_code=code,
                follows=follows,
                by=_by(found, item.handling.process),
            )
        )
    return BoundView(
        items=items,
        bindings=[
            BindingView(
                item_code=b.item_code,
                department_code=b.department_code,
                template=templates[b.template_id].key if b.template_id else None,
                facts=b.facts,
                changed_by=b.changed_by,
                changed_at=b.changed_at,
            )
            for b in held
        ],
    )


def _by(found: ProcessBinding | None, shipped: str | None) -> str:
    if found is None:
        return "content" if shipped else "none"
    return "item" if found.item_code else "department"


async def bind(
    session: AsyncSession,
    staff: StaffMember,
    place: tuple[str, str],
    key: str | None,
    facts: Mapping[str, str],
) -> BoundView:
    """Cases handed in from now on go through that template; those under way stay where they are.

    Args:
        place: an item's code, or else a department's; one of them is empty.
        key: the template; None: no drawn process.
    Raises: InvalidInput, TemplateUnknown, NothingPublished.
    """
    staff.must_hold(MANAGE)
    item_code, department_code = place
    documents = _documents(item_code, department_code)
    template = await processes.access_template(session, key) if key else None
    if template is not None:
        await _must_fit(session, template.id, documents, facts)
    held = await repository.lock_binding(session, item_code, department_code)
    if held is None:
        held = ProcessBinding(id=new_id(), item_code=item_code, department_code=department_code)
        session.add(held)
    held.template_id, held.facts = template.id if template else None, dict(facts)
    held.changed_by, held.changed_at = staff.display_name, now()
    await session.flush()
    what = documents[0].item.name if item_code else documents[0].item.department.name
    named = template.name if template else "不走流程图"
    note(session, held.id, "bind", staff, f"{what}→{named}")
    return await list_bindings(session, staff)


async def unbind(session: AsyncSession, staff: StaffMember, place: tuple[str, str]) -> BoundView:
    """As if nobody had bound it; again changes nothing."""
    staff.must_hold(MANAGE)
    held = await repository.lock_binding(session, *place)
    if held is not None:
        note(session, held.id, "bind", staff, "取消绑定")
        await session.delete(held)
        await session.flush()
    return await list_bindings(session, staff)


def _documents(item_code: str, department_code: str) -> list[ItemDocument]:
    if bool(item_code) == bool(department_code):
        raise InvalidInput({"item_code": "请选择一个事项，或者一个部门"})
    found = [
        entry.document
        for entry in catalogue()
        if item_code == entry.document.item.code
        or department_code == entry.document.item.department.code
    ]
    if not found:
        raise InvalidInput({"item_code": "没有找到这个事项或部门，请刷新后重新选择"})
    return found


async def _must_fit(
    session: AsyncSession,
    template_id: str,
    documents: list[ItemDocument],
    facts: Mapping[str, str],
) -> None:
    """Every field a condition is read from, or a step names, stands in the forms."""
    version = await processes.latest_published(session, template_id)
    if version is None:
        raise NothingPublished
    forms = {field.id for document in documents for field in document.form.fields()}
    wrong = {f"facts.{name}": "条件里没有这一项" for name in facts if name not in FACT_FIELDS}
    wrong |= {f"facts.{k}": f"表单里没有字段「{v}」" for k, v in facts.items() if v not in forms}
    spec = await processes.spec_of(session, version.id)
    own = {w[0] for step in spec.steps.values() for w in step.get("writes", ()) if w[1]}
    for step in spec.steps.values():
        named = {*step.get("shows", ()), *step.get("requires", ())}
        named |= {w[0] for w in step.get("writes", ())}
        lost = sorted(named - own - forms)
        if lost:
            wrong["template"] = f"环节「{step['name']}」用到的字段「{lost[0]}」不在表单里"
    if wrong:
        raise InvalidInput(wrong)
