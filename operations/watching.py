"""What an operator is told while the system runs: who died, who keeps dying, which log to read."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from operations import slots
from operations.ledger import Ledger
from operations.place import Place
from operations.programs import Program
from operations.supervision import UNREACHABLE, State, Supervisor

Report = Callable[[str], None]

_OFTEN, _WITHIN = 3, 60.0
_REST = 30.0
"""Seconds a program that supervisord gave up on is left alone before it is tried again."""


def last_lines(path: Path, count: int = 15) -> str:
    """The end of a log, for showing; empty when there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 20_000))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])


class Watch:
    """Compares the programs' states with what they were at the last look."""

    def __init__(
        self, place: Place, programs: Iterable[Program], supervisor: Supervisor, report: Report
    ) -> None:
        self._place = place
        self._programs = {p.name: p for p in programs}
        self._supervisor = supervisor
        self._report = report
        self._pids: dict[str, int] = {}
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_OFTEN))
        self._described: dict[str, float] = {}
        self._given_up: dict[str, float] = {}

    def look(self) -> None:
        """One look: tell of restarts, and revive what supervisord gave up on."""
        for name, state in self._supervisor.states().items():
            if state.word == "STOPPED":
                self.forget(name)
            elif state.word == "FATAL":
                if not self._is_idle(name):
                    self._revive(name)
            elif state.pid:
                self._compare(state)

    def forget(self, *names: str) -> None:
        """These programs (all, when none is named) are started anew on purpose."""
        for name in names or self._programs:
            self._pids.pop(name, None)

    def hopeless(self) -> list[str]:
        """Programs that supervisord gave up on, or that died often while we looked."""
        often = {name for name in self._programs if self._dies_often(name)}
        return sorted(often | self._given_up.keys())

    def _compare(self, state: State) -> None:
        before = self._pids.get(state.name)
        self._pids[state.name] = state.pid
        if before is None or before == state.pid:
            return
        label = self._programs[state.name].label
        self._report(f"！ {label}（{state.name}）意外退出，已重新启动")
        self._deaths[state.name].append(time.monotonic())
        if self._dies_often(state.name):
            self._describe(state.name)

    def _dies_often(self, name: str) -> bool:
        deaths = self._deaths[name]
        return len(deaths) == _OFTEN and time.monotonic() - deaths[0] < _WITHIN

    def _describe(self, name: str) -> None:
        """Show the log's end, but not again and again while the program keeps dying."""
        if time.monotonic() - self._described.get(name, -_WITHIN) < _WITHIN:
            return
        self._described[name] = time.monotonic()
        program = self._programs[name]
        log = program.log(self._place)
        self._report(f"✗ {program.label}（{name}）反复退出。日志：{log}\n{last_lines(log)}")

    def _is_idle(self, name: str) -> bool:
        """A bot that was to take over and did not: whoever publishes looks after it."""
        return name in slots.PORTS and name != Ledger(self._place).slot

    def _revive(self, name: str) -> None:
        since = self._given_up.setdefault(name, time.monotonic())
        self._describe(name)
        if time.monotonic() - since >= _REST:
            del self._given_up[name]
            self.forget(name)
            with suppress(*UNREACHABLE):
                self._supervisor.start_program(name)
