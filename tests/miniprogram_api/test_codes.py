"""Scanned codes lead to pages and grant nothing; forged ones lead nowhere."""

from __future__ import annotations

from functools import partial

import httpx
import pytest

from flows.codes.service import case_token, counter_token, item_token
from foundation.settings import settings
from miniprogram_api.citizen import codes
from tests.factories.cases import FOOD, submitted_case
from tests.factories.halls import AT_COUNTER, COUNTER, open_hall
from tests.factories.people import LI, Person, sign_in
from tests.factories.problems import problem

NUMBER = "TH202611230000017"


@pytest.mark.parametrize(
    ("token", "page"),
    [
        (item_token(FOOD), f"/pages/item/index?code={FOOD}"),
        (counter_token(COUNTER), f"/pages/index/index?{AT_COUNTER}"),
    ],
)
async def test_a_code_opens_its_page(client: httpx.AsyncClient, token: str, page: str) -> None:
    await open_hall()
    assert len(token) <= 32
    opened = await client.get(f"/q/{token}")
    assert opened.status_code == 302
    assert opened.headers["location"] == f"http://testserver/app/#{page}"


async def test_a_receipts_code_opens_the_case_for_its_owner_only(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    number = await submitted_case(citizen)
    receipt = await citizen.get(f"/api/v1/cases/{number}/receipt")
    path = receipt["url"].removeprefix("http://testserver")
    opened = await client.get(path)
    assert opened.headers["location"].endswith(f"/pages/case/index?number={number}")
    other = await sign_in(client, LI)
    problem(await other.ask("GET", f"/api/v1/cases/{number}"), 404)


NOT_OURS = [
    "x",
    "i",
    "i" + "0" * 31,
    "w",
    "wA1",
    "w../../x",
    "w" + "a" * 25,
    "c" + NUMBER,
    "c" + NUMBER + "0" * 12,
    case_token(NUMBER)[:-1] + "z",
    case_token(NUMBER) + "0",
    "c" + "TH202611230000018" + case_token(NUMBER)[18:],
    "http:%2f%2fevil.example",
]


async def test_what_is_not_ours_is_refused(client: httpx.AsyncClient) -> None:
    for token in NOT_OURS:
        assert (await client.get(f"/q/{token}")).status_code == 404, token


async def test_wechats_check_file_stands_beside_the_codes(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"wechat_link_check_files": {"AbC123.txt": "proof"}}
    monkeypatch.setattr(codes, "settings", partial(settings().model_copy, update=files))
    found = await client.get("/q/AbC123.txt")
    assert (found.status_code, found.text) == (200, "proof")
    problem(await client.get("/q/other.txt"), 404, "code_unknown")
