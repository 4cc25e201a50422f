"""Policies as answers: quoted with where they stand; what does not hold here or now says so."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from foundation import db
from knowledge_base.keeping import Actor, bring
from knowledge_base.pieces import piece_of
from knowledge_base.publishing import tell_search
from knowledge_base.search.searcher import LOOK_EVERY_SECONDS
from tests.factories.people import Person, button, kinds, words
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

SEARCH = "/api/v1/search"
LIGHTS: dict[str, Any] = {
    "id": "lantern_rule",
    "title": "天河区花灯摆卖管理办法",
    "kind": "policy",
    "document_number": "穗天府规〔2025〕8号",
    "issuer": "广州市天河区人民政府",
    "region": "440106",
    "valid_from": "2025-02-01",
    "as_of": "2026-11-27",
    "articles": [
        {"label": "第一条", "text": "为规范花灯摆卖，方便市民，制定本办法。"},
        {
            "label": "第二条",
            "text": "摆卖花灯应当提前三个工作日向街道办事处报备花灯摊位，不收费。",
        },
    ],
}
BRIEF: dict[str, Any] = {
    "code": "11440000006939756B2440101007000",
    "catalog_code": "440101007000",
    "name": "花灯工艺师职称评审",
    "task_type": "公共服务",
    "use_level": "省级",
    "region": "440000",
    "department": "广东省工艺美术中心",
    "audience": "person",
    "themes": ["职业资格"],
    "materials": ["花灯作品照片", "申报表"],
    "promised": {"days": 15, "unit": "工作日"},
    "link_way": "020-12345678",
    "as_of": "2021-05-26",
    "source": {"title": "省级事项目录", "as_of": "2021-05-26"},
}


@pytest.fixture
async def known(client: httpx.AsyncClient, keep_promises: KeepPromises) -> httpx.AsyncClient:
    """The API, with a rule of ours, an older one, another city's, and a brief item."""
    old = {
        **LIGHTS, "id": "lantern_old", "title": "天河区花灯灯笼旧办法", "valid_from": "2015-01-01",
        "expires_on": "2020-01-01", "replaced_by": "天河区花灯摆卖管理办法",
        "articles": [{"label": "第九条", "text": "旧时灯笼工匠的名册由区文化馆保管。"}],
    }  # fmt: skip
    theirs = {
        **LIGHTS, "id": "lantern_shenzhen", "title": "深圳市灯会许可规定", "region": "440300",
        "issuer": "深圳市人民政府", "document_number": "深府规〔2024〕1号",
        "articles": [{"label": "第五条", "text": "举办元宵灯会巡游应当取得灯会巡游许可证。"}],
    }  # fmt: skip
    pieces = [piece_of("document", body) for body in (LIGHTS, old, theirs)]
    async with db.writing() as session:
        brought = await bring(session, [*pieces, piece_of("brief", BRIEF)], Actor("import:t", "试"))
        tell_search(session, brought.published)
    await keep_promises()
    await asyncio.sleep(1.5 * LOOK_EVERY_SECONDS)
    return client


async def found(http: httpx.AsyncClient, q: str, **more: Any) -> list[dict[str, Any]]:
    response = await http.get(SEARCH, params={"q": q, **more})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_a_passage_tells_where_it_stands(known: httpx.AsyncClient) -> None:
    hit = (await found(known, "摆卖花灯要提前几天报备", kinds="policy"))[0]
    detail = hit["detail"]
    assert (detail["title"], detail["label"]) == ("天河区花灯摆卖管理办法", "第二条")
    assert detail["document_number"] == "穗天府规〔2025〕8号"
    assert detail["text"] in LIGHTS["articles"][1]["text"]
    assert hit["id"] == "lantern_rule#1"
    document = (await known.get("/api/v1/documents/lantern_rule")).json()
    assert document["articles"][detail["article"]]["label"] == "第二条"
    assert document["validity"] == "valid"
    assert document["notes"] == ["内容未与官方文本逐字核对，以官方公布为准。"]


