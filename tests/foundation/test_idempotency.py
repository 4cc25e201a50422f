"""The same key: one act, one answer, however often and however at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from foundation import db
from foundation.errors import IdempotencyConflict, InvalidInput
from foundation.idempotency import once

BODY = {"item_code": "A", "form": {"name": "陈大文"}}


class Act:
    """Something that must happen once."""

    def __init__(self) -> None:
        self.times = 0
        self.fails = False

    async def __call__(self) -> dict[str, Any]:
        self.times += 1
        await asyncio.sleep(0.01)
        if self.fails:
            raise ZeroDivisionError
        return {"number": f"TH{self.times}"}


async def ask(act: Act, key: str | None, body: Any = BODY, owner: str = "user:1") -> dict[str, Any]:
    async with db.writing() as session:
        return await once(session, owner, key, body, act)


async def test_the_same_key_and_body_give_the_same_answer(database: str) -> None:
    act = Act()
    reordered = dict(reversed(list(BODY.items())))
    assert await ask(act, "k1") == await ask(act, "k1", reordered) == {"number": "TH1"}
    assert act.times == 1


async def test_the_same_key_with_another_body_is_refused(database: str) -> None:
    act = Act()
    await ask(act, "k1")
    with pytest.raises(IdempotencyConflict) as refusal:
        await ask(act, "k1", {"item_code": "B"})
    assert refusal.value.status == 409
    assert act.times == 1


async def test_five_at_once_are_one(database: str) -> None:
    act = Act()
    answers = await asyncio.gather(*(ask(act, "k1") for _ in range(5)))
    assert answers == [{"number": "TH1"}] * 5
    assert act.times == 1


async def test_a_failed_act_may_be_tried_again(database: str) -> None:
    act = Act()
    act.fails = True
    with pytest.raises(ZeroDivisionError):
        await ask(act, "k1")
    act.fails = False
    assert await ask(act, "k1") == {"number": "TH2"}


async def test_keys_belong_to_their_owner(database: str) -> None:
    act = Act()
    await ask(act, "k1", owner="user:1")
    await ask(act, "k1", {"other": True}, owner="user:2")
    assert act.times == 2


async def test_without_a_key_every_request_acts(database: str) -> None:
    act = Act()
    await ask(act, None)
    await ask(act, "")
    assert act.times == 2


async def test_a_key_too_long_is_told(database: str) -> None:
    with pytest.raises(InvalidInput, match="128"):
        await ask(Act(), "k" * 129)
