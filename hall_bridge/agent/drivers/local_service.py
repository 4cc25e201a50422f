"""Signature pads and licence-issuing machines (证照制发机), by a local service of our profile.

Not confirmed: no maker publishes a protocol for either; both come with Windows libraries. So the
agent speaks a profile of our own over HTTP on the same computer, for which a maker's library needs
a small wrapper: `GET /status` → `{"state": "ok" | "missing" | "fault" | "paper_out"}`,
`POST /jobs` with the arguments → the result, or 409 with `{"detail": "…"}` for people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Literal

import httpx

from hall_bridge.agent.drivers.driver import DriverFault, Tell

_EVERY, _PATIENCE = 2.0, 290.0
_DOES = {"signature": "sign", "licence": "issue_licence"}
_STATES = {"ok", "missing", "fault", "paper_out"}


class LocalService:
    """One device behind such a service."""

    firmware = ""

    def __init__(
        self, address: str, capability: Literal["signature", "licence"], model: str = ""
    ) -> None:
        self.model = model or {"signature": "签名板", "licence": "证照制发机"}[capability]
        self.capabilities: tuple[str, ...] = (capability,)
        self._capability, self._address = capability, address.rstrip("/")

    async def watch(self, tell: Tell) -> None:
        async with httpx.AsyncClient(timeout=3, trust_env=False) as http:
            while True:
                try:
                    said = (await http.get(f"{self._address}/status")).json()["state"]
                    tell.part(self._capability, said if said in _STATES else "fault")
                except (httpx.HTTPError, ValueError, KeyError, TypeError):
                    tell.part(self._capability, "missing")
                await asyncio.sleep(_EVERY)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if verb != _DOES[self._capability]:
            raise DriverFault(f"{self.model}做不了这件事。")
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as http:
                answer = await http.post(f"{self._address}/jobs", json=dict(arguments))
            said = answer.json()
        except (httpx.HTTPError, ValueError):
            raise DriverFault(f"{self.model}没有接好，请检查电源和数据线，插好后再试。") from None
        if answer.status_code != 200:
            raise DriverFault(str(said.get("detail") or f"{self.model}没有完成，请再试一次。"))
        return dict(said)
