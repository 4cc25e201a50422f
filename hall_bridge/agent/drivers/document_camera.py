"""良田 and 鼎易 document cameras (高拍仪), and any camera the system knows.

Not confirmed: the makers' local services (HTTP or WebSocket on 127.0.0.1) are described with their
software kits only and differ from kit to kit; nothing public says their paths. So the driver takes
what they have in common as settings: an address that answers with a picture, as JPEG or PNG bytes
or as base64 in one member of a JSON object. Confirmed: these cameras are also ordinary UVC cameras,
so that a command (`ffmpeg -f v4l2 -i /dev/video0 -frames:v 1 -f image2 pipe:1`) takes a picture.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from hall_bridge.agent.drivers.commands import run_command
from hall_bridge.agent.drivers.driver import DriverFault, Tell

_PATIENCE, _EVERY = 10.0, 2.0
_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
_LARGEST = 7 * 1024 * 1024
_GONE = "高拍仪没有接好，请检查电源和数据线，插好后再拍。"


class DocumentCamera:
    """Either `address` (GET it; `member` names the base64 in its JSON) or `command`."""

    capabilities = ("camera",)
    firmware = ""

    def __init__(
        self,
        address: str = "",
        member: str = "",
        command: Sequence[str] = (),
        model: str = "良田高拍仪",
    ) -> None:
        self.model = model
        self._address, self._member, self._command = address, member, tuple(command)

    async def watch(self, tell: Tell) -> None:
        """A service is asked whether it answers; a command is only tried when it is needed."""
        async with httpx.AsyncClient(timeout=3, trust_env=False) as http:
            while True:
                if self._address:
                    try:
                        answer = await http.head(self._address)
                        tell.part("camera", "missing" if answer.status_code >= 500 else "ok")
                    except httpx.HTTPError:
                        tell.part("camera", "missing")
                await asyncio.sleep(_EVERY)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if verb != "take_picture":
            raise DriverFault("高拍仪做不了这件事。")
        content = await (self._from_service() if self._address else self._from_command())
        kind = next((k for start, k in _KINDS.items() if content.startswith(start)), "")
        if not kind or len(content) > _LARGEST:
            raise DriverFault("高拍仪给出的不是照片，请重新插拔后再拍。")
        return {"media_type": kind, "picture": base64.b64encode(content).decode()}

    async def _from_service(self) -> bytes:
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as http:
                answer = await http.get(self._address)
                answer.raise_for_status()
            if not self._member:
                return answer.content
            text = str(answer.json()[self._member])
            return base64.b64decode(text.rpartition(",")[2], validate=True)
        except httpx.HTTPError:
            raise DriverFault(_GONE) from None
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise DriverFault("高拍仪给出的不是照片，请重新插拔后再拍。") from None

    async def _from_command(self) -> bytes:
        done = await run_command(self._command, _PATIENCE)
        if done.code:
            raise DriverFault(_GONE)
        return done.output
