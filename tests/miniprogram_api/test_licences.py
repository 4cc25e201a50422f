"""免提交: a licence lent by its holder stands for the upload, for one case, until taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select, update

from adapters import registry
from flows.prereview.licences import reading_of
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, LicenceGrant, OutboxEntry
from foundation.models.base import Encrypted
from foundation.settings import Settings
from tests.factories.cases import draft, fill
from tests.factories.documents import pdf
from tests.factories.people import CHEN, LI, Person, sign_in
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises
from tests.miniprogram_api.lending import (
    CASES,
    HELD,
    LICENCE,
    lend,
    listed,
    material_of,
    opened,
    press,
    row,
    set_grant,
)


async def test_what_can_be_replaced_and_what_is_held(citizen: Person) -> None:
    path = await opened(citizen)
    shown = await citizen.get(f"{path}/licences")
    assert [(i["material_id"], i["licence_name"], i["held"]) for i in shown["items"]] == [
        (LICENCE, "营业执照", True)
    ]
    assert shown["notice"] is None
    async with db.reading() as session:
        looks = await session.scalars(select(AccessRecord.what))
        assert any("名下电子证照" in what for what in looks)


async def test_a_lent_licence_stands_for_the_upload(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    await citizen.patch(path, {"form": {**fill(case), **HELD}})
    for material in case["materials"]:
        if material["required"] and material["id"] != LICENCE:
            await citizen.upload(f"{path}/materials/{material['id']}", pdf(material["id"]))
    licence = (await lend(citizen, path))["licence"]
    assert (licence["state"], licence["name"]) == ("granted", "营业执照")
    assert (await followed(citizen, path))["licence"] == licence
    assert "92440106MADEMX0040" not in str(licence)
    assert case["number"] in licence["scope"]
    await citizen.post(f"{path}/prereview")
    await keep_promises()
    review = await citizen.get(f"{path}/prereview")
    assert (review["verdict"], review["is_current"]) == ("pass", True)
    assert (await citizen.post(f"{path}/submit"))["status"] == "submitted"
    timeline = (await citizen.get(path))["timeline"]
    assert "营业执照，免提交" in [e["text"] for e in timeline]
    problem(await citizen.ask("DELETE", f"{path}/materials/{LICENCE}/licence"), 409)


async def test_its_fields_are_a_reading(citizen: Person) -> None:
    await lend(citizen, await opened(citizen))
    grant = await row()
    reading = reading_of(grant, now())
    assert (reading.reader, reading.kind, reading.error) == ("licence", "business_licence", None)
    assert reading.fields["credit_code"].value == "92440106MADEMX0040"
    assert reading.fields["established_on"].value == "2025-06-18"
    assert {f.confidence for f in reading.fields.values()} == {1.0}
    assert reading_of(grant, now() + timedelta(days=31)).error


def test_what_is_kept_is_encrypted() -> None:
    columns = LicenceGrant.__table__.c
    assert isinstance(columns.licence.type, Encrypted)
    assert isinstance(columns.auth_code.type, Encrypted)


async def followed(citizen: Person, path: str) -> dict[str, Any]:
    """What a terminal sees while its visitor's phone answers."""
    return dict(await citizen.get(f"{path}/materials/{LICENCE}/licence"))


async def test_refusing_is_told_and_uploading_stays_open(citizen: Person) -> None:
    path = await opened(citizen)
    assert (await followed(citizen, path))["state"] == "none"
    assert "<svg" in (await citizen.post(f"{path}/materials/{LICENCE}/licence"))["qr_svg"]
    assert (await followed(citizen, path))["state"] == "begun"
    assert (await lend(citizen, path, agree=False))["licence"] is None
    assert "没有同意" in (await listed(citizen, path))["problem"]
    told = await followed(citizen, path)
    assert (told["state"], "没有同意" in told["problem"]) == ("over", True)
    assert (await citizen.upload(f"{path}/materials/{LICENCE}", pdf())).status_code == 200


