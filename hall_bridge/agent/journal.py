"""What the agent must not forget when it is killed: commands it has begun, what it has to tell.

Results and events lie there sealed for the server, and are erased as soon as they are told: what
was read of a person does not stay on the computer at the counter, and nobody who takes its disk
can read it.
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hall_bridge.agent.ledger import open_ledger
from hall_bridge.agent.sealing import seal

_MARK = "sealed:"
_KEPT_SECONDS = 7 * 86400
_INTERRUPTED = "做到一半时设备代理中断了，不知道做完没有。请看一看设备，再决定要不要重做。"
_TABLES = """
CREATE TABLE IF NOT EXISTS commands (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    result TEXT, is_told INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, device TEXT NOT NULL,
    kind TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sealing (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """A command the agent knows: `state` is begun, done or failed."""

    id: str
    state: str
    reason: str
    result: dict[str, Any]
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Untold:
    """An event the server has not confirmed; `at` is ms on this computer's clock."""

    id: str
    kind: str
    data: dict[str, Any]
    at: int
    sealed: str = ""


class Journal:
    """One file for all devices of an agent, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self._file = open_ledger(path, _TABLES)
        row = self._file.execute("SELECT key FROM sealing").fetchone()
        self._sealing_key: str = row[0] if row else ""

    def seal_with(self, sealing_key: str) -> None:
        """What the server said last; kept, for a start without it."""
        if sealing_key and sealing_key != self._sealing_key:
            self._sealing_key = sealing_key
            self._file.execute("INSERT OR REPLACE INTO sealing VALUES (1, ?)", (sealing_key,))

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
        self._file.execute(
            "UPDATE commands SET state = ?, reason = ?, result = ? WHERE id = ?",
            (state, reason, self._shut(result), command_id),
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
        self._file.execute(
            "INSERT INTO events (id, device, kind, data, at) VALUES (?, ?, ?, ?, ?)",
            (event_id, device, kind, self._shut(data), round(time.time() * 1000)),
        )
        return event_id

    def events_to_tell(self, device: str, limit: int = 100) -> list[Untold]:
        rows = self._file.execute(
            "SELECT id, kind, data, at FROM events WHERE device = ? ORDER BY number LIMIT ?",
            (device, limit),
        )
        return [Untold(row[0], row[1], _clear(row[2]), row[3], _sealed(row[2])) for row in rows]

    def event_told(self, event_id: str) -> None:
        self._file.execute("DELETE FROM events WHERE id = ?", (event_id,))

    def tidy(self) -> None:
        """Ids of commands that no server asks for again go after a week."""
        self._file.execute(
            "DELETE FROM commands WHERE is_told = 1 AND at < ?", (time.time() - _KEPT_SECONDS,)
        )

    def close(self) -> None:
        self._file.close()

    def _shut(self, said: dict[str, Any]) -> str:
        """In clear only before the first word with the server."""
        text = json.dumps(said, ensure_ascii=False)
        if not said or not self._sealing_key:
            return text
        return _MARK + base64.b64encode(seal(self._sealing_key, text.encode())).decode()


def _begun(row: tuple[str, str, str, str | None]) -> Begun:
    return Begun(row[0], row[1], row[2], _clear(row[3]), _sealed(row[3]))


def _clear(kept: str | None) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(kept) if kept and not kept.startswith(_MARK) else {}
    return said


def _sealed(kept: str | None) -> str:
    return kept.removeprefix(_MARK) if kept and kept.startswith(_MARK) else ""
