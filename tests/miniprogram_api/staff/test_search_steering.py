"""Search in the hands of editors: a strategy tried, published by a second person, rolled back."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.factories.cases import FOOD
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

SEARCH, PUBLIC = "/staff/v1/search", "/api/v1/search"
QUERY = "龘龘山房"


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


@pytest.fixture
async def colleague(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="梁志强")


async def with_pin(editor: Person) -> dict[str, Any]:
    """The strategy in use with one more pinned answer."""
    page = await editor.get(f"{SEARCH}/strategy")
    body: dict[str, Any] = page["published"]["body"]
    body["pins"].append({"query": QUERY, "keys": [f"item:{FOOD}"], "match": "whole"})
    return body


async def first_hit(http: httpx.AsyncClient, query: str) -> tuple[str, str] | None:
    items = (await http.get(PUBLIC, params={"q": query, "kinds": "item"})).json()["items"]
    return (items[0]["id"], items[0]["matched_by"]) if items else None


async def test_a_strategy_is_tried_published_and_rolled_back(
    client: httpx.AsyncClient, editor: Person, colleague: Person
) -> None:
    body = await with_pin(editor)
    await editor.post(f"{SEARCH}/saved-queries", {"text": QUERY, "note": "市民这样说"})
    saved = await editor.ask("PUT", f"{SEARCH}/strategy/draft", json={"body": body, "note": "茶楼"})
    assert saved.status_code == 200, saved.text
    tried = await editor.post(f"{SEARCH}/compare", {"queries": None})
    (row,) = tried["rows"]
    assert row["after"][0]["key"] == f"item:{FOOD}"
    assert row["after"][0]["matched_by"] == "pinned"
    assert row["is_changed"]
    problem(await editor.ask("POST", f"{SEARCH}/strategy/draft/publish", json={}), 403, "own_work")
    published = await colleague.post(f"{SEARCH}/strategy/draft/publish", {"note": "已试查"})
    assert published["published"]["number"] == 1
    await asyncio.sleep(1.2)
    assert await first_hit(client, QUERY) == (FOOD, "pinned")
    back = await editor.post(f"{SEARCH}/strategy/versions/0/rollback")
    assert back["published"]["number"] == 0
    await asyncio.sleep(1.2)
    assert (await first_hit(client, QUERY) or ("", ""))[1] != "pinned"
    again = await editor.post(f"{SEARCH}/strategy/versions/1/rollback")
    assert [v["state"] for v in again["versions"]] == ["published"]


async def test_an_unsound_strategy_is_told_by_field(editor: Person) -> None:
    body = await with_pin(editor)
    body["other_region_worth"] = 7
    told = problem(await editor.ask("PUT", f"{SEARCH}/strategy/draft", json={"body": body}), 422)
    assert told["errors"][0]["field"] == "body.other_region_worth"


async def test_two_editors_do_not_overwrite_each_other(editor: Person, colleague: Person) -> None:
    body = await with_pin(editor)
    await editor.ask("PUT", f"{SEARCH}/strategy/draft", json={"body": body})
    late = await colleague.ask("PUT", f"{SEARCH}/strategy/draft", json={"body": body})
    problem(late, 409, "draft_moved")
    gone = await colleague.ask("DELETE", f"{SEARCH}/strategy/draft")
    assert gone.json()["draft"] is None


async def test_what_people_looked_for_in_vain_is_listed_without_who_they_are(
    client: httpx.AsyncClient, editor: Person
) -> None:
    for _ in range(3):
        page = (
            await client.get(PUBLIC, params={"q": "龘龘爩爩 13800138000", "record": True})
        ).json()
        assert page["search_id"]
    unrecorded = (await client.get(PUBLIC, params={"q": "居住证"})).json()
    assert unrecorded["search_id"] is None
    listed = await editor.get(f"{SEARCH}/queries?list=zero")
    (row,) = listed["items"]
    assert row["count"] == 3
    assert "13800138000" not in row["words"]


async def test_results_nobody_opens_are_listed_until_they_are_opened(
    client: httpx.AsyncClient, editor: Person
) -> None:
    pages = [
        (await client.get(PUBLIC, params={"q": "居住证", "record": True})).json() for _ in range(4)
    ]
    (row,) = (await editor.get(f"{SEARCH}/queries?list=low_click"))["items"]
    assert (row["words"], row["count"], row["opened"]) == ("居住证", 4, 0)
    assert row["top_title"]
    opened = {"search_id": pages[0]["search_id"], "kind": "item", "id": FOOD}
    assert (await client.post(f"{PUBLIC}/clicks", json=opened)).status_code == 204
    assert (await editor.get(f"{SEARCH}/queries?list=low_click"))["items"] == []
    (top,) = (await editor.get(f"{SEARCH}/queries?list=top"))["items"]
    assert top["opened"] == 1
    unknown = await client.post(f"{PUBLIC}/clicks", json={**opened, "search_id": "0" * 32})
    problem(unknown, 404, "search_unknown")
