"""Answers on their way from an action to the turn that waits for it, past the bot.

Only a ticket travels through Rasa: its tracker stays small (every turn sends the whole of it),
and nothing of anybody's case is kept there. An action that reaches the process which waits hands
its answer over there and then; from another process it passes through Redis, sealed, for a minute.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager

from flows.conversations.views import Answer
from foundation import crypto
from foundation.models import new_id
from foundation.redis import redis_client

SECONDS = 60

_waiting: dict[str, dict[str, Answer]] = {}
"""Conversations whose turn waits in this process (one at a time each), and what came for them."""


@contextmanager
def expected(conversation_id: str) -> Iterator[None]:
    """While the bot is asked: an answer for this conversation need not leave the process."""
    _waiting[conversation_id] = {}
    try:
        yield
    finally:
        del _waiting[conversation_id]


async def keep_answer(conversation_id: str, answer: Answer) -> str:
    """Keep an answer for the turn that waits, a minute at most; returns its ticket."""
    ticket = new_id()
    if conversation_id in _waiting:
        _waiting[conversation_id][ticket] = answer
        return ticket
    sealed = b64encode(crypto.encrypt(answer.model_dump_json().encode())).decode()
    await redis_client().set(f"answer:{ticket}", sealed, ex=SECONDS)
    return ticket


async def take_answers(conversation_id: str, tickets: list[str]) -> list[Answer]:
    """The answers behind the tickets, in order; one that is gone is left out."""
    came = dict(_waiting.get(conversation_id, {}))
    if elsewhere := [ticket for ticket in tickets if ticket not in came]:
        kept = await redis_client().mget([f"answer:{ticket}" for ticket in elsewhere])
        came |= {t: _opened(sealed) for t, sealed in zip(elsewhere, kept, strict=True) if sealed}
    return [came[ticket] for ticket in tickets if ticket in came]


def _opened(sealed: bytes | str) -> Answer:
    return Answer.model_validate_json(crypto.decrypt(b64decode(sealed)))
