"""However people act, and in whatever order: nothing is lost, nobody has two owners, no desk
holds more talks than it may, and who waits keeps the place (real database)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from redis.asyncio import Redis
from sqlalchemy import delete, select

from flows.accounts.repository import hand_over
from flows.conversations import person_talk, upkeep
from flows.conversations import repository as conversations
from flows.handoffs import service
from flows.handoffs.errors import HandoffUnknown
from flows.handoffs.service import Asked
from flows.work_orders.service import Message as Left
from foundation import db
from foundation.clock import now
from foundation.errors import Problem
from foundation.models import (
    Conversation,
    Handoff,
    HandoffEvent,
    Message,
    Staff,
    StaffGrant,
    StaffSession,
    User,
    WorkOrder,
    new_id,
)
from foundation.settings import settings as app_settings
from foundation.viewer import PERMISSIONS, StaffMember, Viewer
from tests.factories.knowledge import index_shipped_content
from tests.factories.people import LIFETIME, a_grant

T = TypeVar("T")
CITIZENS, DESKS = 5, ("clerk", "officer", "supervisor")
who = st.integers(0, CITIZENS - 1)
desk = st.integers(0, len(DESKS) - 1)


class Life(RuleBasedStateMachine):
    """Citizens, staff and time act as they like; every refusal is a problem in words."""

    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.run(self._people())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    async def _people(self) -> None:
        self.citizens: list[Viewer] = []
        self.staff: list[StaffMember] = []
        async with db.writing() as session:
            await _empty(session)
            for number in range(CITIZENS):
                user = User(id=new_id(), kind="guest", display_name=f"访客{number}")
                session.add(user)
                self.citizens.append(Viewer(user.id, "guest", user.display_name, "none", "guest"))
            for role in DESKS:
                person = Staff(
                    id=new_id(), username=new_id(), display_name=role,
                    department="综合窗口", password_hash="-", otp_secret="-",
                )  # fmt: skip
                session.add(person)
                await session.flush()
                session.add(a_grant(person.id, role))
                await _sign_in(session, person.id)
                self.staff.append(
                    StaffMember(person.id, role, role, role, "综合窗口", "", PERMISSIONS[role])
                )

    async def _try(self, work: Any) -> Any:
        """One request: committed if it ends well, as if it never was if it is refused."""
        try:
            async with db.writing() as session:
                return await work(session)
        except Problem as problem:
            if problem.status not in (403, 404, 409, 422):
                raise
            return None

    def _open_of(self, citizen: int) -> str:
        async def find() -> str:
            async with db.reading() as session:
                current = await service.current(session, self.citizens[citizen])
                return current.handoff.id if current.handoff else "none"

        return self.run(find())

    @rule(citizen=who)
    def ask(self, citizen: int) -> None:
        viewer = self.citizens[citizen]
        self.run(self._try(lambda s: person_talk.ask(s, viewer, Asked("想找人"))))

    @rule(citizen=who)
    def cancel(self, citizen: int) -> None:
        viewer, open_id = self.citizens[citizen], self._open_of(citizen)
        self.run(self._try(lambda s: person_talk.cancel(s, viewer, open_id)))

    @rule(citizen=who)
    def leave(self, citizen: int) -> None:
        viewer, open_id = self.citizens[citizen], self._open_of(citizen)
        message = Left("consult", "请问怎么办理居住证")
        self.run(self._try(lambda s: person_talk.leave_message(s, viewer, open_id, message)))

    @rule(citizen=who, score=st.integers(0, 6))
    def rate(self, citizen: int, score: int) -> None:
        viewer, open_id = self.citizens[citizen], self._open_of(citizen)
        self.run(self._try(lambda s: service.rate(s, viewer, open_id, score, [], "")))

    @rule(citizen=who, first=desk, second=desk)
    def accept_at_once(self, citizen: int, first: int, second: int) -> None:
        open_id = self._open_of(citizen)

        async def both() -> None:
            members = [self.staff[first], self.staff[second]]
            tries = [self._try(lambda s, m=m: person_talk.accept(s, m, open_id)) for m in members]
            await asyncio.gather(*tries)

        self.run(both())

    @rule(citizen=who, by=desk, again=st.booleans())
    def say(self, citizen: int, by: int, again: bool) -> None:
        open_id, mark = self._open_of(citizen), new_id()
        for _ in range(2 if again else 1):
            done = self.run(
                self._try(lambda s: person_talk.say(s, self.staff[by], open_id, mark, mark))
            )
            if done and mark not in self.said.setdefault(open_id, []):
                self.said[open_id].append(mark)

    @rule(citizen=who, by=desk, to=desk)
    def pass_on(self, citizen: int, by: int, to: int) -> None:
        open_id, colleague = self._open_of(citizen), self.staff[to].staff_id
        self.run(
            self._try(
                lambda s: person_talk.pass_on(s, self.staff[by], open_id, colleague, "更熟悉")
            )
        )

    @rule(citizen=who, by=desk, topic=st.sampled_from(["general", "11440106007519140X", "no"]))
    def requeue(self, citizen: int, by: int, topic: str) -> None:
        open_id = self._open_of(citizen)
        self.run(
            self._try(lambda s: person_talk.requeue(s, self.staff[by], open_id, topic, "更合适"))
        )

    @rule(citizen=who, by=desk)
    def release(self, citizen: int, by: int) -> None:
        open_id = self._open_of(citizen)
        self.run(self._try(lambda s: person_talk.release(s, self.staff[by], open_id, "有事离开")))

    @rule(citizen=who, by=desk)
    def take_over(self, citizen: int, by: int) -> None:
        open_id = self._open_of(citizen)
        self.run(self._try(lambda s: person_talk.take_over(s, self.staff[by], open_id, "接着办")))

    @rule(citizen=who, by=desk)
    def close(self, citizen: int, by: int) -> None:
        open_id = self._open_of(citizen)
        self.run(self._try(lambda s: person_talk.close(s, self.staff[by], open_id, "")))

    @rule(by=desk, comes=st.booleans())
    def come_or_go(self, by: int, comes: bool) -> None:
        """A member of staff signs in again, or out; time then looks at the queue."""

        async def act() -> None:
            async with db.writing() as session:
                await session.execute(
                    delete(StaffSession).where(StaffSession.staff_id == self.staff[by].staff_id)
                )
                if comes:
                    await _sign_in(session, self.staff[by].staff_id)
            await upkeep.keep_queue()

        self.run(act())

    @rule(guest=who, user=who)
    def sign_in_as(self, guest: int, user: int) -> None:
        """A guest turns out to be somebody else of these; what both began is one person's."""
        if guest == user:
            return

        async def act() -> None:
            one, other = self.citizens[guest].user_id, self.citizens[user].user_id
            async with db.writing() as session:
                await hand_over(session, one, other)
                fresh = User(id=new_id(), kind="guest", display_name="新访客")
                session.add(fresh)
            self.citizens[guest] = Viewer(fresh.id, "guest", "新访客", "none", "guest")

        self.run(act())

    @invariant()
    def it_holds(self) -> None:
        self.run(self._it_holds())

    async def _it_holds(self) -> None:
        async with db.reading() as session:
            handoffs = list(await session.scalars(select(Handoff)))
            talks = list(await session.scalars(select(Conversation)))
            orders = {o.number for o in await session.scalars(select(WorkOrder))}
            events = list(await session.scalars(select(HandoffEvent)))
            words = [m.text for m in await session.scalars(select(Message)) if m.author == "staff"]
        open_ids = {h.id for h in handoffs if h.state in ("waiting", "accepted")}
        held = [t.handoff_id for t in talks if t.handoff_id]
        assert sorted(held) == sorted(open_ids), "one open handoff a conversation, and each held"
        for handoff in handoffs:
            assert handoff.state != "waiting" or handoff.staff_id is None
            assert handoff.state != "accepted" or handoff.staff_id is not None
            assert (handoff.state == "message_left") == (handoff.work_order_number in orders)
            last = [e for e in events if e.handoff_id == handoff.id and e.act != "rate"][-1]
            assert last.state == handoff.state, "the timeline tells where it stands"
        for member in self.staff:
            mine = [h for h in handoffs if h.state == "accepted" and h.staff_id == member.staff_id]
            assert len(mine) <= app_settings().handoff_capacity
        assert sorted(words) == sorted(m for said in self.said.values() for m in said)