async def test_anothers_licence_is_never_used(citizen: Person) -> None:
    """Somebody led to agree on a stranger's behalf lends nothing."""
    path = await opened(citizen)
    assert (await lend(citizen, path, uid="yst-tianhe-xiaoguan"))["licence"] is None
    assert "不是申请人本人" in (await listed(citizen, path))["problem"]
    assert (await row()).licence is None


async def test_pressing_again_begins_once_and_coming_back_again_changes_nothing(
    citizen: Person,
) -> None:
    path = await opened(citizen)
    url = f"{path}/materials/{LICENCE}/licence"
    begun = await asyncio.gather(*(citizen.post(url) for _ in range(3)))
    assert len({b["authorise_url"] for b in begun}) == 1
    async with httpx.AsyncClient(trust_env=False) as phone:
        pressed = await phone.post(
            f"{begun[0]['authorise_url']}&account={CHEN}", data={"answer": "agree"}
        )
    back = urlsplit(pressed.headers["location"])
    address = f"{back.path}?{back.query}"
    await asyncio.gather(*(citizen.http.get(address) for _ in range(3)))
    assert (await material_of(citizen, path))["licence"]["state"] == "granted"
    problem(await citizen.ask("POST", url), 409, "licence_in_use")


@pytest.mark.parametrize("state", ["", "x.y", "0" * 32 + ".0123456789abcdef"])
async def test_a_state_that_is_not_ours_leads_nowhere(
    client: httpx.AsyncClient, state: str
) -> None:
    back = await client.get("/callbacks/licences", params={"state": state, "credential": "c"})
    assert back.headers["location"] == "/app/#/pages/cases/index"


async def test_taken_back_it_is_erased(citizen: Person) -> None:
    path = await opened(citizen)
    await lend(citizen, path)
    for _ in range(2):
        back = await citizen.delete(f"{path}/materials/{LICENCE}/licence")
        assert back["licence"] is None
    grant = await row()
    assert (grant.state, grant.licence, grant.auth_code) == ("revoked", None, None)
    assert grant.revoked_at is not None
    assert [e["kind"] for e in (await citizen.get(path))["timeline"]] == [
        "open", "licence", "licence_back"
    ]  # fmt: skip


async def test_it_is_the_citizens_own_and_the_cases_own(
    citizen: Person, client: httpx.AsyncClient
) -> None:
    path = await opened(citizen)
    licence_id = (await lend(citizen, path))["licence"]["id"]
    use = {"licence_id": licence_id}
    same = await citizen.ask("PUT", f"{path}/materials/{LICENCE}", json=use)
    assert same.json()["licence"]["id"] == licence_id
    stranger = await sign_in(client, LI)
    other = await opened(stranger)
    for who, where in ((stranger, path), (stranger, other), (citizen, other)):
        answer = await who.ask("PUT", f"{where}/materials/{LICENCE}", json=use)
        assert answer.status_code == 404
    problem(await stranger.ask("GET", f"{path}/licences"), 404, "case_unknown")
    problem(await stranger.ask("POST", f"{path}/materials/{LICENCE}/licence"), 404)
    problem(await stranger.ask("DELETE", f"{path}/materials/{LICENCE}/licence"), 404)


async def test_wrong_bodies_are_told(citizen: Person) -> None:
    path = f"{await opened(citizen)}/materials/{LICENCE}"
    problem(await citizen.ask("PUT", path, json={}), 422, "invalid_input")
    problem(await citizen.ask("PUT", path, content=b"{"), 422)
    problem(await citizen.ask("PUT", path), 422)
    problem(await citizen.ask("PUT", path, json={"licence_id": "x"}), 404, "licence_unknown")
    plan = path.replace(LICENCE, "layout_plan")
    problem(await citizen.ask("POST", f"{plan}/licence"), 422, "licence_not_replaceable")
    nothing = path.replace(LICENCE, "moon_rock")
    problem(await citizen.ask("POST", f"{nothing}/licence"), 404, "material_unknown")


async def test_a_guest_lends_nothing(guest: Person, citizen: Person) -> None:
    path = await opened(citizen)
    problem(await guest.ask("GET", f"{path}/licences"), 401)


