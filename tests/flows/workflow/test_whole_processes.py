"""The API and the worker are killed at random moments while staff work over HTTP: every case stands
where it may, nothing is decided twice, every promise is kept and every notice said once."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from redis.asyncio import Redis
from sqlalchemy import func, select, update

from flows.conversations.notices import WORDS
from flows.processes.shipped import shipped
from flows.staff.work import Decision
from foundation import db
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import Message, OutboxEntry, StaffSession
from foundation.viewer import StaffMember
from tests.factories.people import LIFETIME, Person
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import (
    bind_food,
    citizen_of,
    must_be_legal,
    ready_draft,
    row_of,
    submit,
    supplement,
)
from tests.flows.workflow.whole import Whole, alive, whole_system

ENOUGH, LONGEST, EACH, PATIENCE = 100, 300.0, 6, 60.0
"""Answers given before a storm is over, and how many seconds it lasts at most."""
ANSWERS = {200, 403, 404, 409, 422}
DECISIONS: tuple[Decision, ...] = ("accept", "approve", "pass", "pass", "reject", "return")
TASKS = "/staff/v1/tasks"


class Storm:
    """Four people at their desks, and somebody who pulls plugs, until enough was answered."""

    def __init__(self, whole: Whole, http: httpx.AsyncClient, house: House, numbers: list[str]):
        self.whole, self.http, self.house, self.numbers = whole, http, house, numbers
        self.ends = time.monotonic() + LONGEST
        self.answers: Counter[int] = Counter()
        self.lost, self.is_calm = 0, False

    @property
    def is_over(self) -> bool:
        is_enough = self.is_calm and self.answers.total() >= ENOUGH
        return is_enough or time.monotonic() > self.ends

    async def at_desk(self, staff: Person, chance: random.Random) -> None:
        while not self.is_over:
            number = chance.choice(self.numbers)
            case = await self._ask(staff, "GET", f"/staff/v1/cases/{number}")
            if case is not None and (task := case.json().get("task")):
                await self._work_on(staff, f"{TASKS}/{task['id']}", chance)
            elif (await row_of(number)).status == "supplement_required":
                await self._supplemented(number)

    async def _work_on(self, staff: Person, task: str, chance: random.Random) -> None:
        await self._ask(staff, "POST", f"{task}/claim")
        act = chance.choices(("complete", "transfer", "return", "release"), (8, 1, 1, 1))[0]
        body: Any = None
        if act == "complete":
            body = {"decision": chance.choice(DECISIONS), "note": "理由在此"}
        elif act == "transfer":
            to = chance.choice((self.house.officer, self.house.other, self.house.clerk))
            body = {"to": to.staff_id, "reason": "请办"}
        elif act == "return":
            body = {"note": "请补平面图"}
        await self._ask(staff, "POST", f"{task}/{act}", body)

    async def _supplemented(self, number: str) -> None:
        async with db.writing() as session:
            await supplement(session, citizen_of(self.house), number, False)

    async def _ask(
        self, staff: Person, method: str, path: str, body: Any = None
    ) -> httpx.Response | None:
        """Sent again until it is answered, as every client of ours does; the answer, if good."""
        while True:
            try:
                answer = await staff.ask(method, path, json=body)
            except httpx.TransportError:
                self.lost += 1
                await asyncio.sleep(0.1)
                continue
            assert answer.status_code in ANSWERS, answer.text
            self.answers[answer.status_code] += 1
            return answer if answer.status_code == 200 else None

    async def pulls_plugs(self, chance: random.Random) -> None:
        for name in ("api", "worker", "api", "worker", "api"):
            await asyncio.sleep(chance.uniform(0.5, 3.5))
            self.whole.kill(name)
            self.whole.start(name)
            if name == "api":
                await alive(self.whole, self.http)
        self.is_calm = True


async def test_killed_at_random_nothing_is_lost_or_done_twice(
    postgresql_only: str, redis: Redis, tmp_path: Path
) -> None:
    house = await open_house()
    numbers = await _handed_in(house)
    async with whole_system(tmp_path) as (whole, http):
        storm = Storm(whole, http, house, numbers)
        people = [house.clerk, house.officer, house.other, house.supervisor]
        desks = [
            storm.at_desk(await _signed_in(http, staff), random.Random(n))
            for n, staff in enumerate(people)
        ]
        await asyncio.gather(*desks, storm.pulls_plugs(random.Random(7)))
        for number in numbers:
            await must_be_legal(number)
        await _everything_is_said_once(numbers)
    assert whole.kills["api"] >= 3
    assert whole.kills["worker"] >= 2
    assert storm.lost
    assert storm.answers.total() >= ENOUGH, storm.answers


async def _handed_in(house: House) -> list[str]:
    """Half of them on the ordinary way, half on the drawn one."""
    await publish(shipped()[0].bpmn.encode())
    numbers = [await ready_draft(house, serial) for serial in range(1, 2 * EACH + 1)]
    for at, number in enumerate(numbers):
        if at == EACH:
            await bind_food(KEY)
        async with db.writing() as session:
            await submit(session, citizen_of(house), number, False)
    return numbers


async def _signed_in(http: httpx.AsyncClient, staff: StaffMember) -> Person:
    token = secrets.token_urlsafe(16)
    async with db.writing() as session:
        session.add(
            StaffSession(
                token_hash=token_hash(token), staff_id=staff.staff_id, expires_at=now() + LIFETIME
            )
        )
    return Person(http, token, staff.staff_id)


async def _everything_is_said_once(numbers: list[str]) -> None:
    """Once what the dead held has run out, every move has been told, each in one message."""
    async with asyncio.timeout(PATIENCE):
        while await _untold():
            await _claims_ran_out()
            await asyncio.sleep(2)
    async with db.reading() as session:
        moves = await session.scalars(
            select(OutboxEntry.payload).where(OutboxEntry.topic == "cases.changed")
        )
        wanted = sum(move["act"] in WORDS for move in moves)
        marks = await session.scalars(
            select(Message.client_message_id).where(Message.client_message_id.like("notice:%"))
        )
        told = list(marks)
    assert len(told) == len(set(told)) == wanted > 0


async def _untold() -> int:
    async with db.reading() as session:
        waits = select(func.count()).where(
            OutboxEntry.topic == "cases.changed", OutboxEntry.done_at.is_(None)
        )
        return await session.scalar(waits) or 0


async def _claims_ran_out() -> None:
    """As if a minute had gone by since a worker was killed over what it had in hand."""
    async with db.writing() as session:
        await session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.done_at.is_(None), OutboxEntry.topic == "cases.changed")
            .values(claimed_until=None, next_attempt_at=now())
        )
