"""The client of the e-seal platform; seals are proved here, with the platform's CA certificate."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import orjson

from adapters.eseal.checking import check_outside
from adapters.eseal.port import SealCheck, SealOrder
from adapters.eseal.wire import SEALS_PATH, WireInvalid, order_of, sealed_document, signature
from adapters.http import OutsideHttp


@dataclass(frozen=True, slots=True)
class SealCredentials:
    """What the platform issued to this application."""

    app_id: str
    app_secret: str = field(repr=False)


class SealClient:
    """`SealPort` over HTTP. `ca_file` holds the certificates (PEM) that seals must lead back to."""

    def __init__(self, http: OutsideHttp, credentials: SealCredentials, ca_file: Path) -> None:
        self._http = http
        self._credentials = credentials
        self._ca_file = ca_file

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def seal(self, order: SealOrder) -> bytes:
        body, timestamp = order_of(order), str(int(time.time()))
        headers = {
            "X-App-Id": self._credentials.app_id,
            "X-Timestamp": timestamp,
            "X-Signature": signature(self._credentials.app_secret, timestamp, orjson.dumps(body)),
        }
        # The same business id is sealed once, so asking again is safe.
        response = await self._http.request(
            "POST", SEALS_PATH, json=body, headers=headers, idempotent=True
        )
        try:
            sealed = sealed_document(self._http.json_object(response))
        except WireInvalid as error:
            raise self._http.unreadable() from error
        if not sealed.startswith(order.document):
            raise self._http.unreadable()
        return sealed

    async def check(self, document: bytes) -> SealCheck:
        return await asyncio.to_thread(check_outside, document, self._ca_file)
