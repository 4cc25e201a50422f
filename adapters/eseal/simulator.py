"""The e-seal platform as a small ASGI app: one path, signed messages, PAdES with a test CA.

Chosen offices answer otherwise: a seal id ending in `-R` is disabled, in `-S` seals too late, in
`-L` seals at the third asking.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.eseal.authority import CA_FILE, TestAuthority
from adapters.eseal.client import SealCredentials
from adapters.eseal.signing import Place, sign
from adapters.eseal.wire import CLOCK_SKEW_SECONDS, OK, PENDING, SEALS_PATH
from adapters.signed import is_signed

_ASKED_UNTIL_READY = 3


@dataclass
class SealSimulator:
    """The platform's memory and answers; `folder` keeps its keys and `ca.pem`."""

    credentials: SealCredentials
    folder: Path
    slow_seconds: float = 20.0
    clock: Callable[[], float] = time.time
    sealed: dict[str, bytes] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    @property
    def ca_file(self) -> Path:
        return self.folder / CA_FILE

    def app(self) -> Starlette:
        """The ASGI app; the test CA is made now, so that its certificate can be trusted."""
        self._authority = TestAuthority(self.folder)
        return Starlette(routes=[Route(f"/{SEALS_PATH}", self.seal, methods=["POST"])])

    async def seal(self, request: Request) -> Response:
        """Seal one document; the same business id gets the same bytes."""
        body = await request.body()
        if trouble := self._untrusted(request, body):
            return _answer(trouble)
        order = orjson.loads(body)
        business_id, seal_id = str(order["business_id"]), str(order["seal_id"])
        if trouble := await self._mood(business_id, seal_id):
            return _answer(trouble)
        if business_id not in self.sealed:
            document = _document(order)
            if document is None:
                return _answer("DOCUMENT_DIGEST_MISMATCH")
            self.sealed[business_id] = await asyncio.to_thread(self._sign, order, document)
        return _answer(OK, {"document": base64.b64encode(self.sealed[business_id]).decode()})

    def _sign(self, order: dict[str, Any], document: bytes) -> bytes:
        name = str(order["org_name"])
        pair = self._authority.seal(str(order["seal_id"]), name)
        place = Place(int(order["page"]), float(order["x"]), float(order["y"]))
        return sign(document, pair, self._authority.root, name, place)

    def _untrusted(self, request: Request, body: bytes) -> str:
        """The error code for a message that is not the application's own, "" for none."""
        stamp = request.headers.get("x-timestamp", "")
        if not stamp.isdigit() or abs(self.clock() - int(stamp)) > CLOCK_SKEW_SECONDS:
            return "TIMESTAMP_INVALID"
        if request.headers.get("x-app-id") != self.credentials.app_id or not is_signed(
            self.credentials.app_secret, stamp, body, request.headers.get("x-signature", "")
        ):
            return "SIGNATURE_INVALID"
        return ""

    async def _mood(self, business_id: str, seal_id: str) -> str:
        """What the last letter of a chosen seal id says."""
        self._asked[business_id] = asked = self._asked.get(business_id, 0) + 1
        if seal_id.endswith("-R"):
            return "SEAL_DISABLED"
        if seal_id.endswith("-S") and asked == 1:
            await asyncio.sleep(self.slow_seconds)
        if seal_id.endswith("-L") and asked < _ASKED_UNTIL_READY:
            return PENDING
        return ""


def _document(order: dict[str, Any]) -> bytes | None:
    """The document, if it is the one its digest names."""
    try:
        document = base64.b64decode(str(order["document"]), validate=True)
    except binascii.Error:
        return None
    named = order["document_sha256"]
    return document if hashlib.sha256(document).hexdigest() == named else None


def _answer(code: str, data: dict[str, str] | None = None) -> Response:
    return JSONResponse({"code": code, "message": code, "data": data})
