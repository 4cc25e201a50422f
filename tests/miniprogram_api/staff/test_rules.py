"""Rules of pre-review as editors change them: drafted, tried on old cases, published, in force."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flows.cases import prereviews
from knowledge_base.rules import rules_of
from knowledge_base.serving import follow_now
from tests.factories.cases import FOOD, filled_draft
from tests.factories.papers_read import read_another_licence
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

KNOWLEDGE = "/staff/v1/knowledge"


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


@pytest.fixture
async def supervisor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "supervisor", name="梁志强")


async def save(editor: Person, path: str, body: Any) -> Any:
    saved = await editor.ask("PUT", f"{path}/draft", json={"body": body, "version": 0})
    assert saved.status_code == 200, saved.text
    return saved.json()


async def entry_of_food(editor: Person) -> Any:
    page = await editor.get(f"{KNOWLEDGE}?kind=rules&q={FOOD}")
    return await editor.get(f"{KNOWLEDGE}/{page['items'][0]['id']}")


def softened(body: Any) -> Any:
    """The rules without a refusal for another's licence."""
    rules = [
        {**rule, "level": "warning"} if rule["id"].startswith("business_licence") else rule
        for rule in body["rules"]
    ]
    return {**body, "rules": rules}


async def reviewed_case(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    number = str((await filled_draft(citizen))["number"])
    await citizen.post(f"/api/v1/cases/{number}/prereview")
    await keep_promises()
    return number


async def test_rules_are_tried_on_old_cases_before_they_are_published(
    citizen: Person,
    editor: Person,
    supervisor: Person,
    keep_promises: KeepPromises,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = await reviewed_case(citizen, keep_promises, monkeypatch)
    entry = await entry_of_food(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    assert entry["entry"]["kind_label"] == "预审规则"
    body = softened(entry["published"]["body"])
    await save(editor, path, body)
    await editor.post(f"{path}/draft/submit")
    refused = await supervisor.ask("POST", f"{path}/review", json={"decision": "publish"})
    problem(refused, 409, "shadow_unseen")
    asked = await editor.ask("POST", f"{path}/shadow")
    assert (asked.status_code, asked.json()["state"]) == (202, "running")
    await keep_promises()
    shown = await supervisor.get(f"{path}/shadow")
    assert (shown["state"], shown["done"], shown["total"]) == ("done", 1, 1)
    change = shown["result"]["changes"][0]
    assert (change["case_number"], change["before"], change["after"]) == (number, "fail", "pass")
    assert "business_licence_code" in change["rules"]
    assert shown["result"]["counts"] == {"fail→pass": 1}
    await supervisor.post(f"{path}/shadow/seen")
    before = rules_of(FOOD).version
    await supervisor.post(f"{path}/review", {"decision": "publish"})
    await follow_now()
    assert rules_of(FOOD).version != before


async def test_an_urgent_change_is_published_for_a_stated_reason(
    editor: Person, supervisor: Person
) -> None:
    entry = await entry_of_food(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    body = softened(entry["published"]["body"])
    await save(editor, path, body)
    await editor.post(f"{path}/draft/submit")
    decision = {"decision": "publish", "note": "执照换版，旧规则误拦，先放行"}
    published = await supervisor.post(f"{path}/review", decision)
    assert published["entry"]["state"] == "published"


async def test_a_wrong_draft_names_its_rule_and_field(editor: Person) -> None:
    entry = await entry_of_food(editor)
    path = f"{KNOWLEDGE}/{entry['entry']['id']}"
    rule = entry["published"]["body"]["rules"][2]
    wrong = {**rule, "material": "nothing", "message": "是{secret}"}
    body = {**entry["published"]["body"], "rules": [wrong]}
    saved = await save(editor, path, body)
    assert any("材料" in f and "nothing" in f and rule["id"] in f for f in saved["faults"])
    assert any("{secret}" in f for f in saved["faults"])
    problem(await editor.ask("POST", f"{path}/shadow"), 422)


async def test_the_vocabulary_offers_what_rules_may_name(editor: Person) -> None:
    words = await editor.get(f"{KNOWLEDGE}/rules/vocabulary/{FOOD}")
    assert {"id": "business_licence", "label": "营业执照"} in words["materials"]
    licence = next(kind for kind in words["kinds"] if kind["id"] == "business_licence")
    assert {"id": "credit_code", "label": "统一社会信用代码"} in licence["fields"]
    problem(await editor.ask("GET", f"{KNOWLEDGE}/rules/vocabulary/none"), 404)
