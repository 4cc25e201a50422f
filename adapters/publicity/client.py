"""The client of the 双公示 platform."""

from __future__ import annotations

from adapters.publicity.port import PermitRecord, ReportAct
from adapters.publicity.wire import PERMITS_PATH, message_of, number_in
from adapters.signed import SignedClient, WireInvalid


class PublicityClient(SignedClient):
    """`PublicityPort` over HTTP. One record id is one record, so reporting again is safe."""

    async def report(self, record: PermitRecord, act: ReportAct) -> str:
        answer = await self._ask(PERMITS_PATH, message_of(record, act))
        try:
            return number_in(answer)
        except WireInvalid as error:
            raise self._http.unreadable() from error
