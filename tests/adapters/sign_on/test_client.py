"""The real client against the sign-on simulator, page included."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters.http import OutsideUnavailable
from adapters.sign_on.client import SignOnClient, SignOnCredentials
from adapters.sign_on.errors import SignOnCodeInvalid, SignOnRefused
from adapters.sign_on.port import AssuranceLevel, SignOnPort
from tests.adapters.conftest import SIGN_ON, SignOnPair

BACK = "http://127.0.0.1:8000/app/?from=case#/pages/sign-in/index"


async def choose(pair: SignOnPair, uid: str, back: str = BACK, **more: str) -> httpx.Response:
    """Open the sign-in page as a browser does and press the account's button."""
    async with httpx.AsyncClient() as browser:
        url = pair.client.authorize_url(back, **more)
        assert (await browser.get(url)).status_code == 200
        return await browser.post(url, data={"account": uid})


async def code_for(pair: SignOnPair, uid: str) -> str:
    location = (await choose(pair, uid)).headers["Location"]
    return parse_qs(urlsplit(location).query)["code"][0]


async def test_the_client_is_the_port(sign_on: SignOnPair) -> None:
    port: SignOnPort = sign_on.client
    assert port is sign_on.client


async def test_a_citizen_signs_in(sign_on: SignOnPair) -> None:
    identity = await sign_on.client.exchange(await code_for(sign_on, "yss-chen-dawen"), BACK)
    assert (identity.uid, identity.kind, identity.name) == ("yss-chen-dawen", "citizen", "陈大文")
    assert (identity.id_type, identity.id_number) == ("10", "440106198806153017")
    assert (identity.phone, identity.assurance_level) == ("13800138001", AssuranceLevel.L2)
    assert identity.credit_code == ""


async def test_an_enterprise_signs_in_through_its_legal_person(sign_on: SignOnPair) -> None:
    code = await code_for(sign_on, "yst-tianhe-xiaoguan")
    identity = await sign_on.client.exchange(code, BACK)
    assert identity.kind == "enterprise"
    assert identity.credit_code == "91440106MADEMX0030"
    assert identity.name == identity.legal_person == "梁志强"
    assert identity.enterprise_name.startswith("广州天河小馆")


async def test_an_enterprise_signs_in_through_its_agent(sign_on: SignOnPair) -> None:
    identity = await sign_on.client.exchange(await code_for(sign_on, "yst-meiling-store"), BACK)
    assert (identity.name, identity.legal_person) == ("陈大文", "冯美玲")
    assert identity.id_number == "440106198806153017"


async def test_the_way_back_keeps_query_fragment_and_state(sign_on: SignOnPair) -> None:
    answer = await choose(sign_on, "yss-chen-dawen", state="s&1")
    assert answer.status_code == 302
    location = urlsplit(answer.headers["Location"])
    query = parse_qs(location.query)
    assert (query["from"], query["state"], len(query["code"])) == (["case"], ["s&1"], 1)
    assert (location.path, location.fragment) == ("/app/", "/pages/sign-in/index")


async def test_a_code_works_once(sign_on: SignOnPair) -> None:
    code = await code_for(sign_on, "yss-chen-dawen")
    await sign_on.client.exchange(code, BACK)
    with pytest.raises(SignOnCodeInvalid) as caught:
        await sign_on.client.exchange(code, BACK)
    assert "请重新登录" in caught.value.detail
    assert caught.value.status == 400


