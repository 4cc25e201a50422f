"""WeChat's side of message push: writes a message as WeChat does and reads our answer.

Written against WeChat's documents, apart from our own `PushWire`, so that one cannot hide the
other's mistakes; only the envelope's cipher is shared.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from itertools import count
from xml.etree import ElementTree

import httpx

from adapters.wechat.codec import Cipher, WireInvalid

ANSWER_SECONDS = 5.0
_REPEATS = 3
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_message_ids = count(int(time.time() * 1000) << 20)


@dataclass(frozen=True, slots=True)
class PushTarget:
    """Where one account's messages go, and the values that sign them."""

    url: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    appid: str
    account: str = "gh_tianhe_zhengwu"


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What came back: a passive reply's text (empty for `success`), or that nothing usable did."""

    delivered: bool
    reply: str = ""


def text_xml(target: PushTarget, openid: str, text: str, menu_id: str = "") -> str:
    """A text message; `menu_id` is the option of a menu the citizen pressed."""
    fields = {"MsgType": "text", "Content": text, "MsgId": str(next(_message_ids))}
    if menu_id:
        fields["bizmsgmenuid"] = menu_id
    return _xml(target, openid, fields)


def event_xml(target: PushTarget, openid: str, event: str, event_key: str = "") -> str:
    """An event, e.g. `subscribe` or `CLICK`."""
    return _xml(target, openid, {"MsgType": "event", "Event": event, "EventKey": event_key})


def message_xml(target: PushTarget, openid: str, fields: dict[str, str]) -> str:
    """Any other message, by the fields WeChat's documents name for its MsgType."""
    return _xml(target, openid, {**fields, "MsgId": str(next(_message_ids))})


def as_json(xml: str) -> str:
    """The same message as a mini-program set to JSON is pushed it: digits become numbers."""
    fields = {node.tag: node.text or "" for node in ElementTree.fromstring(xml)}
    numbers = {name: int(fields[name]) for name in ("CreateTime", "MsgId") if name in fields}
    return json.dumps({**fields, **numbers}, ensure_ascii=False)


async def push(client: httpx.AsyncClient, target: PushTarget, xml: str, secure: bool) -> PushAnswer:
    """Deliver as WeChat does: five seconds to answer, then up to three repeats."""
    for _ in range(1 + _REPEATS):
        query, body = _signed(target, xml, secure)
        try:
            response = await client.post(
                target.url,
                params=query,
                content=body.encode(),
                headers={"Content-Type": "text/xml; charset=utf-8"},
                timeout=ANSWER_SECONDS,
            )
        except httpx.HTTPError:
            continue
        if response.status_code == 200:
            return _answer(target, response.text.strip())
    return PushAnswer(delivered=False)


def _signed(target: PushTarget, xml: str, secure: bool) -> tuple[dict[str, str], str]:
    timestamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
    query = {
        "signature": _sha1(target.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": _sender(xml),
    }
    if not secure:
        return query, xml
    encrypted = Cipher(target.aes_key, target.appid).encrypt(xml)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = _sha1(target.token, timestamp, nonce, encrypted)
    if xml.startswith("{"):
        return query, json.dumps({"ToUserName": target.account, "Encrypt": encrypted})
    return query, (
        f"<xml><ToUserName><![CDATA[{target.account}]]></ToUserName>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )


def _sender(text: str) -> str:
    if text.startswith("{"):
        return str(json.loads(text).get("FromUserName", ""))
    return ElementTree.fromstring(text).findtext("FromUserName", "")


def _answer(target: PushTarget, text: str) -> PushAnswer:
    """Only `success`, an empty body or a well-formed reply count as an answer."""
    if text in {"", "success"}:
        return PushAnswer(delivered=True)
    try:
        reply = ElementTree.fromstring(text)
        if encrypted := reply.findtext("Encrypt"):
            signed = _sha1(
                target.token,
                reply.findtext("TimeStamp", ""),
                reply.findtext("Nonce", ""),
                encrypted,
            )
            if signed != reply.findtext("MsgSignature"):
                return PushAnswer(delivered=False)
            reply = ElementTree.fromstring(Cipher(target.aes_key, target.appid).decrypt(encrypted))
    except (ElementTree.ParseError, WireInvalid):
        return PushAnswer(delivered=False)
    return PushAnswer(delivered=True, reply=reply.findtext("Content", ""))


def _xml(target: PushTarget, openid: str, fields: dict[str, str]) -> str:
    everything = {
        "ToUserName": target.account,
        "FromUserName": openid,
        "CreateTime": str(int(time.time())),
        **fields,
    }
    root = ElementTree.Element("xml")
    for name, value in everything.items():
        ElementTree.SubElement(root, name).text = _CONTROL.sub("", value)
    return ElementTree.tostring(root, "unicode")


def _sha1(*items: str) -> str:
    return hashlib.sha1("".join(sorted(items)).encode(), usedforsecurity=False).hexdigest()
