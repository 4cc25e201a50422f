"""The client of the e-seal platform; seals are proved here, with the platform's CA certificate."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.eseal.checking import check_outside
from adapters.eseal.port import SealCheck, SealOrder
from adapters.eseal.wire import SEALS_PATH, WireInvalid, order_of, sealed_document
from adapters.http import OutsideHttp
from adapters.signed import AppSecret, SignedClient

SealCredentials = AppSecret


class SealClient(SignedClient):
    """`SealPort` over HTTP. `ca_file` holds the certificates (PEM) that seals must lead back to."""

    def __init__(self, http: OutsideHttp, credentials: SealCredentials, ca_file: Path) -> None:
        super().__init__(http, credentials)
        self._ca_file = ca_file

    async def seal(self, order: SealOrder) -> bytes:
        # The same business id is sealed once, so asking again is safe.
        answer = await self._ask(SEALS_PATH, order_of(order))
        try:
            sealed = sealed_document(answer)
        except WireInvalid as error:
            raise self._http.unreadable() from error
        if not sealed.startswith(order.document):
            raise self._http.unreadable()
        return sealed

    async def check(self, document: bytes) -> SealCheck:
        return await asyncio.to_thread(check_outside, document, self._ca_file)
