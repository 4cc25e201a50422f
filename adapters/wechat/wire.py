"""Message push as it comes over the wire: proved, decrypted, parsed, and answered.

Source: developers.weixin.qq.com, 消息推送 (plain, compatible and secure mode; XML and JSON).
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import orjson

from adapters.wechat.codec import (
    Cipher,
    WireInvalid,
    check_signature,
    envelope_of_xml,
    fields_of_xml,
    render_text,
    signature,
)
from adapters.wechat.port import InboundMessage, MessageKind
from foundation.errors import Problem

BODY_LIMIT = 64 * 1024
FRESH_SECONDS = 300
"""How far a push's timestamp may lie from our clock; WeChat's own repeats end within 20 s."""
SUCCESS = b"success"
_KINDS = frozenset(get_args(MessageKind))
_NAME_LIMIT = 64
_MESSAGE_ID_LIMIT = 128
_LONG_LIMIT = 1024
_PLACE_FIELDS = (("Location_X", 90.0), ("Location_Y", 180.0))
# wechatpy renames the event of somebody who follows by scanning a code.
_SAME_EVENT = {"subscribe_scan": "subscribe"}
_SAME_KIND = {"shortvideo": "video"}

Format = Literal["xml", "json"]


@dataclass(frozen=True, slots=True)
class Push:
    """One pushed message and the manner in which an answer to it must be written."""

    message: InboundMessage
    is_secure: bool
    format: Format
    signed: str = ""
    """A fingerprint of the signature: the same one again is a replay."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The body and media type of our HTTP answer."""

    body: bytes
    media_type: str


class PushReplayed(Problem):
    """Signed by WeChat, but long ago, or taken before; nothing of it is done again."""

    status = 403
    code = "wechat_push_replayed"
    title = "微信推送已过期或重复"
    default_detail = "这次推送的时间戳已过期，或同一签名已经收过，请核对服务器时间。"


def check_fresh(query: Mapping[str, str], moment: float) -> None:
    """Raises: PushReplayed unless the proved timestamp is of these minutes."""
    timestamp = query.get("timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise PushReplayed
    if abs(moment - int(timestamp)) > FRESH_SECONDS:
        raise PushReplayed


class PushWire:
    """Message push of one account: its Token, EncodingAESKey and app id.

    Raises: ValueError when one of them is not set as WeChat issues it.
    """

    def __init__(self, token: str, aes_key: str, appid: str) -> None:
        if not token or not appid:
            raise ValueError("WeChat push: token and app id must be set")
        self._token, self._appid = token, appid
        self._cipher = Cipher(aes_key, appid)

    def echo(self, query: Mapping[str, str]) -> str:
        """What to answer to the address check (GET). Raises: WireInvalid."""
        echo = _needed(query, "echostr")
        if "msg_signature" in query:
            self._check(query, "msg_signature", echo)
            return self._cipher.decrypt(echo)
        self._check(query, "signature")
        return echo

    def receive(self, query: Mapping[str, str], body: bytes) -> Push:
        """The message of a push (POST), in either mode and format. Raises: WireInvalid."""
        text = _text(body)
        style = style_of(text)
        is_secure = query.get("encrypt_type") == "aes" or "msg_signature" in query
        if is_secure:
            encrypted = _needed(_envelope(text, style), "Encrypt")
            self._check(query, "msg_signature", encrypted)
            text = self._cipher.decrypt(encrypted)
        else:
            self._check(query, "signature")
        fields = _fields(text, style_of(text) if is_secure else style)
        return Push(_message(fields), is_secure, style, self._fingerprint(query))

    def acknowledge(self) -> Reply:
        """Received; nothing to say now. Stops WeChat from repeating the message."""
        return Reply(SUCCESS, "text/plain; charset=utf-8")

    def reply_text(self, push: Push, content: str) -> Reply:
        """A passive text reply, in the mode and format of the push."""
        message, created_at = push.message, int(time.time())
        if push.format == "json":
            text = orjson.dumps(
                {
                    "ToUserName": message.openid,
                    "FromUserName": message.account,
                    "CreateTime": created_at,
                    "MsgType": "text",
                    "Content": content,
                }
            ).decode()
        else:
            text = render_text(message.openid, message.account, created_at, content)
        if push.is_secure:
            text = self.sealed(text, push.format, str(created_at), secrets.token_hex(8))
        return Reply(text.encode(), f"application/{push.format}; charset=utf-8")

    def sealed(self, text: str, style: Format, timestamp: str, nonce: str) -> str:
        """The encrypted and signed envelope around a reply."""
        encrypted = self._cipher.encrypt(text)
        signed = signature(self._token, timestamp, nonce, encrypted)
        if style == "json":
            return orjson.dumps(
                {
                    "Encrypt": encrypted,
                    "MsgSignature": signed,
                    "TimeStamp": int(timestamp),
                    "Nonce": nonce,
                }
            ).decode()
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signed}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    def _fingerprint(self, query: Mapping[str, str]) -> str:
        # Both modes sign these two: what was pushed sealed cannot be pushed again in the open.
        proved = [self._appid, query.get("timestamp", ""), query.get("nonce", "")]
        return hashlib.sha256("\n".join(proved).encode()).hexdigest()

    def _check(self, query: Mapping[str, str], name: str, *more: str) -> None:
        check_signature(
            _needed(query, name),
            self._token,
            _needed(query, "timestamp"),
            _needed(query, "nonce"),
            *more,
        )


