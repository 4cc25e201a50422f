"""The official account: a push is kept, acknowledged at once and answered by the worker."""

from __future__ import annotations

import json
import re
import time

import httpx
import pytest
from sqlalchemy import func, select

from adapters.wechat.simulated_push import PushTarget, _signed, text_xml
from flows.accounts.binding import LIFETIME_SECONDS, binding_url
from foundation import db
from foundation.models import OutboxEntry, User
from foundation.settings import settings
from tests.factories.cases import draft
from tests.factories.people import CHEN, kinds, sign_in
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises, Served, Simulators

CALLBACK = "/callbacks/wechat/official"
HOW_TO = "我想开个小餐馆要办什么证"
PROGRESS = "我的办件到哪一步了"


def understand(served: Served) -> None:
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    served.rasa.means(PROGRESS, "ask_progress", "action_report_progress")


@pytest.mark.parametrize("mode", ["plain", "secure"])
async def test_a_message_is_answered_on_the_phone(
    served: Served, keep_promises: KeepPromises, mode: str
) -> None:
    understand(served)
    assert await served.outside.write("o-chen", HOW_TO, mode)
    assert served.outside.phone("o-chen") == ""
    assert await keep_promises() == 1
    assert "食品经营许可" in served.outside.phone("o-chen")
    bubbles = [
        b for b in served.outside.wechat.phones.messages("o-chen") if b["sender"] == "account"
    ]
    assert all(b["is_ai"] for b in bubbles)
    assert bubbles[-1]["kind"] == "menu"


async def test_a_number_of_the_menu_is_a_button(
    served: Served, keep_promises: KeepPromises
) -> None:
    understand(served)
    await served.outside.write("o-chen", HOW_TO)
    await keep_promises()
    menu = served.outside.wechat.phones.messages("o-chen")[-1]["options"]
    number = next(name for name, title in menu if "智能导办" in title)
    await served.outside.write("o-chen", "开始智能导办", menu_id=number)
    await keep_promises()
    assert "您打算做哪一类食品生意" in served.outside.phone("o-chen")
    await served.outside.write("o-chen", "餐馆")
    await keep_promises()
    assert "营业执照" in served.outside.phone("o-chen")


async def test_a_repeated_push_is_answered_once(
    client: httpx.AsyncClient, outside: Simulators, keep_promises: KeepPromises
) -> None:
    outside.wechat.phones.open_window("o-chen", "message")
    xml = text_xml(outside.wechat.official, "o-chen", HOW_TO)
    for secure in (False, True, False):
        query, body = _signed(outside.wechat.official, xml, secure)
        taken = await client.post(CALLBACK, params=query, content=body)
        assert (taken.status_code, taken.text) == (200, "success")
    assert await keep_promises() == 1
    shown = [b for b in outside.wechat.phones.messages("o-chen") if b["sender"] == "account"]
    assert 1 <= len(shown) <= 2
    assert "食品经营许可" in outside.phone("o-chen")
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1
        assert await session.scalar(select(func.count()).select_from(User)) == 1


async def test_events_and_pictures_are_answered_in_words(
    client: httpx.AsyncClient, outside: Simulators, keep_promises: KeepPromises
) -> None:
    outside.wechat.phones.open_window("o-new", "message")
    for kind in ("<MsgType>event</MsgType><Event>subscribe</Event>", "<MsgType>image</MsgType>"):
        xml = text_xml(outside.wechat.official, "o-new", "x")
        xml = xml.replace("<MsgType>text</MsgType>", kind)
        query, body = _signed(outside.wechat.official, xml, secure=False)
        assert (await client.post(CALLBACK, params=query, content=body)).text == "success"
    await keep_promises()
    assert "办事助手" in outside.phone("o-new")
    assert "登录" in outside.phone("o-new")


@pytest.mark.parametrize("change", ["signature", "timestamp", "nonce"])
async def test_what_wechat_did_not_sign_is_refused(
    client: httpx.AsyncClient, outside: Simulators, change: str
) -> None:
    xml = text_xml(outside.wechat.official, "o-chen", "你好")
    query, body = _signed(outside.wechat.official, xml, secure=False)
    refused = await client.post(CALLBACK, params={**query, change: "0"}, content=body)
    assert 400 <= refused.status_code < 500
    assert refused.headers["content-type"] == "application/problem+json"
    query.pop(change)
    assert 400 <= (await client.post(CALLBACK, params=query, content=body)).status_code < 500
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.parametrize("body", [b"", b"<xml>", b"\xff\xfe", b"{}", b"<!DOCTYPE x><xml/>"])
async def test_a_signed_body_that_is_no_message_is_refused(
    client: httpx.AsyncClient, outside: Simulators, body: bytes
) -> None:
    query, _ = _signed(outside.wechat.official, "<xml/>", secure=False)
    refused = await client.post(CALLBACK, params=query, content=body)
    assert 400 <= refused.status_code < 500


