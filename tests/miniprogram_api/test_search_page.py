"""What a page of results tells besides them: how many of each kind, and what may be meant."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

SEARCH = "/api/v1/search"


async def _page(http: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    response = await http.get(SEARCH, params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_every_kind_asked_for_is_counted(client: httpx.AsyncClient) -> None:
    page = await _page(client, q="居住证", kinds="item,place,faq", limit=1)
    assert set(page["counts"]) == {"item", "place", "faq"}
    assert sum(page["counts"].values()) == page["total"] > len(page["items"]) == 1
    alone = await _page(client, q="居住证", kinds="item")
    assert alone["counts"] == {"item": page["counts"]["item"]}


async def test_items_that_may_be_meant_are_offered_only_where_nothing_fits(
    client: httpx.AsyncClient,
) -> None:
    assert (await _page(client, q="居住证"))["nearest"] == []
    lost = await _page(client, q="养老院的床位", kinds="package")
    assert lost["items"] == []
    assert 0 < len(lost["nearest"]) <= 3
    assert {"code", "name", "is_guided", "region_note"} <= set(lost["nearest"][0])


@pytest.mark.parametrize("query", ["", "👍", "量子纠缠"])
async def test_words_that_mean_nothing_here_offer_nothing(
    client: httpx.AsyncClient, query: str
) -> None:
    page = await _page(client, q=query)
    assert (page["total"], page["nearest"]) == (0, [])
