"""精伦 IDR210 family: an identity card reader on a serial line.

Confirmed: the frames of the card module (`sam_frames.py`) at 115200 baud. Not confirmed: the same
reader as a USB device without a serial line needs the maker's own library; with the maker's driver
for a virtual serial port its path is given here. Whether a card stays on the reader cannot be asked
without taking it up, so the driver tells of no cards by itself: it looks for one when asked.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

from hall_bridge.agent.drivers import sam_frames as sam
from hall_bridge.agent.drivers.driver import DriverFault, Tell
from hall_bridge.agent.drivers.wires import open_wire

_PATIENCE, _EVERY, _LOOK_EVERY = 2.0, 1.0, 0.3
_LOOK_AFTER = 30.0
_GONE = (OSError, TimeoutError, asyncio.IncompleteReadError, sam.FrameBroken)


class IdReader:
    """`address` is a serial port or `tcp://…`."""

    capabilities = ("id_card",)
    firmware = ""

    def __init__(self, address: str, model: str = "精伦 IDR210") -> None:
        self.model = model
        self._address = address
        self._turn = asyncio.Lock()
        self._wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def watch(self, tell: Tell) -> None:
        while True:
            async with self._turn:
                try:
                    found = await self._ask(sam.STATUS)
                    tell.part("id_card", "ok" if found.status == sam.OK else "fault")
                except _GONE:
                    tell.part("id_card", "missing")
            await asyncio.sleep(_EVERY)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Wait for a card and read it."""
        if verb != "read_id_card":
            raise DriverFault("身份证阅读器做不了这件事。")
        try:
            data = await asyncio.wait_for(self._wait_for_card(), _LOOK_AFTER)
            text, photo = sam.split_information(data)
            return {**sam.fields_of(text), "photo_wlt": base64.b64encode(photo).decode()}
        except TimeoutError:
            raise DriverFault("没有等到身份证，请把证件平放在阅读区，再读一次。") from None
        except sam.FrameBroken as error:
            if str(error) == "foreigner":
                raise DriverFault("外国人永久居留身份证暂不能读，请人工录入。") from None
            raise DriverFault("证件没有读完整，请拿起来重新放好，再读一次。") from None

    async def _wait_for_card(self) -> bytes:
        while True:
            data = await self._look()
            if data is not None:
                return data
            await asyncio.sleep(_LOOK_EVERY)

    async def _look(self) -> bytes | None:
        """What the card says; None while there is no card. A card taken up before needs no
        finding, so a failed search is no reason not to select."""
        async with self._turn:
            try:
                await self._ask(sam.FIND)
                if (await self._ask(sam.SELECT)).status != sam.OK:
                    return None
                read = await self._ask(sam.READ)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                raise DriverFault("身份证阅读器没有接好，请检查数据线，插好后再读。") from None
        return read.data if read.status == sam.OK else None

    async def _ask(self, command: bytes) -> sam.Answer:
        try:
            if self._wire is None:
                self._wire = await open_wire(self._address)
            reader, writer = self._wire
            writer.write(sam.request(command))
            return await asyncio.wait_for(sam.read_answer(reader), _PATIENCE)
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        if self._wire is not None:
            self._wire[1].close()
            self._wire = None
