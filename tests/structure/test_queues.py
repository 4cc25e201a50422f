"""Every queue that is named has a worker, in `make run` and in production."""

from __future__ import annotations

from pathlib import Path

import yaml

import flows.worker  # noqa: F401 (registers the handlers of every journey)
from foundation.queue import QUEUES, celery, handlers
from operations.place import ROOT, Place
from operations.programs import programs


def _queues_of(command: list[str]) -> set[str]:
    given = next(part for part in command if part.startswith("--queues="))
    return set(given.removeprefix("--queues=").split(","))


def test_every_handler_uses_a_known_queue() -> None:
    assert handlers, "no journey registered a handler"
    assert {queue for queue, _ in handlers.values()} <= set(QUEUES)


def test_the_embedded_worker_serves_every_queue() -> None:
    (worker,) = programs(Place(Path("/nowhere")), only=["worker"])
    assert _queues_of(list(worker.command)) == set(QUEUES)


def test_the_production_worker_serves_every_queue() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    assert _queues_of(services["worker"]["command"]) == set(QUEUES)


def test_every_scheduled_task_exists() -> None:
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert scheduled <= set(celery.tasks)
