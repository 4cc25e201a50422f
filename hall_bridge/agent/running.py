"""An agent: every device of its configuration, each on a line of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hall_bridge.agent.drivers import driver_of
from hall_bridge.agent.journal import Journal
from hall_bridge.agent.line import Line
from hall_bridge.agent.secrets import Secrets, enrol


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
    server: str
    folder: Path
    devices: Sequence[Wanted]


def read_configuration(path: Path) -> Configuration:
    """`{"server": …, "folder": …, "devices": [{"name", "driver", "code", "options"}]}`.

    Raises: ConfigurationInvalid.
    """
    try:
        said = json.loads(path.read_text("utf-8"))
        devices = [Wanted(**one) for one in said["devices"]]
        folder = path.parent / said.get("folder", "agent")
        return Configuration(str(said["server"]), folder, devices)
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
        self.lines: dict[str, Line] = {}

    async def run(self) -> None:
        """Raises: EnrolmentFailed in a group, when the hall did not take a code."""
        self._journal.tidy()
        try:
            async with asyncio.TaskGroup() as tasks:
                for wanted in self._configuration.devices:
                    tasks.create_task(self._serve(wanted))
        finally:
            self._journal.close()

    async def _serve(self, wanted: Wanted) -> None:
        server, driver = self._configuration.server, driver_of(wanted.driver, wanted.options)
        credentials = self._secrets.find(wanted.name, wanted.code)
        if credentials is None:
            credentials = await enrol(server, wanted.code, driver.model, driver.capabilities)
            self._secrets.keep(wanted.name, wanted.code, credentials)
        line = Line(server, credentials, driver, self._journal)
        self.lines[wanted.name] = line
        await line.run()
