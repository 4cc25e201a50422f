"""Processes an earlier run left behind, and strangers on our ports."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from operations.environment import MARKER
from operations.place import Place


class AlreadyRunning(RuntimeError):
    """Another launcher holds this data directory; the message says what to do."""


class PortTaken(RuntimeError):
    """A port of the block is used by a stranger; the message says by whom."""


@contextmanager
def exclusive(place: Place) -> Iterator[None]:
    """Hold the data directory: the kernel frees it however the holder ends, kill -9 included.

    Raises:
        AlreadyRunning: a live launcher holds it.
    """
    with (place.run / "launcher.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"数据目录 {place.data_dir} 正由另一次 make run 使用（进程 {launcher_id(place)}）。"
                "请先在那个窗口按 Ctrl-C，或执行 make stop；"
                "也可以另设 PORT_BASE 和 DATA_DIR 再启动一套。"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def launcher_id(place: Place) -> int | None:
    """The process id of the last launcher of this data directory, alive or not."""
    path = place.run / "launcher.lock"
    text = path.read_text().strip() if path.exists() else ""
    return int(text) if text.isdecimal() else None


def stop_launcher(place: Place, patience: float = 60.0) -> None:
    """Ask the live launcher of this place to end, and wait for it."""
    pid = launcher_id(place)
    if pid is None or not psutil.pid_exists(pid):
        return
    with suppress(psutil.Error):
        launcher = psutil.Process(pid)
        if "operations" in launcher.cmdline():
            launcher.terminate()
            psutil.wait_procs([launcher], timeout=patience)


def marked(data_dir: Path) -> list[psutil.Process]:
    """The processes that carry the marker of this data directory, our own line excepted."""
    ours = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [p for p in psutil.process_iter() if p.pid not in ours and _carries(p, data_dir)]


def _carries(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return process.environ().get(MARKER) == str(data_dir)
    except (psutil.Error, OSError):
        return False


def end_marked(data_dir: Path, patience: float = 15.0) -> int:
    """End every process of an earlier run: first asked, then, after `patience` seconds, killed.

    Returns how many there were.
    """
    found = marked(data_dir)
    for process in found:
        with suppress(psutil.Error):
            process.terminate()
    psutil.wait_procs(found, timeout=patience)
    for _ in range(3):
        stubborn = marked(data_dir)
        if not stubborn:
            break
        for process in stubborn:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=5)
    return len(found)


def require_ports(ports: Mapping[int, str]) -> None:
    """Make sure that nobody listens on these ports (port → what we need it for).

    Raises:
        PortTaken: names the first port taken, by whom, and what to do.
    """
    for port, purpose in ports.items():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise PortTaken(
                    f"端口 {port}（{purpose}）已被{_owner(port)}占用。"
                    f"请先关闭它，或换一组端口，例如：PORT_BASE={port + 1000 - port % 10} make run"
                ) from None


def _owner(port: int) -> str:
    """Who listens there, in words; other users' processes may stay hidden from us."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status != psutil.CONN_LISTEN or not connection.laddr:
                continue
            if connection.laddr.port == port and connection.pid:
                process = psutil.Process(connection.pid)
                words = " ".join([process.name(), *process.cmdline()[1:]])
                return f"进程 {process.pid}（{words[:80]}）"
    except psutil.Error:
        pass
    return "其他程序"
