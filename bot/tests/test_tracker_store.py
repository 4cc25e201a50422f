"""Rasa's short memory: reached by URL, kept for its time, holding the running session only."""

from __future__ import annotations

import asyncio

import pytest
from components.tracker_store import ConversationStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class MemoryRedis:
    """The two commands the store uses, and what they were given."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.lifetimes: dict[str, float | None] = {}

    def get(self, key: str) -> str | None:
        return self.values.get(key)

    def set(self, key: str, value: str, ex: float | None) -> None:
        self.values[key], self.lifetimes[key] = value, ex


@pytest.fixture
def store() -> ConversationStore:
    store = ConversationStore(
        Domain.empty(), "redis://:secret@example.test:6380/7", record_exp=86400, key_prefix="rasa"
    )
    asked = store.red.connection_pool.connection_kwargs
    assert (asked["host"], asked["port"], asked["db"]) == ("example.test", 6380, 7)
    store.red = MemoryRedis()
    return store


def test_a_conversation_is_read_back(store: ConversationStore) -> None:
    asyncio.run(store.save(_talk("甲", "居住证怎么办")))
    read = asyncio.run(store.retrieve("甲"))
    assert read is not None
    assert read.latest_message.text == "居住证怎么办"
    assert asyncio.run(store.retrieve("乙")) is None
    assert store.red.lifetimes == {"rasa:tracker:甲": 86400}


def test_sessions_that_are_over_are_dropped(store: ConversationStore) -> None:
    talk = _talk("甲", "从前的话")
    talk.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], None)
    talk.update(UserUttered("现在的话"))
    asyncio.run(store.save(talk))
    current = asyncio.run(store.retrieve("甲"))
    assert current is not None
    asyncio.run(store.save(current))
    assert "从前的话" not in store.red.values["rasa:tracker:甲"].encode().decode("unicode_escape")


def _talk(sender: str, text: str) -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, [])
    tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], None)
    tracker.update(UserUttered(text))
    return tracker
