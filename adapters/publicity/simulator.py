"""The 双公示 platform as a small ASGI app; what it took in can be read at `/publicity/`.

Chosen document numbers answer otherwise: a sequence ending in 77 is refused, in 88 too slow, in 99
taken at the third asking.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.publicity.wire import CLOCK_SKEW_SECONDS, OK, PERMITS_PATH
from adapters.signed import AppSecret, is_signed

_SEQUENCE = re.compile(r"第(\d+)号")
_NEEDED = ("XK_XDR_MC", "XK_XDR_LB", "XK_WSH", "XK_XKWS", "XK_NR", "XK_JDRQ", "XK_XKJG")
_ASKED_UNTIL_TAKEN = 3


@dataclass
class PublicitySimulator:
    """The platform's memory and answers: records by their own id."""

    credentials: AppSecret
    slow_seconds: float = 20.0
    clock: Callable[[], float] = time.time
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The ASGI app."""
        return Starlette(
            routes=[
                Route("/", self.read, methods=["GET"]),
                Route(f"/{PERMITS_PATH}", self.take, methods=["POST"]),
            ]
        )

    async def read(self, _request: Request) -> Response:
        """What the public would read there."""
        return JSONResponse({"items": list(self.records.values()), "total": len(self.records)})

    async def take(self, request: Request) -> Response:
        """Take one record in; the same id again is the same record."""
        body = await request.body()
        if not self._is_trusted(request, body):
            return _answer("SIGNATURE_INVALID", "签名不符")
        message = orjson.loads(body)
        record_id, data = str(message["record_id"]), dict(message["data"])
        missing = [name for name in _NEEDED if not data.get(name)]
        if missing:
            return _answer("FIELD_MISSING", f"缺少{'、'.join(missing)}")
        if data["XK_XDR_LB"] != "自然人" and not data.get("XK_XDR_SHXYM"):
            return _answer("FIELD_MISSING", "法人及非法人组织要有统一社会信用代码")
        if trouble := await self._mood(record_id, str(data["XK_WSH"])):
            return trouble
        if message["operation"] == "D" and record_id not in self.records:
            return _answer("RECORD_UNKNOWN", "没有这条记录")
        number = f"SGS{abs(hash(record_id)) % 10**10:010d}"
        self.records[record_id] = {"number": number, "operation": message["operation"], **data}
        return _answer(OK, "已接收", {"number": number})

    def _is_trusted(self, request: Request, body: bytes) -> bool:
        stamp = request.headers.get("x-timestamp", "")
        return (
            stamp.isdigit()
            and abs(self.clock() - int(stamp)) <= CLOCK_SKEW_SECONDS
            and request.headers.get("x-app-id") == self.credentials.app_id
            and is_signed(
                self.credentials.app_secret, stamp, body, request.headers.get("x-signature", "")
            )
        )

    async def _mood(self, record_id: str, document_number: str) -> Response | None:
        found = _SEQUENCE.search(document_number)
        ending = found[1][-2:] if found else ""
        self._asked[record_id] = asked = self._asked.get(record_id, 0) + 1
        if ending == "77":
            return _answer("SUBJECT_MISMATCH", "行政相对人名称与登记不一致")
        if ending == "88" and asked == 1:
            await asyncio.sleep(self.slow_seconds)
        if ending == "99" and asked < _ASKED_UNTIL_TAKEN:
            return Response(status_code=503)
        return None


def _answer(code: str, message: str, data: dict[str, str] | None = None) -> Response:
    return JSONResponse({"code": code, "message": message, "data": data})
