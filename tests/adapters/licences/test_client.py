"""The real client against the simulator of 电子证照, page included."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters.http import OutsideHttp, OutsideUnavailable
from adapters.licences.client import LicenceClient
from adapters.licences.errors import (
    AuthCodeExpired,
    CredentialInvalid,
    LicenceNotReady,
    LicenceRefused,
)
from adapters.licences.port import LicencePort, Purpose
from adapters.licences.wire import WireInvalid, data_of, day_of, licence_of, signature
from tests.adapters.conftest import LICENCES, PATIENT_SECONDS, LicencePair

BACK = "http://127.0.0.1:8000/callbacks/licences"
PURPOSE = Purpose("11440106007519140X4000131024000", "食品经营许可", "TH202611250000011")
CHEN, LI, HUANG = "yss-chen-dawen", "yss-li-xiaohong", "yss-huang-xiuying"


async def answer(
    pair: LicencePair, uid: str, name: str, *, agree: bool = True, purpose: Purpose = PURPOSE
) -> dict[str, str]:
    """Open the page as the holder's phone does, and press; what the browser comes back with."""
    item = pair.client.item(name)
    assert item is not None
    url = pair.client.authorise_url(purpose, item, BACK, "s&1")
    async with httpx.AsyncClient(trust_env=False) as phone:
        assert "请选择用证人" in (await phone.get(url)).text
        shown = await phone.get(f"{url}&account={uid}")
        assert PURPOSE.item_name in shown.text
        pressed = await phone.post(
            f"{url}&account={uid}", data={"answer": "agree" if agree else "refuse"}
        )
    query = parse_qs(urlsplit(pressed.headers["Location"]).query)
    return {key: value[0] for key, value in query.items()}


async def auth_code(pair: LicencePair, uid: str, name: str) -> str:
    return await pair.client.authorised((await answer(pair, uid, name))["credential"], PURPOSE)


async def test_a_licence_is_lent_and_read(licences: LicencePair) -> None:
    port: LicencePort = licences.client
    licence = await port.licence(await auth_code(licences, CHEN, "居民身份证"))
    assert (licence.kind, licence.status) == ("id_card", "valid")
    assert licence.holder_numbers == ("440106198806153017",)
    assert licence.valid_until == date(2038, 3, 12)
    assert licence.fields == {
        "name": "陈大文", "gender": "男", "ethnicity": "汉", "birth_date": "1988-06-15",
        "address": "广州市天河区石牌西路1号302房", "id_number": "440106198806153017",
        "issuing_authority": "广州市公安局天河区分局", "valid_from": "2018-03-12",
        "valid_until": "2038-03-12",
    }  # fmt: skip
    assert "陈大文" not in repr(licence)


async def test_an_enterprise_licence_belongs_to_its_legal_representative(
    licences: LicencePair,
) -> None:
    licence = await licences.client.licence(await auth_code(licences, CHEN, "营业执照"))
    assert licence.holder_numbers == ("92440106MADEMX0040", "440106198806153017")
    assert licence.valid_until is None


async def test_what_is_held_is_told_without_what_stands_on_it(licences: LicencePair) -> None:
    held = await licences.client.held_by("440106198806153017", PURPOSE)
    item = licences.client.item("居民身份证")
    assert item is not None
    assert item.code in {h.item_code for h in held}
    assert await licences.client.held_by("440106199001011233", PURPOSE) == ()


async def test_refusing_brings_back_a_no(licences: LicencePair) -> None:
    assert await answer(licences, CHEN, "居民身份证", agree=False) == {
        "state": "s&1", "error": "refused"
    }  # fmt: skip


async def test_an_agreement_works_once_for_its_own_case(licences: LicencePair) -> None:
    credential = (await answer(licences, CHEN, "居民身份证"))["credential"]
    await licences.client.authorised(credential, PURPOSE)
    with pytest.raises(CredentialInvalid, match="重新授权"):
        await licences.client.authorised(credential, PURPOSE)
    other = (await answer(licences, CHEN, "居民身份证"))["credential"]
    with pytest.raises(CredentialInvalid):
        await licences.client.authorised(other, Purpose("x", "y", "TH202611250000029"))


async def test_a_code_ends(licences: LicencePair, monkeypatch: pytest.MonkeyPatch) -> None:
    code = await auth_code(licences, CHEN, "居民身份证")
    began = licences.simulator.clock
    later = licences.simulator.auth_code_seconds + 1
    monkeypatch.setattr(licences.simulator, "clock", lambda: began() + later)
    licences.client._forget(licences.client._token)
    with pytest.raises(AuthCodeExpired, match="已过期"):
        await licences.client.licence(code)
    with pytest.raises(AuthCodeExpired):
        await licences.client.licence("unknown")


