"""The only crossing into Celery: promises are rows, tasks carry their ids.

`promise()` writes an outbox row in the caller's transaction and rings the queue after commit.
If the bell is lost (broker down, process killed) the periodic sweep rings again; a claim with
an end keeps two workers from keeping the same promise at once. Handlers must be safe to repeat.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Coroutine
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_process_init, worker_ready
from sqlalchemy import event, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db, health, housekeeping
from foundation.announcements import all_told
from foundation.audit.actor import Actor, acting
from foundation.clock import now
from foundation.logging import configure_logging, logger
from foundation.models import OutboxEntry, new_id
from foundation.redis import forget_redis
from foundation.settings import settings

Payload = dict[str, Any]
Work = Callable[[], Coroutine[Any, Any, Any]]
Handler = Callable[[Payload], Awaitable[None]]

CLAIM = timedelta(seconds=60)
MAX_ATTEMPTS = 8
SWEEP_SECONDS = 5.0
QUEUES = ("default", "prereview", "search", "imports")
ONE_PROCESS = frozenset({"search", "imports", "prereview"})
"""`search` has one worker with one process: an index takes one writer. `imports` and `prereview`
have one each, because reading pages takes seconds to minutes and gigabytes; how many pages are
read at once is `OCR_PROCESSES`."""

log = logger("queue")
handlers: dict[str, tuple[str, Handler]] = {}
_long_work: dict[str, timedelta] = {}
_before_each: list[Callable[[], Awaitable[None]]] = []
_before_first: dict[str, Callable[[], None]] = {}

celery = Celery("tianhe", broker=settings().redis_url)
celery.conf.update(
    task_ignore_result=True,
    task_default_queue="default",
    task_create_missing_queues=True,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2},
)


class GiveUp(Exception):
    """The promise cannot be kept however often it is tried; the text says why."""


def handles(
    topic: str, queue: str = "default", takes: timedelta = CLAIM
) -> Callable[[Handler], Handler]:
    """Register the coroutine that keeps promises of this topic.

    Args:
        takes: the longest it may work; a promise in hand for longer is given to somebody else.
    """

    def register(handler: Handler) -> Handler:
        handlers[topic] = (queue, handler)
        _long_work[topic] = takes
        return handler

    return register


def before_each(look: Callable[[], Awaitable[None]]) -> None:
    """Have a coroutine awaited before every promise, e.g. to learn what has changed elsewhere."""
    _before_each.append(look)


def promise(session: AsyncSession, topic: str, payload: Payload) -> str:
    """Write a promise into the session's transaction; returns the outbox id."""
    entry_id = new_id()
    session.add(OutboxEntry(id=entry_id, topic=topic, payload=payload))
    pending = session.info.setdefault("promises", [])
    if not pending:
        event.listen(session.sync_session, "after_commit", _ring_all, once=True)
    pending.append((entry_id, topic))
    return entry_id


def _ring_all(sync_session: Any) -> None:
    for entry_id, topic in sync_session.info.pop("promises", []):
        ring(entry_id, topic)


def ring(entry_id: str, topic: str) -> None:
    """Tell a worker about a promise; failure is only logged, the sweep will ring again."""
    queue = handlers[topic][0] if topic in handlers else "default"
    try:
        celery.send_task("outbox.keep", args=[entry_id], queue=queue, retry=False)
    except Exception as error:
        log.warning("outbox_bell_lost", topic=topic, error=repr(error))


async def keep(entry_id: str) -> bool:
    """Keep one promise if it is due and nobody else is at it; True when this call kept it."""
    async with db.writing() as session:
        entry = await _claim(session, entry_id)
    if entry is None:
        return False
    try:
        for look in _before_each:
            await look()
        with acting(Actor(f"worker:{entry.topic}")):
            await handlers[entry.topic][1](entry.payload)
    except Exception as error:
        await _put_off(entry, error)
        return False
    async with db.writing() as session:
        done = update(OutboxEntry).where(OutboxEntry.id == entry_id)
        await session.execute(done.values(done_at=now(), claimed_until=None, last_error=None))
    return True


