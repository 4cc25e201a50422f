"""The client of 电子证照 (`{root}/license-app/v1`).

Source: published integrations; root, credentials, field codes and the authorisation page's
address are to be confirmed at onboarding.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from adapters.http import OutsideHttp
from adapters.licences.errors import LicenceNotIssued, LicenceRefused
from adapters.licences.items import licence_catalogue
from adapters.licences.port import (
    HeldLicence,
    IssueOrder,
    Licence,
    LicenceItem,
    Purpose,
    RegisterRecord,
)
from adapters.licences.wire import (
    TOKEN_ENDED,
    WireInvalid,
    data_of,
    licence_of,
    order_of,
    record_of,
    status_of,
)

API_PATH = "license-app/v1"
AUTHORISE_PATH = "license-app/authorise"
_RENEW_EARLY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class LicenceCredentials:
    """What the platform issued to this application, and the account that signs in with it.

    `org_code` and `division_code` say for whom licences are asked: the office's 统一社会信用代码
    and its 行政区划代码.
    """

    app_key: str
    account: str
    app_secret: str = field(repr=False)
    password: str = field(repr=False)
    org_code: str = ""
    division_code: str = ""


class LicenceClient:
    """`LicencePort` over HTTP; `public_url` is the platform as the holder's phone reaches it."""

    def __init__(self, http: OutsideHttp, public_url: str, credentials: LicenceCredentials) -> None:
        self._http = http
        self._public_url = public_url.rstrip("/")
        self._credentials = credentials
        self._token, self._token_until = "", 0.0
        self._signing_in = asyncio.Lock()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    def item(self, name: str) -> LicenceItem | None:
        found = licence_catalogue().named(name)
        return LicenceItem(found.name, found.code, found.kind) if found else None

    def authorise_url(
        self, purpose: Purpose, item: LicenceItem, redirect_uri: str, state: str
    ) -> str:
        query = {
            "app_key": self._credentials.app_key,
            **_wanted(purpose),
            "biz_num": purpose.case_number,
            "license_item_code": item.code,
            "redirect_uri": redirect_uri,
            "state": state,
        }
        return f"{self._public_url}/{AUTHORISE_PATH}?{urlencode(query)}"

    async def held_by(self, id_number: str, purpose: Purpose) -> tuple[HeldLicence, ...]:
        body = {"identity_number": id_number, **_wanted(purpose), "operator": self._operator()}
        data = await self._call("POST", "license/auth", json=body, idempotent=True)
        return tuple(
            HeldLicence(str(entry.get("license_item_code")), status_of(entry.get("license_status")))
            for entry in _listed(data)
        )

    async def authorised(self, credential: str, purpose: Purpose) -> str:
        body = {
            **_wanted(purpose),
            "biz_num": purpose.case_number,
            "credential": credential,
            "cas_no": "",
        }
        # The credential works once: a repeated call would find it spent.
        data = await self._call("POST", "license/holder", json=body, idempotent=False)
        entries = _listed(data)
        code = entries[0].get("auth_code") if entries else None
        if not isinstance(code, str) or not code:
            raise self._http.unreadable()
        return code

    async def licence(self, auth_code: str) -> Licence:
        data = await self._call("GET", "license/get_license", {"auth_code": auth_code})
        try:
            return licence_of(data)
        except WireInvalid as error:
            raise self._http.unreadable() from error

    async def registered(
        self, item: LicenceItem, number: str, purpose: Purpose
    ) -> RegisterRecord | None:
        body = {
            "license_item_code": item.code,
            "id_code": number,
            **_wanted(purpose),
            "biz_num": purpose.case_number,
            "operator": self._operator(),
        }
        data = await self._call("POST", "license/register", json=body, idempotent=True)
        try:
            return record_of(data)
        except WireInvalid as error:
            raise self._http.unreadable() from error

    async def issue(self, order: IssueOrder) -> str:
        data = await self._making("license/issue", order_of(order))
        code = data.get("license_code")
        if not isinstance(code, str) or not code:
            raise self._http.unreadable()
        return code

    async def revoke(self, code: str, reason: str) -> None:
        body = {"license_code": code, "reason": reason, "operator": self._operator()}
        await self._making("license/revoke", body)

    async def _making(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Under one business id or code there is one licence, so asking again is safe."""
        try:
            return await self._call("POST", name, json=body, idempotent=True)
        except LicenceRefused as refusal:
            raise LicenceNotIssued(refusal.platform_code) from refusal

    async def _call(
        self,
        method: str,
        name: str,
        params: dict[str, str] | None = None,
        *,
        json: Any = None,
        idempotent: bool | None = None,
    ) -> dict[str, Any]:
        """One call with our token; a token that ended before its time is replaced once."""
        for is_last in (False, True):
            token = await self._access_token()
            asked = {**(params or {}), "access_token": token}
            try:
                return await self._once(method, name, asked, json, idempotent)
            except LicenceRefused as refusal:
                if is_last or refusal.platform_code != TOKEN_ENDED:
                    raise
                self._forget(token)
        raise AssertionError

    async def _once(
        self, method: str, name: str, params: dict[str, str], json: Any, idempotent: bool | None
    ) -> dict[str, Any]:
        response = await self._http.request(
            method, f"{API_PATH}/{name}", params=params, json=json, idempotent=idempotent
        )
        try:
            return data_of(self._http.json_object(response), self._credentials.app_secret)
        except WireInvalid as error:
            raise self._http.unreadable() from error

    async def _access_token(self) -> str:
        """The token kept, or a new one: of many that need one at once, one signs in."""
        async with self._signing_in:
            if not self._token or time.monotonic() >= self._token_until:
                await self._sign_in()
            return self._token

    async def _sign_in(self) -> None:
        us = self._credentials
        body = {
            "app_key": us.app_key,
            "app_secret": us.app_secret,
            "account": us.account,
            "password": us.password,
        }
        data = await self._once("POST", "security/login", {}, body, True)
        token, lifetime = data.get("access_token"), data.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lifetime, int):
            raise self._http.unreadable()
        self._token = token
        self._token_until = time.monotonic() + max(lifetime - _RENEW_EARLY_SECONDS, 1)

    def _forget(self, token: str) -> None:
        if self._token == token:
            self._token = ""

    def _operator(self) -> dict[str, str]:
        us = self._credentials
        return {
            "account": us.account,
            "name": "天河智慧政务",
            "division": "广州市天河区",
            "division_code": us.division_code,
            "service_org": us.org_code,
            "role": "系统",
            "identity_num": "",
        }


def _wanted(purpose: Purpose) -> dict[str, str]:
    return {"service_item_code": purpose.item_code, "service_item_name": purpose.item_name}


def _listed(data: dict[str, Any]) -> list[dict[str, Any]]:
    codes = data.get("auth_codes")
    return [e for e in codes if isinstance(e, dict)] if isinstance(codes, list) else []
