"""The client of the credit platform."""

from __future__ import annotations

from adapters.credit.port import CreditReport
from adapters.credit.wire import REPORT_PATH, question, report_of
from adapters.signed import SignedClient, WireInvalid


class CreditClient(SignedClient):
    """`CreditPort` over HTTP."""

    async def report(self, number: str, is_enterprise: bool) -> CreditReport:
        answer = await self._ask(REPORT_PATH, question(number, is_enterprise))
        try:
            return report_of(answer)
        except WireInvalid as error:
            raise self._http.unreadable() from error
