"""An identity card laid on the reader beside a terminal, over the devices' own contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.factories.devices import Line, enrolled, line_of
from tests.factories.people import Person

COMMANDS = "/hall/v1/device-commands"
LI_CARD = {"name": "李小红", "number": "440106199203104229", "valid_until": "20400101"}
HUANG_CARD = {"name": "黄秀英", "number": "440106194809082148", "valid_until": "长期"}


class Reader:
    """The reader beside a terminal: reads whatever card the test lays on it."""

    def __init__(self, terminal: Person, line: Line) -> None:
        self._terminal, self._line = terminal, line
        self._count = 0

    async def read(self, card: dict[str, str]) -> str:
        """The terminal asks for a card and this one lies there; the command's id."""
        self._count += 1
        wish = {"verb": "read_id_card", "request_id": f"reading-{self._count:04d}"}
        asked: Any = await self._terminal.post(COMMANDS, wish)
        await self._line.hear("command")
        await self._line.ack(asked["id"], "accepted")
        await self._line.ack(asked["id"], "done", result=card)
        return str(asked["id"])


@asynccontextmanager
async def reader_beside(terminal: Person, counter_id: str) -> AsyncIterator[Reader]:
    device = await enrolled("id_reader", "读卡器", counter_id)
    async with line_of(str(terminal.http.base_url).rstrip("/"), device) as line:
        await line.hello("id_card", id_card="ok")
        yield Reader(terminal, line)
