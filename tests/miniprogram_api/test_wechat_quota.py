"""Messages WeChat lets us send are counted, merged, kept when none is left, and given later."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from adapters import registry
from adapters.wechat.port import Account
from flows.conversations.wechat import repository
from flows.conversations.wechat.chat import Chat, Letter
from flows.conversations.wechat.delivery import deliver, tell
from foundation import db
from foundation.clock import now
from foundation.models import ChatWindow, OutboxEntry
from foundation.redis import redis_client
from tests.miniprogram_api.conftest import KeepPromises, Served, Simulators

ME = "o-chen"
CHAT = Chat(Account.OFFICIAL, ME)
LONG = "\n".join(f"第{i}条：{'材料说明' * 12}" for i in range(120))


async def begin() -> None:
    """The chat is known."""
    async with db.writing() as session:
        _viewer, window = await repository.access_chat(session, CHAT)
        window.is_person_asked = True


async def open_for(outside: Simulators, left: int) -> None:
    """The citizen wrote, and so many messages are left of five, with us as on the phone."""
    outside.wechat.phones.open_window(ME, "message")
    for _ in range(5 - left):
        outside.wechat.phones.spend_reply(ME)
    async with db.writing() as session:
        _viewer, window = await repository.access_chat(session, CHAT)
        window.message_left = left
        window.message_until = now().replace(year=now().year + 1)


async def window_of_me() -> ChatWindow:
    async with db.reading() as session:
        return (await repository.look_at_chat(session, CHAT))[1]


async def send(mark: str, words: str, options: tuple[tuple[str, str], ...] = ()) -> None:
    async with registry.wechat_client(redis_client()) as wechat:
        await deliver(wechat, CHAT, mark, Letter(words, options))


def received(outside: Simulators) -> list[dict[str, Any]]:
    return [b for b in outside.wechat.phones.messages(ME) if b["sender"] == "account"]


async def test_a_short_answer_with_choices_is_one_message(
    client: httpx.AsyncClient, outside: Simulators
) -> None:
    await open_for(outside, 5)
    await send("m1", "要办食品经营许可。", (("1", "开始智能导办"),))
    assert [b["kind"] for b in received(outside)] == ["menu"]
    assert (await window_of_me()).message_left == 4 == outside.wechat.phones.replies_left(ME)


async def test_the_same_mark_is_sent_once(client: httpx.AsyncClient, outside: Simulators) -> None:
    await open_for(outside, 5)
    for _ in range(3):
        await send("m1", "只说一次。")
    assert len(received(outside)) == 1


async def test_what_does_not_fit_waits_for_the_next_answer(
    client: httpx.AsyncClient, outside: Simulators
) -> None:
    await open_for(outside, 1)
    await send("m1", LONG)
    assert len(received(outside)) == 1
    assert "回复「继续」" in received(outside)[0]["text"]
    assert (await window_of_me()).waiting is not None
    await send("m1", LONG)
    await open_for(outside, 0)
    await send("m2", "第二个回答。")
    assert len(received(outside)) == 1
    while (await window_of_me()).waiting:
        await open_for(outside, 5)
        await send(f"more-{len(received(outside))}", "")
    said = "".join(b["text"] for b in received(outside))
    assert all(f"第{i}条" in said for i in range(120))
    assert said.rstrip().endswith("第二个回答。")


async def test_go_on_gives_what_waits_and_asks_no_bot(
    served: Served, keep_promises: KeepPromises
) -> None:
    await open_for(served.outside, 1)
    await send("m1", LONG)
    await served.outside.do(ME, text="继续")
    await keep_promises()
    shown = received(served.outside)
    assert len(shown) == 4
    assert served.rasa.heard == []
    assert "第0条" in shown[0]["text"]
    assert "第0条" not in shown[1]["text"]


@pytest.mark.parametrize("left", [0, 5])
async def test_a_notice_for_a_closed_chat_comes_with_the_next_answer(
    served: Served, keep_promises: KeepPromises, left: int
) -> None:
    """Whether we knew that the window is closed, or WeChat tells us so."""
    await begin()
    async with db.writing() as session:
        (await repository.access_chat(session, CHAT))[1].message_left = left
    async with registry.wechat_client(redis_client()) as wechat:
        await tell(wechat, CHAT, "notice:1", "您的申请已受理。")
    assert received(served.outside) == []
    served.rasa.means("你好", "greet", "action_small_talk")
    await served.outside.write(ME, "你好")
    await keep_promises()
    (shown,) = received(served.outside)
    assert shown["text"].startswith("您的申请已受理。")
    assert "办事助手" in shown["text"]


async def test_a_worker_killed_between_messages_goes_on_where_it_was(
    client: httpx.AsyncClient, outside: Simulators
) -> None:
    await open_for(outside, 5)
    async with registry.wechat_client(redis_client()) as wechat:
        real = wechat.send_text
        count = 0

        async def dies(message: Any) -> None:
            nonlocal count
            count += 1
            if count == 2:
                raise KeyboardInterrupt
            await real(message)

        wechat.send_text = dies  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            await deliver(wechat, CHAT, "m1", Letter(LONG))
    assert len(received(outside)) == 1
    await send("m1", "of no matter: the letter under way is the one that counts")
    texts = [b["text"] for b in received(outside)]
    assert len(texts) == 3
    assert len(set(texts)) == 3
    assert "of no matter" not in "".join(texts)


async def test_an_outage_half_way_leaves_the_rest_for_the_next_try(
    served: Served, keep_promises: KeepPromises
) -> None:
    served.rasa.means("你好", "greet", "action_small_talk")
    await served.outside.write("o-down", "你好")
    assert await keep_promises() == 0
    async with db.reading() as session:
        entry = await session.scalar(select(OutboxEntry))
        _viewer, window = await repository.look_at_chat(session, Chat(Account.OFFICIAL, "o-down"))
    assert entry is not None
    assert entry.failed_at is None
    assert window.sending is not None
    assert "办事助手" in window.sending["letter"]["words"]


async def test_metrics_tell_what_is_left(client: httpx.AsyncClient, outside: Simulators) -> None:
    await open_for(outside, 2)
    await send("m1", LONG)
    shown = (await client.get("/metrics")).text
    assert 'wechat_replies_left{platform="wechat_official"} 0.0' in shown
    assert 'wechat_chats_waiting{platform="wechat_official"} 1.0' in shown
