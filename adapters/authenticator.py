"""The one-time codes of the demonstration staff, in place of the app on each one's phone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pyotp
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from foundation.demo import DemoStaff

_PAGE = Path(__file__).with_name("authenticator.html")
_ROLES = {"clerk": "受理人员", "officer": "审批人员", "supervisor": "主管", "admin": "系统管理员",
          "auditor": "审计人员"}  # fmt: skip


class Authenticator:
    """Shows each account's current code (RFC 6238, six digits, 30 seconds)."""

    def __init__(self, staff: Sequence[DemoStaff]) -> None:
        self._staff = staff

    def routes(self) -> list[Route]:
        return [
            Route("/authenticator", self.show),
            Route("/authenticator/codes", self.codes),
        ]

    async def show(self, _request: Request) -> Response:
        return FileResponse(_PAGE, headers={"Cache-Control": "no-store"})

    async def codes(self, _request: Request) -> Response:
        """`{"items": [{"username", "display_name", "role", "code"}], "seconds_left": n}`."""
        now = int(time.time())
        items = [
            {
                "username": person.username,
                "display_name": person.display_name,
                "role": _ROLES.get(person.role, person.role),
                "department": person.department,
                "code": pyotp.TOTP(person.otp_secret).at(now),
            }
            for person in self._staff
        ]
        answer = {"items": items, "seconds_left": 30 - now % 30}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})
