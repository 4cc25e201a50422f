"""Where a run lives: its folders, its ports, its addresses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent

API, HALL_BRIDGE, SIMULATORS, MAIL, DEVICES, BOT, VALKEY, BOT_STANDBY = 0, 1, 2, 3, 4, 5, 6, 7
OFFLINE = 8
"""Offsets from PORT_BASE (docs: README «端口»)."""


class PlaceInvalid(ValueError):
    """The environment names an impossible place; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Place:
    """One run: everything it writes is under `data_dir`, every port counts from `port_base`.

    `database_url` and `redis_url` are None where the embedded services are used.
    """

    data_dir: Path
    port_base: int = 8000
    host: str = "127.0.0.1"
    database_url: str | None = None
    redis_url: str | None = None
    models_dir: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read PORT_BASE, DATA_DIR, HOST, DATABASE_URL, REDIS_URL and MODELS_DIR.

        Raises:
            PlaceInvalid: PORT_BASE is no number or leaves no room for ten ports.
        """
        text = environment.get("PORT_BASE") or "8000"
        if not text.isdecimal() or not 1024 <= int(text) <= 65520:
            raise PlaceInvalid(f"PORT_BASE 应为 1024 到 65520 之间的整数，现为「{text}」")
        models = environment.get("MODELS_DIR")
        return cls(
            data_dir=(ROOT / (environment.get("DATA_DIR") or ".data")).resolve(),
            port_base=int(text),
            host=environment.get("HOST") or "127.0.0.1",
            database_url=environment.get("DATABASE_URL") or None,
            redis_url=environment.get("REDIS_URL") or None,
            models_dir=(ROOT / models).resolve() if models else None,
        )

    def port(self, offset: int) -> int:
        return self.port_base + offset

    def url(self, offset: int) -> str:
        """The address on this machine of what listens at that offset."""
        return f"http://127.0.0.1:{self.port(offset)}"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'app.db'}"

    @property
    def redis(self) -> str:
        return self.redis_url or f"redis://127.0.0.1:{self.port(VALKEY)}/0"

    @property
    def models(self) -> Path:
        return self.models_dir or self.data_dir / "models"

    @property
    def logs(self) -> Path:
        return self.data_dir / "logs"

    @property
    def run(self) -> Path:
        """Lock, supervisor configuration and socket: meaningless once the run has ended."""
        return self.data_dir / "run"

    @property
    def stamps(self) -> Path:
        return self.data_dir / "stamps"

    def make_folders(self) -> None:
        for folder in (self.logs, self.run, self.stamps, self.models, self.data_dir / "valkey"):
            folder.mkdir(parents=True, exist_ok=True)
