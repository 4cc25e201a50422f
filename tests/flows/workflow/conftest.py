"""A database of one kind, where the other would say nothing else."""

from __future__ import annotations

import pytest


@pytest.fixture
def sqlite_only(database: str) -> str:
    """The SQLite half of `database`."""
    if not database.startswith("sqlite"):
        pytest.skip("状态不依赖数据库，SQLite 一遍即可")
    return database


@pytest.fixture
def postgresql_only(database: str) -> str:
    """The PostgreSQL half of `database`: where two really come at once."""
    if database.startswith("sqlite"):
        pytest.skip("SQLite 一次只有一个写者，真正同时在 PostgreSQL 上测")
    return database
