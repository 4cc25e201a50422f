"""Which models of the bot there are and which one runs: `DATA_DIR/models/versions.json` (ADR 24).

Read by the console's page through the API, which knows the file by its shape alone.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from operations.place import Place

SHIPPED = 0
"""The number of the model that was trained from the source alone."""
KEPT = 5
"""Models kept for going back, beside the one that runs."""

Figures = dict[str, float]


@dataclass(slots=True)
class Version:
    """One model. `state`: training, candidate, refused, failed, published, superseded.

    `shipped` is the fingerprint of the source's own model at that time: a version runs only
    beside the software it was published with.
    """

    number: int
    by: str
    created_at: str
    state: str = "training"
    published_at: str | None = None
    trained_from: str = ""
    shipped: str = ""
    corrections: int = 0
    figures: Figures = field(default_factory=dict)
    before: Figures = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


class Ledger:
    """The versions of one place; every change is written at once, whole."""

    def __init__(self, place: Place) -> None:
        self.folder = place.data_dir / "models"
        self._path = self.folder / "versions.json"
        kept = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        self.running: int = kept.get("running", SHIPPED)
        self.slot: str = kept.get("slot", "bot")
        self.versions = [
            Version(**{k: v for k, v in row.items() if k in Version.__slots__})
            for row in kept.get("versions", [])
        ]

    def begin(self) -> Version:
        """A new version, being trained; one that was cut off before is told as failed."""
        for cut_off in (v for v in self.versions if v.state == "training"):
            cut_off.state, cut_off.reasons = "failed", ["中途停止"]
        number = max((v.number for v in self.versions), default=SHIPPED) + 1
        version = Version(number, _operator(), _now())
        self.versions.append(version)
        self.save()
        return version

    def find(self, number: int) -> Version | None:
        return next((v for v in self.versions if v.number == number), None)

    def waiting(self) -> Version | None:
        """The newest version, if it passed and was not published."""
        return (
            self.versions[-1] if self.versions and self.versions[-1].state == "candidate" else None
        )

    def model(self, number: int) -> Path:
        """Where the model of a version is kept."""
        return self.folder / "versions" / f"{number}.tar.gz"

    def keep(self, version: Version, model: Path) -> None:
        """Keep a trained model under its number."""
        copy_whole(model, self.model(version.number))

    def publish(self, number: int, slot: str) -> None:
        """This version runs from now on; the one before can be gone back to."""
        for version in self.versions:
            if version.state == "published":
                version.state = "superseded"
        if chosen := self.find(number):
            chosen.state, chosen.published_at = "published", _now()
        self.running, self.slot = number, slot
        self._forget_old()
        self.save()

    def save(self) -> None:
        body: Mapping[str, Any] = {
            "running": self.running,
            "slot": self.slot,
            "versions": [asdict(version) for version in self.versions],
        }
        write_whole(self._path, json.dumps(body, ensure_ascii=False, indent=1))

    def _forget_old(self) -> None:
        able = [v.number for v in self.versions if self.model(v.number).exists()]
        for number in sorted(able)[:-KEPT]:
            if number != self.running:
                self.model(number).unlink()


def write_whole(path: Path, text: str) -> None:
    """Under another name first: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def copy_whole(source: Path, target: Path) -> None:
    """A hard link where the disk allows it, else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(source, fresh)
    except OSError:
        shutil.copyfile(source, fresh)
    fresh.replace(target)


def _operator() -> str:
    with suppress(OSError, KeyError):  # a container may run as a number without a name
        return getpass.getuser()
    return f"uid {os.getuid()}"


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
