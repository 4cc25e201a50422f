"""The tables, where nobody else makes them: commands on an embedded database that is new."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from foundation.settings import settings

_ROOT = Path(__file__).parents[1]


def provide_schema() -> None:
    """Make the tables of an embedded database that has none yet; a server's are its operator's.

    Raises: subprocess.CalledProcessError.
    """
    chosen = settings()
    if chosen.database_url or _has_tables(chosen.data_dir / "app.db"):
        return
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=_ROOT, check=True)


def _has_tables(path: Path) -> bool:
    if not path.is_file():
        return False
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        return rows.fetchone() is not None
    finally:
        connection.close()
