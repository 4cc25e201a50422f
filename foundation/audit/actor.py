"""Who acts in this request or task: set once at the door, read by whatever is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import structlog

from foundation.crypto import token_hash


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` as in `AuditRecord.viewer`; `session` marks a sign-in without giving it away."""

    name: str = "system"
    role: str = ""
    address: str = ""
    session: str = ""


_actor: ContextVar[Actor] = ContextVar("actor", default=Actor())  # noqa: B039 (frozen)


def current_actor() -> Actor:
    return _actor.get()


def trace_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("trace_id", ""))


def act_as(name: str, role: str = "", token: str = "") -> None:
    """The door knows now who it is; the address stays."""
    mark = token_hash(token)[:16] if token else ""
    _actor.set(replace(_actor.get(), name=name[:64], role=role[:16], session=mark))


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Everything inside is done by `actor` until somebody says more; afterwards as before."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)
