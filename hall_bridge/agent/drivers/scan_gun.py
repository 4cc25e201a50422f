"""A scan gun: it types what it read and Enter, like a keyboard.

Three wires: `evdev:/dev/input/by-id/…` (a USB keyboard of the kernel, taken for ourselves so that
nothing is typed into other windows), `stdin:` (for trying), a serial port or `tcp://…` (a gun set
to serial). The kernel's `struct input_event` and key numbers are public (linux/input.h); only
what codes consist of is known here: digits, letters, and the signs of an address.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

from hall_bridge.agent.drivers.driver import DriverFault, Tell
from hall_bridge.agent.drivers.wires import open_wire

_EVENT = struct.Struct("llHHi")
_KEY, _DOWN, _GRAB = 1, 1, 0x40044590
_ENTER, _SHIFTS = 28, {42, 54}
_ROWS = {2: ("1234567890-=", "!@#$%^&*()_+"), 16: ("qwertyuiop[]", "QWERTYUIOP{}"),
         30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'), 43: ("\\zxcvbnm,./", "|ZXCVBNM<>?")}  # fmt: skip
_LETTERS = {
    first + at: pair
    for first, rows in _ROWS.items()
    for at, pair in enumerate(zip(*rows, strict=True))
}
_EVERY, _LONGEST = 1.0, 500


class ScanGun:
    """Whatever it reads becomes the event `scanned`."""

    capabilities = ("scanner",)
    firmware = ""

    def __init__(self, address: str, model: str = "扫码枪") -> None:
        self.model = model
        self._address = address

    async def watch(self, tell: Tell) -> None:
        while True:
            try:
                async for line in self._lines(tell):
                    if text := line.strip()[:_LONGEST]:
                        tell.event("scanned", {"text": text})
            except (OSError, TimeoutError):
                pass
            tell.part("scanner", "missing")
            await asyncio.sleep(_EVERY)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        raise DriverFault("扫码枪只会扫码，请对准二维码按下扳机。")

    async def _lines(self, tell: Tell) -> AsyncIterator[str]:
        scheme, _, path = self._address.partition(":")
        if scheme == "evdev":
            async for line in _typed(path, tell):
                yield line
            return
        if scheme == "stdin":
            reader = asyncio.StreamReader()
            protocol = asyncio.StreamReaderProtocol(reader)
            await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        else:
            reader, _writer = await open_wire(self._address)
        tell.part("scanner", "ok")
        async for line in _ended(reader):
            yield line


async def _ended(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    """Lines by whatever the gun is set to end them with; what never ends is no code."""
    left = b""
    while content := await reader.read(4096):
        *whole, left = (left + content).replace(b"\r", b"\n").split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
        left = left if len(left) <= _LONGEST else b""


async def _typed(path: str, tell: Tell) -> AsyncIterator[str]:
    """Lines as the keys of one keyboard make them. Raises: OSError when it is pulled out."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.ioctl(descriptor, _GRAB, 1)
        tell.part("scanner", "ok")
        line, is_shifted = "", False
        while True:
            for code, value in await _keys(descriptor):
                if code in _SHIFTS:
                    is_shifted = value != 0
                elif value == _DOWN and code == _ENTER:
                    yield line
                    line = ""
                elif value == _DOWN:
                    line += _LETTERS.get(code, ("", ""))[is_shifted]
    finally:
        os.close(descriptor)


async def _keys(descriptor: int) -> list[tuple[int, int]]:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
    return keys_in(os.read(descriptor, _EVENT.size * 64))


def keys_in(content: bytes) -> list[tuple[int, int]]:
    """Key number and value (1 down, 0 up) of every key event in what the kernel gave."""
    whole = content[: len(content) // _EVENT.size * _EVENT.size]
    return [(code, value) for *_, kind, code, value in _EVENT.iter_unpack(whole) if kind == _KEY]
