"""The catalogue through the API: found by words, filtered, page by page, open to everybody."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from knowledge_base.catalogue import catalogue
from tests.factories.cases import FOOD
from tests.factories.problems import problem

ITEMS = "/api/v1/items"


async def get(http: httpx.AsyncClient, path: str = ITEMS, **query: Any) -> Any:
    answer = await http.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_words_find_the_item_best_first(client: httpx.AsyncClient) -> None:
    found = await get(client, q="我想开个小餐馆要办什么证")
    assert found["items"][0]["code"] == FOOD
    scores = [item["score"] for item in found["items"]]
    assert scores == sorted(scores, reverse=True)


async def test_pages_hold_every_item_once(client: httpx.AsyncClient) -> None:
    codes: list[str] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = await get(client, limit=7, cursor=cursor)
        codes += [item["code"] for item in page["items"]]
        cursor = page["next"]
    assert codes == [entry.code for entry in catalogue()]
    assert page["total"] == len(codes)


@pytest.mark.parametrize("audience", ["person", "enterprise"])
async def test_an_audience_sees_its_own_items(client: httpx.AsyncClient, audience: str) -> None:
    page = await get(client, audience=audience, limit=100)
    assert page["items"]
    assert {item["audience"] for item in page["items"]} <= {audience, "both"}


async def test_themes_and_departments_narrow_the_list(client: httpx.AsyncClient) -> None:
    themes = (await get(client, "/api/v1/themes"))["items"]
    assert sum(theme["count"] for theme in themes) == len(catalogue())
    for theme in themes:
        page = await get(client, theme=theme["theme"], limit=100)
        assert page["total"] == theme["count"]
    assert (await get(client, department="市场监督"))["total"] >= 4
    assert (await get(client, department="火星"))["total"] == 0


async def test_every_guide_is_served_whole(client: httpx.AsyncClient) -> None:
    for entry in catalogue():
        guide = await get(client, f"{ITEMS}/{entry.code.lower()}")
        assert guide["revision"] == entry.revision
        assert len(guide["materials"]) == len(entry.document.materials.materials)
        assert guide["questions_count"] == len(entry.document.situations.questions)
        assert guide["sources"]


async def test_an_unknown_item_is_said_so(client: httpx.AsyncClient) -> None:
    problem(await client.get(f"{ITEMS}/{'1' * 31}"), 404, "item_unknown")
