"""A file of this computer: SQLite, every write on the disk before it counts, erased for good."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def open_ledger(path: Path, tables: str) -> sqlite3.Connection:
    """Readable by its owner only; `tables` are made where they are not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    file = sqlite3.connect(path, isolation_level=None)
    for rule in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        file.execute(f"PRAGMA {rule}")
    file.executescript(tables)
    return file
