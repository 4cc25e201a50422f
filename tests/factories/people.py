"""People who use the API: guests and citizens with their token, staff with theirs."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from foundation import db
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import Staff, StaffGrant, StaffSession, new_id

CHEN, LI, ZHOU_LOW_LEVEL = "yss-chen-dawen", "yss-li-xiaohong", "yss-zhou-yiming"
WU_REFUSED, DENG_SLOW = "yss-wu-jianguo", "yss-deng-liping"
RESTAURANT = "yst-tianhe-xiaoguan"
CHEN_ID_NUMBER, CHEN_PHONE = "440106198806153017", "13800138001"
LIFETIME = timedelta(minutes=30)
RETURN_TO = "http://127.0.0.1:8000/app/"


@dataclass(frozen=True)
class Person:
    """Somebody with a bearer token, talking to the API through `http`."""

    http: httpx.AsyncClient
    token: str
    user_id: str = ""

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **request.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **request)

    async def get(self, path: str, **request: Any) -> Any:
        return _wanted(await self.ask("GET", path, **request))

    async def post(self, path: str, body: Any = None, **request: Any) -> Any:
        return _wanted(await self.ask("POST", path, json=body, **request))

    async def patch(self, path: str, body: Any) -> Any:
        return _wanted(await self.ask("PATCH", path, json=body))

    async def delete(self, path: str) -> Any:
        return _wanted(await self.ask("DELETE", path))

    async def upload(self, path: str, *contents: bytes, name: str = "材料.pdf") -> httpx.Response:
        files = [("file", (name, content)) for content in contents]
        return await self.ask("PUT", path, files=files)

    async def say(self, text: str = "", **message: Any) -> Any:
        """One turn of talk: words, or `payload=` of a button."""
        body = {"text": text, "client_message_id": secrets.token_hex(8), **message}
        return await self.post("/api/v1/chat/messages", body)

    async def press(self, payload: str) -> Any:
        return await self.say(payload=payload)


async def open_guest(http: httpx.AsyncClient) -> Person:
    body = _wanted(await http.post("/api/v1/sessions", json={"channel": "guest"}))
    return Person(http, body["token"], body["user"]["id"])


async def sign_on_code(http: httpx.AsyncClient, uid: str, redirect_uri: str = RETURN_TO) -> str:
    """The code the sign-on page gives when that account is chosen on it."""
    address = await http.get("/api/v1/sessions/sign_on", params={"redirect_uri": redirect_uri})
    async with httpx.AsyncClient(trust_env=False) as browser:
        back = await browser.post(_wanted(address)["url"], data={"account": uid})
    assert back.status_code == 302, back.text
    return parse_qs(urlsplit(back.headers["location"]).query)["code"][0]


async def sign_in(http: httpx.AsyncClient, uid: str = CHEN, guest: Person | None = None) -> Person:
    """A citizen or enterprise signed in at the sign-on simulator, from a guest's session if any."""
    channel = "yueshangtong" if uid.startswith("yst") else "yueshengshi"
    body = {
        "channel": channel,
        "code": await sign_on_code(http, uid),
        "redirect_uri": RETURN_TO,
    }
    headers = {"Authorization": f"Bearer {guest.token}"} if guest else {}
    answer = _wanted(await http.post("/api/v1/sessions", json=body, headers=headers))
    return Person(http, answer["token"], answer["user"]["id"])


async def staff_member(
    http: httpx.AsyncClient,
    role: str = "officer",
    department_code: str = "",
    name: str = "陈晓敏",
    skills: Sequence[str] = (),
    fields: Sequence[dict[str, str]] = (),
) -> Person:
    """Staff with a grant of that role, over their department's cases, already signed in; how they
    sign in has tests of its own. `fields` are the grant's rules over fields."""
    token, staff_id = secrets.token_urlsafe(16), new_id()
    async with db.writing() as session:
        session.add(
            Staff(
                id=staff_id, username=f"{role}-{staff_id[:8]}", display_name=name,
                department="综合窗口", department_code=department_code, password_hash="none",
                otp_secret="JBSWY3DPEHPK3PXP", skills=list(skills),
            )
        )  # fmt: skip
        await session.flush()
        if role:
            session.add(a_grant(staff_id, role, department_code, fields))
        session.add(
            StaffSession(
                token_hash=token_hash(token),
                staff_id=staff_id,
                expires_at=now() + LIFETIME,
            )
        )
    return Person(http, token, staff_id)


def a_grant(
    staff_id: str, role: str, department_code: str = "", fields: Sequence[dict[str, str]] = ()
) -> StaffGrant:
    """Held already; without a department it reaches everything."""
    return StaffGrant(
        id=new_id(), staff_id=staff_id, role_id=role, units=[], items=[], regions=[],
        departments=[department_code] if department_code else None, fields=list(fields),
        state="active", asked_by=staff_id, created_at=now(), note="",
    )  # fmt: skip


def kinds(answer: Any) -> Sequence[str]:
    """The kinds of an answer's replies."""
    return [reply["kind"] for reply in answer["replies"]]


def words(answer: Any) -> str:
    """All an answer says."""
    return "\n".join(reply["text"] for reply in answer["replies"])


def button(answer: Any, title: str) -> str:
    """The payload of the answer's button with that title."""
    buttons = [b for reply in answer["replies"] for b in reply["buttons"]]
    return next(str(b["payload"]) for b in buttons if title in b["title"])


def _wanted(response: httpx.Response) -> Any:
    assert response.status_code < 300, f"{response.status_code}: {response.text}"
    return response.json() if response.content else None
