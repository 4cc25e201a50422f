"""Where a simulator's page may send the browser back to, and how."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def may_return_to(uri: str, prefixes: Sequence[str]) -> bool:
    """Whether the address lies at or below one of `prefixes`; this machine's own always may."""
    target = urlsplit(uri)
    if target.scheme not in {"http", "https"} or not target.hostname or target.username:
        return False
    if target.hostname in _LOOPBACK:
        return True
    return any(_is_under(uri, prefix) for prefix in prefixes)


def with_query(uri: str, more: dict[str, str]) -> str:
    """The address with more query parameters, its fragment kept behind them."""
    parts = urlsplit(uri)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])
    return urlunsplit(parts._replace(query=query))


def _is_under(uri: str, prefix: str) -> bool:
    """Same scheme and host, and the path at or below the prefix's."""
    target, allowed = urlsplit(uri), urlsplit(prefix)
    if (target.scheme, target.netloc) != (allowed.scheme, allowed.netloc):
        return False
    return f"{target.path}/".startswith(f"{allowed.path.rstrip('/')}/")