async def _sign_in(session: Any, staff_id: str) -> None:
    session.add(StaffSession(token_hash=new_id(), staff_id=staff_id, expires_at=now() + LIFETIME))


async def _empty(session: Any) -> None:
    models = (
        HandoffEvent, Handoff, WorkOrder, Message, Conversation, StaffSession, StaffGrant, Staff,
        User,
    )  # fmt: skip
    from foundation.models import Base

    wanted = {model.__tablename__ for model in models} | {
        "handoff_notes", "work_order_events", "outbox", "idempotency_records",
    }  # fmt: skip
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in wanted:
            await session.execute(table.delete())


async def test_whatever_happens(database: str, redis: Redis) -> None:
    index_shipped_content()
    Life.loop = asyncio.get_running_loop()
    kept = settings(
        max_examples=12, stateful_step_count=25, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    await asyncio.to_thread(run_state_machine_as_test, Life, settings=kept)


async def test_a_conversation_is_never_without_its_viewer(database: str, redis: Redis) -> None:
    """Somebody else's handoff is as if it were not there."""
    async with db.writing() as session:
        users = [User(id=new_id(), kind="guest", display_name="访客") for _ in range(2)]
        session.add_all(users)
    first, second = (Viewer(u.id, "guest", "访客", "none", "guest") for u in users)
    async with db.writing() as session:
        shown = await person_talk.ask(session, first, Asked())
    async with db.writing() as session:
        talk = await conversations.begin_talk(session, second, "client")
        assert talk.handoff_id is None
        with pytest.raises(HandoffUnknown):
            await person_talk.cancel(session, second, shown.id)