async def test_chosen_numbers_refuse_come_late_or_later(licences: LicencePair) -> None:
    with pytest.raises(LicenceRefused, match="上传"):
        await licences.client.licence(await auth_code(licences, LI, "毕业证书"))
    slow = await auth_code(licences, LI, "户口簿")
    with pytest.raises(OutsideUnavailable):
        await licences.hasty.licence(slow)
    assert (await licences.client.licence(slow)).item_name == "户口簿"
    later = await auth_code(licences, LI, "居住证")
    for _ in range(2):
        with pytest.raises(LicenceNotReady):
            await licences.client.licence(later)
    assert (await licences.client.licence(later)).fields["certificate_number"]


@pytest.mark.parametrize(
    ("uid", "name", "status"), [(LI, "居民身份证", "expired"), (HUANG, "残疾人证", "revoked")]
)
async def test_its_state_is_told(licences: LicencePair, uid: str, name: str, status: str) -> None:
    assert (await licences.client.licence(await auth_code(licences, uid, name))).status == status


async def test_one_sign_in_serves_all_and_an_ended_token_is_replaced(
    licences: LicencePair,
) -> None:
    asked = [licences.client.held_by("440106198806153017", PURPOSE) for _ in range(5)]
    await asyncio.gather(*asked)
    assert licences.simulator.sign_ins == 1
    licences.simulator.end_tokens()
    await licences.client.held_by("440106198806153017", PURPOSE)
    assert licences.simulator.sign_ins == 2


async def test_wrong_credentials_are_told(licences: LicencePair) -> None:
    stranger = LicenceClient(
        licences.client._http, licences.address, type(LICENCES)("other", "x", "licences-secret", "")
    )
    with pytest.raises(LicenceRefused, match="LOGIN_FAILED"):
        await stranger.held_by("440106198806153017", PURPOSE)


async def test_a_platform_that_is_away() -> None:
    http = OutsideHttp("licences", "电子证照平台", "http://127.0.0.1:9", PATIENT_SECONDS)
    async with LicenceClient(http, "", LICENCES) as client:
        with pytest.raises(OutsideUnavailable, match="电子证照平台"):
            await client.licence("code")


@pytest.mark.parametrize("back", ["https://evil.cn/", "javascript:alert(1)", ""])
async def test_the_page_returns_to_known_addresses_only(licences: LicencePair, back: str) -> None:
    item = licences.client.item("居民身份证")
    assert item is not None
    url = licences.client.authorise_url(PURPOSE, item, back, "s")
    async with httpx.AsyncClient(trust_env=False) as phone:
        assert (await phone.get(url)).status_code == 400


def envelope(**changes: Any) -> dict[str, Any]:
    body = {"ack_code": "SUCCESS", "errors": [], "data": {}, "sign_method": "HMAC-SM3", **changes}
    return {**body, "sign": signature(body, "s")}


def test_an_answer_that_was_changed_is_not_believed() -> None:
    assert data_of(envelope(), "s") == {}
    for changed in (
        {**envelope(), "data": {"x": 1}}, {**envelope(), "sign": ""},
        {**envelope(), "sign_method": "none"}, envelope(data=[]),
    ):  # fmt: skip
        with pytest.raises(WireInvalid):
            data_of(changed, "s")


@pytest.mark.parametrize("errors", [[], None, ["x"], [{}]])
def test_a_failure_without_a_code_is_a_refusal(errors: Any) -> None:
    with pytest.raises(LicenceRefused):
        data_of(envelope(ack_code="FAILURE", errors=errors), "s")


@pytest.mark.parametrize("data", [{}, {"license_item_code": "none"}, {"license_item_code": 1}])
def test_a_licence_we_cannot_read_is_no_licence(data: dict[str, Any]) -> None:
    with pytest.raises(WireInvalid):
        licence_of(data)


def test_days_are_written_in_many_ways() -> None:
    day = date(2026, 1, 31)
    assert [day_of(t) for t in ("2026-01-31", "20260131", "2026年1月31日", "2026-01-31 00:00")] == [
        day
    ] * 4
    assert [day_of(t) for t in ("长期", "", None, "20261340")] == [None] * 4


async def test_the_register_tells_of_a_number(licences: LicencePair) -> None:
    item = licences.client.item("营业执照")
    assert item is not None
    of = {
        number: await licences.client.registered(item, number, PURPOSE)
        for number in ("92440106MADEMX0040", "91440106MADEMXDX2L", "91440106MADEMXWU3T",
                       "91440106MADEMXMN41", "91440106MATHGC001G")
    }  # fmt: skip
    mine, cancelled, revoked, none, other = of.values()
    assert mine is not None
    assert (mine.status, mine.legal_person) == ("valid", "陈大文")
    assert mine.address == "广州市天河区石牌西路1号首层之一"
    assert cancelled is not None
    assert (cancelled.status, cancelled.holder_name) == ("cancelled", "广州已注销餐饮有限公司")
    assert revoked is not None
    assert revoked.status == "revoked"
    assert none is None
    assert other is not None
    assert (other.status, other.holder_name) == ("valid", "")
    with pytest.raises(OutsideUnavailable):
        await licences.hasty.registered(item, "91440106MADEMXPK0W", PURPOSE)
