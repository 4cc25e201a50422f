"""The only chooser: which client stands behind each port, by the settings.

A simulator is chosen by its address alone; the client is the same. Each call builds a client for
the running event loop: keep it for the life of the process and `aclose` it at the end.
"""

from __future__ import annotations

from redis.asyncio import Redis

from adapters.bot.client import RasaClient
from adapters.credit.client import CreditClient
from adapters.credit.errors import LABEL as CREDIT_LABEL
from adapters.credit.errors import PLATFORM as CREDIT_PLATFORM
from adapters.eseal.client import SealClient, SealCredentials
from adapters.eseal.errors import LABEL as ESEAL_LABEL
from adapters.eseal.errors import PLATFORM as ESEAL_PLATFORM
from adapters.http import OutsideHttp
from adapters.licences.client import LicenceClient, LicenceCredentials
from adapters.licences.errors import LABEL as LICENCES_LABEL
from adapters.licences.errors import PLATFORM as LICENCES_PLATFORM
from adapters.links.client import LinkClient
from adapters.mail.client import SmtpClient
from adapters.publicity.client import PublicityClient
from adapters.publicity.errors import LABEL as PUBLICITY_LABEL
from adapters.publicity.errors import PLATFORM as PUBLICITY_PLATFORM
from adapters.sign_on.client import SignOnClient, SignOnCredentials
from adapters.sign_on.errors import LABEL as SIGN_ON_LABEL
from adapters.sign_on.errors import PLATFORM as SIGN_ON_PLATFORM
from adapters.signed import AppSecret
from adapters.wechat.client import WeChatClient
from adapters.wechat.errors import PLATFORM as WECHAT_PLATFORM
from adapters.wechat.tokens import AppCredentials
from adapters.wechat.wire import PushWire
from foundation.settings import Settings, settings


def wechat_client(redis: Redis) -> WeChatClient:
    """WeChat's server interfaces for both accounts; `redis` shares their tokens."""
    chosen = settings()
    http = OutsideHttp(
        WECHAT_PLATFORM, "微信", chosen.wechat_base_url, chosen.outside_timeout_seconds
    )
    return WeChatClient(
        http,
        redis,
        official=AppCredentials(
            chosen.wechat_official_appid, chosen.wechat_official_secret.get_secret_value()
        ),
        mini_program=AppCredentials(
            chosen.wechat_miniprogram_appid, chosen.wechat_miniprogram_secret.get_secret_value()
        ),
    )


def official_wire() -> PushWire:
    """Message push of the official account. Raises: ValueError when its settings are missing."""
    chosen = settings()
    return PushWire(
        chosen.wechat_official_token.get_secret_value(),
        chosen.wechat_official_aes_key.get_secret_value(),
        chosen.wechat_official_appid,
    )


def mini_program_wire() -> PushWire:
    """Message push of the mini-program. Raises: ValueError when its settings are missing."""
    chosen = settings()
    return PushWire(
        chosen.wechat_miniprogram_token.get_secret_value(),
        chosen.wechat_miniprogram_aes_key.get_secret_value(),
        chosen.wechat_miniprogram_appid,
    )


def sign_on_client() -> SignOnClient:
    """统一身份认证 for the citizen and the enterprise."""
    chosen = settings()
    http = OutsideHttp(
        SIGN_ON_PLATFORM, SIGN_ON_LABEL, chosen.sign_on_base_url, chosen.outside_timeout_seconds
    )
    return SignOnClient(
        http,
        public_url=chosen.sign_on_public_url or chosen.sign_on_base_url,
        credentials=SignOnCredentials(
            chosen.sign_on_client_id, chosen.sign_on_client_secret.get_secret_value()
        ),
    )


def licence_client() -> LicenceClient:
    """电子证照."""
    chosen = settings()
    http = OutsideHttp(
        LICENCES_PLATFORM, LICENCES_LABEL, chosen.licences_url, chosen.outside_timeout_seconds
    )
    return LicenceClient(
        http, chosen.licences_public_url or chosen.licences_url, licence_credentials(chosen)
    )


def licence_credentials(chosen: Settings) -> LicenceCredentials:
    """What 电子证照 issued to this application."""
    return LicenceCredentials(
        app_key=chosen.licences_app_key,
        app_secret=chosen.licences_app_secret.get_secret_value(),
        account=chosen.licences_account,
        password=chosen.licences_password.get_secret_value(),
        org_code=chosen.licences_org_code,
        division_code=chosen.home_region,
    )


def seal_client() -> SealClient:
    """电子印章."""
    chosen = settings()
    http = OutsideHttp(
        ESEAL_PLATFORM, ESEAL_LABEL, chosen.eseal_url, chosen.outside_timeout_seconds
    )
    return SealClient(http, seal_credentials(chosen), chosen.seal_certificates)


def seal_credentials(chosen: Settings) -> SealCredentials:
    """What 电子印章 issued to this application."""
    return SealCredentials(chosen.eseal_app_id, chosen.eseal_app_secret.get_secret_value())


def publicity_client() -> PublicityClient:
    """双公示."""
    chosen = settings()
    http = OutsideHttp(
        PUBLICITY_PLATFORM, PUBLICITY_LABEL, chosen.publicity_url, chosen.outside_timeout_seconds
    )
    return PublicityClient(http, publicity_credentials(chosen))


def publicity_credentials(chosen: Settings) -> AppSecret:
    """What the 双公示 platform issued to this application."""
    return AppSecret(chosen.publicity_app_id, chosen.publicity_app_secret.get_secret_value())


def credit_client() -> CreditClient:
    """公共信用信息."""
    chosen = settings()
    http = OutsideHttp(
        CREDIT_PLATFORM, CREDIT_LABEL, chosen.credit_url, chosen.outside_timeout_seconds
    )
    return CreditClient(http, credit_credentials(chosen))


def credit_credentials(chosen: Settings) -> AppSecret:
    """What the credit platform issued to this application."""
    return AppSecret(chosen.credit_app_id, chosen.credit_app_secret.get_secret_value())


def bot_client() -> RasaClient:
    """The dialogue engine."""
    chosen = settings()
    return RasaClient(chosen.bot_url, chosen.bot_timeout_seconds)


def mail_client() -> SmtpClient:
    """The house's mail server."""
    chosen = settings()
    return SmtpClient(
        chosen.mail_url.get_secret_value(), chosen.mail_from, chosen.outside_timeout_seconds
    )


def link_client() -> LinkClient:
    """Looks whether addresses answer; on a trial system also those of this machine."""
    chosen = settings()
    return LinkClient(chosen.outside_timeout_seconds, allows_private=chosen.demo)
