"""The credit platform as a small ASGI app: one path, signed messages, a sheet of made-up people.

Chosen numbers answer otherwise (`subjects.yaml`): one is unknown, one answers too late.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.credit.wire import CLOCK_SKEW_SECONDS, OK, REPORT_PATH
from adapters.signed import AppSecret, is_signed

_SUBJECTS = Path(__file__).with_name("subjects.yaml")
_UNKNOWN_TO_SHEET: dict[str, Any] = {"credit_state": "1", "records": []}


def _sheet() -> dict[str, dict[str, Any]]:
    return {str(row["code"]): row for row in yaml.safe_load(_SUBJECTS.read_text("utf-8"))}


@dataclass
class CreditSimulator:
    """The platform's answers."""

    credentials: AppSecret
    slow_seconds: float = 20.0
    clock: Callable[[], float] = time.time
    subjects: dict[str, dict[str, Any]] = field(default_factory=_sheet)

    def app(self) -> Starlette:
        """The ASGI app."""
        return Starlette(routes=[Route(f"/{REPORT_PATH}", self.report, methods=["POST"])])

    async def report(self, request: Request) -> Response:
        """What is published of one subject."""
        body = await request.body()
        if trouble := self._untrusted(request, body):
            return _answer(trouble)
        subject = self.subjects.get(str(orjson.loads(body)["subject_code"]), _UNKNOWN_TO_SHEET)
        if subject.get("mood") == "refuse":
            return _answer("SUBJECT_NOT_FOUND")
        if subject.get("mood") == "slow":
            await asyncio.sleep(self.slow_seconds)
        return _answer(
            OK,
            {
                "credit_state": subject.get("credit_state", "1"),
                "records": [
                    {name: str(value) for name, value in record.items()}
                    for record in subject.get("records", [])
                ],
            },
        )

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


def _answer(code: str, data: dict[str, Any] | None = None) -> Response:
    return JSONResponse({"code": code, "message": code, "data": data})
