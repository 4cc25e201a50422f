"""Children ready at once: each fresh, the server replaced when it dies, nobody else's killed."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.intake.limits import IntakeLimits
from foundation.intake.service import _open
from foundation.reading import fork_server
from foundation.reading.child import Child, ChildDied
from tests.factories.documents import pdf


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    fork_server._forget()
    yield
    fork_server._forget()


def opened(name: str = "a.pdf") -> int | None:
    (safe,) = _open(name, pdf(name), IntakeLimits())
    return safe.pages


def server_pid() -> int:
    assert fork_server._server is not None
    return fork_server._server._process.pid


def test_files_are_opened_by_forks_of_one_server() -> None:
    assert opened() == 1
    first = server_pid()
    assert [opened(f"{n}.pdf") for n in range(5)] == [1] * 5
    assert server_pid() == first


def test_a_killed_server_is_replaced_and_no_file_is_lost() -> None:
    assert opened() == 1
    before = server_pid()
    os.kill(before, 9)
    assert opened("b.pdf") == 1
    assert server_pid() != before


def test_many_at_once_get_each_their_own_answer() -> None:
    said: dict[str, int | None] = {}

    def ask(name: str) -> None:
        (safe,) = _open(name, pdf(name, pages=int(name[0])), IntakeLimits())
        said[name] = safe.pages

    threads = [threading.Thread(target=ask, args=(f"{n}.pdf",)) for n in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {f"{n}.pdf": n for n in range(1, 7)}


def test_a_forked_process_asks_a_server_of_its_own() -> None:
    assert opened() == 1
    with multiprocessing.get_context("fork").Pool(1) as pool:
        other = pool.apply(_opened_elsewhere)
    assert other != server_pid()
    assert opened("c.pdf") == 1


def _opened_elsewhere() -> int:
    assert opened("b.pdf") == 1
    return server_pid()


def test_neither_server_nor_child_has_our_environment_or_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with secret.open("w") as held:
        os.set_inheritable(held.fileno(), True)
        assert opened() == 1
    at = Path("/proc") / str(server_pid())
    names = {line.partition(b"=")[0] for line in (at / "environ").read_bytes().split(b"\0") if line}
    assert names <= {b"PATH", b"LANG", b"OMP_NUM_THREADS"}
    assert str(secret) not in {os.readlink(one) for one in (at / "fd").iterdir()}


def test_what_is_no_opener_is_not_begun() -> None:
    with tempfile.TemporaryFile() as file:
        child = Child("os", {}, stdin=file)
        with pytest.raises(ChildDied):
            child.receive(5)
        child.end()
        child.end()
        assert child.process.poll() is not None
