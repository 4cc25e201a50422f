"""Pushes nobody should send: refused with 4xx, logged, and nothing of them is done."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from structlog.testing import CapturingLogger

from adapters.wechat.codec import Cipher
from adapters.wechat.simulated_push import PushTarget, _sha1, _signed, as_json, text_xml
from adapters.wechat.wire import FRESH_SECONDS
from foundation import body_limits, db
from foundation.models import OutboxEntry, User
from miniprogram_api.callbacks import wechat as callback
from tests.miniprogram_api.conftest import Simulators

Made = tuple[dict[str, str], bytes]
Refused = Callable[..., Awaitable[httpx.Response]]


@dataclass(frozen=True)
class Account:
    """One of our two accounts, in one mode and format, as WeChat pushes to it."""

    path: str
    target: PushTarget
    secure: bool
    style: str

    def text(self, words: str = "你好") -> str:
        xml = text_xml(self.target, "o-chen", words)
        return as_json(xml) if self.style == "json" else xml

    def push(self, text: str | None = None) -> Made:
        query, body = _signed(self.target, text or self.text(), self.secure)
        return query, body.encode()

    def signed_at(self, moment: int, text: str) -> Made:
        """As it would have been pushed at another time, properly signed."""
        query, body = _signed(self.target, text, self.secure)
        query["timestamp"] = str(moment)
        query["signature"] = _sha1(self.target.token, query["timestamp"], query["nonce"])
        if self.secure:
            encrypted = Cipher(self.target.aes_key, self.target.appid).encrypt(text)
            query["msg_signature"] = _sha1(
                self.target.token, query["timestamp"], query["nonce"], encrypted
            )
            body = (
                json.dumps({"Encrypt": encrypted})
                if self.style == "json"
                else f"<xml><Encrypt>{encrypted}</Encrypt></xml>"
            )
        return query, body.encode()


KINDS = [
    (path, secure, style)
    for path, styles in (("official", ["xml"]), ("miniprogram", ["xml", "json"]))
    for secure in (False, True)
    for style in styles
]


@pytest.fixture(params=KINDS, ids=lambda k: f"{k[0]}-{k[2]}-{'secure' if k[1] else 'plain'}")
def account(request: pytest.FixtureRequest, outside: Simulators) -> Account:
    name, secure, style = request.param
    target = outside.wechat.official if name == "official" else outside.wechat.service
    assert target is not None
    return Account(f"/callbacks/wechat/{name}", target, secure, style)


async def send(client: httpx.AsyncClient, account: Account, made: Made) -> httpx.Response:
    query, body = made
    return await client.post(account.path, params=query, content=body)


async def nothing_done() -> bool:
    async with db.reading() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(model))
            for model in (User, OutboxEntry)
        ]
    return counts == [0, 0]


@pytest.fixture
def refused(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Refused:
    """A function that sends a push which must be refused and logged; returns the answer."""
    log = CapturingLogger()
    for module in (callback, body_limits):
        monkeypatch.setattr(module, "log", log)

    async def refuse(account: Account, made: Made, *statuses: int) -> httpx.Response:
        log.calls.clear()
        answer = await send(client, account, made)
        assert answer.status_code in (statuses or (400, 403)), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        (entry,) = log.calls
        assert entry.method_name == "warning"
        assert entry.args[0] in ("wechat_push_refused", "body_too_large")
        return answer

    return refuse


async def test_a_proper_push_is_taken(client: httpx.AsyncClient, account: Account) -> None:
    taken = await send(client, account, account.push())
    assert (taken.status_code, taken.text) == (200, "success")
    assert not await nothing_done()


def _changed(name: str, value: str) -> Callable[[Account], Made]:
    def make(account: Account) -> Made:
        query, body = account.push()
        if name == "signature":
            name_signed = "msg_signature" if account.secure else "signature"
            return {**query, name_signed: value}, body
        return {**query, name: value}, body

    return make


def _without(name: str) -> Callable[[Account], Made]:
    def make(account: Account) -> Made:
        query, body = account.push()
        name_signed = "msg_signature" if account.secure and name == "signature" else name
        return {k: v for k, v in query.items() if k != name_signed}, body

    return make


def _other_body(text: str) -> Callable[[Account], Made]:
    return lambda account: _signed_raw(account, text)


def _signed_raw(account: Account, text: str) -> Made:
    """Any text, signed (and sealed) as if WeChat had pushed it."""
    query, _ = account.push()
    if not account.secure:
        return query, text.encode()
    encrypted = Cipher(account.target.aes_key, account.target.appid).encrypt(text)
    query["msg_signature"] = _sha1(
        account.target.token, query["timestamp"], query["nonce"], encrypted
    )
    return query, json.dumps({"Encrypt": encrypted}).encode()


FORGED: dict[str, Callable[[Account], Made]] = {
    "wrong signature": _changed("signature", "0" * 40),
    "empty signature": _changed("signature", ""),
    "signature in strange letters": _changed("signature", "签名"),
    "other timestamp": _changed("timestamp", str(int(time.time()) - 1)),
    "other nonce": _changed("nonce", "1"),
    "no signature": _without("signature"),
    "no timestamp": _without("timestamp"),
    "no nonce": _without("nonce"),
    "nothing": _other_body(""),
    "no message": _other_body("{}"),
    "half a message": _other_body("<xml><MsgType>text"),
    "a document type": _other_body(
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>'
    ),
    "a list": _other_body("[1, 2]"),
    "deep": _other_body('{"a":' * 500),
}


async def test_forged_and_malformed(refused: Refused, account: Account) -> None:
    for how, make in FORGED.items():
        answer = await refused(account, make(account))
        assert answer.json()["code"] == "wechat_push_invalid", how
    assert await nothing_done()


async def test_of_another_time(refused: Refused, account: Account) -> None:
    for seconds in (-FRESH_SECONDS - 60, FRESH_SECONDS + 60, -(10**9)):
        made = account.signed_at(int(time.time()) + seconds, account.text())
        answer = await refused(account, made, 403)
        assert answer.json()["code"] == "wechat_push_replayed"
    assert await nothing_done()


async def test_the_same_push_again(
    client: httpx.AsyncClient, refused: Refused, account: Account
) -> None:
    made = account.push()
    assert (await send(client, account, made)).text == "success"
    await refused(account, made, 403)
    await refused(account, made, 403)
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1


async def test_a_signature_seen_carries_no_other_message(
    client: httpx.AsyncClient, refused: Refused, outside: Simulators
) -> None:
    """In plain mode the signature does not cover the body: what was heard on the wire, sealed or
    open, must not let in somebody else's words."""
    for secure in (False, True):
        account = Account("/callbacks/wechat/official", outside.wechat.official, secure, "xml")
        query, body = account.push()
        assert (await client.post(account.path, params=query, content=body)).text == "success"
        open_query = {k: query[k] for k in ("signature", "timestamp", "nonce")}
        await refused(account, (open_query, account.text("转账").encode()), 403)


