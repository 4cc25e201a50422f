"""What a push may hold besides words, read alike in each format; and which pushes are fresh."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.simulated_push import PushTarget, _signed, as_json, text_xml
from adapters.wechat.wire import FRESH_SECONDS, PushReplayed, PushWire, check_fresh
from tests.adapters.conftest import AES_KEY, OFFICIAL, PUSH_TOKEN
from tests.adapters.wechat.test_wire import PATIENT, TEXT_XML, plain_query, secure_push, sha1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"MsgType": "voice", "MediaId": "m", "Recognition": " 你好 "}, {"recognition": "你好"}),
        ({"MsgType": "voice", "MediaId": "m"}, {"recognition": "", "media_id": "m"}),
        ({"MsgType": "shortvideo"}, {"kind": "video"}),
        ({"MsgType": "location", "Location_X": "23.1", "Location_Y": "113.3", "Label": "天河"},
         {"latitude": 23.1, "longitude": 113.3, "title": "天河"}),
        ({"MsgType": "location", "Location_X": "91", "Location_Y": "113"}, {"latitude": None}),
        ({"MsgType": "location", "Location_X": "nan", "Location_Y": "1"}, {"longitude": None}),
        ({"MsgType": "location", "Location_X": "1"}, {"latitude": None, "longitude": None}),
        ({"MsgType": "link", "Title": "标题", "Url": "https://x"}, {"title": "标题"}),
        ({"MsgType": "miniprogrampage", "PagePath": "pages/a?b=1"}, {"page": "pages/a?b=1"}),
        ({"MsgType": "event", "Event": "SCAN", "EventKey": "s"}, {"event": "scan"}),
        ({"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_s", "Ticket": "t"},
         {"event": "subscribe"}),
        ({"MsgType": "event", "Event": "user_enter_tempsession", "SessionFrom": "pages/a"},
         {"page": "pages/a"}),
        ({"MsgType": "something_new"}, {"kind": "other"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("style", ["xml", "json"])
def test_what_else_a_push_holds(
    wire: PushWire, style: str, fields: dict[str, str], expected: dict[str, object]
) -> None:
    everything = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": "1700000000", **fields}
    inside = "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in everything.items())
    body = json.dumps(everything) if style == "json" else f"<xml>{inside}</xml>"
    message = wire.receive(plain_query(), body.encode()).message
    assert {name: getattr(message, name) for name in expected} == expected


@PATIENT
@given(content=st.text(max_size=200), secure=st.booleans(), style=st.sampled_from(["xml", "json"]))
def test_a_message_comes_out_as_it_went_in(content: str, secure: bool, style: str) -> None:
    """Written by the simulator, read by us: the words are the same in every mode and format."""
    target = PushTarget("", PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
    written = text_xml(target, "o1", content)
    query, body = _signed(target, as_json(written) if style == "json" else written, secure)
    message = PushWire(PUSH_TOKEN, AES_KEY, OFFICIAL.appid).receive(query, body.encode()).message
    sent = ElementTree.fromstring(written).findtext("Content", "")
    assert message.text.strip() == sent.strip()


def test_one_signature_has_one_fingerprint_in_both_modes(wire: PushWire) -> None:
    plain = wire.receive(plain_query(), TEXT_XML.encode())
    sealed = secure_push(wire, TEXT_XML.encode())
    assert plain.signed == sealed.signed
    other = {"timestamp": "18", "nonce": "n", "signature": sha1(PUSH_TOKEN, "18", "n")}
    assert wire.receive(other, TEXT_XML.encode()).signed != plain.signed


@pytest.mark.parametrize(
    "timestamp", ["", "17", "1e9", "-1700000000", "１７０００００００００", "9" * 40]
)
def test_only_these_minutes_are_fresh(timestamp: str) -> None:
    with pytest.raises(PushReplayed):
        check_fresh({"timestamp": timestamp}, 1_700_000_000.0)
    for near in (-FRESH_SECONDS, 0, FRESH_SECONDS):
        check_fresh({"timestamp": str(1_700_000_000 + near)}, 1_700_000_000.0)
