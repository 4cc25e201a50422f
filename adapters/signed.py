"""Platforms of 信用 that sign alike: an app id, a time, and HMAC-SM3 over time and body."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from adapters.http import OutsideHttp


class WireInvalid(Exception):
    """An answer that is not shaped as agreed."""


@dataclass(frozen=True, slots=True)
class AppSecret:
    """What a platform issued to this application."""

    app_id: str
    app_secret: str = field(repr=False)


class SignedClient:
    """A client of such a platform; holds its connections until closed."""

    def __init__(self, http: OutsideHttp, credentials: AppSecret) -> None:
        self._http = http
        self._credentials = credentials

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post what may be posted again, and give the answer's object."""
        timestamp = str(int(time.time()))
        headers = {
            "X-App-Id": self._credentials.app_id,
            "X-Timestamp": timestamp,
            "X-Signature": signature(self._credentials.app_secret, timestamp, orjson.dumps(body)),
        }
        response = await self._http.request(
            "POST", path, json=body, headers=headers, idempotent=True
        )
        return self._http.json_object(response)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SM3 (hex) over the timestamp (Unix seconds), a line feed and the body."""
    mac = HMAC(secret.encode(), hashes.SM3())
    mac.update(timestamp.encode() + b"\n" + body)
    return mac.finalize().hex()


def is_signed(secret: str, timestamp: str, body: bytes, signed: str) -> bool:
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), signed.encode())
