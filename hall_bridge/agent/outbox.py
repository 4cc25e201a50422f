"""断网收件 on this computer until the server has it: sealed as it is taken, sent once by its key.

SQLite with every write on the disk before it counts. Open is what somebody still lays papers to;
`waiting` what is to be sent; `refused` what the server would not have, with its words; `thrown`
what a person gave up: only its number stays.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from hall_bridge.agent.ledger import open_ledger

MOST_FILES = 12
MOST_BYTES = 55 * 2**20
LARGEST_FILE = 20 * 2**20
_TOLD_FOR_SECONDS = 2 * 86400
_TABLES = """
CREATE TABLE IF NOT EXISTS parcels (
    key TEXT PRIMARY KEY, number TEXT UNIQUE NOT NULL, state TEXT NOT NULL, label TEXT NOT NULL,
    detail TEXT NOT NULL, sealed BLOB, is_signed INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, parcel TEXT NOT NULL REFERENCES parcels (key), name TEXT NOT NULL,
    material_id TEXT NOT NULL, material_name TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, sealed BLOB, at REAL NOT NULL, UNIQUE (parcel, sha256));
"""


class CannotTake(Exception):
    """The text is for the clerk."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    id: str
    name: str
    material_id: str
    material_name: str
    sha256: str
    size: int

    def listed(self) -> dict[str, str]:
        """As the manifest names it."""
        return {k: v for k, v in asdict(self).items() if k not in ("id", "size")}


@dataclass(frozen=True, slots=True)
class Parcel:
    key: str
    number: str
    state: str
    label: str
    detail: str
    is_signed: bool
    at: float


_SHOWN = "key, number, state, label, detail, is_signed, at"


