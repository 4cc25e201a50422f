"""Promises: kept once, tried again after failure, never lost with the bell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from foundation import clock, db, queue
from foundation.announcements import announce_after_commit
from foundation.models import OutboxEntry
from foundation.queue import GiveUp, Payload

TOPIC = "tests.topic"
Forward = Callable[[timedelta], None]


class Worker:
    """A handler that counts, and fails as the test says."""

    def __init__(self) -> None:
        self.heard: list[Payload] = []
        self.failure: Exception | None = None

    async def handle(self, payload: Payload) -> None:
        self.heard.append(payload)
        await asyncio.sleep(0.02)
        if self.failure:
            raise self.failure


@pytest.fixture
async def worker(database: str, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Worker:
    made = Worker()
    monkeypatch.setitem(queue.handlers, TOPIC, ("default", made.handle))
    return made


@pytest.fixture
def forward(monkeypatch: pytest.MonkeyPatch) -> Forward:
    """Set the queue's clock forward."""

    def move(by: timedelta) -> None:
        monkeypatch.setattr(queue, "now", lambda: clock.now() + by)

    return move


async def promised(**payload: Any) -> str:
    async with db.writing() as session:
        return queue.promise(session, TOPIC, payload)


async def row(entry_id: str) -> OutboxEntry:
    async with db.reading() as session:
        found = await session.get(OutboxEntry, entry_id)
    assert found is not None
    return found


async def test_a_promise_is_kept_once_by_two_workers_at_once(worker: Worker) -> None:
    entry_id = await promised(number="TH1")
    kept = await asyncio.gather(queue.keep(entry_id), queue.keep(entry_id))
    assert sorted(kept) == [False, True]
    assert worker.heard == [{"number": "TH1"}]
    assert not await queue.keep(entry_id)
    assert await queue.due() == []


async def test_a_promise_rings_after_commit_and_never_before(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(queue, "ring", lambda entry_id, _topic: rung.append(entry_id))
    async with db.writing() as session:
        first = queue.promise(session, TOPIC, {})
        second = queue.promise(session, TOPIC, {})
        await session.flush()
        assert rung == []
    assert rung == [first, second]


async def test_a_promise_of_a_failed_request_was_never_made(worker: Worker) -> None:
    async def fail() -> None:
        async with db.writing() as session:
            queue.promise(session, TOPIC, {})
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await queue.due() == []


async def test_a_lost_bell_is_rung_again_by_the_sweep(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ConnectionError("broker is down")

    monkeypatch.setattr(queue.celery, "send_task", broken)
    entry_id = await promised()
    monkeypatch.undo()
    monkeypatch.setitem(queue.handlers, TOPIC, ("prereview", worker.handle))
    sent: list[tuple[list[str], str]] = []
    monkeypatch.setattr(
        queue.celery, "send_task", lambda _n, args, queue, retry: sent.append((args, queue))
    )
    assert await queue.sweep() == 1
    assert sent == [([entry_id], "prereview")]


async def test_a_failure_is_tried_again_later(worker: Worker, forward: Forward) -> None:
    entry_id = await promised()
    worker.failure = ConnectionError("wechat is down")
    assert not await queue.keep(entry_id)
    assert await queue.due() == []
    assert not await queue.keep(entry_id)
    held = await row(entry_id)
    assert held.attempts == len(worker.heard) == 1
    assert "wechat is down" in (held.last_error or "")

    worker.failure = None
    forward(timedelta(seconds=3))
    assert [waiting for waiting, _ in await queue.due()] == [entry_id]
    assert await queue.keep(entry_id)
    assert (await row(entry_id)).last_error is None


async def test_a_failing_promise_waits_longer_each_time_and_ends(
    worker: Worker, forward: Forward
) -> None:
    entry_id = await promised()
    worker.failure = ConnectionError("still down")
    passed, waits = timedelta(), []
    for _ in range(queue.MAX_ATTEMPTS):
        forward(passed)
        before = clock.now() + passed
        assert not await queue.keep(entry_id)
        waits.append((await row(entry_id)).next_attempt_at - before)
        passed += waits[-1] + timedelta(seconds=1)
    assert waits == sorted(waits)
    assert len(worker.heard) == queue.MAX_ATTEMPTS
    assert (await row(entry_id)).failed_at is not None
    forward(timedelta(days=2))
    assert await queue.due() == []


async def test_what_can_never_be_kept_is_given_up_at_once(worker: Worker, forward: Forward) -> None:
    entry_id = await promised()
    worker.failure = GiveUp("the citizen does not take messages")
    assert not await queue.keep(entry_id)
    forward(timedelta(days=1))
    assert await queue.due() == []
    assert "does not take messages" in ((await row(entry_id)).last_error or "")


async def test_the_claim_of_a_dead_worker_ends(worker: Worker, forward: Forward) -> None:
    entry_id = await promised()
    async with db.writing() as session:
        assert await queue._claim(session, entry_id)
    assert not await queue.keep(entry_id)
    forward(queue.CLAIM + timedelta(seconds=1))
    assert await queue.keep(entry_id)
    assert len(worker.heard) == 1


async def test_long_work_is_not_given_to_somebody_else(
    worker: Worker, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler that may take an hour holds its promise for an hour."""
    queue.handles(TOPIC, takes=timedelta(hours=1))(worker.handle)
    monkeypatch.setitem(queue.handlers, TOPIC, ("default", worker.handle))
    entry_id = await promised()
    async with db.writing() as session:
        await queue._claim(session, entry_id)
    forward(timedelta(minutes=59))
    assert await queue.due() == []
    forward(timedelta(minutes=61))
    assert [waiting for waiting, _topic in await queue.due()] == [entry_id]
    queue._long_work.pop(TOPIC)


async def test_a_worker_looks_around_before_each_promise(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    async def look() -> None:
        seen.append(len(worker.heard))

    monkeypatch.setattr(queue, "_before_each", [look])
    await queue.keep(await promised())
    assert seen == [0]


async def test_a_lonely_worker_takes_up_what_it_was_killed_over(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(queue.handlers, TOPIC, ("search", worker.handle))
    entry_id = await promised()
    async with db.writing() as session:
        await queue._claim(session, entry_id)
    assert await queue.due() == []
    await queue.take_up({"search"})
    assert [waiting for waiting, _topic in await queue.due()] == [entry_id]


async def test_nothing_a_task_began_is_left_when_its_loop_stands_still(
    database: str, redis: Redis
) -> None:
    """A worker that gets no next task would otherwise keep its news to itself."""

    async def work() -> None:
        async with db.writing() as session:
            announce_after_commit(session, "tests", "told", {})
            session.add(OutboxEntry(topic=TOPIC, payload={}))

    before = asyncio.all_tasks()
    await queue.to_the_end(work())
    assert asyncio.all_tasks() == before