async def due(limit: int = 200) -> list[tuple[str, str]]:
    """Ids and topics of promises that wait and that nobody holds, the longest waiting first."""
    async with db.reading() as session:
        rows = await session.execute(
            select(OutboxEntry.id, OutboxEntry.topic)
            .where(*_is_due())
            .order_by(OutboxEntry.next_attempt_at)
            .limit(limit)
        )
        return [(row.id, row.topic) for row in rows]


async def sweep() -> int:
    """Ring again for every promise that is due; returns how many."""
    waiting = await due()
    for entry_id, topic in waiting:
        ring(entry_id, topic)
    return len(waiting)


def _is_open() -> tuple[Any, ...]:
    return OutboxEntry.done_at.is_(None), OutboxEntry.failed_at.is_(None)


def _is_due() -> tuple[Any, ...]:
    moment = now()
    return (
        *_is_open(),
        OutboxEntry.next_attempt_at <= moment,
        or_(OutboxEntry.claimed_until.is_(None), OutboxEntry.claimed_until < moment),
    )


async def _claim(session: AsyncSession, entry_id: str) -> OutboxEntry | None:
    claimed = await session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, *_is_due())
        .values(claimed_until=now() + CLAIM, attempts=OutboxEntry.attempts + 1)
        .returning(OutboxEntry)
    )
    entry = claimed.scalar_one_or_none()
    if entry and (takes := _long_work.get(entry.topic, CLAIM)) > CLAIM:
        entry.claimed_until = now() + takes
    return entry


async def _put_off(entry: OutboxEntry, error: Exception) -> None:
    gives_up = isinstance(error, GiveUp) or entry.attempts >= MAX_ATTEMPTS
    level = log.error if gives_up else log.warning
    level("promise_failed", topic=entry.topic, attempts=entry.attempts, error=repr(error))
    moment = now()
    async with db.writing() as session:
        await session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.id == entry.id)
            .values(
                claimed_until=None,
                last_error=repr(error)[:2000],
                next_attempt_at=moment + timedelta(seconds=min(2**entry.attempts, 600)),
                failed_at=moment if gives_up else None,
            )
        )


async def take_up(queues: Collection[str]) -> None:
    """Give back what a killed worker had in hand; for queues that have one process each."""
    topics = [topic for topic, (queue, _) in handlers.items() if queue in queues]
    async with db.writing() as session:
        await session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.topic.in_(topics), *_is_open())
            .values(claimed_until=None)
        )


_runners: dict[int, asyncio.Runner] = {}


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine on this process's own loop, which outlives the task."""
    return _runners.setdefault(os.getpid(), asyncio.Runner()).run(to_the_end(work))


async def to_the_end(work: Coroutine[Any, Any, Any]) -> Any:
    """With what it began to announce: the loop stands still until the next task."""
    try:
        return await work
    finally:
        await all_told()


@celery.task(name="outbox.keep")
def _keep(entry_id: str) -> None:
    run(keep(entry_id))


def sweeps(name: str, schedule: float | crontab) -> Callable[[Work], Work]:
    """Register what the worker looks after by itself, every so many seconds or at an hour (UTC)."""

    def register(work: Work) -> Work:
        @celery.task(name=name)
        def sweep_now() -> None:
            run(work())

        celery.conf.beat_schedule[name] = {"task": name, "schedule": schedule}
        return work

    return register


@sweeps("outbox.sweep", SWEEP_SECONDS)
async def _beat_and_sweep() -> None:
    await health.beat()
    await sweep()


sweeps("housekeeping.clear", crontab(hour="19", minute="30"))(housekeeping.clear)


@setup_logging.connect
def _logging(**_: Any) -> None:
    configure_logging()


def before_first(queue: str, prepare: Callable[[], None]) -> None:
    """Have the worker that is alone on a queue make ready what its first promise would wait for."""
    _before_first[queue] = prepare


@worker_ready.connect
def _begin(sender: Any, **_: Any) -> None:
    """A worker that is alone on its queues takes up at once what was left there."""
    served = {queue.name for queue in sender.task_consumer.queues}
    if served and served <= ONE_PROCESS:
        run(take_up(served))
        for name in served & set(_before_first):
            _before_first[name]()


@worker_process_init.connect
def _after_fork(**_: Any) -> None:
    db.forget_engine()
    forget_redis()
