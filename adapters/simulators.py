"""Every simulator in one ASGI app: `uvicorn adapters.simulators:app`.

The simulators sign anyone in as anyone, so they start only where `DEMO=1` says that this is a
demonstration.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from adapters.authenticator import Authenticator
from adapters.credit.simulator import CreditSimulator
from adapters.eseal.simulator import SealSimulator
from adapters.licences.simulator import LicenceSimulator
from adapters.mail.simulator import MailSimulator
from adapters.publicity.simulator import PublicitySimulator
from adapters.registry import (
    credit_credentials,
    licence_credentials,
    publicity_credentials,
    seal_credentials,
)
from adapters.sign_on.client import SignOnCredentials
from adapters.sign_on.simulator import SignOnSimulator
from adapters.wechat.simulated_push import PushTarget
from adapters.wechat.simulator import WeChatSimulator
from adapters.wechat.tokens import AppCredentials
from foundation.demo import staff_accounts
from foundation.settings import Settings, settings

_INDEX_PAGE = Path(__file__).with_name("simulators.html")


class SimulatorsForbidden(RuntimeError):
    """This is not a demonstration, so no simulator may start."""


def create_app(chosen: Settings) -> Starlette:
    """All simulators for these settings. Raises: SimulatorsForbidden unless `demo` is set."""
    if not chosen.demo:
        raise SimulatorsForbidden("模拟平台只在演示环境启动，请设置 DEMO=1")
    wechat = _wechat(chosen)
    mail = MailSimulator()
    return Starlette(
        lifespan=_receiving(mail, chosen),
        routes=[
            Route("/", _index),
            Route("/healthz", _healthz),
            *Authenticator(staff_accounts()).routes(),
            Mount("/wechat-api", wechat.api_app()),
            Mount("/wechat", wechat.phone_app()),
            Mount("/sign-on", _sign_on(chosen).app()),
            Mount("/licences", _licences(chosen).app()),
            Mount("/eseal", _seals(chosen).app()),
            Mount("/mail", mail.app()),
            Mount("/publicity", PublicitySimulator(publicity_credentials(chosen)).app()),
            Mount("/credit", CreditSimulator(credit_credentials(chosen)).app()),
        ],
    )


def _wechat(chosen: Settings) -> WeChatSimulator:
    official = AppCredentials(
        chosen.wechat_official_appid, chosen.wechat_official_secret.get_secret_value()
    )
    mini_program = AppCredentials(
        chosen.wechat_miniprogram_appid, chosen.wechat_miniprogram_secret.get_secret_value()
    )
    target = PushTarget(
        url=f"{chosen.public_url.rstrip('/')}/callbacks/wechat/official",
        token=chosen.wechat_official_token.get_secret_value(),
        aes_key=chosen.wechat_official_aes_key.get_secret_value(),
        appid=chosen.wechat_official_appid,
    )
    service = PushTarget(
        url=f"{chosen.public_url.rstrip('/')}/callbacks/wechat/miniprogram",
        token=chosen.wechat_miniprogram_token.get_secret_value(),
        aes_key=chosen.wechat_miniprogram_aes_key.get_secret_value(),
        appid=chosen.wechat_miniprogram_appid,
        account="gh_tianhe_miniprogram",
    )
    return WeChatSimulator([official, mini_program], target, service)


def _sign_on(chosen: Settings) -> SignOnSimulator:
    credentials = SignOnCredentials(
        chosen.sign_on_client_id, chosen.sign_on_client_secret.get_secret_value()
    )
    prefixes = [chosen.public_url, chosen.hall_public_url, *chosen.sign_on_redirect_prefixes]
    return SignOnSimulator(credentials, prefixes)


def _licences(chosen: Settings) -> LicenceSimulator:
    return LicenceSimulator(licence_credentials(chosen), [chosen.public_url])


def _seals(chosen: Settings) -> SealSimulator:
    return SealSimulator(seal_credentials(chosen), chosen.seal_certificates.parent)


def _receiving(
    mail: MailSimulator, chosen: Settings
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Mails are taken where the settings send them, as long as the simulators run."""
    address = urlsplit(chosen.mail_url.get_secret_value())

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if not (address.hostname and address.port):
            yield
            return
        async with mail.listening(address.hostname, address.port):
            yield

    return lifespan


async def _index(_request: Request) -> Response:
    return FileResponse(_INDEX_PAGE)


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def __getattr__(name: str) -> Any:
    """`app`, built when a server asks for it, so that importing this module starts nothing."""
    if name == "app":
        return create_app(settings())
    raise AttributeError(name)
