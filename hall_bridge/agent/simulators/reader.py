"""An identity card reader as its serial line shows it, on a TCP port."""

from __future__ import annotations

import asyncio
import contextlib

from hall_bridge.agent.drivers import sam_frames as sam

CARDS: dict[str, dict[str, str]] = {
    "linxugou": {
        "name": "林虚构", "sex": "女", "nation": "汉", "born": "19900307",
        "address": "广州市天河区虚构路1号101房", "number": "440106199003078222",
        "issuer": "广州市公安局天河分局", "valid_from": "20200101", "valid_until": "20400101",
    },
    "hemoni": {
        "name": "何模拟", "sex": "男", "nation": "壮", "born": "19551120",
        "address": "广州市天河区模拟街22号", "number": "44010619551120301X",
        "issuer": "广州市公安局天河分局", "valid_from": "20100601", "valid_until": "长期",
    },
    "chendawen": {
        "name": "陈大文", "sex": "男", "nation": "汉", "born": "19880615",
        "address": "广州市天河区体育东路虚构大厦801房", "number": "440106198806153017",
        "issuer": "广州市公安局天河分局", "valid_from": "20150601", "valid_until": "20350601",
    },
}  # fmt: skip
"""People who do not exist; 陈大文 is also a citizen of the sign-on simulator."""


class ReaderSimulator:
    """`card` lies on it, or None; unplugged it takes no connection."""

    def __init__(self) -> None:
        self.card: str | None = None
        self.reads = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_selected = False

    @property
    def is_plugged(self) -> bool:
        return self._server is not None

    async def plug(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def unplug(self) -> None:
        if self._server is not None:
            self._server.close()
            for writer in set(self._writers):
                writer.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, sam.FrameBroken):
            while True:
                writer.write(self._answer(await sam.read_frame(reader)))
                await writer.drain()
        self._writers.discard(writer)
        writer.close()

    def _answer(self, command: bytes) -> bytes:
        if command == sam.STATUS:
            return sam.answer(sam.OK)
        if command == sam.FIND:
            self._is_selected = False
            return sam.answer(sam.FOUND, bytes(4)) if self.card else sam.answer(sam.NO_CARD)
        if command == sam.SELECT:
            self._is_selected = self.card is not None
            return sam.answer(sam.OK, bytes(8)) if self.card else sam.answer(sam.NOT_SELECTED)
        if command == sam.READ and self.card and self._is_selected:
            self.reads += 1
            text = sam.text_of(CARDS[self.card])
            return sam.answer(sam.OK, sam.base_information(text, bytes(sam.PHOTO_LENGTH)))
        return sam.answer(0x41)
