"""A desk of simulated devices with a real agent beside it, enrolled at counter A12."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.devices import service
from flows.devices.keeping import devices_at
from flows.devices.service import Kind
from flows.devices.views import DeviceView
from foundation import db
from hall_bridge.agent.running import Agent, Configuration, Wanted
from hall_bridge.agent.simulators.desk import Desk
from tests.factories.devices import LEAD
from tests.factories.halls import COUNTER, HALL
from tests.fakes.serving import address_of, bound, serving

KINDS: tuple[Kind, ...] = (
    "id_reader", "document_camera", "scan_gun", "signature_pad", "printer", "licence_printer",
)  # fmt: skip


@dataclass(frozen=True)
class Furnished:
    desk: Desk
    agent: Agent
    configuration: Configuration


async def code_for(kind: Kind, name: str) -> str:
    async with db.writing() as session:
        return (await service.draw_code(session, LEAD, HALL, COUNTER, kind, name)).code


@asynccontextmanager
async def furnished(bridge: str, folder: Path, *kinds: Kind) -> AsyncIterator[Furnished]:
    """Every device online, or those named."""
    desk, listener = Desk(folder / "desk"), bound()
    async with desk.running(), serving(desk.app(), listener):
        drivers = desk.drivers(address_of(listener))
        wanted = [
            Wanted(kind, drivers[kind][0], await code_for(kind, f"A12{kind}"), drivers[kind][1])
            for kind in kinds or KINDS
        ]
        configuration = Configuration(bridge, folder / "agent", wanted)
        async with agent_of(configuration) as agent:
            await until_online(len(wanted))
            yield Furnished(desk, agent, configuration)


@asynccontextmanager
async def agent_of(configuration: Configuration) -> AsyncIterator[Agent]:
    agent = Agent(configuration)
    running = asyncio.create_task(agent.run())
    try:
        yield agent
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def devices() -> list[DeviceView]:
    async with db.reading() as session:
        return await devices_at(session, COUNTER)


async def until_online(count: int) -> None:
    """With every part told as it is."""
    async with asyncio.timeout(40):
        while True:
            if sum(d.presence == "online" and bool(d.parts) for d in await devices()) >= count:
                return
            await asyncio.sleep(0.1)


async def until_part(capability: str, state: str) -> DeviceView:
    async with asyncio.timeout(40):
        while True:
            for device in await devices():
                if device.parts.get(capability) == state:
                    return device
            await asyncio.sleep(0.1)
