"""A licence its issuer ended since it was lent: found before handing in, and before deciding."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from adapters import registry
from flows.licences import checking
from foundation import db
from foundation.models import LicenceGrant
from tests.factories.cases import draft, fill, task_of
from tests.factories.documents import pdf
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.factories.processes import TWO_STEPS
from tests.miniprogram_api.conftest import KeepPromises, Simulators
from tests.miniprogram_api.lending import (
    CASES,
    HELD,
    LICENCE,
    STAFF,
    lend,
    set_grant,
)


async def test_a_licence_ended_since_it_was_lent_is_found_before_handing_in(
    citizen: Person, outside: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for again once the last answer is old; nothing is lost while the platform is away."""
    number = await filled(citizen)
    path = f"{CASES}/{number}"
    monkeypatch.setattr(checking, "FRESH", timedelta(0))
    monkeypatch.setitem(outside.licences.changed, HELD["credit_code"], "ABOLISHED")
    monkeypatch.setattr(checking, "SECONDS", 0.0)
    async with registry.licence_client() as port:
        [away] = await checking.check_again(port, number)
    async with db.reading() as session:
        grant = await session.get(LicenceGrant, away)
        assert grant is not None
        assert (grant.status, grant.checked_at) == ("valid", None)
    monkeypatch.setattr(checking, "SECONDS", 6.0)
    said = problem(await citizen.ask("POST", f"{path}/submit"), 409, "prereview_blocking")
    assert [f["rule"] for f in said["findings"]] == ["licence_revoked"]


async def filled(citizen: Person) -> str:
    """A draft with everything uploaded, and the licence lent instead; its number."""
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    await citizen.patch(path, {"form": {**fill(case), **HELD}})
    for material in case["materials"]:
        if material["required"] and material["id"] != LICENCE:
            await citizen.upload(f"{path}/materials/{material['id']}", pdf(material["id"]))
    await lend(citizen, path)
    return str(case["number"])


async def handed_in(citizen: Person) -> str:
    number = await filled(citizen)
    done = await citizen.post(f"{CASES}/{number}/submit", {"anyway": True})
    assert done["status"] == "submitted"
    return number


async def test_nothing_is_granted_on_a_licence_ended_since(
    citizen: Person,
    client: httpx.AsyncClient,
    officer: Person,
    outside: Simulators,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither by an ordinary task nor at a step, by either door; sent back it can be."""
    number = await handed_in(citizen)
    ordinary = await task_of(officer, number)
    monkeypatch.setattr(checking, "FRESH", timedelta(0))
    monkeypatch.setitem(outside.licences.changed, HELD["credit_code"], "ABOLISHED")
    await is_refused(officer, f"{STAFF}/tasks/{ordinary}/complete", "accept")
    await drawn(client, number)
    clerk = await staff_member(client, "clerk")
    step = await task_of(clerk, number)
    assert step != ordinary
    await clerk.post(f"{STAFF}/tasks/{step}/claim")
    await is_refused(clerk, f"{STAFF}/tasks/{step}/complete", "pass")
    await is_refused(clerk, f"{STAFF}/processes/steps/{step}/complete", "pass")
    assert (await clerk.get(f"{STAFF}/cases/{number}"))["status"] == "submitted"
    note = {"note": "营业执照已注销，请换有效的"}
    back = await clerk.post(f"{STAFF}/tasks/{step}/return", note)
    assert back["case"]["status"] == "supplement_required"


async def is_refused(staff: Person, door: str, decision: str) -> None:
    said = problem(await staff.ask("POST", door, json={"decision": decision}), 409, "licence_ended")
    assert "退回申请人补正" in said["detail"]
    assert [f["rule"] for f in said["findings"]] == ["licence_revoked"]


async def test_a_platform_away_holds_up_no_decision(
    citizen: Person, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await handed_in(citizen)
    monkeypatch.setattr(checking, "FRESH", timedelta(0))
    monkeypatch.setattr(checking, "SECONDS", 0.0)
    task = f"{STAFF}/tasks/{await task_of(officer, number)}"
    accepted = await officer.post(f"{task}/complete", {"decision": "accept"})
    assert accepted["case"]["status"] == "accepted"


async def test_what_was_handed_in_all_the_same_holds_up_nobody(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    """The machine had said so already: whoever decides has it before them."""
    path = f"{CASES}/{await filled(citizen)}"
    await set_grant(status="revoked")
    await citizen.post(f"{path}/prereview")
    await keep_promises()
    assert (await citizen.post(f"{path}/submit", {"anyway": True}))["status"] == "submitted"
    task = await task_of(officer, path.rsplit("/", 1)[-1])
    accepted = await officer.post(f"{STAFF}/tasks/{task}/complete", {"decision": "accept"})
    assert accepted["case"]["status"] == "accepted"


async def drawn(client: httpx.AsyncClient, number: str) -> None:
    """The case goes through a process of two steps."""
    editor, lead = await staff_member(client, "editor"), await staff_member(client, "supervisor")
    place = f"{STAFF}/process_templates/approval"
    body = {"name": "审批", "bpmn": TWO_STEPS.decode()}
    assert (await editor.ask("PUT", f"{place}/draft", json=body)).status_code == 200
    await lead.post(f"{place}/publish")
    await lead.post(f"{STAFF}/processes/cases/{number}", {"template": "approval"})
