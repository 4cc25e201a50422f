"""Where pages come from: one door in production, a port for each service where `make run` shows it.

A browser keeps pages of one origin from services of another (WHATWG Fetch, CORS protocol); the
terminal's page of the hall bridge is the one that needs both (ADR 39).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from foundation.settings import settings


def origin_of(url: str) -> str:
    """Scheme, host and port, as browsers send it in `Origin`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_one_door() -> bool:
    """Whether pages of the hall and the citizens' API share an origin."""
    return origin_of(settings().public_url) == origin_of(settings().hall_public_url)


def terminal_origins() -> list[str]:
    """The origins a terminal's page may call the API from; none behind one door."""
    if is_one_door():
        return []
    hall = origin_of(settings().hall_public_url)
    return [hall, *([hall.replace("127.0.0.1", "localhost")] if "127.0.0.1" in hall else [])]
