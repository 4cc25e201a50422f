"""The access token: one fetch for everyone, early renewal, and no storm when it is rejected."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from redis.asyncio import Redis

from adapters.http import OutsideHttp, OutsideUnavailable
from adapters.wechat.client import WeChatClient
from adapters.wechat.errors import TokenRejected, WeChatRefused
from adapters.wechat.port import OutgoingText
from adapters.wechat.tokens import AccessToken, AppCredentials
from tests.adapters.conftest import MINI_PROGRAM, OFFICIAL, PATIENT_SECONDS, WeChatPair

KEY = f"wechat:token:{OFFICIAL.appid}"


def token_of(wechat_address: str, redis: Redis, app: AppCredentials = OFFICIAL) -> AccessToken:
    return AccessToken(OutsideHttp("wechat", "微信", wechat_address, PATIENT_SECONDS), redis, app)


async def test_twenty_at_once_make_one_fetch(
    wechat: WeChatPair, wechat_served: tuple[object, str], redis: Redis
) -> None:
    readers = [token_of(wechat_served[1], redis) for _ in range(4)]
    tokens = await asyncio.gather(*(readers[n % 4].current() for n in range(20)))
    assert len(set(tokens)) == 1
    assert wechat.simulator.api.token_fetches == 1


async def test_a_token_is_renewed_five_minutes_early(
    wechat: WeChatPair, wechat_served: tuple[object, str], redis: Redis
) -> None:
    reader = token_of(wechat_served[1], redis)
    await reader.current()
    assert 6800 <= await redis.ttl(KEY) <= 6900
    await redis.delete(KEY)
    await reader.current()
    assert wechat.simulator.api.token_fetches == 2


async def test_twenty_rejections_make_one_forced_refresh(
    wechat: WeChatPair, wechat_served: tuple[object, str], redis: Redis
) -> None:
    reader = token_of(wechat_served[1], redis)
    stale = await reader.current()
    tokens = await asyncio.gather(*(reader.renewed(stale) for _ in range(20)))
    assert set(tokens) != {stale}
    assert len(set(tokens)) == 1
    assert wechat.simulator.api.token_fetches == 2


async def test_an_expired_token_is_mended_within_the_call(wechat: WeChatPair) -> None:
    wechat.simulator.phones.open_window("o-mended", "message")
    await wechat.client.send_text(OutgoingText("o-mended", "一"))
    wechat.simulator.api.expire_tokens()
    await wechat.client.send_text(OutgoingText("o-mended", "二"))
    shown = wechat.simulator.phones.messages("o-mended")
    assert [bubble["text"] for bubble in shown] == ["一", "二"]


async def test_a_persistent_rejection_is_two_attempts_and_an_error(redis: Redis) -> None:
    paths: list[str] = []

    def reject(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        if request.url.path.endswith("stable_token"):
            token = f"t{len(paths)}"
            return httpx.Response(200, json={"access_token": token, "expires_in": 7200})
        return httpx.Response(200, json={"errcode": 40001, "errmsg": "invalid credential"})

    transport = httpx.MockTransport(reject)
    http = OutsideHttp("wechat", "微信", "http://wechat.example", 2.0, transport=transport)
    async with WeChatClient(http, redis, OFFICIAL, MINI_PROGRAM) as client:
        with pytest.raises(TokenRejected):
            await client.send_text(OutgoingText("o1", "一"))
    assert paths.count("/cgi-bin/message/custom/send") == 2
    assert paths.count("/cgi-bin/stable_token") == 2


async def test_forcing_is_not_repeated_within_thirty_seconds(redis: Redis) -> None:
    forced: list[bool] = []

    def answer(request: httpx.Request) -> httpx.Response:
        forced.append(b'"force_refresh":true' in request.content)
        return httpx.Response(200, json={"access_token": f"t{len(forced)}", "expires_in": 7200})

    transport = httpx.MockTransport(answer)
    http = OutsideHttp("wechat", "微信", "http://wechat.example", 2.0, transport=transport)
    token = AccessToken(http, redis, OFFICIAL)
    for _ in range(3):
        await token.renewed(await token.current())
    assert forced == [False, True, False, False]


async def test_a_wrong_secret_is_a_refusal_for_the_administrator(
    wechat_served: tuple[object, str], redis: Redis
) -> None:
    reader = token_of(wechat_served[1], redis, AppCredentials(OFFICIAL.appid, "wrong"))
    with pytest.raises(TokenRejected) as caught:
        await reader.current()
    assert caught.value.platform_code == "40125"
    assert await redis.get(KEY) is None


@pytest.mark.parametrize(
    "answer",
    [{}, {"access_token": ""}, {"access_token": "t"}, {"access_token": 1, "expires_in": 7200},
     {"errcode": "what"}],
)  # fmt: skip
async def test_an_answer_without_a_token_is_not_stored(
    redis: Redis, answer: dict[str, object]
) -> None:
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=answer))
    http = OutsideHttp("wechat", "微信", "http://wechat.example", 2.0, transport=transport)
    with pytest.raises((OutsideUnavailable, WeChatRefused)):
        await AccessToken(http, redis, OFFICIAL).current()
    assert await redis.get(KEY) is None