async def test_another_citys_rule_and_one_that_is_over_say_so(known: httpx.AsyncClient) -> None:
    theirs = (await found(known, "元宵灯会巡游许可证", kinds="policy"))[0]
    assert theirs["notes"][0] == "这是深圳市的规定，不适用于广州市天河区。"
    old = next(
        hit
        for hit in await found(known, "灯笼工匠名册由谁保管", kinds="policy")
        if hit["detail"]["document_id"] == "lantern_old"
    )
    assert "已于2020年1月1日失效，已由天河区花灯摆卖管理办法代替" in old["notes"][0]
    document = (await known.get("/api/v1/documents/lantern_shenzhen")).json()
    assert document["region_name"] == "深圳市"
    assert "不适用于广州市天河区" in document["notes"][0]


async def test_the_talk_quotes_the_passage_and_offers_the_document(
    known: httpx.AsyncClient, guest: Person
) -> None:
    """No bot is there: search alone answers, by the same rules."""
    answer = await guest.say("摆卖花灯要提前几天向街道办事处报备")
    assert kinds(answer)[-1] == "policies"
    said = words(answer)
    assert "《天河区花灯摆卖管理办法》（穗天府规〔2025〕8号）第二条" in said
    assert "提前三个工作日" in said
    assert "2025年2月1日起施行" in said
    opened = await guest.press(button(answer, "查看全文"))
    assert "/pages/document/index?id=lantern_rule&article=1" in words(opened)


async def test_the_talk_never_gives_another_places_rule_unmarked(
    known: httpx.AsyncClient, guest: Person
) -> None:
    """Nothing of ours fits, so it is quoted, and says what it is."""
    answer = await guest.say("举办元宵灯会巡游应当取得灯会巡游许可证")
    assert kinds(answer)[-1] == "policies"
    assert "这是深圳市的规定，不适用于广州市天河区" in words(answer)


async def test_a_brief_item_tells_what_its_catalogue_tells(
    known: httpx.AsyncClient, guest: Person
) -> None:
    item = (await known.get(f"/api/v1/items/{BRIEF['code']}")).json()
    assert (item["is_guided"], item["questions_count"]) == (False, 0)
    assert item["guide"]["promised"]["days"] == 15
    assert item["guide"]["fee"] is None
    assert [m["name"] for m in item["materials"]] == BRIEF["materials"]
    answer = await guest.say("花灯工艺师职称评审怎么办")
    assert answer["items"][0]["code"] == BRIEF["code"]
    assert "省级事项，由广东省工艺美术中心办理" in words(answer)
    assert "以官方公布为准" in words(answer)
    refused = await guest.ask("POST", "/api/v1/guidance/runs", json={"item_code": BRIEF["code"]})
    problem(refused, 404, "item_unknown")


async def test_items_of_every_catalogue_are_listed_guided_ones_first(
    known: httpx.AsyncClient,
) -> None:
    page = (await known.get("/api/v1/items?limit=100")).json()
    assert page["items"][-1]["code"] == BRIEF["code"]
    assert page["items"][-1]["region_name"] == "广东省"
    themes = (await known.get("/api/v1/themes")).json()["items"]
    assert "职业资格" in {theme["theme"] for theme in themes}
    of_theme = (await known.get("/api/v1/items?theme=职业资格")).json()
    assert [i["code"] for i in of_theme["items"]] == [BRIEF["code"]]


async def test_what_nothing_fits_is_said_and_a_person_offered(guest: Person) -> None:
    answer = await guest.say("火星移民局几点开门")
    assert "policies" not in kinds(answer)
    assert button(answer, "咨询人工")


async def test_nobody_knows_a_document_that_is_none(client: httpx.AsyncClient) -> None:
    problem(await client.get("/api/v1/documents/nothing_here"), 404, "document_unknown")