async def test_a_code_works_for_five_minutes(
    sign_on: SignOnPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await code_for(sign_on, "yss-chen-dawen")
    now = sign_on.simulator.clock()
    monkeypatch.setattr(sign_on.simulator, "clock", lambda: now + 301)
    with pytest.raises(SignOnCodeInvalid):
        await sign_on.client.exchange(code, BACK)


async def test_a_code_works_for_its_own_address_and_client(sign_on: SignOnPair) -> None:
    code = await code_for(sign_on, "yss-chen-dawen")
    with pytest.raises(SignOnCodeInvalid):
        await sign_on.client.exchange(code, "http://127.0.0.1:8000/other")
    stranger = SignOnClient(
        sign_on.client._http, sign_on.address, SignOnCredentials(SIGN_ON.client_id, "wrong")
    )
    with pytest.raises(SignOnCodeInvalid):
        await stranger.exchange(await code_for(sign_on, "yss-chen-dawen"), BACK)


@pytest.mark.parametrize("code", ["", "unknown", "x" * 5000])
async def test_an_unknown_code_is_refused(sign_on: SignOnPair, code: str) -> None:
    with pytest.raises(SignOnCodeInvalid):
        await sign_on.client.exchange(code, BACK)


async def test_low_assurance_is_reported_not_refused(sign_on: SignOnPair) -> None:
    identity = await sign_on.client.exchange(await code_for(sign_on, "yss-zhou-yiming"), BACK)
    assert identity.assurance_level is AssuranceLevel.L0


async def test_an_account_the_platform_fails_on(sign_on: SignOnPair) -> None:
    code = await code_for(sign_on, "yss-wu-jianguo")
    with pytest.raises(SignOnRefused) as caught:
        await sign_on.client.exchange(code, BACK)
    assert caught.value.platform_code == "50001"


async def test_an_account_the_platform_is_slow_on(sign_on: SignOnPair) -> None:
    code = await code_for(sign_on, "yss-deng-liping")
    with pytest.raises(OutsideUnavailable):
        await sign_on.hasty.exchange(code, BACK)


@pytest.mark.parametrize(
    ("back", "status"),
    [
        ("https://zwfw.example.cn/app/#/x", 200),
        ("http://localhost:5173/app/", 200),
        ("https://zwfw.example.cn.evil.cn/app/", 400),
        ("https://zwfw.example.cn/application", 400),
        ("http://zwfw.example.cn/app/", 400),
        ("https://user@127.0.0.1/", 400),
        ("javascript:alert(1)", 400),
        ("//evil.cn/app", 400),
        ("", 400),
    ],
)
async def test_only_known_addresses_may_be_returned_to(
    sign_on: SignOnPair, back: str, status: int
) -> None:
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(sign_on.client.authorize_url(back))
    assert answer.status_code == status
    assert (status == 200) == ("陈大文" in answer.text)


async def test_the_page_shows_masked_accounts_of_the_channel(sign_on: SignOnPair) -> None:
    async with httpx.AsyncClient() as browser:
        citizens = await browser.get(sign_on.client.authorize_url(BACK, channel="yueshengshi"))
        companies = await browser.get(sign_on.client.authorize_url(BACK, channel="yueshangtong"))
    assert "陈大文" in citizens.text
    assert "天河小馆" not in citizens.text
    assert "天河小馆" in companies.text
    assert not re.search(r"\d{17}[\dX]", citizens.text)
    assert "91440106MADEMX0030" not in companies.text


async def test_values_of_the_address_do_not_become_markup(sign_on: SignOnPair) -> None:
    async with httpx.AsyncClient() as browser:
        url = sign_on.client.authorize_url(BACK, state='"><script>alert(1)</script>')
        page = await browser.get(url)
    assert "<script>" not in page.text


async def test_an_unregistered_client_or_account_is_told_so(sign_on: SignOnPair) -> None:
    url = sign_on.client.authorize_url(BACK)
    async with httpx.AsyncClient() as browser:
        stranger = await browser.get(url.replace("client_id=tianhe", "client_id=other"))
        nobody = await browser.get(f"{url}&account=nobody")
    assert (stranger.status_code, nobody.status_code) == (400, 404)


async def test_signing_out_returns_to_the_application_or_says_so(sign_on: SignOnPair) -> None:
    async with httpx.AsyncClient() as browser:
        home = await browser.get(sign_on.client.sign_out_url("http://127.0.0.1:8000/app/"))
        away = await browser.get(sign_on.client.sign_out_url("https://evil.cn/"))
    assert home.headers["Location"] == "http://127.0.0.1:8000/app/"
    assert (away.status_code, "已退出" in away.text) == (200, True)
