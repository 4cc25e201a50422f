"""The client of the credit platform."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Self

import orjson

from adapters.credit.port import CreditReport
from adapters.credit.wire import REPORT_PATH, WireInvalid, question, report_of, signature
from adapters.http import OutsideHttp


@dataclass(frozen=True, slots=True)
class CreditCredentials:
    """What the platform issued to this application."""

    app_id: str
    app_secret: str = field(repr=False)


class CreditClient:
    """`CreditPort` over HTTP."""

    def __init__(self, http: OutsideHttp, credentials: CreditCredentials) -> None:
        self._http = http
        self._credentials = credentials

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def report(self, number: str, is_enterprise: bool) -> CreditReport:
        body, timestamp = question(number, is_enterprise), str(int(time.time()))
        secret = self._credentials.app_secret
        headers = {
            "X-App-Id": self._credentials.app_id,
            "X-Timestamp": timestamp,
            "X-Signature": signature(secret, timestamp, orjson.dumps(body)),
        }
        response = await self._http.request(
            "POST", REPORT_PATH, json=body, headers=headers, idempotent=True
        )
        try:
            return report_of(self._http.json_object(response))
        except WireInvalid as error:
            raise self._http.unreadable() from error