class Outbox:
    """One file, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self._file = open_ledger(path, _TABLES)

    def open(self, prefix: str) -> Parcel:
        """The one that is open, or a new one with the day's next number."""
        if found := self.opened():
            return found
        day = time.strftime("%m%d")
        numbers = self._file.execute(
            "SELECT number FROM parcels WHERE number LIKE ?", (f"{prefix}-{day}-%",)
        )
        last = max((int(row[0].rpartition("-")[2]) for row in numbers), default=0)
        self._file.execute(
            "INSERT INTO parcels VALUES (?, ?, 'open', '', '', NULL, 0, ?)",
            (uuid.uuid4().hex, f"{prefix}-{day}-{last + 1:03}", time.time()),
        )
        found = self.opened()
        assert found is not None
        return found

    def opened(self) -> Parcel | None:
        return self._one("state = 'open'", ())

    def find(self, key: str) -> Parcel | None:
        return self._one("key = ?", (key,))

    def add(
        self, key: str, name: str, material: tuple[str, str], content: bytes, sealed: bytes
    ) -> TakenFile:
        """The same bytes again are the same file. Raises: CannotTake."""
        held, sha256 = self.files(key), hashlib.sha256(content).hexdigest()
        known = next((one for one in held if one.sha256 == sha256), None)
        if known is not None:
            raise CannotTake(f"这一张和「{known.name}」完全一样，已经收过，没有重复收。")
        if len(content) > LARGEST_FILE:
            raise CannotTake("文件超过20MB，请拍照或压缩后再放。")
        if len(held) >= MOST_FILES or sum(one.size for one in held) + len(content) > MOST_BYTES:
            raise CannotTake(f"一份收件最多{MOST_FILES}个文件、55MB，请先收下这一份，再开一份。")
        row = (uuid.uuid4().hex, key, name, *material, sha256, len(content), sealed, time.time())
        self._file.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return TakenFile(row[0], name, *material, sha256, len(content))

    def take_out(self, key: str, file_id: str) -> None:
        self._file.execute("DELETE FROM files WHERE parcel = ? AND id = ?", (key, file_id))

    def files(self, key: str) -> list[TakenFile]:
        rows = self._file.execute(
            "SELECT id, name, material_id, material_name, sha256, size FROM files"
            " WHERE parcel = ? ORDER BY at, id",
            (key,),
        )
        return [TakenFile(*row) for row in rows]

    def close(self, key: str, label: str, sealed: bytes, is_signed: bool) -> None:
        """From here on it is to be sent."""
        self._file.execute(
            "UPDATE parcels SET state = 'waiting', label = ?, sealed = ?, is_signed = ?, at = ?"
            " WHERE key = ? AND state = 'open'",
            (label, sealed, int(is_signed), time.time(), key),
        )

    def throw_away(self, key: str) -> None:
        """One that is still open, or that the server refused; its number is given to nobody else,
        because a receipt with it was handed out."""
        with self._file:
            self._file.execute("BEGIN")
            found = self.find(key)
            if found is not None and found.state in ("open", "refused"):
                self._file.execute("DELETE FROM files WHERE parcel = ?", (key,))
                self._file.execute(
                    "UPDATE parcels SET state = 'thrown', sealed = NULL WHERE key = ?", (key,)
                )

    def waiting(self) -> list[Parcel]:
        """To be sent, the oldest first."""
        rows = self._file.execute(
            f"SELECT {_SHOWN} FROM parcels WHERE state = 'waiting' ORDER BY at"
        )
        return [_parcel(row) for row in rows.fetchall()]

    def sealed_of(self, key: str) -> tuple[bytes, list[tuple[str, bytes]]]:
        """The sealed list, and name and sealed bytes of each file."""
        (sealed,) = self._file.execute(
            "SELECT sealed FROM parcels WHERE key = ?", (key,)
        ).fetchone()
        rows = self._file.execute(
            "SELECT id, sealed FROM files WHERE parcel = ? ORDER BY at, id", (key,)
        )
        return sealed, [(row[0], row[1]) for row in rows]

    def settled(self, key: str, state: str, detail: str) -> None:
        """`delivered`: the bytes go, its line stays for two days. `refused`: all stays."""
        with self._file:
            self._file.execute("BEGIN")
            self._file.execute(
                "UPDATE parcels SET state = ?, detail = ? WHERE key = ?", (state, detail, key)
            )
            if state == "delivered":
                self._file.execute("UPDATE parcels SET sealed = NULL WHERE key = ?", (key,))
                self._file.execute("UPDATE files SET sealed = NULL WHERE parcel = ?", (key,))

    def note(self, key: str, words: str) -> None:
        """Why it still waits."""
        self._file.execute(
            "UPDATE parcels SET detail = ? WHERE key = ? AND state = 'waiting'", (words, key)
        )

    def send_again(self, key: str) -> None:
        """One that was refused."""
        self._file.execute(
            "UPDATE parcels SET state = 'waiting', detail = '' WHERE key = ? AND state = 'refused'",
            (key,),
        )

    def latest(self) -> list[tuple[Parcel, int]]:
        """Closed ones with their number of files, the newest first."""
        rows = self._file.execute(
            f"SELECT {_SHOWN} FROM parcels WHERE state NOT IN ('open', 'thrown')"
            " ORDER BY at DESC LIMIT 50"
        )
        return [(_parcel(row), len(self.files(row[0]))) for row in rows.fetchall()]

    def tidy(self) -> None:
        """Lines of what was delivered or thrown away long ago go."""
        old = (time.time() - _TOLD_FOR_SECONDS,)
        with self._file:
            self._file.execute("BEGIN")
            is_gone = "state IN ('delivered', 'thrown') AND at < ?"
            gone = f"SELECT key FROM parcels WHERE {is_gone}"
            self._file.execute(f"DELETE FROM files WHERE parcel IN ({gone})", old)
            self._file.execute(f"DELETE FROM parcels WHERE {is_gone}", old)

    def shut(self) -> None:
        self._file.close()

    def _one(self, condition: str, values: tuple[str, ...]) -> Parcel | None:
        row = self._file.execute(
            f"SELECT {_SHOWN} FROM parcels WHERE {condition} ORDER BY at LIMIT 1", values
        ).fetchone()
        return _parcel(row) if row else None


def _parcel(row: tuple[str, str, str, str, str, int, float]) -> Parcel:
    return Parcel(*row[:5], bool(row[5]), row[6])
