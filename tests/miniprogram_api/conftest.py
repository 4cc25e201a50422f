"""The API with everything it calls: simulators, a bot, a worker, each over a real socket."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters import registry
from adapters.credit.simulator import CreditSimulator
from adapters.eseal.simulator import SealSimulator
from adapters.licences.simulator import LicenceSimulator
from adapters.publicity.simulator import PublicitySimulator
from adapters.sign_on.client import SignOnCredentials
from adapters.sign_on.simulator import SignOnSimulator
from adapters.wechat.simulated_push import PushTarget
from adapters.wechat.simulator import WeChatSimulator
from adapters.wechat.tokens import AppCredentials
from flows import worker
from foundation.settings import Settings, settings
from tests.factories.knowledge import index_shipped_content
from tests.factories.people import Person, open_guest, sign_in, staff_member
from tests.fakes.rasa import FakeRasa
from tests.fakes.serving import address_of, bound, serving
from tests.fixtures.application import application

PATIENCE_SECONDS, IMPATIENT_SECONDS, TOO_LATE_SECONDS = 10.0, 1.2, 1.6
"""How long we wait for a platform; in tests marked `impatient`, less than a slow one takes."""
KeepPromises = Callable[[], Awaitable[int]]


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    index_shipped_content()


@pytest.fixture(scope="session", autouse=True)
def _certificates() -> Iterator[None]:
    """Every HTTP client reads all certificate authorities; here none of them is ever asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@dataclass
class Simulators:
    """The platforms, at `address`."""

    address: str
    wechat: WeChatSimulator
    sign_on: SignOnSimulator
    licences: LicenceSimulator
    seals: SealSimulator
    publicity: PublicitySimulator

    async def write(self, openid: str, text: str, mode: str = "plain", menu_id: str = "") -> bool:
        """A citizen writes to the official account; whether our callback took it."""
        return await self.do(openid, text=text, mode=mode, menu_id=menu_id)

    async def do(self, openid: str, **wish: str) -> bool:
        """Whatever else a citizen does at the official account (see `read_wish`)."""
        return await self._wish(f"/wechat/phone/{openid}/messages", wish)

    async def ask_service(self, person: str, **wish: str) -> bool:
        """The same at the customer service of the mini-program, pushed as JSON by default."""
        return await self._wish(f"/wechat/service/{person}/messages", {"format": "json", **wish})

    async def allow_notice(self, person: str, template_id: str) -> None:
        """That person lets one notice of the template through to the mini-program."""
        path = f"/wechat/service/{person}/subscriptions"
        async with httpx.AsyncClient(base_url=self.address, trust_env=False) as phone:
            said = await phone.post(path, json={"template_id": template_id})
        assert said.json() == {"answer": "accept"}

    async def _wish(self, path: str, wish: dict[str, str]) -> bool:
        async with httpx.AsyncClient(base_url=self.address, trust_env=False) as phone:
            done = await phone.post(path, json=wish, timeout=30)
        return bool(done.json()["delivered"])

    def service(self, person: str) -> str:
        """All that the customer service wrote to that person."""
        return self.phone(self.wechat.service_openid(person))

    def phone(self, openid: str) -> str:
        """All that the account wrote to that phone."""
        shown = self.wechat.phones.messages(openid)
        return "\n".join(b["text"] for b in shown if b["sender"] == "account")


def _credit(chosen: Settings) -> Starlette:
    return CreditSimulator(registry.credit_credentials(chosen), TOO_LATE_SECONDS).app()


def _wechat(chosen: Settings) -> WeChatSimulator:
    official = AppCredentials(
        chosen.wechat_official_appid, chosen.wechat_official_secret.get_secret_value()
    )
    mini_program = AppCredentials(
        chosen.wechat_miniprogram_appid, chosen.wechat_miniprogram_secret.get_secret_value()
    )
    target = PushTarget(
        "http://127.0.0.1:9/",
        chosen.wechat_official_token.get_secret_value(),
        chosen.wechat_official_aes_key.get_secret_value(),
        chosen.wechat_official_appid,
    )
    service = PushTarget(
        "http://127.0.0.1:9/",
        chosen.wechat_miniprogram_token.get_secret_value(),
        chosen.wechat_miniprogram_aes_key.get_secret_value(),
        chosen.wechat_miniprogram_appid,
    )
    wechat = WeChatSimulator([official, mini_program], target, service)
    wechat.api.slow_seconds = TOO_LATE_SECONDS
    return wechat


