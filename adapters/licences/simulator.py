"""电子证照 as a small ASGI app: its paths, its envelope, a page on which the holder agrees.

Tokens, credentials and 用证码 live in memory: after a restart what was lent has to be lent again.
"""

from __future__ import annotations

import asyncio
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.licences.authorise_page import choose_page, consent_page, message_page
from adapters.licences.client import API_PATH, AUTHORISE_PATH, LicenceCredentials
from adapters.licences.holders import HeldEntry, Holder, Holders, demonstration_holders
from adapters.licences.wire import (
    FAILURE,
    NOT_READY,
    SIGN_METHOD,
    SUCCESS,
    TOKEN_ENDED,
    signature,
)
from adapters.returning import may_return_to, with_query

_TOKEN_SECONDS, _CREDENTIAL_SECONDS = 7200, 300
_ASKED_UNTIL_READY = 3


@dataclass
class _Lent:
    """A licence its holder lent: for which case, until when, and how often it was asked for."""

    holder: Holder
    held: HeldEntry
    biz_num: str
    until: float
    asked: int = 0


@dataclass
class LicenceSimulator:
    """The platform's memory and answers.

    `redirect_prefixes` are the addresses the page may return to; this machine's own always may.
    """

    credentials: LicenceCredentials
    redirect_prefixes: Sequence[str] = ()
    holders: Holders = field(default_factory=demonstration_holders)
    slow_seconds: float = 20.0
    auth_code_seconds: float = 30 * 86400
    clock: Callable[[], float] = time.monotonic
    changed: dict[str, str] = field(default_factory=dict)
    """States of licences by number that their issuers changed since, as 注销 does."""
    sign_ins: int = 0
    issued: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Licences our offices had issued, by the platform's code; `license_status` says whether each
    holds. A number ending in 000009 is refused."""
    _tokens: dict[str, float] = field(default_factory=dict)
    _agreed: dict[str, _Lent] = field(default_factory=dict)
    _lent: dict[str, _Lent] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The ASGI app."""
        calls = {
            "license/auth": (self.auth, "POST"),
            "license/holder": (self.holder, "POST"),
            "license/get_license": (self.get_license, "GET"),
            "license/issue": (self.issue, "POST"),
            "license/revoke": (self.revoke, "POST"),
            "license/register": (self.register, "POST"),
        }
        return Starlette(
            routes=[
                Route(f"/{API_PATH}/security/login", self.login, methods=["POST"]),
                Route(f"/{AUTHORISE_PATH}", self.authorise, methods=["GET", "POST"]),
                *(
                    Route(f"/{API_PATH}/{name}", self._with_token(answer), methods=[method])
                    for name, (answer, method) in calls.items()
                ),
            ]
        )

    def end_tokens(self) -> None:
        """Every access token ends before its time, as after a restart of the platform."""
        self._tokens.clear()

    async def authorise(self, request: Request) -> Response:
        """Who are you; then what is asked of you; then the way back with a credential, or no."""
        query = dict(request.query_params)
        if query.get("app_key") != self.credentials.app_key:
            return message_page("应用未登记", "app_key 与本平台登记的不一致，请管理员核对。", 400)
        redirect_uri = query.get("redirect_uri", "")
        if not may_return_to(redirect_uri, self.redirect_prefixes):
            return message_page("回调地址不在允许范围", "请管理员核对 PUBLIC_URL 后重启。", 400)
        item_code = query.get("license_item_code", "")
        holder = self.holders.of(query.get("account", ""))
        if holder is None:
            return choose_page(self.holders, query)
        held = holder.of_item(item_code)
        if request.method == "GET" or held is None:
            return consent_page(holder, held, query)
        back = {"state": query.get("state", "")}
        if (await request.form()).get("answer") != "agree":
            return RedirectResponse(with_query(redirect_uri, {**back, "error": "refused"}), 302)
        credential = secrets.token_urlsafe(24)
        until = self.clock() + _CREDENTIAL_SECONDS
        self._agreed[credential] = _Lent(holder, held, query.get("biz_num", ""), until)
        return RedirectResponse(with_query(redirect_uri, {**back, "credential": credential}), 302)

    async def issue(self, request: Request) -> Response:
        """A licence for an office's grant; the same business id is the same licence."""
        order = await request.json()
        number = str(order.get("id_code", ""))
        if "000009" in number or not order.get("holder_identity_num"):
            return self._refuse("ISSUE_FORBIDDEN")
        code = f"1.2.156.3005.2.{order['license_item_code']}.{order['biz_num']}"
        self.issued.setdefault(code, {**order, "license_code": code, "license_status": "ISSUED"})
        if replaced := self.issued.get(str(order.get("replaces", ""))):
            replaced["license_status"] = "ABOLISHED"
        return self._answer({"license_code": code})

    async def revoke(self, request: Request) -> Response:
        """It no longer holds; doing it again changes nothing."""
        held = self.issued.get(str((await request.json()).get("license_code", "")))
        if held is None:
            return self._refuse("LICENSE_UNKNOWN")
        held["license_status"] = "ABOLISHED"
        return self._answer({})

    async def login(self, request: Request) -> Response:
        """A token for the application's key and account."""
        us, body = self.credentials, await request.json()
        known = (us.app_key, us.app_secret, us.account, us.password)
        if tuple(body.get(k) for k in ("app_key", "app_secret", "account", "password")) != known:
            return self._refuse("LOGIN_FAILED")
        self.sign_ins += 1
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.clock() + _TOKEN_SECONDS
        return self._answer({"access_token": token, "expires_in": _TOKEN_SECONDS})

    async def auth(self, request: Request) -> Response:
        """By duty: a 用证码 for each licence of that number."""
        number = str((await request.json()).get("identity_number", ""))
        holder = self.holders.with_number(number)
        return self._answer(
            {"auth_codes": [self._lend(holder, h, "") for h in holder.licences] if holder else []}
        )

    async def holder(self, request: Request) -> Response:
        """The 用证码 for a holder's agreement: once, and for the case it was given for."""
        body = await request.json()
        agreed = self._agreed.pop(str(body.get("credential", "")), None)
        if agreed is None or agreed.until < self.clock() or agreed.biz_num != body.get("biz_num"):
            return self._refuse("CREDENTIAL_INVALID")
        return self._answer(
            {"auth_codes": [self._lend(agreed.holder, agreed.held, agreed.biz_num)]}
        )

    async def get_license(self, request: Request) -> Response:
        auth_code = request.query_params.get("auth_code", "")
        lent = self._lent.get(auth_code)
        if (trouble := await self._trouble(lent)) or lent is None:
            return self._refuse(trouble)
        licence = lent.holder.wire(lent.held, auth_code)
        status = self.changed.get(lent.held.number, lent.held.status)
        return self._answer(licence | {"license_status": status})

    async def register(self, request: Request) -> Response:
        """What the register says of a number, whoever holds it."""
        body = await request.json()
        number = str(body.get("id_code", ""))
        entry = self.holders.in_register(str(body.get("license_item_code", "")), number)
        if entry.answer == "slow":
            await asyncio.sleep(self.slow_seconds)
        if entry.answer == "none":
            return self._answer({"exists": False, "record": None})
        status = self.changed.get(number, entry.status)
        return self._answer({"exists": True, "record": entry.wire() | {"license_status": status}})

    async def _trouble(self, lent: _Lent | None) -> str:
        """The error code for a 用证码, "" for none; what the number's end says is done here."""
        if lent is None:
            return "AUTH_CODE_INVALID"
        if lent.until < self.clock():
            return "AUTH_CODE_EXPIRED"
        if lent.held.answer == "refuse":
            return "LICENSE_NOT_AVAILABLE"
        lent.asked += 1
        if lent.held.answer == "later" and lent.asked < _ASKED_UNTIL_READY:
            return NOT_READY
        if lent.held.answer == "slow" and lent.asked == 1:
            await asyncio.sleep(self.slow_seconds)
        return ""

    def _lend(self, holder: Holder, held: HeldEntry, biz_num: str) -> dict[str, str]:
        auth_code = secrets.token_urlsafe(18)
        self._lent[auth_code] = _Lent(holder, held, biz_num, self.clock() + self.auth_code_seconds)
        return {
            "auth_code": auth_code,
            "license_item_code": held.catalogue_item.code,
            "license_status": held.status,
        }

    def _with_token(self, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def checked(request: Request) -> Response:
            until = self._tokens.get(request.query_params.get("access_token", ""), 0.0)
            if until < self.clock():
                return self._refuse(TOKEN_ENDED)
            given: Response = await answer(request)
            return given

        return checked

    def _refuse(self, code: str) -> Response:
        return self._envelope(FAILURE, None, [{"code": code, "message": code}])

    def _answer(self, data: dict[str, Any]) -> Response:
        return self._envelope(SUCCESS, data, [])

    def _envelope(self, ack: str, data: Any, errors: list[dict[str, str]]) -> Response:
        envelope = {
            "ack_code": ack,
            "errors": errors,
            "data": data,
            "correlation_id": uuid.uuid4().hex,
            "response_id": uuid.uuid4().hex,
            "sign_method": SIGN_METHOD,
            "timestamp": time.strftime("%Y-%m-%d %H:%M:%S"),
        }
        return JSONResponse(envelope | {"sign": signature(envelope, self.credentials.app_secret)})
