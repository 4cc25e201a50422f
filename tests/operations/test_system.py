"""Real processes under the real supervisord: started, killed, healed, ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis

from operations.environment import MARKER
from operations.leftovers import (
    AlreadyRunning,
    PortTaken,
    end_marked,
    exclusive,
    marked,
    require_ports,
)
from operations.place import VALKEY, Place
from operations.programs import Program
from operations.system import RunningSystem, StartFailed
from tests.fixtures.environment import ORIGINAL
from tests.fixtures.ports import free_block, free_port


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path, free_block())
    place.make_folders()
    yield place
    assert end_marked(tmp_path) == 0, "processes outlived their system"


def _until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def _valkey(place: Place) -> redis.Redis:
    return redis.Redis(port=place.port(VALKEY), socket_timeout=2)


def _answers(place: Place) -> bool:
    try:
        return bool(_valkey(place).ping())
    except redis.RedisError:
        return False


def _process(place: Place) -> int | None:
    """The id of the process that answers, None while none does."""
    try:
        return int(_valkey(place).info("server")["process_id"])
    except redis.RedisError:
        return None


def test_a_killed_program_is_back_with_its_data(place: Place) -> None:
    said: list[str] = []
    with RunningSystem(place, ["valkey"], ORIGINAL, said.append) as system:
        _until(lambda: _answers(place))
        _valkey(place).set("kept", "yes")
        time.sleep(1.2)  # appendfsync everysec
        system.heal()
        before = _process(place)
        system.kill("valkey")
        _until(lambda: _process(place) not in (None, before))
        system.heal()
        assert _valkey(place).get("kept") == b"yes"
        assert any("valkey" in line and "意外退出" in line for line in said)
    assert not _answers(place)


def test_a_killed_supervisor_is_back_and_leaves_no_strays(place: Place) -> None:
    said: list[str] = []
    with RunningSystem(place, ["valkey"], ORIGINAL, said.append) as system:
        _until(lambda: _answers(place))
        supervisor = next(p for p in marked(place.data_dir) if "python" in p.name())
        supervisor.kill()
        supervisor.wait(5)
        system.heal()
        _until(lambda: _answers(place))
        names = [p.name() for p in marked(place.data_dir)]
        assert names.count("valkey-server") == 1
    assert "！ 进程管理器意外退出，正在重新启动全部进程" in said


def test_a_run_killed_whole_does_not_block_the_next(place: Place) -> None:
    stray = subprocess.Popen(
        [sys.executable, "-c", "import signal, time; signal.signal(15, 1); time.sleep(60)"],
        env={MARKER: str(place.data_dir)},
    )
    _until(lambda: bool(marked(place.data_dir)))
    assert end_marked(place.data_dir, patience=0.5) == 1
    assert not psutil.pid_exists(stray.pid)
    with RunningSystem(place, ["valkey"], ORIGINAL):
        _until(lambda: _answers(place))


def test_a_program_that_cannot_start_is_named_with_its_reason(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "print('端口写错了'); raise SystemExit(1)"
    broken = Program("broken", "坏程序", (sys.executable, "-c", code), probe="http://127.0.0.1:9/")
    monkeypatch.setattr("operations.system.programs", lambda *_: [broken])
    said: list[str] = []
    with (
        pytest.raises(StartFailed, match="broken 反复退出"),
        RunningSystem(place, None, ORIGINAL, said.append),
    ):
        pass
    told = "\n".join(said)
    assert f"日志：{place.logs}/broken.log" in told
    assert "端口写错了" in told


def test_others_are_left_alone(place: Place) -> None:
    other = subprocess.Popen(["sleep", "30"], env={MARKER: str(place.data_dir / "other")})
    try:
        assert end_marked(place.data_dir) == 0
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_one_launcher_a_data_directory(place: Place) -> None:
    with exclusive(place), pytest.raises(AlreadyRunning, match="make stop"), exclusive(place):
        pass
    with exclusive(place):
        pass


def test_a_taken_port_names_its_owner() -> None:
    port = free_port()
    told = rf"端口 {port}（测试）.*{psutil.Process().pid}"
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTaken, match=told):
        require_ports({port: "测试"})
    require_ports({port: "测试"})
