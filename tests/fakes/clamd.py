"""A scanner that speaks clamd's protocol and knows one virus (the EICAR test file's words)."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@asynccontextmanager
async def clamd(*, virus: bytes = EICAR, is_mute: bool = False) -> AsyncIterator[str]:
    """Its address while the block lasts. `is_mute`: takes everything and answers nothing."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\0")
        if is_mute:
            await reader.read()
        elif command == b"zPING\0":
            writer.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            found = virus in await _streamed(reader)
            writer.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")
        else:
            writer.write(b"UNKNOWN COMMAND\0")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _streamed(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while length := struct.unpack(">I", await reader.readexactly(4))[0]:
        parts.append(await reader.readexactly(length))
    return b"".join(parts)
