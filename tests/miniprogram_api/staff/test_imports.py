"""Imports through the console: read and reported first, used once a second person agrees."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from knowledge_base.search.searcher import LOOK_EVERY_SECONDS
from knowledge_base.serving import LOOK_SECONDS
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

IMPORTS = "/staff/v1/knowledge/imports"
RULE = (
    "广州市天河区夜市经营便民办法\n穗天府办〔2025〕9号\n"
    "第一条 为方便夜市经营者办事，制定本办法。\n"
    "第二条 夜市经营者可以凭摊位协议办理食品摊贩登记，街道应当当场登记。\n"
    "第三条 本办法自2025年6月1日起施行，有效期5年。\n"
)


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


@pytest.fixture
async def colleague(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="梁志强")


async def upload(person: Person, kind: str, *named: tuple[str, bytes]) -> Any:
    sent = [("file", pair) for pair in named]
    answer = await person.ask("POST", f"{IMPORTS}?kind={kind}", files=sent)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_a_document_is_read_agreed_to_and_found(
    client: httpx.AsyncClient, editor: Person, colleague: Person, keep_promises: KeepPromises
) -> None:
    batch = await upload(editor, "document", ("夜市办法.txt", RULE.encode("gb18030")))
    assert batch["state"] == "waiting"
    await keep_promises()
    path = f"{IMPORTS}/{batch['id']}"
    read = await editor.get(path)
    assert (read["state"], read["may"]) == ("ready", ["discard"])
    assert read["report"]["summary"]["读到"] == 1
    assert "穗天府办〔2025〕9号" in json.dumps(read["report"], ensure_ascii=False)
    problem(await editor.ask("POST", f"{path}/apply"), 403, "own_work")
    assert (await colleague.post(f"{path}/apply"))["state"] == "applying"
    await keep_promises()
    await keep_promises()
    done = await editor.get(path)
    assert (done["state"], done["report"]["summary"]["新增"]) == ("done", 1)
    await asyncio.sleep(1.5 * LOOK_EVERY_SECONDS)
    found = (await client.get("/api/v1/search?q=凭摊位协议办食品摊贩登记&kinds=policy")).json()
    hit = found["items"][0]
    assert hit["detail"]["document_number"] == "穗天府办〔2025〕9号"
    assert hit["detail"]["label"] == "第二条"
    document = (await client.get(f"/api/v1/documents/{hit['detail']['document_id']}")).json()
    assert [a["label"] for a in document["articles"]] == ["第一条", "第二条", "第三条"]
    assert document["expires_on"] == "2030-06-01"


async def test_bad_files_say_why_and_the_rest_goes_on(
    editor: Person, keep_promises: KeepPromises
) -> None:
    batch = await upload(
        editor,
        "document",
        ("空.txt", b""),
        ("不是文档.pdf", b"\x00\x01\x02" * 50),
        ("夜市办法.txt", RULE.encode()),
    )
    await keep_promises()
    read = await editor.get(f"{IMPORTS}/{batch['id']}")
    assert read["state"] == "ready"
    refused = next(t for t in read["report"]["tables"] if t["title"] == "没有读取")
    assert {row[0] for row in refused["rows"]} == {"空.txt", "不是文档.pdf"}
    assert all(row[1] for row in refused["rows"])


async def test_nothing_readable_fails_with_reasons_and_can_be_put_away(
    editor: Person, keep_promises: KeepPromises
) -> None:
    batch = await upload(editor, "item", ("空.jsonl", b""))
    await keep_promises()
    read = await editor.get(f"{IMPORTS}/{batch['id']}")
    assert read["state"] == "failed"
    assert read["problem"]
    away = await editor.post(f"{IMPORTS}/{batch['id']}/discard")
    assert away["state"] == "discarded"
    listed = await editor.get(IMPORTS)
    assert [b["id"] for b in listed["items"]] == [batch["id"]]


async def test_streets_are_imported_and_resolved(
    client: httpx.AsyncClient, editor: Person, colleague: Person, keep_promises: KeepPromises
) -> None:
    rows = [
        {"code": "440106015", "name": "天园街道", "areaCode": "440106"},
        {"code": "440106015001", "name": "骏景社区居委会", "streetCode": "440106015"},
    ]
    batch = await upload(editor, "region", ("街道.json", json.dumps(rows).encode()))
    await keep_promises()
    await colleague.post(f"{IMPORTS}/{batch['id']}/apply")
    await keep_promises()
    done = await editor.get(f"{IMPORTS}/{batch['id']}")
    assert done["state"] == "done", done
    await asyncio.sleep(2 * LOOK_SECONDS)
    places = (await client.get("/api/v1/places", params={"q": "骏景社区附近"})).json()
    resolved = places["resolved"]
    assert (resolved["street"], resolved["community"]) == ("天园街道", "骏景社区居委会")
