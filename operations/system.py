"""A whole system, or some of its processes, running at a place: for `make run` and for tests."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Self

import httpx

from operations import slots
from operations.environment import child_environment
from operations.leftovers import end_marked, require_ports
from operations.place import Place
from operations.programs import NEED_NO_DATABASE, Program, ports_of, programs
from operations.supervision import Supervisor
from operations.watching import Report, Watch


class StartFailed(RuntimeError):
    """The system did not come up; the culprit's last log lines went to `report` before."""


class RunningSystem:
    """Starts the programs of a place, waits until they work, ends them at the end.

    Args:
        place: folders, ports, database and Redis of this run.
        only: names of the programs wanted; all of them by default.
        inherited: the environment the processes' own is built on.
        report: is given a sentence whenever a process died.
        meanwhile: work that the bot's slow start can share its time with: the database's
            preparation. Programs that use the database start after it.
    """

    def __init__(
        self,
        place: Place,
        only: Collection[str] | None = None,
        inherited: Mapping[str, str] = os.environ,
        report: Report = print,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        place.make_folders()
        self.place = place
        self.programs = programs(place, only)
        self.environment = child_environment(place, inherited)
        self._supervisor = Supervisor(place, self.programs, self.environment)
        self._watch = Watch(place, self.programs, self._supervisor, report)
        self._report = report
        self._meanwhile = meanwhile

    def start(self, patience: float = 300.0) -> None:
        """End leftovers of this place, start every program, return when all of them work.

        Raises:
            PortTaken: a stranger listens on one of our ports.
            StartFailed: a program keeps dying, or is silent for `patience` seconds.
        """
        self._launch()
        self._start_programs(early=True)
        self._meanwhile()
        self._start_programs(early=False)
        deadline = time.monotonic() + patience
        waiting = [p for p in self.programs if p.probe and not p.is_standby]
        while waiting:
            self._require_progress(waiting, deadline)
            waiting = [p for p in waiting if not is_working(p)]
            if waiting:
                time.sleep(0.3)

    def heal(self) -> None:
        """One look after the processes; a supervisord that died is started again."""
        if not self._supervisor.is_alive():
            self._report("！ 进程管理器意外退出，正在重新启动全部进程")
            self._watch.forget()
            self._launch()
            self._start_programs(early=True)
            self._start_programs(early=False)
        self._watch.look()

    def stop(self) -> None:
        """End every process of this place."""
        self._supervisor.stop()
        end_marked(self.place.data_dir)

    def stop_program(self, name: str) -> None:
        self._supervisor.stop_program(name)

    def start_program(self, name: str, patience: float = 60.0) -> None:
        """Start a stopped program and wait until it works."""
        self._watch.forget(name)
        self._supervisor.start_program(name)
        self.wait_working(name, patience)

    def kill(self, name: str) -> None:
        """End a program without warning, as a crash would (SIGKILL)."""
        os.kill(self._supervisor.states()[name].pid, signal.SIGKILL)

    def wait_working(self, name: str, patience: float = 60.0) -> None:
        """Return when the program answers its probe; StartFailed after `patience` seconds."""
        program = next(p for p in self.programs if p.name == name)
        deadline = time.monotonic() + patience
        while not is_working(program):
            self._require_progress([program], deadline)
            time.sleep(0.2)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def _launch(self) -> None:
        if end_marked(self.place.data_dir):
            self._report("· 已结束上次遗留的进程")
        require_ports(ports_of(self.programs))
        if any(p.name == slots.FIRST for p in self.programs):
            slots.begin(self.place)
        self._supervisor.start()
        if not self._supervisor.wait_answering():
            log = self.place.logs / "supervisord.out"
            raise StartFailed(f"✗ 进程管理器没有启动。日志：{log}")

    def _start_programs(self, early: bool) -> None:
        for program in self.programs:
            if (program.name in NEED_NO_DATABASE) is early and not program.is_standby:
                self._supervisor.start_program(program.name)

    def _require_progress(self, waiting: list[Program], deadline: float) -> None:
        self._watch.look()
        if hopeless := self._watch.hopeless():
            raise StartFailed(f"✗ 启动失败：{'、'.join(hopeless)} 反复退出，原因见上面的日志。")
        if time.monotonic() > deadline:
            names = "、".join(f"{p.label}（{p.name}）" for p in waiting)
            raise StartFailed(
                f"✗ 等待超时，仍未就绪：{names}。请查看 {self.place.logs} 下的同名日志。"
            )


def is_working(program: Program) -> bool:
    """True when the program has no probe, or its probe answers 200."""
    if program.probe is None:
        return True
    try:
        answer = httpx.get(program.probe, timeout=3, trust_env=False, follow_redirects=True)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200
