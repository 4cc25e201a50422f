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
from tests.factories.cases import FOOD, draft, filled_draft
from tests.factories.documents import pdf
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
