"""Rasa's short memory of a conversation, kept in the Redis of the application."""

from __future__ import annotations

from typing import Any

import redis
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import RedisTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ConversationStore(RedisTrackerStore):
    """A Redis tracker store reached by URL, holding only the running session.

    The application sends one message of a conversation at a time and keeps the durable facts
    and the history itself. So a save need not read back and merge what is stored, and sessions
    that are over are dropped: a turn costs the same however long someone has been a visitor.
    """

    def __init__(
        self,
        domain: Domain,
        host: str,
        event_broker: EventBroker | None = None,
        record_exp: float | None = None,
        **kwargs: Any,
    ) -> None:
        """`host` is a Redis URL, e.g. `redis://:password@localhost:6379/1`."""
        super().__init__(domain, event_broker=event_broker, record_exp=record_exp, **kwargs)
        self.red = redis.StrictRedis.from_url(host, decode_responses=True)

    async def save(self, tracker: DialogueStateTracker, timeout: float | None = None) -> None:
        await self.stream_events(tracker)
        key = self.key_prefix + tracker.sender_id
        self.red.set(key, self.serialise_tracker(tracker), ex=timeout or self.record_exp)
