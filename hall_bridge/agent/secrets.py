"""What the agent is and proves itself with: got once with a code, kept in a file of its owner."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

_PAUSE = 3.0
_LATER = {408, 425, 429}


class EnrolmentFailed(Exception):
    """The hall did not take the code; the text says why."""


@dataclass(frozen=True, slots=True)
class Credentials:
    device_id: str
    token: str


class Secrets:
    """One entry for each device of the configuration, by its name there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, name: str, code: str = "") -> Credentials | None:
        """None also when the configuration has another code than the one it was got with: a new
        code means to enrol anew."""
        found = self._read().get(name)
        if not found or (code and found["code"] != _mark(code)):
            return None
        return Credentials(found["device_id"], found["token"])

    def keep(self, name: str, code: str, credentials: Credentials) -> None:
        """Whole or not at all, and nobody else can read it."""
        entries = {**self._read(), name: {**asdict(credentials), "code": _mark(code)}}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(entries, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path)

    def _read(self) -> dict[str, dict[str, str]]:
        if not self._path.is_file():
            return {}
        entries: dict[str, dict[str, str]] = json.loads(self._path.read_text("utf-8"))
        return entries


async def enrol(server: str, code: str, model: str, capabilities: Sequence[str]) -> Credentials:
    """Spend a code, waiting for a server that is not there yet. Raises: EnrolmentFailed."""
    wish = {"code": code, "model": model, "capabilities": list(capabilities)}
    address = f"{server.rstrip('/')}/hall/v1/devices/enrol"
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        while True:
            try:
                answer = await http.post(address, json=wish)
            except httpx.HTTPError:
                await asyncio.sleep(_PAUSE)
                continue
            if answer.status_code == 201:
                said = answer.json()
                return Credentials(said["device_id"], said["token"])
            if answer.status_code < 500 and answer.status_code not in _LATER:
                raise EnrolmentFailed(_detail_of(answer))
            await asyncio.sleep(_PAUSE)


def _mark(code: str) -> str:
    return hashlib.sha256("".join(code.upper().split()).encode()).hexdigest()[:16]


def _detail_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return "入网没有成功，请检查服务器地址。"