@pytest.fixture(scope="session")
async def simulators() -> AsyncIterator[Simulators]:
    chosen = settings()
    wechat = _wechat(chosen)
    credentials = SignOnCredentials(
        chosen.sign_on_client_id, chosen.sign_on_client_secret.get_secret_value()
    )
    sign_on = SignOnSimulator(credentials, [chosen.public_url], slow_seconds=TOO_LATE_SECONDS)
    licences = LicenceSimulator(
        registry.licence_credentials(chosen), [chosen.public_url], slow_seconds=TOO_LATE_SECONDS
    )
    seals = SealSimulator(
        registry.seal_credentials(chosen), chosen.seal_certificates.parent, TOO_LATE_SECONDS
    )
    publicity = PublicitySimulator(registry.publicity_credentials(chosen), TOO_LATE_SECONDS)
    platforms = {
        "wechat-api": wechat.api_app(), "wechat": wechat.phone_app(), "sign-on": sign_on.app(),
        "licences": licences.app(), "eseal": seals.app(), "publicity": publicity.app(),
        "credit": _credit(chosen),
    }  # fmt: skip
    app = Starlette(routes=[Mount(f"/{name}", platform) for name, platform in platforms.items()])
    async with serving(app) as address:
        yield Simulators(address, wechat, sign_on, licences, seals, publicity)


@pytest.fixture
def outside(
    simulators: Simulators,
    change_settings: Callable[..., Settings],
    request: pytest.FixtureRequest,
) -> Simulators:
    """The settings lead to the simulators, whose phones are new."""
    is_impatient = request.node.get_closest_marker("impatient") is not None
    change_settings(
        wechat_base_url=f"{simulators.address}/wechat-api",
        sign_on_base_url=f"{simulators.address}/sign-on",
        sign_on_public_url=f"{simulators.address}/sign-on",
        licences_url=f"{simulators.address}/licences",
        licences_public_url=f"{simulators.address}/licences",
        eseal_url=f"{simulators.address}/eseal",
        publicity_url=f"{simulators.address}/publicity",
        credit_url=f"{simulators.address}/credit",
        outside_timeout_seconds=IMPATIENT_SECONDS if is_impatient else PATIENCE_SECONDS,
    )
    simulators.wechat.phones._phones.clear()
    return simulators


@pytest.fixture
async def client(outside: Simulators, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The API without a network between; what it calls out for is really called."""
    return client


@pytest.fixture
async def guest(client: httpx.AsyncClient) -> Person:
    return await open_guest(client)


@pytest.fixture
async def citizen(client: httpx.AsyncClient) -> Person:
    """陈大文, L2."""
    return await sign_in(client)


@pytest.fixture
async def officer(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "officer")


@pytest.fixture(scope="session")
async def rasa_served() -> AsyncIterator[tuple[FakeRasa, str]]:
    rasa = FakeRasa()
    async with serving(rasa.app()) as address:
        yield rasa, address


@dataclass
class Served:
    """The API behind a port, with a bot that knows it, and a client."""

    address: str
    http: httpx.AsyncClient
    rasa: FakeRasa
    outside: Simulators


@pytest.fixture
async def served(
    database: str,
    redis: Redis,
    outside: Simulators,
    rasa_served: tuple[FakeRasa, str],
    change_settings: Callable[..., Settings],
) -> AsyncIterator[Served]:
    rasa, bot_address = rasa_served
    rasa.__init__()  # type: ignore[misc]
    change_settings(bot_url=bot_address)
    listener = bound()
    address = address_of(listener)
    rasa.action_url = f"{address}/internal/rasa/webhook"
    target = replace(outside.wechat.official, url=f"{address}/callbacks/wechat/official")
    outside.wechat.official = target
    assert outside.wechat.service is not None
    outside.wechat.service = replace(
        outside.wechat.service, url=f"{address}/callbacks/wechat/miniprogram"
    )
    async with (
        serving(application("by port"), listener),
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http,
    ):
        yield Served(address, http, rasa, outside)


@pytest.fixture
async def keep_promises(
    outside: Simulators,
    redis: Redis,
    keep_promises: KeepPromises,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[KeepPromises]:
    """What a worker does, with the worker's own clients of the platforms."""

    async def keep() -> int:
        bot, wechat = registry.bot_client(), registry.wechat_client(redis)
        monkeypatch.setattr(worker, "_bot", lambda: bot)
        monkeypatch.setattr(worker, "_wechat", lambda: wechat)
        monkeypatch.setattr(worker, "_licences", registry.licence_client)
        monkeypatch.setattr(worker, "_seals", registry.seal_client)
        monkeypatch.setattr(worker, "_publicity", registry.publicity_client)
        try:
            return await keep_promises()
        finally:
            await wechat.aclose()

    yield keep
    await asyncio.sleep(0)
