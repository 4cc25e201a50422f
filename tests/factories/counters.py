"""A counter with somebody at it, and a citizen in front: what tests of the hall begin with."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from flows.devices.service import Enrolled, draw_code, enrol
from flows.halls import duty
from foundation import db
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import User, UserSession, new_id
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
        return await agree(self.citizen, self.of_phone, body)


async def put(person: Person, path: str, body: Any = None) -> Any:
    answer = await person.ask("PUT", path, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def agree(citizen: Person, handoff: str, wish: Any) -> Any:
    """To the officer the phone shows."""
    shown = await citizen.get(handoff)
    return await put(citizen, f"{handoff}/consent", {**wish, "officer": shown["officer"]["id"]})


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


async def known_citizen(
    http: httpx.AsyncClient, name: str = "陈大文", number: str = "440106198806153017"
) -> Person:
    """Somebody whom the platform proved, signed in already; how that goes has tests of its own."""
    token, user_id = secrets.token_urlsafe(16), new_id()
    identity = {"name": name, "id_number": number, "phone": "13800138001"}
    async with db.writing() as session:
        session.add(
            User(
                id=user_id, kind="citizen", subject=f"sign_on:{user_id}", identity=identity,
                display_name=f"{name[:1]}**", assurance_level="L2", created_at=now(),
            )
        )  # fmt: skip
        await session.flush()
        session.add(
            UserSession(
                token_hash=token_hash(token), user_id=user_id, channel="yueshengshi",
                expires_at=now() + timedelta(hours=1), created_at=now(),
            )
        )  # fmt: skip
    return Person(http, token, user_id)


async def seated_clerk(
    http: httpx.AsyncClient, counter: str = COUNTER, name: str = "李嘉豪"
) -> Person:
    """A clerk at a counter, put there without the API: for tests of the hall bridge alone."""
    clerk = await staff_member(http, "clerk", name=name)
    member = StaffMember(clerk.user_id, "clerk", name, "clerk", "", "", PERMISSIONS["clerk"])
    async with db.writing() as session:
        await duty.sit_down(session, member, counter)
    return clerk


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
