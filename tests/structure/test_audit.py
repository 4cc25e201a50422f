"""Every table is watched by the audit, or says why not."""

from __future__ import annotations

from foundation.audit.watched import UNWATCHED, WATCHED
from foundation.models import Base


def test_every_table_is_watched_or_says_why_not() -> None:
    tables = set(Base.metadata.tables)
    assert tables == set(WATCHED) | set(UNWATCHED), "add it to foundation/audit/watched.py"
    assert not set(WATCHED) & set(UNWATCHED)
    assert all(UNWATCHED.values())
