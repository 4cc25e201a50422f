"""Programs of the system that a driver has run: never by a shell, never for long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from hall_bridge.agent.drivers.driver import DriverFault


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    output: bytes
    errors: str


async def run_command(command: Sequence[str], seconds: float) -> Done:
    """Run it to its end. Raises: DriverFault when there is no such program, or it hangs."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except OSError:
        raise DriverFault(f"这台电脑上没有 {command[0]}，请联系管理大厅的同事安装。") from None
    try:
        output, errors = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise DriverFault("设备没有响应，请重新插拔后再试。") from None
    return Done(process.returncode or 0, output, errors.decode("utf-8", "replace"))
