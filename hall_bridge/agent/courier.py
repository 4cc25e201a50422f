"""Between this computer's outbox and the server: what is needed offline is fetched while there is
time, what was taken offline is brought when the server is back, once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from hall_bridge.agent.outbox import Outbox, Parcel
from hall_bridge.agent.secrets import Credentials

_PAUSE, _LONGEST_PAUSE = 0.5, 2.0
"""A server that is back has what was taken within three seconds."""
_KIT_EVERY = 600.0
_TIMEOUT = httpx.Timeout(60, connect=2)
_NOT_THIS_DEVICE = {401, 403}
_LATER = {*_NOT_THIS_DEVICE, 408, 425, 429}
"""Not the parcel's fault: it is brought again."""
_RACED = "conflict"
"""Two wrote at once, and this was the other one."""


class Courier:
    """`who` gives the devices of this counter: what one of them brings counts as taken there."""

    def __init__(
        self, server: str, who: Callable[[], Sequence[Credentials]], outbox: Outbox, kept: Path
    ) -> None:
        self._server, self._outbox, self._kept = server.rstrip("/"), outbox, kept
        self._who, self._turn = who, 0
        self._wake = asyncio.Event()
        self._kit_at = 0.0
        self.kit: dict[str, Any] = _read(kept)

    def wake(self) -> None:
        """Something is to be sent."""
        self._wake.set()

    async def run(self) -> None:
        """For ever."""
        pause = _PAUSE
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as http:
            while True:
                is_fine = await self._go(http)
                pause = _PAUSE if is_fine else min(_LONGEST_PAUSE, pause * 2)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause if not is_fine else 2.0)
                self._wake.clear()

    @property
    def _headers(self) -> dict[str, str]:
        devices = self._who()
        return {"Authorization": f"Bearer {devices[self._turn % len(devices)].token}"}

    def _note_refusal(self, answer: httpx.Response) -> None:
        """A device that was put out of use speaks for nobody; another of the counter may."""
        if answer.status_code in _NOT_THIS_DEVICE:
            self._turn += 1

    async def _go(self, http: httpx.AsyncClient) -> bool:
        """False where the server could not be reached or could not take it now."""
        try:
            if time.monotonic() - self._kit_at > _KIT_EVERY or not self.kit:
                await self._fetch_kit(http)
            told = [await self._bring(http, parcel) for parcel in self._outbox.waiting()]
        except httpx.HTTPError:
            return False
        return all(told)

    async def _bring(self, http: httpx.AsyncClient, parcel: Parcel) -> bool:
        """False where the server could not take it now: those behind it are brought all the same.

        Raises: httpx.HTTPError.
        """
        sealed, files = self._outbox.sealed_of(parcel.key)
        answer = await http.put(
            f"{self._server}/hall/v1/parcels/{parcel.key}", headers=self._headers,
            files=[("sealed", ("list", sealed)), *[("files", one) for one in files]],
        )  # fmt: skip
        told = _told(answer)
        self._note_refusal(answer)
        if _comes_again(answer.status_code, told):
            self._outbox.note(parcel.key, str(told.get("detail", "")))
            return False
        state = "delivered" if answer.status_code == 200 else "refused"
        self._outbox.settled(parcel.key, state, told["detail"])
        return True

    async def _fetch_kit(self, http: httpx.AsyncClient) -> None:
        answer = await http.get(f"{self._server}/hall/v1/offline-kit", headers=self._headers)
        kit = _told(answer)
        self._note_refusal(answer)
        if answer.status_code != 200 or "sealing_key" not in kit:
            return
        self.kit, self._kit_at = kit, time.monotonic()
        unfinished = self._kept.with_suffix(".part")
        unfinished.write_text(json.dumps(self.kit, ensure_ascii=False), "utf-8")
        unfinished.replace(self._kept)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _comes_again(status: int, told: dict[str, Any]) -> bool:
    """The server could not take it now, or it was not the server that answered, but something
    between: a gateway that is full, a network that wants a sign-in first."""
    is_servers_own = isinstance(told.get("detail"), str)
    return not is_servers_own or status >= 500 or status in _LATER or told.get("code") == _RACED


def _told(answer: httpx.Response) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        told = answer.json()
        if isinstance(told, dict):
            return told
    return {}
