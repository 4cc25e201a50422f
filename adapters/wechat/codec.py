"""The only module that touches wechatpy: crypto, XML parsing, reply rendering.

wechatpy raises whatever its parts raise, compares signatures with `!=`, leaves `]]>` unescaped
and knows XML envelopes only; here each of these ends, and one exception leaves: `WireInvalid`.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import string
import struct
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.parser import parse_message
from wechatpy.replies import TextReply
from wechatpy.utils import WeChatSigner

from foundation.errors import Problem

_FAULTS = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    struct.error,
    ExpatError,
    WeChatException,
)
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RANDOM_ALPHABET = string.ascii_letters + string.digits


class WireInvalid(Problem):
    """A push that WeChat did not send in this form; answered 400 and otherwise ignored."""

    status = 400
    code = "wechat_push_invalid"
    title = "微信推送内容无效"
    default_detail = "内容不符合微信消息推送的格式或签名，请核对 Token、EncodingAESKey 与 AppID。"


class _Cipher(PrpCrypto):  # type: ignore[misc]
    def get_random_string(self) -> str:
        return "".join(secrets.choice(_RANDOM_ALPHABET) for _ in range(16))


class Cipher:
    """AES-256-CBC of message push, for one EncodingAESKey and app id.

    Raises: ValueError when the key is not the 43 characters WeChat issues.
    """

    def __init__(self, aes_key: str, appid: str) -> None:
        key = base64.b64decode(aes_key + "=", validate=True)
        if len(key) != 32:
            raise ValueError("EncodingAESKey: 43 characters of base64")
        self._cipher = _Cipher(key)
        self._appid = appid

    def encrypt(self, text: str) -> str:
        return str(self._cipher.encrypt(text, self._appid), "ascii")

    def decrypt(self, encrypted: str) -> str:
        """Raises: WireInvalid for a broken text or one meant for another app id."""
        try:
            return str(self._cipher.decrypt(encrypted, self._appid))
        except _FAULTS as error:
            raise WireInvalid from error


def signature(*items: str) -> str:
    """The SHA-1 of the sorted items, as WeChat signs both modes."""
    signer = WeChatSigner()
    signer.add_data(*items)
    return str(signer.signature)


def check_signature(claimed: str, *items: str) -> None:
    """Raises: WireInvalid unless `claimed` signs the items (compared in constant time)."""
    try:
        is_ours = hmac.compare_digest(signature(*items).encode(), claimed.encode())
    except UnicodeEncodeError as error:
        raise WireInvalid from error
    if not is_ours:
        raise WireInvalid


def envelope_of_xml(xml: str) -> dict[str, Any]:
    """The fields of an encrypted push's envelope; entities and document types are refused."""
    try:
        return dict(xmltodict.parse(xml, disable_entities=True)["xml"])
    except _FAULTS as error:
        raise WireInvalid from error


def fields_of_xml(xml: str) -> dict[str, Any]:
    """The fields of a pushed XML message; entities and document types are refused."""
    try:
        # wechatpy leaves disable_entities at xmltodict's default, which has been True since 0.13.
        return dict(parse_message(xml)._data)
    except _FAULTS as error:
        raise WireInvalid from error


def render_text(to: str, sender: str, created_at: int, content: str) -> str:
    """A passive text reply as XML, safe for any content."""
    reply = TextReply(
        target=_in_cdata(to), source=_in_cdata(sender), time=created_at, content=_in_cdata(content)
    )
    return str(reply.render())


def _in_cdata(text: str) -> str:
    return _NOT_IN_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>")
