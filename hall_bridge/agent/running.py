"""An agent: every device of its configuration, each on a line of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hall_bridge.agent.courier import Courier
from hall_bridge.agent.drivers import driver_of
from hall_bridge.agent.journal import Journal
from hall_bridge.agent.line import Line
from hall_bridge.agent.outbox import Outbox
from hall_bridge.agent.page import serve
from hall_bridge.agent.secrets import Credentials, EnrolmentFailed, Secrets, enrol
from hall_bridge.agent.taking import Desk

PAGE_PORT = 8770


class ConfigurationInvalid(ValueError):
    """The text says what to change."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One device: `code` is needed until it has enrolled."""

    name: str
    driver: str
    code: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configuration:
    """`page_port` is where 断网收件 is served on this computer; 0 for nowhere."""

    server: str
    folder: Path
    devices: Sequence[Wanted]
    page_port: int = 0


def read_configuration(path: Path) -> Configuration:
    """`{"server": …, "folder": …, "page_port": 8770, "devices": [{"name", "driver", "code",
    "options"}]}`.

    Raises: ConfigurationInvalid.
    """
    try:
        said = json.loads(path.read_text("utf-8"))
        devices = [Wanted(**one) for one in said["devices"]]
        folder = path.parent / said.get("folder", "agent")
        port = int(said.get("page_port", PAGE_PORT))
        return Configuration(str(said["server"]), folder, devices, port)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationInvalid(f"配置文件 {path} 有误：{error}") from None


class Agent:
    """`run` goes on until it is cancelled."""

    def __init__(self, configuration: Configuration) -> None:
        names = [one.name for one in configuration.devices]
        if len(set(names)) != len(names):
            raise ConfigurationInvalid("每台设备的 name 要各不相同")
        self._configuration = configuration
        self._secrets = Secrets(configuration.folder / "devices.json")
        self._journal = Journal(configuration.folder / "journal.db")
        self.outbox = Outbox(configuration.folder / "outbox.db")
        self.lines: dict[str, Line] = {}
        self._known: dict[str, Credentials] = {}
        self._enrolled = asyncio.Event()

    async def run(self) -> None:
        """Raises: EnrolmentFailed in a group, when the hall did not take the code of the only
        device; among several the others go on without it."""
        self._journal.tidy()
        self.outbox.tidy()
        try:
            async with asyncio.TaskGroup() as tasks:
                for wanted in self._configuration.devices:
                    tasks.create_task(self._serve(wanted))
                if self._configuration.page_port and self._configuration.devices:
                    tasks.create_task(self._take_offline(self._configuration.page_port))
        finally:
            self._journal.close()
            self.outbox.shut()

    async def _take_offline(self, port: int) -> None:
        """The page of this computer, and the courier that brings what was taken on it. It belongs
        to the counter of the first device of the configuration that has one."""
        while not self._known:
            await self._enrolled.wait()
            self._enrolled.clear()
        kept = self._configuration.folder / "kit.json"
        courier = Courier(self._configuration.server, self._who_brings, self.outbox, kept)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(courier.run())
            tasks.create_task(serve(Desk(courier, self.outbox, self._beside), port))

    def _who_brings(self) -> list[Credentials]:
        return [self._known[name] for name in self._beside()]

    def _beside(self) -> dict[str, Line]:
        """The devices at the page's counter, in the order of the configuration."""
        names = [one.name for one in self._configuration.devices if one.name in self.lines]
        lines = {name: self.lines[name] for name in names}
        here = next((line.counter_id for line in lines.values() if line.counter_id), "")
        return {name: line for name, line in lines.items() if line.counter_id == here}

    async def _serve(self, wanted: Wanted) -> None:
        server, driver = self._configuration.server, driver_of(wanted.driver, wanted.options)
        credentials = self._secrets.find(wanted.name, wanted.code)
        if credentials is None:
            try:
                credentials = await enrol(server, wanted.code, driver.model, driver.capabilities)
            except EnrolmentFailed as told:
                if len(self._configuration.devices) == 1:
                    raise
                print(f"✗ {wanted.name}：{told}", flush=True)
                return
            self._secrets.keep(wanted.name, wanted.code, credentials)
        line = Line(server, credentials, driver, self._journal)
        self.lines[wanted.name], self._known[wanted.name] = line, credentials
        self._enrolled.set()
        await line.run()
