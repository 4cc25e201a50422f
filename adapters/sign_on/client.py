"""The client of 统一身份认证 over its OAuth 2 pages.

Source: published integrations of 广东省统一身份认证平台 (older prefix /tif/sso); base address,
credentials and field mapping to be confirmed at onboarding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from adapters.http import OutsideHttp
from adapters.sign_on.errors import SignOnCodeInvalid, SignOnRefused
from adapters.sign_on.port import SignOnIdentity
from adapters.sign_on.wire import identity_of

OAUTH_PATH = "pscp/sso/connect/page/oauth2"
SIGN_OUT_PATH = "_tif_sso_logout_/"


@dataclass(frozen=True, slots=True)
class SignOnCredentials:
    """Client id and secret issued to this application."""

    client_id: str
    client_secret: str = field(repr=False)


class SignOnClient:
    """`SignOnPort` over HTTP; `public_url` is the platform as the citizen's browser reaches it."""

    def __init__(self, http: OutsideHttp, public_url: str, credentials: SignOnCredentials) -> None:
        self._http = http
        self._public_url = public_url.rstrip("/")
        self._credentials = credentials

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    def authorize_url(self, redirect_uri: str, channel: str = "", state: str = "") -> str:
        query = {
            "client_id": self._credentials.client_id,
            "service": "initService",
            "scope": "all",
            "redirect_uri": redirect_uri,
            "response_type": "code",
        }
        optional = {"channel": channel, "state": state}
        query |= {name: value for name, value in optional.items() if value}
        return f"{self._public_url}/{OAUTH_PATH}/authorize/?{urlencode(query)}"

    def sign_out_url(self, redirect_uri: str) -> str:
        query = urlencode({"redirect_uri": redirect_uri})
        return f"{self._public_url}/{SIGN_OUT_PATH}?{query}"

    async def exchange(self, code: str, redirect_uri: str) -> SignOnIdentity:
        """Raises: SignOnCodeInvalid, SignOnRefused, IdentityIncomplete, OutsideUnavailable."""
        token = await self._access_token(code, redirect_uri)
        answer = await self._get("tokeninfo", {"access_token": token}, idempotent=True)
        if failure := _error_code(answer):
            raise SignOnRefused(failure)
        return identity_of(answer.get("userobj"))

    async def _access_token(self, code: str, redirect_uri: str) -> str:
        params = {
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
            "code": code,
            "scope": "all",
            "redirect_uri": redirect_uri,
            "grant_type": "authorization_code",
        }
        # The code works once: a repeated call would find it spent.
        answer = await self._get("access_token", params, idempotent=False)
        if failure := _error_code(answer):
            raise SignOnCodeInvalid(failure)
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise self._http.unreadable()
        return token

    async def _get(self, name: str, params: dict[str, str], idempotent: bool) -> dict[str, Any]:
        response = await self._http.request(
            "GET", f"{OAUTH_PATH}/{name}", params=params, idempotent=idempotent
        )
        return self._http.json_object(response)


def _error_code(answer: dict[str, Any]) -> str:
    """The `errcode` as text, empty for success (absent, null, 0 or "0")."""
    value = answer.get("errcode")
    return "" if value in (None, "", 0, "0") else str(value)
