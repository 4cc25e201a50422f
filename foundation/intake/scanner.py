"""ClamAV over its own protocol (INSTREAM), where one is set up; without it files say so.

A scanner that does not answer keeps nobody from handing in: the file is kept as `unreachable`,
which its record and `/readyz` show, and is scanned as soon as one answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator
from typing import Literal
from urllib.parse import urlsplit

from foundation.logging import logger
from foundation.settings import settings

Outcome = Literal["clean", "off", "unreachable"]
SECONDS = 20.0
DEFAULT_PORT = 3310
_CHUNK = 1 << 16
_LENGTH = struct.Struct(">I")

log = logger("scanner")


class Infected(Exception):
    """The scanner knows the virus."""

    def __init__(self, virus: str) -> None:
        super().__init__(virus)
        self.virus = virus


async def verdict_of(content: bytes) -> str:
    """Of something kept unscanned: clean, off or infected. Raises: ConnectionError while the
    scanner is away."""
    try:
        outcome: str = await scan(content)
    except Infected:
        return "infected"
    if outcome == "unreachable":
        raise ConnectionError("病毒扫描服务没有应答")
    return outcome


async def scan(content: bytes) -> Outcome:
    """Raises: Infected."""
    if not settings().clamav_url:
        return "off"
    try:
        async with asyncio.timeout(SECONDS):
            reply = await _instream(content)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
        log.warning("scanner_unreachable", error=type(error).__name__)
        return "unreachable"
    if reply.endswith(" FOUND"):
        raise Infected(reply.removeprefix("stream: ").removesuffix(" FOUND"))
    if reply == "stream: OK":
        return "clean"
    log.warning("scanner_gave_no_answer", reply=reply[:100])
    return "unreachable"


async def check() -> str:
    """For `/readyz`. Raises: OSError, TimeoutError, where one is set up and does not answer."""
    if not settings().clamav_url:
        return "未启用病毒扫描，文件记为未扫描"
    async with _connected() as (reader, writer):
        writer.write(b"zPING\0")
        await writer.drain()
        if await reader.readuntil(b"\0") != b"PONG\0":
            raise ConnectionError("病毒扫描服务应答有误")
    return "病毒扫描可用"


async def _instream(content: bytes) -> str:
    async with _connected() as (reader, writer):
        writer.write(b"zINSTREAM\0")
        with contextlib.suppress(ConnectionError):  # it may have said enough before the end
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                writer.write(_LENGTH.pack(len(part)) + part)
                await writer.drain()
            writer.write(_LENGTH.pack(0))
            await writer.drain()
        return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace")


@contextlib.asynccontextmanager
async def _connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """`tcp://host:port` or `unix:///path` of the setting."""
    address = urlsplit(settings().clamav_url)
    if address.scheme == "unix":
        reader, writer = await asyncio.open_unix_connection(address.path)
    else:
        port = address.port or DEFAULT_PORT
        reader, writer = await asyncio.open_connection(address.hostname, port)
    try:
        yield reader, writer
    finally:
        writer.close()
