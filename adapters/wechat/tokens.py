"""The access token of one WeChat account, fetched once for all processes and kept in Redis."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.exceptions import LockError

from adapters.http import OutsideHttp, OutsideUnavailable
from adapters.wechat.errors import code_of, error_of

# WeChat hands out the next token five minutes before the end of the last; both then hold.
_RENEW_EARLY_SECONDS = 300
# Forced refreshes: at least 30 s apart, 20 a day (stable_token).
_FORCE_PAUSE_SECONDS = 30
_LOCK_SECONDS = 20
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """App id and secret of one WeChat account."""

    appid: str
    secret: str = field(repr=False)


class AccessToken:
    """Reads, fetches and renews the token of one account.

    The Redis entry lives until the moment of early renewal, so an absent entry is the only sign
    that a fetch is due, and one Redis lock lets exactly one process do it.
    """

    def __init__(self, http: OutsideHttp, redis: Redis, app: AppCredentials) -> None:
        self._http = http
        self._redis = redis
        self._app = app
        self._key = f"wechat:token:{app.appid}"

    async def current(self) -> str:
        """The token to use now. Raises: OutsideUnavailable, WeChatRefused."""
        return await self._stored() or await self._replace(stale="")

    async def renewed(self, stale: str) -> str:
        """Another token, after WeChat rejected `stale`; forced at most once in 30 seconds."""
        return await self._replace(stale)

    async def _replace(self, stale: str) -> str:
        """The token another process stored meanwhile, else one fetched by this process alone."""
        try:
            async with asyncio.timeout(_LOCK_SECONDS):
                while True:
                    if token := await self._unless(stale) or await self._fetch_alone(stale):
                        return token
                    await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        except TimeoutError as error:
            raise OutsideUnavailable(
                self._http.platform, "微信凭证正在更新，请稍后再试。"
            ) from error

    async def _fetch_alone(self, stale: str) -> str:
        """A new token, or "" while another process is fetching one."""
        lock = self._redis.lock(f"{self._key}:lock", timeout=_LOCK_SECONDS)
        if not await lock.acquire(blocking=False):
            return ""
        try:
            return await self._unless(stale) or await self._fetch(
                force=bool(stale) and await self._may_force()
            )
        finally:
            # A lock that ran out is no longer ours to release.
            with suppress(LockError):
                await lock.release()

    async def _unless(self, stale: str) -> str:
        stored = await self._stored()
        return "" if stored == stale else stored

    async def _fetch(self, force: bool) -> str:
        response = await self._http.request(
            "POST",
            "cgi-bin/stable_token",
            json={
                "grant_type": "client_credential",
                "appid": self._app.appid,
                "secret": self._app.secret,
                "force_refresh": force,
            },
            idempotent=not force,
        )
        answer = self._http.json_object(response)
        if code := code_of(answer):
            raise error_of(code)
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lifetime, int):
            raise self._http.unreadable()
        await self._redis.set(self._key, token, ex=max(lifetime - _RENEW_EARLY_SECONDS, 1))
        return token

    async def _may_force(self) -> bool:
        first = await self._redis.set(f"{self._key}:forced", "1", nx=True, ex=_FORCE_PAUSE_SECONDS)
        return bool(first)

    async def _stored(self) -> str:
        value = await self._redis.get(self._key)
        return value.decode() if isinstance(value, bytes) else str(value or "")
