"""A child process that opens what came from outside, with limits, and answers in frames.

`subprocess`, not `multiprocessing`: Celery's workers are daemons and may have no children of the
latter. A frame is two lengths (4 bytes each, big-endian), a JSON header and bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import selectors
import struct
import subprocess
import sys
import time
from typing import IO, Any, BinaryIO

from foundation.reading.fork_server import fork
from foundation.reading.places import ENVIRONMENT, ROOT

_LENGTHS = struct.Struct(">II")
Header = dict[str, Any]


class ChildSilent(Exception):
    """No answer within the time given."""


class ChildDied(Exception):
    """The child ended before it answered: killed by a limit, or crashed."""


class Child:
    """One child process running `python -m module arguments`.

    Args:
        stdin: what the child reads, and then it is forked from one that is ready; None begins a
            process with a pipe for `send`.
    """

    def __init__(self, module: str, arguments: Header, stdin: IO[bytes] | None = None) -> None:
        forked = fork(module, arguments, stdin) if stdin is not None else None
        self.process = forked or subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(arguments)],
            stdin=stdin if stdin is not None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=ENVIRONMENT,
        )

    def send(self, header: Header, body: bytes = b"") -> None:
        """Raises: ChildDied."""
        if self.process.stdin is None:
            raise ChildDied
        try:
            write_frame(self.process.stdin, header, body)
        except (BrokenPipeError, ValueError) as error:
            raise ChildDied from error

    def receive(self, seconds: float) -> tuple[Header, bytes]:
        """The next frame. Raises: ChildSilent after `seconds`, ChildDied."""
        until = time.monotonic() + seconds
        head_length, body_length = _LENGTHS.unpack(self._read(_LENGTHS.size, until))
        header: Header = json.loads(self._read(head_length, until))
        return header, self._read(body_length, until)

    def _read(self, length: int, until: float) -> bytes:
        if self.process.stdout is None:
            raise ChildDied
        descriptor, parts, missing = self.process.stdout.fileno(), [], length
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while missing:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise ChildSilent
                part = os.read(descriptor, min(missing, 1 << 20))
                if not part:
                    raise ChildDied
                parts.append(part)
                missing -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        """Kill the child and wait for it; ending it twice is no error."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close our ends of the pipes; a child that waits for work then ends by itself."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def write_frame(pipe: IO[bytes], header: Header, body: bytes = b"") -> None:
    head = json.dumps(header, ensure_ascii=False).encode()
    pipe.write(_LENGTHS.pack(len(head), len(body)) + head)
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> tuple[Header, bytes] | None:
    """The next frame of a pipe, None at its end (the parent is gone or wants no more)."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    header: Header = json.loads(pipe.read(head_length))
    return header, pipe.read(body_length)


def limit(memory_bytes: int, cpu_seconds: int | None = None) -> None:
    """Called by a child before it reads anything: address space and processor time are bounded."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
