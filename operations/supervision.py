"""supervisord: starts the programs, starts them again when they die, ends them together.

It is spoken to over a Unix socket (http://supervisord.org/api.html).
"""

from __future__ import annotations

import hashlib
import shlex
import subprocess
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from operations.place import ROOT, Place
from operations.programs import Program

_SOCKET_PATH_LIMIT = 100
UNREACHABLE = (OSError, xmlrpc.client.Error)
"""What a call to a supervisord that is starting, ending or dead raises."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a program stands: supervisord's word (RUNNING, BACKOFF, FATAL …) and process id."""

    name: str
    word: str
    pid: int


class Supervisor:
    """The supervisord of one run."""

    def __init__(
        self, place: Place, programs: Iterable[Program], environment: Mapping[str, str]
    ) -> None:
        self._place = place
        self._programs = list(programs)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Write the configuration and start supervisord; programs wait for `start_program`.

        In a session of its own, because Ctrl-C must reach it once, from us, and not twice.
        """
        path = self._place.run / "supervisord.conf"
        path.write_text(configuration(self._place, self._programs), encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(path)]
        with (self._place.logs / "supervisord.out").open("ab") as out:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self, patience: float = 40.0) -> None:
        """End every program, then supervisord itself."""
        if self._process is None or not self.is_alive():
            return
        self._process.terminate()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def states(self) -> dict[str, State]:
        """Every program's state; empty while supervisord does not answer."""
        try:
            rows: Any = self._remote().supervisor.getAllProcessInfo()
        except UNREACHABLE:
            return {}
        return {r["name"]: State(r["name"], r["statename"], int(r["pid"])) for r in rows}

    def start_program(self, name: str) -> None:
        self._remote().supervisor.startProcess(name, False)

    def stop_program(self, name: str) -> None:
        """End one program and leave it ended (until `start_program`)."""
        self._remote().supervisor.stopProcess(name, True)

    def wait_answering(self, seconds: float = 10.0) -> bool:
        """True as soon as supervisord answers."""
        deadline = time.monotonic() + seconds
        while self.is_alive() and time.monotonic() < deadline:
            if self.states():
                return True
            time.sleep(0.1)
        return False

    def _remote(self) -> xmlrpc.client.ServerProxy:
        transport = SupervisorTransport(None, None, f"unix://{socket_path(self._place)}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)


def socket_path(place: Place) -> Path:
    """In the data directory, or, where that path is too long for a Unix socket, in /tmp."""
    path = place.run / "supervisor.sock"
    if len(str(path).encode()) <= _SOCKET_PATH_LIMIT:
        return path
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tianhe-{digest}.sock"


def configuration(place: Place, programs: Iterable[Program]) -> str:
    """The supervisord configuration of these programs."""
    sections = [_HEAD.format(socket=_plain(socket_path(place)), logs=_plain(place.logs),
                             run=_plain(place.run))]  # fmt: skip
    for order, program in enumerate(programs):
        sections.append(_PROGRAM.format(
            name=program.name, command=_plain(shlex.join(program.command)), order=order,
            directory=_plain(program.directory), log=_plain(program.log(place)),
            patience=program.patience,
        ))  # fmt: skip
    return "\n".join(sections)


def _plain(text: object) -> str:
    """Escaped for supervisord, which expands `%(…)s` in every value."""
    return str(text).replace("%", "%%")


_HEAD = """\
[unix_http_server]
file = {socket}
chmod = 0700

[supervisord]
logfile = {logs}/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 2
pidfile = {run}/supervisord.pid
nodaemon = true
silent = true

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

_PROGRAM = """\
[program:{name}]
command = {command}
directory = {directory}
priority = {order}
autostart = false
autorestart = true
startsecs = 3
startretries = 4
stopwaitsecs = {patience}
stopasgroup = false
killasgroup = true
redirect_stderr = true
stdout_logfile = {log}
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 3
"""
