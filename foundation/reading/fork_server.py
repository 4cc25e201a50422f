"""Children that open files from outside, ready at once: forked from a process that has loaded what
they need and has never seen a file, a key or an address.

The openers take some 200 ms to load, ten times what most files take to be looked through. The
server is single-threaded and holds nothing but code, so a fork of it is as fresh as a new process;
its children share where that code lies in memory, no more. It is told a module, its arguments and
two descriptors a message, and answers with a descriptor of the new process, so that nobody ever
kills a number that has become another process. It ends with whoever began it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import IO, Any, BinaryIO, NoReturn

from foundation.reading.places import ENVIRONMENT, ROOT

MODULES = (
    "foundation.intake.child", "foundation.reading.pdf_child", "foundation.reading.ofd_child",
)  # fmt: skip
"""What it may become: each has a `main`."""
_LOADED = ("foundation.intake.opening", "foundation.intake.pdfs", "foundation.intake.pictures")
_LONGEST = 1 << 16
_PATIENCE = 10.0


class Forked:
    """A child of the server, as `subprocess.Popen` would show it."""

    def __init__(self, descriptor: int, stdout: BinaryIO) -> None:
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = stdout
        self._descriptor = descriptor

    def poll(self) -> int | None:
        """None while it runs."""
        runs = self._descriptor >= 0 and not select.select([self._descriptor], [], [], 0)[0]
        return None if runs else 0

    def kill(self) -> None:
        """Raises: ProcessLookupError when it has ended."""
        if self._descriptor < 0:
            raise ProcessLookupError
        signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def wait(self) -> None:
        """Until it has ended."""
        if self._descriptor >= 0:
            select.select([self._descriptor], [], [])
            os.close(self._descriptor)
            self._descriptor = -1


class ForkServer:
    """One for each process that asks; begun with the first question."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._turn = threading.Lock()
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "foundation.reading.fork_server", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),), cwd=ROOT, env=ENVIRONMENT,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._line.settimeout(_PATIENCE)

    @property
    def is_ours(self) -> bool:
        """Not one that a forked process has from its parent."""
        return self._owner == os.getpid()

    def fork(self, module: str, arguments: dict[str, Any], stdin: IO[bytes]) -> Forked:
        """Raises: OSError when the server is gone."""
        ours, theirs = os.pipe()
        try:
            message = json.dumps([module, json.dumps(arguments)]).encode()
            with self._turn:
                socket.send_fds(self._line, [message], [stdin.fileno(), theirs])
                _, descriptors, _, _ = socket.recv_fds(self._line, 1, 1)
            if not descriptors:
                raise BrokenPipeError
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return Forked(descriptors[0], os.fdopen(ours, "rb", buffering=0))

    def end(self) -> None:
        """The server ends by itself when its line is closed."""
        self._line.close()
        if self.is_ours:
            self._process.kill()
            self._process.wait()


_server: ForkServer | None = None
_beginning = threading.Lock()


def fork(module: str, arguments: dict[str, Any], stdin: IO[bytes]) -> Forked | None:
    """A child of the server; None where there cannot be one, and a process must be begun."""
    if not hasattr(os, "pidfd_open"):
        return None
    for _ in range(2):
        with contextlib.suppress(OSError):
            return _serving().fork(module, arguments, stdin)
        _forget()
    return None


def _serving() -> ForkServer:
    global _server
    with _beginning:
        if _server is None or not _server.is_ours:
            _server = ForkServer()
        return _server


def _forget() -> None:
    global _server
    with _beginning:
        if _server is not None:
            _server.end()
        _server = None


def serve(line: socket.socket) -> None:
    """Until the other end is closed."""
    for name in (*MODULES, *_LOADED):
        importlib.import_module(name)
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, _LONGEST, 2)
        if not message:
            return
        module, arguments = json.loads(message)
        child = os.fork()
        if child == 0:
            _become(line, descriptors, module, arguments)
        for descriptor in descriptors:
            os.close(descriptor)
        known = os.pidfd_open(child)
        socket.send_fds(line, [b"."], [known])
        os.close(known)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue


def _become(line: socket.socket, descriptors: list[int], module: str, arguments: str) -> NoReturn:
    code = 1
    try:
        line.close()
        for place, descriptor in enumerate(descriptors):
            os.dup2(descriptor, place)
            os.close(descriptor)
        sys.argv = [module, arguments]
        if module in MODULES:
            sys.modules[module].main()
            sys.stdout.flush()
            code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
