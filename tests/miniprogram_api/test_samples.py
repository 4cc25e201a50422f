"""Samples of materials through the API and the hall: told beside the material, open to all."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from hall_bridge.app import create_app
from tests.factories.cases import FOOD, draft
from tests.factories.people import Person
from tests.factories.problems import problem

FORM = f"form_{FOOD.lower()}"


async def materials(http: httpx.AsyncClient) -> dict[str, Any]:
    item = (await http.get(f"/api/v1/items/{FOOD}")).json()
    return {material["id"]: material for material in item["materials"]}


async def test_a_guide_names_the_samples_of_each_material(client: httpx.AsyncClient) -> None:
    told = await materials(client)
    assert {"id": "id_card", "name": "居民身份证"} in told["agent_id_card"]["samples"]
    assert told["application_form"]["samples"][0]["id"] == FORM
    first = told["agent_id_card"]["sample_url"]
    assert first == "http://testserver/api/v1/samples/id_card/sides/1"
    assert (await client.get(first)).headers["content-type"] == "image/png"


@pytest.mark.parametrize("base", ["/api/v1", "/hall/v1"])
async def test_a_picture_is_as_large_as_told_and_may_be_kept(
    client: httpx.AsyncClient, base: str
) -> None:
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://hall.testserver") as hall:
        http = client if base == "/api/v1" else hall
        sample = (await http.get(f"{base}/samples/id_card")).json()
        for side in sample["sides"]:
            assert side["picture_url"].startswith(f"{base}/samples/id_card/sides/{side['number']}?")
            answer = await http.get(side["picture_url"])
            assert answer.headers["cache-control"] == "public, max-age=86400"
            with Image.open(io.BytesIO(answer.content)) as picture:
                assert picture.size == (side["width"], side["height"])
            assert [spot["number"] for spot in side["spots"]] == list(
                range(1, len(side["spots"]) + 1)
            )
            assert all(0 < spot["x"] < 1 and 0 < spot["y"] < 1 for spot in side["spots"])


async def test_a_form_is_shown_with_its_own_fields_filled_in(client: httpx.AsyncClient) -> None:
    sample = (await client.get(f"/api/v1/samples/{FORM}")).json()
    assert sample["name"] == "食品经营许可：申请表填写示例"
    assert [side["title"] for side in sample["sides"]][:2] == ["申请人", "经营信息"]
    looks = [spot["text"] for side in sample["sides"] for spot in side["spots"]]
    assert "营业执照右上方的18位代码" in looks
    assert not [text for text in looks if "例如" in text]


@pytest.mark.parametrize(
    "path", ["nothing", f"{FORM}x", "form_", "id_card/sides/3", f"{FORM}/sides/9"]
)
async def test_what_is_not_there_says_so(client: httpx.AsyncClient, path: str) -> None:
    said = problem(await client.get(f"/api/v1/samples/{path}"), 404, "sample_unknown")
    assert "材料清单" in said["detail"]


@pytest.mark.parametrize("path", ["..%2Fid_card", "ID", "id_card/sides/0", "id_card/sides/x"])
async def test_what_is_no_address_of_a_sample_is_refused(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(f"/api/v1/samples/{path}")
    assert answer.status_code in (404, 422)


async def test_a_case_names_the_samples_of_what_it_still_needs(citizen: Person) -> None:
    case = await draft(citizen)
    told = {material["id"]: material["samples"] for material in case["materials"]}
    assert [sample["id"] for sample in told["business_licence"]] == ["business_licence"]
    assert told["application_form"][0]["id"] == FORM
