"""The simulators on a real loopback socket, and the real clients that talk to them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from redis.asyncio import Redis
from starlette.applications import Starlette

from adapters.http import OutsideHttp
from adapters.licences.client import LicenceClient, LicenceCredentials
from adapters.licences.simulator import LicenceSimulator
from adapters.sign_on.client import SignOnClient, SignOnCredentials
from adapters.sign_on.simulator import SignOnSimulator
from adapters.wechat.client import WeChatClient
from adapters.wechat.simulated_push import PushTarget
from adapters.wechat.simulator import WeChatSimulator
from adapters.wechat.tokens import AppCredentials
from adapters.wechat.wire import PushWire

OFFICIAL = AppCredentials("wx_official", "official-secret")
MINI_PROGRAM = AppCredentials("wx_mini", "mini-secret")
PUSH_TOKEN = "pushToken"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
LICENCES = LicenceCredentials("tianhe", "tianhe", "licences-secret", "password")
SIGN_ON = SignOnCredentials("tianhe", "sign-on-secret")
PATIENT_SECONDS, QUICK_SECONDS = 30.0, 0.6
"""How long a client waits: where lateness is not what a test is about, longer than the busiest
machine takes; where it is, so briefly that the simulators' own lateness (20 s) is never met."""


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The app behind a port of its own while the block lasts; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@dataclass(frozen=True)
class WeChatPair:
    """The real client, the same in a hurry, and the simulator they talk to."""

    client: WeChatClient
    hasty: WeChatClient
    simulator: WeChatSimulator


@pytest.fixture(scope="session")
def wechat_served() -> Iterator[tuple[WeChatSimulator, str]]:
    target = PushTarget("http://127.0.0.1:9/", PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    simulator = WeChatSimulator([OFFICIAL, MINI_PROGRAM], target)
    with serving(simulator.api_app()) as address:
        yield simulator, address


@pytest.fixture
async def wechat(
    wechat_served: tuple[WeChatSimulator, str], redis: Redis
) -> AsyncIterator[WeChatPair]:
    simulator, address = wechat_served
    simulator.api.expire_tokens()
    simulator.api.token_fetches = 0
    patient, brief = [
        OutsideHttp("wechat", "微信", address, seconds)
        for seconds in (PATIENT_SECONDS, QUICK_SECONDS)
    ]
    async with (
        WeChatClient(patient, redis, OFFICIAL, MINI_PROGRAM) as client,
        WeChatClient(brief, redis, OFFICIAL, MINI_PROGRAM) as hasty,
    ):
        yield WeChatPair(client, hasty, simulator)


@pytest.fixture
def wire() -> PushWire:
    return PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid)


@dataclass(frozen=True)
class SignOnPair:
    """The real client, the same in a hurry, and the simulator they talk to, at `address`."""

    client: SignOnClient
    hasty: SignOnClient
    simulator: SignOnSimulator
    address: str


@pytest.fixture(scope="session")
def sign_on_served() -> Iterator[tuple[SignOnSimulator, str]]:
    simulator = SignOnSimulator(SIGN_ON, ["https://zwfw.example.cn/app"])
    with serving(simulator.app()) as address:
        yield simulator, address


@pytest.fixture
async def sign_on(sign_on_served: tuple[SignOnSimulator, str]) -> AsyncIterator[SignOnPair]:
    simulator, address = sign_on_served
    patient, brief = [
        OutsideHttp("sign_on", "统一身份认证平台", address, seconds)
        for seconds in (PATIENT_SECONDS, QUICK_SECONDS)
    ]
    async with (
        SignOnClient(patient, address, SIGN_ON) as client,
        SignOnClient(brief, address, SIGN_ON) as hasty,
    ):
        yield SignOnPair(client, hasty, simulator, address)


@dataclass(frozen=True)
class LicencePair:
    """The real client, the same in a hurry, and the simulator they talk to, at `address`."""

    client: LicenceClient
    hasty: LicenceClient
    simulator: LicenceSimulator
    address: str


@pytest.fixture(scope="session")
def licences_served() -> Iterator[tuple[LicenceSimulator, str]]:
    simulator = LicenceSimulator(LICENCES, ["https://zwfw.example.cn/app"])
    with serving(simulator.app()) as address:
        yield simulator, address


@pytest.fixture
async def licences(licences_served: tuple[LicenceSimulator, str]) -> AsyncIterator[LicencePair]:
    simulator, address = licences_served
    simulator.sign_ins = 0
    patient, brief = [
        OutsideHttp("licences", "电子证照平台", address, seconds)
        for seconds in (PATIENT_SECONDS, QUICK_SECONDS)
    ]
    async with (
        LicenceClient(patient, address, LICENCES) as client,
        LicenceClient(brief, address, LICENCES) as hasty,
    ):
        yield LicencePair(client, hasty, simulator, address)
