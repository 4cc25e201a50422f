"""Understanding corrected by one officer, approved by another, exported for the next training."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import select

from flows.understanding import export
from foundation import db
from foundation.models import AccessRecord, Correction
from foundation.settings import settings
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.factories.talks import begin_talks

UNDERSTANDING = "/staff/v1/understanding"
MESSAGES = f"{UNDERSTANDING}/messages"


@pytest.fixture
async def editor(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "editor", name="郑嘉雯")


@pytest.fixture
async def colleague(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "supervisor", name="黄婉仪")


@pytest.fixture
async def message(client: httpx.AsyncClient) -> str:
    return await (await begin_talks()).said("几时攞到张证", "nlu_fallback", "clarify", 0.31)


async def judge(person: Person, message_id: str, **judgement: Any) -> httpx.Response:
    body = {"verdict": "act", "version": 0, **judgement}
    return await person.ask("PUT", f"{MESSAGES}/{message_id}/correction", json=body)


async def review(person: Person, message_id: str, **decided: Any) -> httpx.Response:
    body = {"decision": "approve", **decided}
    return await person.ask("POST", f"{MESSAGES}/{message_id}/correction/review", json=body)


async def exported(folder: Path) -> dict[str, str]:
    """Examples by act, as Rasa would read them."""
    await export.export(folder)
    file = folder / export.FILE
    if not await asyncio.to_thread(file.exists):
        return {}
    blocks = yaml.safe_load(await asyncio.to_thread(file.read_text, "utf-8"))["nlu"]
    return {block["intent"]: block["examples"] for block in blocks}


async def test_the_least_sure_comes_first_masked_and_the_look_is_noted(editor: Person) -> None:
    talks = await begin_talks()
    await talks.said("居住证怎么办", "ask_how_to", confidence=0.95)
    await talks.said("我叫陈大文，电话１３８００１３８００１咋整", "ask_place", confidence=0.42)
    await talks.said("开始", "button", payload="/guidance_start{}")
    await talks.said("茶餐厅", "inform", confidence=1.0)
    page = await editor.get(MESSAGES)
    assert [s["text"] for s in page["items"]] == ["我叫某某,电话（号码）咋整", "居住证怎么办"]
    assert page["items"][0]["act_label"] == "问在哪办、几点、电话"
    assert page["items"][0]["may"] == ["correct"]
    assert {"id": "ask_fee", "label": "问费用"} in page["acts"]
    only = await editor.get(f"{MESSAGES}?act=ask_how_to&status=answered")
    assert [s["confidence"] for s in only["items"]] == [0.95]
    async with db.reading() as session:
        assert list(await session.scalars(select(AccessRecord.what))) == [
            "查看市民的话（理解纠正）"
        ]


async def test_two_people_make_a_sentence_training_data(
    editor: Person, colleague: Person, message: str, tmp_path: Path
) -> None:
    waiting = (await judge(editor, message, right_act="ask_duration")).json()
    assert waiting["correction"]["state_label"] == "等同事批准"
    assert waiting["may"] == ["correct", "undo"]
    problem(await review(editor, message), 403, "own_work")
    assert await exported(tmp_path) == {}
    (listed,) = (await colleague.get(f"{MESSAGES}?state=waiting"))["items"]
    assert listed["may"] == ["review", "undo"]
    approved = (await review(colleague, message)).json()
    assert approved["correction"]["reviewer_name"] == "黄婉仪"
    assert await exported(tmp_path) == {"ask_duration": "- 几时攞到张证\n"}
    models = await colleague.get(f"{UNDERSTANDING}/models")
    assert (models["approved"], models["untrained"]) == (1, 1)
    undone = await editor.delete(f"{MESSAGES}/{message}/correction")
    assert undone["correction"]["state"] == "undone"
    assert await exported(tmp_path) == {}
    again = await editor.delete(f"{MESSAGES}/{message}/correction")
    assert again["correction"]["state"] == "undone"


async def test_a_sentence_is_judged_once_and_nobody_is_overwritten(
    client: httpx.AsyncClient, editor: Person, message: str
) -> None:
    first = (await judge(editor, message, right_act="ask_duration")).json()
    again = (await judge(editor, message, right_act="ask_duration")).json()
    assert again == first
    other = await staff_member(client, "editor")
    problem(await judge(other, message, right_act="ask_fee"), 409, "correction_moved")
    version = first["correction"]["version"]
    changed = (await judge(other, message, right_act="ask_fee", version=version)).json()
    assert changed["correction"]["right_act_label"] == "问费用"
    async with db.reading() as session:
        assert len(list(await session.scalars(select(Correction.message_id)))) == 1


async def test_what_is_fine_or_unusable_never_becomes_training_data(
    editor: Person, colleague: Person, message: str, tmp_path: Path
) -> None:
    settled = (await judge(editor, message, verdict="unusable")).json()
    assert settled["correction"]["state"] == "settled"
    problem(await review(colleague, message), 409, "correction_moved")
    version = settled["correction"]["version"]
    fine = (await judge(editor, message, verdict="fine", version=version)).json()
    assert fine["correction"]["right_act"] is None
    assert await exported(tmp_path) == {}
    assert (await editor.get(MESSAGES))["total"] == 0, "what was looked at is out of the way"


async def test_what_is_returned_says_why_and_can_be_mended(
    editor: Person, colleague: Person, message: str
) -> None:
    await judge(editor, message, right_act="ask_fee")
    problem(await review(colleague, message, decision="return"), 422)
    back = (await review(colleague, message, decision="return", note="问的是要多久")).json()
    assert back["correction"]["note"] == "问的是要多久"
    version = back["correction"]["version"]
    mended = (await judge(editor, message, right_act="ask_duration", version=version)).json()
    assert (mended["correction"]["state"], mended["correction"]["note"]) == ("waiting", "")


async def test_the_officer_cuts_out_what_is_personal_and_rasas_marks_are_taken_away(
    editor: Person, colleague: Person, message: str, tmp_path: Path
) -> None:
    text = "- [几时](case_number) 攞到张证{1}，编号TH202611230000017"
    kept = (await judge(editor, message, right_act="ask_duration", text=text)).json()
    assert "TH2026" not in kept["correction"]["text"]
    await review(colleague, message)
    examples = (await exported(tmp_path))["ask_duration"]
    assert examples == "- 几时 case_number 攞到张证 1 ,编号（号码）\n"


async def test_wrong_judgements_are_told(editor: Person, message: str) -> None:
    told = problem(await judge(editor, message, right_act="order_pizza"), 422)
    assert told["errors"][0]["field"] == "right_act"
    problem(await judge(editor, message, right_act="ask_fee", text="长" * 201), 422)
    problem(await judge(editor, message, right_act="ask_fee", text="  "), 422)
    problem(await judge(editor, "0" * 32, right_act="ask_fee"), 404, "message_unknown")


async def test_others_have_no_part_in_it(client: httpx.AsyncClient, message: str) -> None:
    for role in ("clerk", "officer", "admin"):
        person = await staff_member(client, role)
        problem(await person.ask("GET", MESSAGES), 403, "forbidden")
        problem(await person.ask("GET", f"{UNDERSTANDING}/models"), 403, "forbidden")
        problem(await judge(person, message, right_act="ask_fee"), 403, "forbidden")
        problem(await person.ask("DELETE", f"{MESSAGES}/{message}/correction"), 403, "forbidden")
    supervisor = await staff_member(client, "supervisor")
    problem(await judge(supervisor, message, right_act="ask_fee"), 403, "forbidden")


async def test_models_are_shown_as_they_were_written_down(colleague: Person) -> None:
    empty = await colleague.get(f"{UNDERSTANDING}/models")
    assert (empty["running"], empty["versions"]) == (0, [])
    assert empty["commands"]["publish"] == "make bot-publish"
    file = settings().data_dir / "models" / "versions.json"
    file.parent.mkdir(exist_ok=True)
    one = (
        '{"number": 1, "state": "published", "by": "ops",'
        '"created_at": "2026-11-27T10:00:00+08:00",'
        '"figures": {"act_accuracy.all": 0.94}, "before": {"act_accuracy.all": 0.93}}'
    )
    try:
        file.write_text(f'{{"running": 1, "versions": [{one}]}}')
        shown = await colleague.get(f"{UNDERSTANDING}/models")
        assert shown["running"] == 1
        assert shown["versions"][0]["state_label"] == "使用中"
        file.write_text('{"running": 1, "versions": [{"number": "?"')
        assert (await colleague.get(f"{UNDERSTANDING}/models"))["versions"] == []
    finally:
        file.unlink()
