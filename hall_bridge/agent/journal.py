"""What the agent must not forget when it is killed: commands it has begun, what it has to tell.

SQLite with every write on the disk before it counts. A result is erased as soon as the server has
it: what was read of a person does not stay on the computer at the counter.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEPT_SECONDS = 7 * 86400
_INTERRUPTED = "做到一半时设备代理中断了，不知道做完没有。请看一看设备，再决定要不要重做。"
_TABLES = """
CREATE TABLE IF NOT EXISTS commands (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    result TEXT, is_told INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, device TEXT NOT NULL,
    kind TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """A command the agent knows: `state` is begun, done or failed."""

    id: str
    state: str
    reason: str
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Untold:
    """An event the server has not confirmed; `at` is ms on this computer's clock."""

    id: str
    kind: str
    data: dict[str, Any]
    at: int


class Journal:
    """One file for all devices of an agent, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = FULL")
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.executescript(_TABLES)

    def find(self, command_id: str) -> Begun | None:
        found = self._file.execute(
            "SELECT id, state, reason, result FROM commands WHERE id = ?", (command_id,)
        ).fetchone()
        return _begun(found) if found else None

    def begin(self, command_id: str, device: str) -> None:
        """From here on it is never begun again."""
        self._file.execute(
            "INSERT INTO commands VALUES (?, ?, 'begun', '', NULL, 0, ?)",
            (command_id, device, time.time()),
        )

    def end(self, command_id: str, state: str, reason: str, result: dict[str, Any]) -> None:
        kept = json.dumps(result, ensure_ascii=False)
        self._file.execute(
            "UPDATE commands SET state = ?, reason = ?, result = ? WHERE id = ?",
            (state, reason, kept, command_id),
        )

    def interrupted(self, device: str) -> int:
        """What was under way when the agent was killed counts as failed; returns how many."""
        return self._file.execute(
            "UPDATE commands SET state = 'failed', reason = ? WHERE device = ? AND state = 'begun'",
            (_INTERRUPTED, device),
        ).rowcount

    def ends_to_tell(self, device: str) -> list[Begun]:
        rows = self._file.execute(
            "SELECT id, state, reason, result FROM commands"
            " WHERE device = ? AND state != 'begun' AND is_told = 0 ORDER BY at",
            (device,),
        )
        return [_begun(row) for row in rows]

    def told(self, command_id: str) -> None:
        """The server has it: the result goes, the id stays."""
        self._file.execute(
            "UPDATE commands SET is_told = 1, result = NULL WHERE id = ?", (command_id,)
        )

    def add_event(self, device: str, kind: str, data: dict[str, Any]) -> str:
        event_id = uuid.uuid4().hex
        kept, at = json.dumps(data, ensure_ascii=False), round(time.time() * 1000)
        self._file.execute(
            "INSERT INTO events (id, device, kind, data, at) VALUES (?, ?, ?, ?, ?)",
            (event_id, device, kind, kept, at),
        )
        return event_id

    def events_to_tell(self, device: str, limit: int = 100) -> list[Untold]:
        rows = self._file.execute(
            "SELECT id, kind, data, at FROM events WHERE device = ? ORDER BY number LIMIT ?",
            (device, limit),
        )
        return [Untold(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]

    def event_told(self, event_id: str) -> None:
        self._file.execute("DELETE FROM events WHERE id = ?", (event_id,))

    def tidy(self) -> None:
        """Ids of commands that no server asks for again go after a week."""
        self._file.execute(
            "DELETE FROM commands WHERE is_told = 1 AND at < ?", (time.time() - _KEPT_SECONDS,)
        )

    def close(self) -> None:
        self._file.close()


def _begun(row: tuple[str, str, str, str | None]) -> Begun:
    return Begun(row[0], row[1], row[2], json.loads(row[3]) if row[3] else {})
