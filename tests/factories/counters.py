"""A counter with somebody at it, and a citizen in front: what tests of the hall begin with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import httpx

from flows.devices.service import Enrolled, draw_code, enrol
from foundation import db
from foundation.viewer import PERMISSIONS, StaffMember
from tests.factories.cases import filled_draft
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.people import CHEN, Person, sign_in, staff_member

_edits = itertools.count(1)
ALL_PARTS = ["basic", "answers", "form", "prereview", "cases"]


@dataclass(frozen=True)
class Meeting:
    """A clerk at counter A12, a citizen with a draft, the handoff between them."""

    clerk: Person
    citizen: Person
    case: Any
    handoff: str

    @property
    def of_phone(self) -> str:
        return f"/api/v1/counter_handoffs/{self.handoff}"

    @property
    def of_desk(self) -> str:
        return f"/staff/v1/counter_handoffs/{self.handoff}"

    async def share(self, *parts: str, **wish: Any) -> Any:
        body = {"case_number": self.case["number"], "parts": list(parts), **wish}
        return await put(self.citizen, f"{self.of_phone}/consent", body)


async def put(person: Person, path: str, body: Any = None) -> Any:
    answer = await person.ask("PUT", path, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def clerk_at(http: httpx.AsyncClient, counter: str = COUNTER, name: str = "李嘉豪") -> Person:
    """A clerk who sat down."""
    clerk = await staff_member(http, "clerk", name=name)
    await put(clerk, f"/staff/v1/counters/{counter}/duty")
    return clerk


async def meeting(client: httpx.AsyncClient) -> Meeting:
    """The citizen scanned the counter's code; nothing is shared yet."""
    await open_hall()
    clerk, citizen = await clerk_at(client), await sign_in(client, CHEN)
    case = await filled_draft(citizen)
    code = await clerk.post(f"/staff/v1/counters/{COUNTER}/handoffs")
    claimed = await citizen.post("/api/v1/handoffs/claim", {"token": code["token"]})
    return Meeting(clerk, citizen, case, claimed["id"])


async def enrolled_tablet(counter: str = COUNTER) -> Enrolled:
    lead = StaffMember("lead", "lead", "苏主任", "supervisor", "", "", PERMISSIONS["supervisor"])
    async with db.writing() as session:
        drawn = await draw_code(session, lead, HALL, counter, "tablet", "平板")
    async with db.writing() as session:
        return await enrol(session, drawn.code, "", [])


def edit(field: str, value: Any, base: str, edit_id: str = "") -> dict[str, Any]:
    return {
        "edit_id": edit_id or f"edit-{next(_edits):06}", "field": field, "value": value,
        "base": base,
    }  # fmt: skip
