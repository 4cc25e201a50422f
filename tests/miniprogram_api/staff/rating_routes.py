"""Every staff route of ratings with its permission; read by the tests of who may call."""

from __future__ import annotations

from typing import Any

OF_RATINGS: list[tuple[str, str, Any, str]] = [
    ("GET", "/staff/v1/cases/{number}/rating", None, "ratings.view"),
]
