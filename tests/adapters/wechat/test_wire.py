"""Message push: Tencent's own vectors, both modes, both formats, and everything malformed."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.wechat.codec import WireInvalid
from adapters.wechat.port import InboundMessage
from adapters.wechat.wire import BODY_LIMIT, Push, PushWire
from tests.adapters.conftest import AES_KEY, OFFICIAL, PUSH_TOKEN

# developer.work.weixin.qq.com/document/path/90968: the same scheme, with the published values.
VECTOR_WIRE = PushWire("QDG6eK", AES_KEY, "wx5823bf96d3bd56c7")
VECTOR_QUERY = {
    "msg_signature": "477715d11cdb4164915debcba66cb864d751f3e6",
    "timestamp": "1409659813",
    "nonce": "1372623149",
}
VECTOR_ENCRYPT = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCU"
    "pj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgp"
    "ue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCK"
    "Iw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o"
    "0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2"
    "pDBS8R07+qN+E7Q=="
)
VECTOR_BODY = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>"
    f"<Encrypt><![CDATA[{VECTOR_ENCRYPT}]]></Encrypt></xml>"
).encode()

# A busy machine draws slowly; that says nothing about our code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT_XML = (
    "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[我想开个小餐馆 <b>&amp;]]></Content><MsgId>24000000000000001</MsgId>"
    "<bizmsgmenuid>101</bizmsgmenuid></xml>"
)


def sha1(*items: str) -> str:
    return hashlib.sha1("".join(sorted(items)).encode()).hexdigest()


def aes(plain: bytes, appid: str = OFFICIAL.appid) -> str:
    """The documented encryption, written without our code: 16 random, length, text, app id."""
    key = base64.b64decode(AES_KEY + "=")
    block = b"0123456789abcdef" + struct.pack(">I", len(plain)) + plain + appid.encode()
    padding = 32 - len(block) % 32
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(block + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def opened(encrypted: str) -> tuple[str, str]:
    """Text and app id of an encrypted reply, opened without our code."""
    key = base64.b64decode(AES_KEY + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    block = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
    block = block[: -block[-1]]
    (length,) = struct.unpack(">I", block[16:20])
    return block[20 : 20 + length].decode(), block[20 + length :].decode()


def plain_query(**more: str) -> dict[str, str]:
    return {"timestamp": "17", "nonce": "n", "signature": sha1(PUSH_TOKEN, "17", "n"), **more}


def secure_query(encrypted: str) -> dict[str, str]:
    signed = sha1(PUSH_TOKEN, "17", "n", encrypted)
    return {"timestamp": "17", "nonce": "n", "encrypt_type": "aes", "msg_signature": signed}


def secure_push(wire: PushWire, plain: bytes, appid: str = OFFICIAL.appid) -> Push:
    encrypted = aes(plain, appid)
    body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    return wire.receive(secure_query(encrypted), body.encode())


def test_the_published_vector_opens() -> None:
    push = VECTOR_WIRE.receive(VECTOR_QUERY, VECTOR_BODY)
    message = push.message
    assert (message.text, message.openid) == ("hello", "mycreate")
    assert message.message_id == "4561255354251345929"
    assert message.created_at == datetime.fromtimestamp(1409659813, UTC)
    assert push.is_secure


def test_the_published_address_check_opens() -> None:
    query = {
        "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        "timestamp": "1409659589",
        "nonce": "263014780",
        "echostr": (
            "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
        ),
    }
    assert VECTOR_WIRE.echo(query).isdigit()


def test_plain_text_message(wire: PushWire) -> None:
    push = wire.receive(plain_query(), TEXT_XML.encode())
    message = push.message
    assert (message.kind, message.openid, message.account) == ("text", "o1", "gh_1")
    assert message.text == "我想开个小餐馆 <b>&amp;"
    assert (message.message_id, message.menu_id) == ("24000000000000001", "101")
    assert (push.is_secure, push.format) == (False, "xml")


def test_secure_message_is_the_same_message(wire: PushWire) -> None:
    plain = wire.receive(plain_query(), TEXT_XML.encode())
    assert secure_push(wire, TEXT_XML.encode()).message == plain.message


def test_mini_program_json_in_both_modes(wire: PushWire) -> None:
    fields = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1700000000,
              "MsgType": "text", "Content": "你好\0", "MsgId": 24000000000000001}  # fmt: skip
    body = json.dumps(fields).encode()
    plain = wire.receive(plain_query(), body)
    encrypted = aes(body)
    secure = wire.receive(
        secure_query(encrypted), json.dumps({"ToUserName": "gh_1", "Encrypt": encrypted}).encode()
    )
    assert plain.message == secure.message
    assert (plain.message.text, plain.message.message_id) == ("你好", "24000000000000001")
    assert (secure.format, secure.is_secure) == ("json", True)


def test_events_are_told_apart_by_sender_second_name_and_line_of_the_menu(wire: PushWire) -> None:
    def pressed(key: str) -> InboundMessage:
        event = (
            "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>"
            "<CreateTime>1700000000</CreateTime><MsgType>event</MsgType><Event>CLICK</Event>"
            f"<EventKey>{key}</EventKey></xml>"
        )
        return wire.receive(plain_query(), event.encode()).message

    message = pressed("menu_cases")
    assert (message.kind, message.event, message.event_key) == ("event", "click", "menu_cases")
    assert (
        message.message_id == pressed("menu_cases").message_id == "o1:1700000000:click:menu_cases"
    )
    assert message.message_id != pressed("menu_human").message_id


def test_a_subscribe_event_with_a_list_is_read(wire: PushWire) -> None:
    base = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1, "MsgType": "event",
            "Event": "subscribe_msg_change_event"}  # fmt: skip
    for listed in ({"TemplateId": "t"}, [{"TemplateId": "t"}]):
        body = json.dumps({**base, "List": listed}).encode()
        assert wire.receive(plain_query(), body).message.event == "subscribe_msg_change_event"


def test_compatible_mode_trusts_only_the_encrypted_part(wire: PushWire) -> None:
    encrypted = aes(TEXT_XML.encode())
    forged = "<Content>forged</Content>"
    body = f"<xml>{forged}<Encrypt>{encrypted}</Encrypt></xml>"
    assert wire.receive(secure_query(encrypted), body.encode()).message.text != "forged"


def test_secure_mode_needs_msg_signature_even_beside_a_good_plain_one(wire: PushWire) -> None:
    encrypted = aes(TEXT_XML.encode())
    body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
    with pytest.raises(WireInvalid):
        wire.receive(plain_query(encrypt_type="aes"), body)
    with pytest.raises(WireInvalid):
        wire.receive(plain_query(encrypt_type="aes", msg_signature="0" * 40), body)


def test_a_message_for_another_app_is_refused(wire: PushWire) -> None:
    with pytest.raises(WireInvalid):
        secure_push(wire, TEXT_XML.encode(), appid="wx_other")


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
def test_a_missing_or_changed_parameter_is_refused(wire: PushWire, name: str) -> None:
    for value in (None, "", "changed", "é"):
        query = {k: v for k, v in (plain_query() | {name: value}).items() if v is not None}
        with pytest.raises(WireInvalid):
            wire.receive(query, TEXT_XML.encode())


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<xml><MsgType>text</MsgType><Content>&b;</Content></xml>"
)
FILE_ENTITY = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    "<xml><MsgType>text</MsgType><Content>&f;</Content></xml>"
)


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"<", b"<xml>", b"<xml/>", b"<xml>text</xml>", b"<a><MsgType>text</MsgType></a>",
        b"\xff\xfe<xml/>", b"{", b"[]", b"null", b'{"MsgType": null}', b'{"MsgType": {"a": 1}}',
        b"<xml><MsgType/></xml>", b"<xml><MsgType>text</MsgType></xml>",
        TEXT_XML.replace("1700000000", "soon").encode(),
        TEXT_XML.replace("1700000000", "9" * 40).encode(),
        TEXT_XML.replace("[o1]", f"[{'o' * 65}]").encode(),
        BOMB.encode(), FILE_ENTITY.encode(),
        b"<a>" * 20000, b'{"a":' * 10000,
        b"<xml>" + b" " * BODY_LIMIT + b"</xml>",
    ],
)  # fmt: skip
def test_malformed_bodies_end_as_wire_invalid(wire: PushWire, body: bytes) -> None:
    with pytest.raises(WireInvalid):
        wire.receive(plain_query(), body)


@PATIENT
@given(body=st.binary(max_size=300))
def test_any_signed_body_is_read_or_refused(body: bytes) -> None:
    _read_or_refuse(PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid), plain_query(), body)


XML_PIECES = st.sampled_from(
    ["<xml>", "</xml>", "<MsgType>", "</MsgType>", "text", "event", "<Event/>", "<![CDATA[", "]]>",
     "<Content>", "</Content>", "<FromUserName>o</FromUserName>", "<CreateTime>1</CreateTime>",
     "<ToUserName>g</ToUserName>", "&amp;", "&x;", "<!--", "-->", "<?x?>", "\0", "{", "}"]
)  # fmt: skip


@PATIENT
@given(pieces=st.lists(XML_PIECES, max_size=20))
def test_any_signed_xml_like_body_is_read_or_refused(pieces: list[str]) -> None:
    body = "".join(["<xml>", *pieces, "</xml>"]).encode()
    _read_or_refuse(PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid), plain_query(), body)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELD_NAMES = st.sampled_from(
    ["MsgType", "FromUserName", "ToUserName", "CreateTime", "Event", "EventKey", "Content", "MsgId"]
)


@PATIENT
@given(fields=st.dictionaries(FIELD_NAMES, JSON_VALUES))
def test_any_signed_json_fields_are_read_or_refused(fields: dict[str, object]) -> None:
    wire = PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    _read_or_refuse(wire, plain_query(), json.dumps(fields).encode())


@PATIENT
@given(encrypted=st.text(max_size=200) | st.binary(max_size=160).map(
    lambda data: base64.b64encode(data).decode()))  # fmt: skip
def test_any_signed_ciphertext_is_opened_or_refused(encrypted: str) -> None:
    wire = PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    _read_or_refuse(wire, secure_query(encrypted), json.dumps({"Encrypt": encrypted}).encode())


@PATIENT
@given(plain=st.binary(max_size=100))
def test_any_encrypted_content_is_read_or_refused(plain: bytes) -> None:
    encrypted = aes(plain)
    wire = PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    _read_or_refuse(
        wire, secure_query(encrypted), f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
    )


QUERY_NAMES = st.sampled_from(
    ["signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"]
)


@PATIENT
@given(query=st.dictionaries(QUERY_NAMES, st.text()))
def test_any_query_is_answered_or_refused(query: dict[str, str]) -> None:
    wire = PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    with pytest.raises(WireInvalid):
        wire.receive(query, TEXT_XML.encode())
    with pytest.raises(WireInvalid):
        wire.echo(query)


def _read_or_refuse(wire: PushWire, query: dict[str, str], body: bytes) -> None:
    try:
        message = wire.receive(query, body).message
    except WireInvalid:
        return
    assert message.openid
    assert "\0" not in message.text


def test_the_address_check_returns_what_was_signed(wire: PushWire) -> None:
    assert wire.echo(plain_query(echostr="12345")) == "12345"
    with pytest.raises(WireInvalid):
        wire.echo(plain_query(echostr="12345") | {"signature": "0" * 40})


HOSTILE = "结束]]></Content><Content>假的\x08 <a>&"


def test_a_plain_reply_keeps_hostile_content_inside(wire: PushWire) -> None:
    push = wire.receive(plain_query(), TEXT_XML.encode())
    reply = wire.reply_text(push, HOSTILE)
    root = ElementTree.fromstring(reply.body)
    assert [node.text for node in root.findall("Content")] == [HOSTILE.replace("\x08", "")]
    assert (root.findtext("ToUserName"), root.findtext("FromUserName")) == ("o1", "gh_1")
    assert reply.media_type.startswith("application/xml")


def test_a_secure_reply_is_signed_and_sealed_for_the_app(wire: PushWire) -> None:
    reply = wire.reply_text(secure_push(wire, TEXT_XML.encode()), HOSTILE)
    root = ElementTree.fromstring(reply.body)
    encrypted = root.findtext("Encrypt", "")
    timestamp, nonce = root.findtext("TimeStamp", ""), root.findtext("Nonce", "")
    assert root.findtext("MsgSignature") == sha1(PUSH_TOKEN, timestamp, nonce, encrypted)
    text, appid = opened(encrypted)
    assert ElementTree.fromstring(text).findtext("Content") == HOSTILE.replace("\x08", "")
    assert appid == OFFICIAL.appid


def test_a_secure_json_reply(wire: PushWire) -> None:
    body = json.dumps({"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1,
                       "MsgType": "text", "Content": "hi"}).encode()  # fmt: skip
    encrypted = aes(body)
    push = wire.receive(secure_query(encrypted), json.dumps({"Encrypt": encrypted}).encode())
    envelope = json.loads(wire.reply_text(push, HOSTILE).body)
    signed = sha1(PUSH_TOKEN, str(envelope["TimeStamp"]), envelope["Nonce"], envelope["Encrypt"])
    assert envelope["MsgSignature"] == signed
    assert json.loads(opened(envelope["Encrypt"])[0])["Content"] == HOSTILE


def test_acknowledging_is_plain_success(wire: PushWire) -> None:
    assert wire.acknowledge().body == b"success"


@pytest.mark.parametrize(
    ("token", "key", "appid"), [("", AES_KEY, "wx"), ("t", AES_KEY, ""), ("t", AES_KEY[:-1], "wx"),
                                ("t", "", "wx"), ("t", "!" * 43, "wx")],
)  # fmt: skip
def test_a_wire_without_proper_settings_does_not_stand(token: str, key: str, appid: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PushWire(token, key, appid)
