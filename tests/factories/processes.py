"""Cases on a drawn process, without the doors that cases and staff come through otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.access.members import member_of
from flows.engine.definitions import read_definition
from flows.processes import repository, service, templates
from foundation import db
from foundation.clock import now
from foundation.models import Case, ProcessTemplate, Staff, User, new_id
from foundation.viewer import StaffMember
from tests.factories.cases import FOOD, food
from tests.factories.diagrams import END, START, drawn, flow, gate, line, step
from tests.factories.people import a_grant

KEY = "approval"
TWO_STEPS = drawn(
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    step("decide", "批准", "approve", "officer", days=3),
    line("s", "take", "decide", "e"),
)
WITH_CHOICE = drawn(
    START,
    END,
    step("take", "受理", "accept", "clerk"),
    step("handle", "承办", "handle", "officer"),
    gate("g", default="no"),
    step("decide", "批准", "approve", "supervisor"),
    line("s", "take", "handle", "g"),
    flow("yes", "g", "decide", 'decision == "pass"'),
    flow("no", "g", "take"),
    flow("last", "decide", "e"),
)


@dataclass(frozen=True)
class House:
    """One person of each role, a second officer, and a user whose cases these are."""

    clerk: StaffMember
    officer: StaffMember
    other: StaffMember
    supervisor: StaffMember
    editor: StaffMember
    user_id: str


async def open_house() -> House:
    people = {
        "clerk": "clerk", "officer": "officer", "other": "officer", "supervisor": "supervisor",
        "editor": "editor",
    }  # fmt: skip
    made = {name: _person(name) for name in people}
    user = User(
        id=new_id(), kind="natural", display_name="陈大文", assurance_level="L2", created_at=now()
    )
    async with db.writing() as session:
        session.add_all([*made.values(), user])
        await session.flush()
        session.add_all([a_grant(made[name].id, role) for name, role in people.items()])
        members = {name: await member_of(session, row) for name, row in made.items()}
    return House(**members, user_id=user.id)


def _person(name: str) -> Staff:
    staff_id = new_id()
    return Staff(
        id=staff_id, username=f"{name}-{staff_id[:8]}", display_name=name,
        department="综合窗口", department_code="", password_hash="none", otp_secret="X",
    )  # fmt: skip


async def publish(bpmn: bytes, key: str = KEY) -> int:
    """The number of the version it became."""
    async with db.writing() as session:
        template = await repository.template_by_key(session, key)
        if template is None:
            template = ProcessTemplate(
                id=new_id(), key=key, name="审批", created_at=now(), version=1
            )
            session.add(template)
            await session.flush()
        made = read_definition(bpmn)
        return (await templates.add_version(session, template, bpmn.decode(), made, None)).number


async def case_on(house: House, number: int = 1, facts: Mapping[str, Any] | None = None) -> str:
    """A submitted case whose process has begun; returns its number."""
    case_number = f"TH20261123{number:06d}0"
    async with db.writing() as session:
        session.add(
            Case(
                number=case_number, user_id=house.user_id, item_code=FOOD, item_name="食品经营许可",
                department_code=food().document.item.department.code, revision=food().revision,
                form={}, status="submitted", channel="h5", submitted_at=now(),
            )
        )  # fmt: skip
        await session.flush()
        await service.start(session, case_number, KEY, facts or {})
    return case_number
