"""The client of the 双公示 platform."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Self

import orjson

from adapters.http import OutsideHttp
from adapters.publicity.port import PermitRecord, ReportAct
from adapters.publicity.wire import PERMITS_PATH, WireInvalid, message_of, number_in, signature


@dataclass(frozen=True, slots=True)
class PublicityCredentials:
    """What the platform issued to this application."""

    app_id: str
    app_secret: str = field(repr=False)


class PublicityClient:
    """`PublicityPort` over HTTP."""

    def __init__(self, http: OutsideHttp, credentials: PublicityCredentials) -> None:
        self._http = http
        self._credentials = credentials

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def report(self, record: PermitRecord, act: ReportAct) -> str:
        body, timestamp = message_of(record, act), str(int(time.time()))
        headers = {
            "X-App-Id": self._credentials.app_id,
            "X-Timestamp": timestamp,
            "X-Signature": signature(self._credentials.app_secret, timestamp, orjson.dumps(body)),
        }
        # One record id is one record, so reporting again is safe.
        response = await self._http.request(
            "POST", PERMITS_PATH, json=body, headers=headers, idempotent=True
        )
        try:
            return number_in(self._http.json_object(response))
        except WireInvalid as error:
            raise self._http.unreadable() from error