async def test_wechat_proves_our_address(client: httpx.AsyncClient, outside: Simulators) -> None:
    query, _ = _signed(outside.wechat.official, "<xml/>", secure=False)
    shown = await client.get(CALLBACK, params={**query, "echostr": "12345"})
    assert (shown.status_code, shown.text) == (200, "12345")
    forged = await client.get(CALLBACK, params={**query, "signature": "0", "echostr": "12345"})
    assert 400 <= forged.status_code < 500


async def test_a_phone_that_takes_nothing_is_given_up(
    served: Served, keep_promises: KeepPromises
) -> None:
    understand(served)
    await served.outside.write("o-refuse", HOW_TO)
    assert await keep_promises() == 0
    async with db.reading() as session:
        entry = await session.scalar(select(OutboxEntry))
    assert entry is not None
    assert entry.failed_at is not None


async def test_asking_for_progress_leads_to_binding_and_then_to_the_case(
    served: Served, keep_promises: KeepPromises
) -> None:
    """The link goes only into that chat; signing in there makes the two one user."""
    understand(served)
    citizen = await sign_in(served.http, CHEN)
    case = await draft(citizen)
    await served.outside.write("o-chen", PROGRESS)
    await keep_promises()
    link = re.search(r"http://testserver(/bind/\S+)", served.outside.phone("o-chen"))
    assert link is not None
    await _follow(served, link.group(1))
    await served.outside.write("o-chen", PROGRESS)
    await keep_promises()
    assert case["number"] in served.outside.phone("o-chen")
    assert kinds(await citizen.say(PROGRESS)) == ["case"]


async def _follow(served: Served, path: str) -> None:
    """The link is opened, 陈大文 chosen on the sign-on page, and the way back followed."""
    explained = await served.http.get(path)
    assert f"{path}/sign-on" in explained.text
    out = await served.http.get(f"{path}/sign-on")
    assert out.status_code == 302
    async with httpx.AsyncClient(trust_env=False) as browser:
        back = await browser.post(out.headers["location"], data={"account": CHEN})
    home = back.headers["location"].removeprefix("http://testserver")
    done = await served.http.get(home)
    assert done.status_code == 200
    assert "陈*文" in done.text
    assert "陈大文" not in done.text
    assert (await served.http.get(home)).status_code == 400


@pytest.mark.parametrize("change", ["", "x", "cut"])
async def test_a_binding_link_changed_is_refused(client: httpx.AsyncClient, change: str) -> None:
    token = binding_url("o-chen").rpartition("/")[2]
    forged = {"": "made-up", "x": f"{token[:-2]}xx", "cut": token[:-6]}[change]
    for path in (f"/bind/{forged}", f"/bind/{forged}/sign-on"):
        refused = await client.get(path)
        assert refused.status_code == 404
        assert "失效" in refused.text
    done = await client.get(f"/bind/{forged}/done", params={"code": "x"})
    problem(done, 404, "binding_expired")


async def test_a_binding_link_ends_after_an_hour(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = binding_url("o-chen").rpartition("/")[2]
    later = time.time() + LIFETIME_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    problem(await client.get(f"/bind/{token}"), 404, "binding_expired")


@pytest.mark.parametrize("body", ["json", "xml"])
async def test_the_mini_programs_push_is_taken_in_both_formats(
    client: httpx.AsyncClient, body: str
) -> None:
    chosen = settings()
    target = PushTarget(
        "", chosen.wechat_miniprogram_token.get_secret_value(),
        chosen.wechat_miniprogram_aes_key.get_secret_value(), chosen.wechat_miniprogram_appid,
    )  # fmt: skip
    query, xml = _signed(target, text_xml(target, "m-chen", "你好"), secure=False)
    fields = {
        "ToUserName": "gh_1", "FromUserName": "m-chen", "CreateTime": 1764000000,
        "MsgType": "text", "Content": "你好", "MsgId": 12345,
    }  # fmt: skip
    content = json.dumps(fields) if body == "json" else xml
    path = "/callbacks/wechat/miniprogram"
    taken = await client.post(path, params=query, content=content)
    assert (taken.status_code, taken.text) == (200, "success")
    refused = await client.post(CALLBACK, params=query, content=content)
    assert 400 <= refused.status_code < 500