async def test_wechats_repeat_of_what_was_answered_too_late_is_heard_quietly(
    client: httpx.AsyncClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "HEARD_SECONDS", -1.0)
    made = account.push()
    for _ in range(3):
        assert (await send(client, account, made)).text == "success"
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1


async def test_oversized(refused: Refused, account: Account) -> None:
    query, _ = account.push()
    for size in (64 * 1024 + 1, 300_000):
        await refused(account, (query, b"x" * size), 400, 413)
    assert await nothing_done()


async def test_for_the_other_account(refused: Refused, outside: Simulators) -> None:
    """Each account has its own token, key and app id."""
    assert outside.wechat.service is not None
    targets = {"official": outside.wechat.service, "miniprogram": outside.wechat.official}
    for name, wrong in targets.items():
        for secure in (False, True):
            account = Account(f"/callbacks/wechat/{name}", wrong, secure, "xml")
            await refused(account, account.push())
    assert await nothing_done()


async def test_any_garbage_is_refused_and_never_an_error(
    client: httpx.AsyncClient, account: Account
) -> None:
    chance = random.Random(7)
    for _ in range(60):
        query, body = account.push()
        made = _garbled(chance, query, body)
        answer = await send(client, account, made)
        assert answer.status_code == 200 or 400 <= answer.status_code < 500, (made, answer.text)


def _garbled(chance: random.Random, query: dict[str, str], body: bytes) -> Made:
    """The push with some of it changed, cut or replaced, sometimes signed all the same."""
    mutable: Any = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        where = chance.randrange(len(mutable)) if mutable else 0
        match chance.randrange(4):
            case 0 if mutable:
                mutable[where] = chance.randrange(256)
            case 1:
                mutable[where:where] = chance.randbytes(chance.randint(1, 20))
            case 2:
                del mutable[where : where + chance.randint(1, 200)]
            case _:
                mutable = bytearray(mutable[:where])
    if chance.random() < 0.3:
        name = chance.choice(sorted(query))
        query = {**query, name: "".join(chance.choices("0aé\0签&=%", k=chance.randint(0, 50)))}
    return query, bytes(mutable)
