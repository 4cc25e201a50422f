"""Every queue that is named has a worker, in `make run` and in production."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

import flows.worker  # noqa: F401 (registers the handlers of every journey)
from foundation.queue import QUEUES, celery, handlers
from operations.place import ROOT, Place
from operations.programs import programs


def _queues_of(command: list[str]) -> set[str]:
    given = next((part for part in command if part.startswith("--queues=")), "--queues=")
    return set(filter(None, given.removeprefix("--queues=").split(",")))


def _served(commands: Iterable[list[str]]) -> set[str]:
    return {queue for command in commands for queue in _queues_of(command)}


def test_every_handler_uses_a_known_queue() -> None:
    assert handlers, "no journey registered a handler"
    assert {queue for queue, _ in handlers.values()} <= set(QUEUES)


def test_the_embedded_workers_serve_every_queue() -> None:
    commands = [list(program.command) for program in programs(Place(Path("/nowhere")))]
    assert _served(commands) == set(QUEUES)


def test_the_production_workers_serve_every_queue() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    assert _served([s.get("command") or [] for s in services.values()]) == set(QUEUES)


def test_the_index_has_one_writer() -> None:
    """One process, and no other worker on its queue."""
    writers = [
        program.command
        for program in programs(Place(Path("/nowhere")))
        if "search" in _queues_of(list(program.command))
    ]
    assert len(writers) == 1
    assert "--pool=solo" in writers[0]


def test_every_scheduled_task_exists() -> None:
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert scheduled <= set(celery.tasks)