def style_of(text: str) -> Format:
    return "json" if text.lstrip()[:1] == "{" else "xml"


def _text(body: bytes) -> str:
    if len(body) > BODY_LIMIT:
        raise WireInvalid("微信推送内容超过64KB，已拒收。")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireInvalid from error


def _envelope(text: str, style: Format) -> dict[str, Any]:
    # wechatpy's parser wants a MsgType, which an envelope need not have.
    return _json(text) if style == "json" else envelope_of_xml(text)


def _fields(text: str, style: Format) -> dict[str, Any]:
    return _json(text) if style == "json" else fields_of_xml(text)


def _json(text: str) -> dict[str, Any]:
    try:
        fields = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise WireInvalid from error
    if not isinstance(fields, dict):
        raise WireInvalid
    return fields


def _message(fields: Mapping[str, Any]) -> InboundMessage:
    kind = _needed(fields, "MsgType").lower()
    openid, account = _name(fields, "FromUserName"), _name(fields, "ToUserName")
    created_at = _moment(_needed(fields, "CreateTime"))
    event = _optional(fields, "Event").lower()
    event = _SAME_EVENT.get(event, event)
    # Events carry no MsgId: WeChat tells them apart by sender and second. Two lines of a menu
    # pressed within one second are two wishes all the same.
    key = f"{openid}:{int(created_at.timestamp())}:{event}"
    if event == "click":
        key += f":{_optional(fields, 'EventKey')}"
    latitude, longitude = _place(fields)
    return InboundMessage(
        kind=_kind(kind),
        message_id=(_optional(fields, "MsgId") or key)[:_MESSAGE_ID_LIMIT],
        openid=openid,
        account=account,
        created_at=created_at,
        text=_optional(fields, "Content").replace("\0", ""),
        media_id=_optional(fields, "MediaId"),
        event=event,
        event_key=_optional(fields, "EventKey")[:_LONG_LIMIT],
        menu_id=_optional(fields, "bizmsgmenuid"),
        recognition=_optional(fields, "Recognition").replace("\0", "").strip(),
        longitude=longitude,
        latitude=latitude,
        title=(_optional(fields, "Label") or _optional(fields, "Title")).replace("\0", ""),
        page=(_optional(fields, "PagePath") or _optional(fields, "SessionFrom"))[:_LONG_LIMIT],
    )


def _kind(name: str) -> MessageKind:
    name = _SAME_KIND.get(name, name)
    return name if name in _KINDS else "other"  # type: ignore[return-value]


def _place(fields: Mapping[str, Any]) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude; neither unless both are degrees."""
    latitude, longitude = (_degrees(fields.get(n), most) for n, most in _PLACE_FIELDS)
    return (None, None) if latitude is None or longitude is None else (latitude, longitude)


def _degrees(value: object, most: float) -> float | None:
    try:
        degrees = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return None
    return degrees if abs(degrees) <= most else None


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WireInvalid from error


def _name(fields: Mapping[str, Any], name: str) -> str:
    value = _needed(fields, name)
    if len(value) > _NAME_LIMIT or not value.isprintable():
        raise WireInvalid
    return value


def _needed(fields: Mapping[str, Any], name: str) -> str:
    value = _optional(fields, name)
    if not value:
        raise WireInvalid
    return value


def _optional(fields: Mapping[str, Any], name: str) -> str:
    """The field as text; JSON mode gives numbers where XML gives digits."""
    value = fields.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