async def test_the_platform_is_away(
    citizen: Person, change_settings: Callable[..., Settings], client: httpx.AsyncClient
) -> None:
    path = await opened(citizen)
    change_settings(licences_url="http://127.0.0.1:9")
    client._transport.app.state.licences = registry.licence_client()  # type: ignore[attr-defined]
    shown = await citizen.get(f"{path}/licences")
    assert "直接上传" in shown["notice"]
    assert shown["items"][0]["held"] is None


async def test_without_the_platform_nothing_is_offered(
    citizen: Person, change_settings: Callable[..., Settings]
) -> None:
    path = await opened(citizen)
    change_settings(licences_url="")
    assert (await citizen.get(f"{path}/licences"))["items"] == []
    problem(await citizen.ask("POST", f"{path}/materials/{LICENCE}/licence"), 503, "licences_off")


@pytest.mark.parametrize(
    ("values", "rule", "verdict"),
    [
        ({"status": "revoked"}, "licence_revoked", "fail"),
        ({"status": "expired"}, "licence_out_of_date", "fail"),
        ({"status": "unknown"}, "licence_status", "inconclusive"),
        ({"expires_at": now() - timedelta(days=1)}, "licence_expired", "inconclusive"),
        ({"state": "waiting"}, "licence_waiting", "inconclusive"),
    ],
)
async def test_what_does_not_hold_is_found(
    citizen: Person,
    keep_promises: KeepPromises,
    values: dict[str, Any],
    rule: str,
    verdict: str,
) -> None:
    path = await opened(citizen)
    await lend(citizen, path)
    await set_grant(**values)
    await citizen.post(f"{path}/prereview")
    await keep_promises()
    found = [
        f for f in (await citizen.get(f"{path}/prereview"))["findings"]
        if f["material_id"] == LICENCE
    ]  # fmt: skip
    assert [(f["rule"], f["level"], f["verdict"]) for f in found] == [(rule, "blocking", verdict)]
    assert found[0]["advice"]


async def test_an_ended_authorisation_may_begin_anew(citizen: Person) -> None:
    path = await opened(citizen)
    first = (await lend(citizen, path))["licence"]
    await set_grant(expires_at=now() - timedelta(days=1))
    assert (await material_of(citizen, path))["licence"]["state"] == "expired"
    second = (await lend(citizen, path))["licence"]
    assert (second["state"], second["id"] != first["id"]) == ("granted", True)


async def test_an_answer_too_late_is_not_taken(citizen: Person) -> None:
    path = await opened(citizen)
    begun = await citizen.post(f"{path}/materials/{LICENCE}/licence")
    await set_grant(created_at=now() - timedelta(minutes=31))
    await press(citizen, begun["authorise_url"])
    assert "用时过长" in (await listed(citizen, path))["problem"]


async def due_now() -> None:
    async with db.writing() as session:
        await session.execute(update(OutboxEntry).values(next_attempt_at=now()))


@pytest.mark.impatient
@pytest.mark.parametrize(("number", "answers"), [("…0007", 2), ("…0008", 1)])
async def test_a_licence_that_comes_later_is_fetched_by_the_worker(
    citizen: Person,
    outside: Any,
    keep_promises: KeepPromises,
    monkeypatch: pytest.MonkeyPatch,
    number: str,
    answers: int,
) -> None:
    path = await opened(citizen)
    holders = outside.licences.holders
    chen = holders.of(CHEN)
    changed = [
        h.model_copy(update={"number": number}) if h.item == "营业执照" else h
        for h in chen.licences
    ]
    others = tuple(h for h in holders.holders if h.uid != CHEN)
    late = chen.model_copy(update={"licences": tuple(changed)})
    monkeypatch.setattr(
        outside.licences, "holders", holders.model_copy(update={"holders": (late, *others)})
    )
    assert (await lend(citizen, path))["licence"]["state"] == "waiting"
    for _ in range(answers):
        await due_now()
        await keep_promises()
    assert (await material_of(citizen, path))["licence"]["state"] == "granted"
