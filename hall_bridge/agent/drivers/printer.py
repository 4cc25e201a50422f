"""A printer of the system, by CUPS: `lp -d <queue> <file>` (RFC-less, but stable since 1999).

`command` may name another program; `{file}` in it becomes the PDF's path. What it says on failing
is searched for paper, because that is what a clerk can mend.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hall_bridge.agent.drivers.commands import run_command
from hall_bridge.agent.drivers.driver import DriverFault, Tell

_PATIENCE, _EVERY = 60.0, 3.0
_NO_PAPER = ("paper", "media-empty", "media-needed", "缺纸")


class Printer:
    """`status` is a program that ends with 0 while the printer can print (`lpstat -p <queue>`)."""

    capabilities = ("printer",)
    firmware = ""

    def __init__(
        self,
        queue: str = "",
        command: Sequence[str] = (),
        status: Sequence[str] = (),
        model: str = "激光打印机",
    ) -> None:
        self.model = model
        own = ("lp", *(("-d", queue) if queue else ()), "{file}")
        self._command = tuple(command) or own
        self._status = tuple(status)

    async def watch(self, tell: Tell) -> None:
        while True:
            if self._status:
                try:
                    done = await run_command(self._status, 10)
                    tell.part("printer", _part(done.code, done.errors + str(done.output)))
                except DriverFault:
                    tell.part("printer", "missing")
            await asyncio.sleep(_EVERY)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if verb != "print":
            raise DriverFault("打印机做不了这件事。")
        try:
            content = base64.b64decode(str(arguments.get("pdf", "")), validate=True)
        except binascii.Error:
            content = b""
        if not content.startswith(b"%PDF"):
            raise DriverFault("要打印的文件不完整，请重新点打印。")
        with tempfile.TemporaryDirectory(prefix="print-") as folder:
            file = Path(folder) / "document.pdf"
            file.write_bytes(content)
            command = [part.replace("{file}", str(file)) for part in self._command]
            done = await run_command(command, _PATIENCE)
        if done.code:
            state = _part(done.code, done.errors)
            raise DriverFault(
                "打印机没有纸了，请放入纸张后再打。"
                if state == "paper_out"
                else "打印机没有接受，请检查是否开机、卡纸，再打一次。"
            )
        return {"pages_sent": True}


def _part(code: int, words: str) -> str:
    if not code:
        return "ok"
    return "paper_out" if any(word in words.lower() for word in _NO_PAPER) else "missing"
