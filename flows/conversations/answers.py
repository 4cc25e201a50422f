"""Answers on their way from an action to the turn that waits for it, past the bot.

Only a ticket travels through Rasa: its tracker stays small (every turn sends the whole of it),
and nothing of anybody's case is kept there. In Redis an answer lies sealed, for a minute.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from flows.conversations.views import Answer
from foundation import crypto
from foundation.models import new_id
from foundation.redis import redis_client

SECONDS = 60


async def keep_answer(answer: Answer) -> str:
    """Keep an answer for a minute; returns its ticket."""
    ticket = new_id()
    sealed = b64encode(crypto.encrypt(answer.model_dump_json().encode())).decode()
    await redis_client().set(f"answer:{ticket}", sealed, ex=SECONDS)
    return ticket


async def take_answers(tickets: list[str]) -> list[Answer]:
    """The answers behind the tickets, in order; one that is gone is left out."""
    kept = await redis_client().mget([f"answer:{ticket}" for ticket in tickets])
    return [
        Answer.model_validate_json(crypto.decrypt(b64decode(sealed))) for sealed in kept if sealed
    ]
