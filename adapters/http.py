"""One way out: an HTTP client for each platform with limits, retries and a line in the log."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import orjson

from foundation.errors import Problem, Unavailable
from foundation.logging import logger, mask_personal_data

# httpx logs whole addresses at INFO, and ours carry secrets in the query.
logging.getLogger("httpx").setLevel(logging.WARNING)

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SECRET_WORDS = ("secret", "token", "code", "key", "password")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FIRST_PAUSE = 0.2
_DEFAULT_RETRY_AFTER = 5.0

_log = logger("adapters")


class OutsideError(Problem):
    """`platform` did not do what was asked; `detail` tells a citizen."""

    def __init__(self, platform: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.platform = platform


class OutsideUnavailable(OutsideError, Unavailable):
    """No usable answer: the same call may succeed after `retry_after` seconds."""

    status = 503
    code = "outside_unavailable"
    title = "外部平台暂不可用"

    def __init__(
        self, platform: str, detail: str, retry_after: float = _DEFAULT_RETRY_AFTER
    ) -> None:
        super().__init__(platform, detail, retry_after=retry_after)
        self.retry_after = retry_after


class OutsideRefused(OutsideError):
    """The platform understood and said no; repeating the call changes nothing.

    `platform_code` is the platform's own error code, `detail` the Chinese sentence for it.
    """

    status = 502
    code = "outside_refused"
    title = "外部平台未受理"

    def __init__(self, platform: str, platform_code: str, detail: str) -> None:
        super().__init__(platform, detail, platform_code=platform_code)
        self.platform_code = platform_code


class OutsideHttp:
    """The HTTP client of one platform.

    `platform` is its name in logs, `label` its name in Chinese sentences. An instance belongs to
    the event loop it is first used in; close it there with `aclose` or `async with`.
    """

    def __init__(
        self,
        platform: str,
        label: str,
        base_url: str,
        timeout_seconds: float,
        *,
        attempts: int = 3,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.platform = platform
        self.label = label
        self._timeout = timeout_seconds
        self._attempts = attempts
        self._client = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(timeout_seconds, connect=min(timeout_seconds, 3.0)),
            limits=httpx.Limits(max_connections=50, max_keepalive_connections=10),
            follow_redirects=False,
            # A proxy for the outside world must not be asked for a simulator on this machine.
            trust_env=urlsplit(base_url).hostname not in _LOOPBACK,
            transport=transport,
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotent: bool | None = None,
    ) -> httpx.Response:
        """Call the platform and return an answer with status below 400.

        A connection that never stood is tried again; a 5xx answer only when the call is
        `idempotent` (by default: GET, HEAD, OPTIONS). A call that ran into the time limit is not
        repeated, since the citizen is waiting.

        Raises: OutsideUnavailable for no connection, time-out, 429 and 5xx;
        OutsideRefused for any other status.
        """
        repeatable = method in _SAFE_METHODS if idempotent is None else idempotent
        request = self._build(method, path, params, json, files)
        request.headers.update(headers or {})
        for attempt in range(1, self._attempts + 1):
            last = attempt == self._attempts
            try:
                response = await self._once(request, attempt)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if last:
                    raise self._unavailable() from error
            except (httpx.HTTPError, TimeoutError) as error:
                raise self._unavailable() from error
            else:
                if response.status_code < 500 or last or not repeatable:
                    return self._accepted(response)
            await asyncio.sleep(_pause(attempt))
        raise self._unavailable()

    def json_object(self, response: httpx.Response) -> dict[str, Any]:
        """The JSON object of an answer. Raises: OutsideUnavailable when it is anything else."""
        try:
            answer = orjson.loads(response.content)
        except orjson.JSONDecodeError as error:
            raise self.unreadable() from error
        if not isinstance(answer, dict):
            raise self.unreadable()
        return answer

    def unreadable(self) -> OutsideUnavailable:
        """The error for an answer that breaks the platform's own format."""
        return OutsideUnavailable(self.platform, f"{self.label}的回应无法识别，请稍后再试。")

    def _build(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        json: Any,
        files: Mapping[str, tuple[str, bytes, str]] | None,
    ) -> httpx.Request:
        if json is None:
            return self._client.build_request(method, path, params=params, files=files)
        return self._client.build_request(
            method,
            path,
            params=params,
            content=orjson.dumps(json),
            headers={"Content-Type": "application/json; charset=utf-8"},
        )

    async def _once(self, request: httpx.Request, attempt: int) -> httpx.Response:
        began = time.perf_counter()
        outcome: int | str = "failed"
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._client.send(request)
            outcome = response.status_code
            return response
        except (httpx.HTTPError, TimeoutError) as error:
            outcome = type(error).__name__
            raise
        finally:
            _log.info(
                "outside_call",
                platform=self.platform,
                method=request.method,
                path=mask_personal_data(request.url.path),
                query=masked_query(request.url.params),
                status=outcome,
                ms=round((time.perf_counter() - began) * 1000, 1),
                attempt=attempt,
            )

    def _accepted(self, response: httpx.Response) -> httpx.Response:
        status = response.status_code
        if status < 400:
            return response
        if status == 429 or status >= 500:
            raise self._unavailable(_retry_after(response))
        raise OutsideRefused(
            self.platform,
            f"http_{status}",
            f"{self.label}没有受理这次请求，请稍后再试或联系工作人员。",
        )

    def _unavailable(self, retry_after: float = _DEFAULT_RETRY_AFTER) -> OutsideUnavailable:
        return OutsideUnavailable(
            self.platform,
            f"{self.label}暂时没有响应，请稍后再试，已填的内容不会丢失。",
            retry_after,
        )


def masked_query(params: Mapping[str, str]) -> dict[str, str]:
    """The query as it may stand in a log: secrets replaced, ID and phone numbers masked."""
    return {
        name: "***"
        if any(word in name.lower() for word in _SECRET_WORDS)
        else mask_personal_data(value)
        for name, value in params.items()
    }


def _pause(attempt: int) -> float:
    """Seconds before the next attempt: doubling, with jitter so that callers spread out."""
    longest: float = _FIRST_PAUSE * 2 ** (attempt - 1)
    return random.uniform(longest / 2, longest)


def _retry_after(response: httpx.Response) -> float:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return _DEFAULT_RETRY_AFTER
