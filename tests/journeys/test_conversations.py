"""Conversations as citizens have them, from the first word to the last, with the whole system."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest
import yaml

from operations.place import API, ROOT, SIMULATORS
from operations.system import RunningSystem
from tests.journeys.playing import Played, play
from tests.journeys.scripts import Conversation, read_conversations
from tests.journeys.talkers import Places

CONVERSATIONS = list(read_conversations())
AT_ONCE = 4

Playing = dict[str, asyncio.Task[Played]]


@pytest.fixture(scope="session")
async def playing(system: RunningSystem, request: pytest.FixtureRequest) -> AsyncIterator[Playing]:
    """All conversations chosen, a few at once; two that speak as one account one after another."""
    place = system.place
    places = Places(place.url(API), place.url(SIMULATORS))
    room, turns = asyncio.Semaphore(AT_ONCE), defaultdict[str, asyncio.Lock](asyncio.Lock)

    async def take_turn(conversation: Conversation, accounts: list[str]) -> Played:
        if accounts:
            async with turns[accounts[0]]:
                return await take_turn(conversation, accounts[1:])
        async with room:
            return await play(conversation, places)

    names = {item.nodeid for item in request.session.items}
    chosen = [c for c in CONVERSATIONS if any(f"[{c.topic}/{c.id}]" in name for name in names)]
    tasks = {c.id: asyncio.create_task(take_turn(c, c.accounts)) for c in chosen}
    yield tasks
    for task in tasks.values():
        task.cancel()


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: f"{c.topic}/{c.id}")
async def test_conversation(conversation: Conversation, playing: Playing) -> None:
    played = await playing[conversation.id]
    if played.faults:
        pytest.fail(played.report(), pytrace=False)


def test_every_act_is_talked_of() -> None:
    domain = yaml.safe_load((ROOT / "bot/domain/domain.yml").read_text("utf-8"))
    wanted = [step.expect.act for c in CONVERSATIONS for step in c.steps if step.expect.act]
    assert set(domain["intents"]) <= {act for act in wanted if isinstance(act, str)}


def test_each_conversation_has_its_own_name() -> None:
    names = [c.id for c in CONVERSATIONS]
    assert len(names) == len(set(names)) >= 64
