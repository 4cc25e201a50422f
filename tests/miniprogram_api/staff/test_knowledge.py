"""What is known, in the hands of editors: draft, a second person's review, published, undone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from foundation.clock import today
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

KNOWLEDGE = "/staff/v1/knowledge"
FAQ = {
    "id": "lantern_faq",
    "question": "花灯摊怎么报备？",
    "asks": ["花灯摊怎么报备", "花灯摊几时报备", "摆花灯要唔要报备", "花灯报备在哪里填"],
    "answer": "摆花灯摊，提前三个工作日向街道报备，不收费。",
    "source": {"title": "花灯摊报备须知", "as_of": "2026-11-27"},
    "verified": False,
}


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


@pytest.fixture
async def colleague(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="梁志强")


async def new_faq(editor: Person, **changes: Any) -> Any:
    return await editor.post(KNOWLEDGE, {"shape": "faq", "body": {**FAQ, **changes}})


async def save(person: Person, entry: Any, body: dict[str, Any], **more: Any) -> httpx.Response:
    version = entry["open"]["version"] if entry["open"] else 0
    return await person.ask(
        "PUT",
        f"{KNOWLEDGE}/{entry['entry']['id']}/draft",
        json={"body": body, "version": version, **more},
    )


async def published(editor: Person, colleague: Person, **changes: Any) -> Any:
    entry = await new_faq(editor, **changes)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    await editor.post(f"{path}/draft/submit")
    return await colleague.post(f"{path}/review", {"decision": "publish"})


async def test_shipped_content_stands_there_published(editor: Person) -> None:
    page = await editor.get(f"{KNOWLEDGE}?kind=item&limit=100")
    assert page["total"] == page["counts"]["item"] >= 20
    assert {e["state"] for e in page["items"]} == {"published"}
    assert {e["origin_label"] for e in page["items"]} == {"随版本提供"}
    found = await editor.get(f"{KNOWLEDGE}?q=食品经营许可&kind=item")
    assert found["items"][0]["kind_label"] == "事项"


async def test_from_draft_to_published_by_two_people(editor: Person, colleague: Person) -> None:
    entry = await new_faq(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    assert entry["entry"]["state"] == "unpublished"
    assert entry["may"] == ["discard", "edit", "submit"]
    waiting = await editor.post(f"{path}/draft/submit")
    assert waiting["open"]["state"] == "in_review"
    assert waiting["may"] == ["recall"]
    problem(
        await editor.ask("POST", f"{path}/review", json={"decision": "publish"}), 403, "own_work"
    )
    done = await colleague.post(f"{path}/review", {"decision": "publish", "note": "已核对"})
    assert done["entry"]["state"] == "published"
    assert done["open"] is None
    assert [(e["action"], e["actor_name"]) for e in done["events"]] == [
        ("published", "梁志强"), ("in_review", "郑嘉雯"), ("draft", "郑嘉雯")
    ]  # fmt: skip


async def test_a_correction_is_a_new_revision_and_can_be_undone(
    editor: Person, colleague: Person
) -> None:
    entry = await published(editor, colleague)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    saved = (await save(editor, entry, {**FAQ, "answer": "改成一句话。"}, note="缩短")).json()
    assert saved["published"]["body"]["answer"] == FAQ["answer"], "citizens still read the old one"
    await editor.post(f"{path}/draft/submit")
    after = await colleague.post(f"{path}/review", {"decision": "publish"})
    assert after["published"]["number"] == 2
    diff = await editor.get(f"{path}/diff?before=1&after=2")
    assert [(c["label"], c["change"], c["after"]) for c in diff["changes"]] == [
        ("回答", "changed", "改成一句话。")
    ]
    restored = await editor.post(f"{path}/revisions/1/restore")
    assert restored["open"]["body"]["answer"] == FAQ["answer"]
    assert restored["open"]["number"] == 3
    await editor.post(f"{path}/draft/submit")
    back = await colleague.post(f"{path}/review", {"decision": "publish"})
    assert [r["state"] for r in back["revisions"]] == ["published", "superseded", "superseded"]


async def test_an_unfinished_draft_is_kept_and_not_handed_in(editor: Person) -> None:
    entry = await new_faq(editor, asks=["只有一种"])
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    assert any("asks" in fault for fault in entry["faults"])
    told = problem(await editor.ask("POST", f"{path}/draft/submit"), 422, "invalid_input")
    assert told["errors"]
    kept = await editor.get(path)
    assert kept["open"]["body"]["asks"] == ["只有一种"]


async def test_two_editors_do_not_overwrite_each_other(editor: Person, colleague: Person) -> None:
    entry = await new_faq(editor)
    assert (await save(colleague, entry, {**FAQ, "answer": "同事先存了。"})).status_code == 200
    problem(await save(editor, entry, {**FAQ, "answer": "我后存。"}), 409, "draft_moved")


async def test_saving_while_one_writes_is_told_once(editor: Person, colleague: Person) -> None:
    entry = await new_faq(editor)
    for words in ("一", "一二", "一二三"):
        entry = (await save(editor, entry, {**FAQ, "answer": words}, note=words)).json()
    entry = (await save(colleague, entry, {**FAQ, "answer": "四"})).json()
    assert [(e["action"], e["actor_name"], e["note"]) for e in entry["events"]] == [
        ("saved", "梁志强", ""), ("saved", "郑嘉雯", "一二三"), ("draft", "郑嘉雯", "")
    ]  # fmt: skip


async def test_what_waits_for_review_is_counted_without_ones_own(
    editor: Person, colleague: Person
) -> None:
    entry = await new_faq(editor)
    await editor.post(f"{KNOWLEDGE}/{entry['entry']['id']}/draft/submit")
    own = (await editor.get(f"{KNOWLEDGE}?limit=1"))["counts"]
    assert (own["in_review"], own["to_review"]) == (1, 0)
    assert (await colleague.get(f"{KNOWLEDGE}?limit=1"))["counts"]["to_review"] == 1


async def test_returned_with_words_and_mended(editor: Person, colleague: Person) -> None:
    entry = await new_faq(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    await editor.post(f"{path}/draft/submit")
    silent = await colleague.ask("POST", f"{path}/review", json={"decision": "return"})
    problem(silent, 422, "invalid_input")
    returned = await colleague.post(
        f"{path}/review", {"decision": "return", "note": "请补充条例文号"}
    )
    assert returned["open"]["state"] == "returned"
    assert returned["events"][0]["note"] == "请补充条例文号"
    mended = (await save(editor, returned, FAQ)).json()
    assert mended["open"]["state"] == "draft"


async def test_withdrawn_at_once_for_a_reason(editor: Person, colleague: Person) -> None:
    entry = await published(editor, colleague)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    problem(await editor.ask("POST", f"{path}/withdraw", json={}), 422, "invalid_input")
    gone = await editor.post(f"{path}/withdraw", {"note": "条例已修订"})
    assert gone["entry"]["state"] == "withdrawn"
    assert gone["published"] is None


async def test_created_once_under_a_key(editor: Person) -> None:
    body, headers = {"shape": "faq", "body": FAQ}, {"Idempotency-Key": "new-faq-1"}
    first, second = await asyncio.gather(
        *(editor.ask("POST", KNOWLEDGE, json=body, headers=headers) for _ in range(2))
    )
    assert first.json()["entry"]["id"] == second.json()["entry"]["id"]
    problem(await editor.ask("POST", KNOWLEDGE, json=body), 409, "entry_exists")


async def test_a_published_item_is_served_and_guides(
    client: httpx.AsyncClient, editor: Person, colleague: Person
) -> None:
    page = await editor.get(f"{KNOWLEDGE}?q=食品经营许可&kind=item")
    entry = await editor.get(f"{KNOWLEDGE}/{page['items'][0]['id']}")
    body = entry["published"]["body"]
    body["item"]["summary"] = "改过的一句简介。"
    await save(editor, entry, body)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    await editor.post(f"{path}/draft/submit")
    done = await colleague.post(f"{path}/review", {"decision": "publish"})
    assert done["published"]["fingerprint"] != entry["published"]["fingerprint"]
    await asyncio.sleep(1.2)
    item = (await client.get(f"/api/v1/items/{entry['entry']['key']}")).json()
    assert item["item"]["summary"] == "改过的一句简介。"
    assert item["revision"] == done["published"]["fingerprint"]


@pytest.mark.parametrize("role", ["clerk", "officer", "admin"])
async def test_others_do_not_see_it(client: httpx.AsyncClient, role: str) -> None:
    stranger = await staff_member(client, role)
    problem(await stranger.ask("GET", KNOWLEDGE), 403, "forbidden")


async def test_a_supervisor_reviews_but_does_not_write(
    client: httpx.AsyncClient, editor: Person
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    entry = await new_faq(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    await editor.post(f"{path}/draft/submit")
    assert (await supervisor.get(path))["may"] == ["review"]
    refused = await supervisor.ask("POST", KNOWLEDGE, json={"shape": "faq", "body": FAQ})
    problem(refused, 403, "forbidden")
    await supervisor.post(f"{path}/review", {"decision": "publish"})


async def test_what_runs_out_and_what_names_no_source(editor: Person, colleague: Person) -> None:
    entry = await new_faq(editor)
    soon = (today() + timedelta(days=20)).isoformat()
    saved = (await save(editor, entry, FAQ, expires_on=soon)).json()
    path = f"{KNOWLEDGE}/{saved['entry']['id']}"
    await editor.post(f"{path}/draft/submit")
    await colleague.post(f"{path}/review", {"decision": "publish"})
    health = await editor.get(f"{KNOWLEDGE}/health")
    assert [e["key"] for e in health["expiring"]] == ["lantern_faq"]
    assert "lantern_faq" in {e["key"] for e in health["unsourced"]}
    assert health["links_known"] > 0
