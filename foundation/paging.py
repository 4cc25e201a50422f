"""Lists in pages: where the next page begins (contract: `{"items", "total", "next"}`)."""

from __future__ import annotations


def next_cursor(offset: int, shown: int, total: int) -> str | None:
    """The cursor of the page after this one; None where this is the last."""
    following = offset + shown
    return str(following) if following < total else None
