"""Byte lines to devices: a serial port (`/dev/ttyUSB0`) or TCP (`tcp://host:port`), where a
serial server or a simulator stands at the other end."""

from __future__ import annotations

import asyncio
import os
import termios
import tty
from urllib.parse import urlsplit

_PATIENCE = 2.0
_SPEED = termios.B115200


async def open_wire(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """115200 baud, 8 bits, no parity, for a serial port. Raises: OSError, TimeoutError."""
    if address.startswith("tcp://"):
        url = urlsplit(address)
        opening = asyncio.open_connection(url.hostname, url.port)
        return await asyncio.wait_for(opening, _PATIENCE)
    return await _open_serial(address)


async def _open_serial(path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A terminal line made raw: no echo, no translation of bytes."""
    descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        tty.setraw(descriptor)
        modes = termios.tcgetattr(descriptor)
        modes[4] = modes[5] = _SPEED
        termios.tcsetattr(descriptor, termios.TCSANOW, modes)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        await loop.connect_read_pipe(lambda: protocol, os.fdopen(os.dup(descriptor), "rb", 0))
        transport, writing = await loop.connect_write_pipe(
            asyncio.streams.FlowControlMixin, os.fdopen(descriptor, "wb", 0)
        )
    except termios.error as error:
        os.close(descriptor)
        raise OSError(*error.args) from error
    except BaseException:
        os.close(descriptor)
        raise
    return reader, asyncio.StreamWriter(transport, writing, reader, loop)
