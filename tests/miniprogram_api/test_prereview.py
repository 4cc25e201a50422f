"""Pre-review: asked for, done by the worker, read at any time, and what it decides."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from flows.cases import prereviews
from foundation import db
from foundation.models import PreReview
from knowledge_base.rules import rules_of
from tests.factories.cases import FOOD, draft, filled_draft, task_of
from tests.factories.documents import pdf
from tests.factories.papers import draw, jpeg
from tests.factories.papers_read import read_another_licence, read_well
from tests.factories.people import Person
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

CASES = "/api/v1/cases"


async def reviewed(citizen: Person, path: str, keep_promises: KeepPromises) -> Any:
    asked = await citizen.ask("POST", f"{path}/prereview")
    assert asked.status_code == 202
    assert asked.json()["status"] == "running"
    assert await keep_promises() >= 1
    return await citizen.get(f"{path}/prereview")


async def test_papers_that_are_what_they_should_be_pass(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_well)
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    review = await reviewed(citizen, path, keep_promises)
    assert (review["status"], review["verdict"], review["findings"]) == ("done", "pass", [])
    assert review["is_current"]
    assert review["progress"]["done"] == review["progress"]["total"] > 1
    assert "可以提交" in review["summary"]
    assert (await citizen.post(f"{path}/submit"))["status"] == "submitted"


async def test_papers_nobody_can_make_out_are_for_the_window(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    review = await reviewed(citizen, path, keep_promises)
    assert review["verdict"] == "inconclusive"
    deciding = {f["verdict"] for f in review["findings"] if f["level"] == "blocking"}
    assert deciding == {"inconclusive"}
    assert "由工作人员核对" in review["summary"]
    assert (await citizen.post(f"{path}/submit"))["status"] == "submitted"


async def test_a_verdict_is_given_again_to_the_same_bytes(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    review = await reviewed(citizen, path, keep_promises)
    assert review["verdict"] == "fail"
    assert "business_licence_code" in {f["rule"] for f in review["findings"]}
    async with db.reading() as session:
        held = await session.scalar(select(PreReview))
        assert held is not None
        assert held.rule_version == rules_of(FOOD).version
        assert held.inputs is not None
        assert held.inputs["inputs"]["identity"]["id_number"]
        again = await prereviews.replay(session, held.id)
    assert canonical(held.findings) == canonical([f.model_dump(mode="json") for f in again])


def canonical(findings: list[dict[str, Any]]) -> bytes:
    return json.dumps(findings, sort_keys=True, ensure_ascii=False).encode()


async def test_every_fault_is_found_with_advice(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    await citizen.patch(path, {"form": {"manager_id_number": "440106198806153018"}})
    review = await reviewed(citizen, path, keep_promises)
    assert review["verdict"] == "fail"
    by_rule: dict[str, list[Any]] = {}
    for finding in review["findings"]:
        by_rule.setdefault(finding["rule"], []).append(finding)
        assert finding["message"]
        assert finding["advice"]
    assert [f["field"] for f in by_rule["form_id_number"]] == ["manager_id_number"]
    assert "校验位" in by_rule["form_id_number"][0]["message"]
    demanded = {m["id"] for m in case["materials"] if m["required"]}
    assert {f["material_id"] for f in by_rule["material_missing"]} == demanded
    assert "manager_name" in {f["field"] for f in by_rule["form_missing"]}
    refusal = problem(await citizen.ask("POST", f"{path}/submit"), 409, "prereview_blocking")
    assert len(refusal["findings"]) == len(review["findings"])


async def test_against_the_machine_a_case_is_handed_in_to_a_person(
    citizen: Person, officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    review = await reviewed(citizen, path, keep_promises)
    assert review["may_submit_anyway"]
    refused = problem(await citizen.ask("POST", f"{path}/submit"), 409, "prereview_blocking")
    assert refused["may_submit_anyway"]
    for _ in range(2):
        done = await citizen.post(f"{path}/submit", {"anyway": True})
        assert done["status"] == "submitted"
    waiting = (await officer.get("/staff/v1/prereviews"))["items"]
    assert [(w["reason"], w["machine_verdict"]) for w in waiting] == [("insisted", "fail")]
    last = (await citizen.get(path))["timeline"][-1]
    assert last["kind"] == "submit"
    assert "申请人选择照此提交" in last["text"]


async def test_form_and_missing_papers_are_nothing_to_insist_on(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await citizen.patch(path, {"form": {"manager_phone": "1380013800"}})
    assert not (await reviewed(citizen, path, keep_promises))["may_submit_anyway"]
    insisted = await citizen.ask("POST", f"{path}/submit", json={"anyway": True})
    assert not problem(insisted, 409, "prereview_blocking")["may_submit_anyway"]
    await citizen.patch(path, {"form": {"manager_phone": "13800138001"}})
    await citizen.delete(f"{path}/materials/layout_plan")
    insisted = await citizen.ask("POST", f"{path}/submit", json={"anyway": True})
    problem(insisted, 409, "prereview_blocking")


async def test_a_persons_refusal_is_not_insisted_against(
    citizen: Person, officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await reviewed(citizen, path, keep_promises)
    await citizen.post(f"{path}/prereview/manual")
    asked = (await officer.get("/staff/v1/prereviews"))["items"][0]
    decision = {"verdict": "fail", "note": "执照不是这家店的"}
    await officer.post(f"/staff/v1/prereviews/{asked['id']}/decide", decision)
    assert not (await citizen.get(f"{path}/prereview"))["may_submit_anyway"]
    insisted = await citizen.ask("POST", f"{path}/submit", json={"anyway": True})
    problem(insisted, 409, "prereview_blocking")


async def test_a_supplement_is_insisted_on_as_well(
    citizen: Person, officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_another_licence)
    number = str((await filled_draft(citizen))["number"])
    path = f"{CASES}/{number}"
    await reviewed(citizen, path, keep_promises)
    await citizen.post(f"{path}/submit", {"anyway": True})
    task = await task_of(officer, number)
    await officer.post(f"/staff/v1/tasks/{task}/claim")
    await officer.post(f"/staff/v1/tasks/{task}/return", {"note": "执照不对，请换一张"})
    problem(await citizen.ask("POST", f"{path}/supplement"), 409, "prereview_blocking")
    assert (await citizen.post(f"{path}/supplement", {"anyway": True}))["status"] == "submitted"
    assert "申请人选择照此提交" in (await citizen.get(path))["timeline"][-1]["text"]


async def test_asking_again_about_the_same_starts_none(citizen: Person) -> None:
    path = f"{CASES}/{(await draft(citizen))['number']}"
    await asyncio.gather(*(citizen.post(f"{path}/prereview") for _ in range(4)))
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PreReview)) == 1


async def test_a_change_makes_the_review_old(citizen: Person, keep_promises: KeepPromises) -> None:
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await reviewed(citizen, path, keep_promises)
    await citizen.delete(f"{path}/materials/layout_plan")
    assert not (await citizen.get(f"{path}/prereview"))["is_current"]
    refused = await citizen.ask("POST", f"{path}/submit")
    problem(refused, 409, "prereview_blocking")
    await citizen.upload(f"{path}/materials/layout_plan", pdf("another"))
    review = await reviewed(citizen, path, keep_promises)
    assert review["verdict"] == "inconclusive"


async def test_submitting_does_not_wait_for_the_worker(citizen: Person) -> None:
    path = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await citizen.post(f"{path}/prereview")
    assert (await citizen.post(f"{path}/submit"))["status"] == "submitted"


async def test_none_asked_for_is_none_there(citizen: Person) -> None:
    path = f"{CASES}/{(await draft(citizen))['number']}"
    problem(await citizen.ask("GET", f"{path}/prereview"), 404, "prereview_unknown")


async def test_a_licence_cancelled_at_the_register_is_found(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    """Its number is read off the paper, and the register asked through the client."""
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    paper = draw("business_licence", 7, code="91440106MADEMXDX2L", name="广州已注销餐饮有限公司")
    await citizen.upload(f"{path}/materials/business_licence", jpeg(paper.picture), name="执照.jpg")
    review = await reviewed(citizen, path, keep_promises)
    (found,) = [f for f in review["findings"] if f["rule"] == "business_licence_registered"]
    assert (found["level"], found["verdict"]) == ("blocking", "fail")
    assert "已注销" in found["message"]
