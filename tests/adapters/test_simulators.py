"""All simulators in one app, and the rule that they stand only in a demonstration."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pyotp
import pytest
from redis.asyncio import Redis

from adapters import simulators
from adapters.registry import (
    mini_program_wire,
    official_wire,
    sign_on_client,
    wechat_client,
)
from foundation.demo import staff_accounts
from foundation.settings import Settings
from tests.adapters.conftest import serving

Change = Callable[..., Settings]


@pytest.fixture
def demo(change_settings: Change) -> Settings:
    return change_settings(demo=True, public_url="https://zwfw.example.cn")


def browser(app_settings: Settings) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(simulators.create_app(app_settings))
    return httpx.AsyncClient(transport=transport, base_url="http://simulators")


def test_no_simulator_outside_a_demonstration(change_settings: Change) -> None:
    change_settings(demo=False)
    with pytest.raises(simulators.SimulatorsForbidden, match="DEMO=1"):
        _ = simulators.app


@pytest.mark.parametrize("path", ["/", "/healthz", "/authenticator", "/wechat/phone/o1"])
async def test_pages_answer(demo: Settings, path: str) -> None:
    async with browser(demo) as http:
        assert (await http.get(path)).status_code == 200


async def test_the_index_leads_to_pages_that_stand(demo: Settings) -> None:
    async with browser(demo) as http:
        index = (await http.get("/")).text
        for part in index.split('href="')[1:]:
            link = part.split('"')[0]
            assert link == "data:," or (await http.get(link)).status_code == 200


async def test_the_authenticator_shows_codes_that_hold(demo: Settings) -> None:
    async with browser(demo) as http:
        answer = (await http.get("/authenticator/codes")).json()
    secrets = {person.username: person.otp_secret for person in staff_accounts()}
    assert {item["username"] for item in answer["items"]} == secrets.keys()
    for item in answer["items"]:
        assert pyotp.TOTP(secrets[item["username"]]).verify(item["code"], valid_window=1)
    assert 1 <= answer["seconds_left"] <= 30


async def test_the_chosen_clients_reach_the_simulators(
    change_settings: Change, demo: Settings, redis: Redis
) -> None:
    with serving(simulators.create_app(demo)) as address:
        change_settings(
            wechat_base_url=f"{address}/wechat-api", sign_on_base_url=f"{address}/sign-on",
            sign_on_public_url="",
        )  # fmt: skip
        async with wechat_client(redis) as wechat, sign_on_client() as sign_on:
            assert (await wechat.sign_in("alice.1")).openid
            back = "https://zwfw.example.cn/app/"
            async with httpx.AsyncClient() as citizen:
                url = f"{sign_on.authorize_url(back)}&account=yss-chen-dawen"
                location = (await citizen.get(url)).headers["Location"]
            identity = await sign_on.exchange(location.partition("code=")[2], back)
    assert identity.name == "陈大文"


def test_the_wires_stand_on_the_settings(demo: Settings) -> None:
    assert official_wire() is not None
    assert mini_program_wire() is not None


def test_a_missing_push_setting_is_told_at_once(change_settings: Change) -> None:
    change_settings(wechat_official_token="")
    with pytest.raises(ValueError, match="token"):
        official_wire()
