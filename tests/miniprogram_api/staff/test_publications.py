"""Results made public: by two people, redacted, reported, corrected, taken back, objected to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest

from tests.factories.cases import submitted_case, task_of
from tests.factories.people import CHEN_ID_NUMBER, RESTAURANT, Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises, Simulators

STAFF, PUBLIC = "/staff/v1/publications", "/api/v1/publications"


@pytest.fixture
async def approved(citizen: Person, officer: Person, keep_promises: KeepPromises) -> str:
    number = await submitted_case(citizen)
    for decision in ("accept", "approve"):
        task = await task_of(officer, number)
        body = {"decision": decision, "note": "符合"}
        await officer.post(f"/staff/v1/tasks/{task}/complete", body)
    for _ in range(3):  # the letters, what follows them, what that promises
        await keep_promises()
    return number


async def test_a_result_is_published_by_a_second_person_and_reported(
    client: httpx.AsyncClient,
    citizen: Person,
    approved: str,
    outside: Simulators,
    keep_promises: KeepPromises,
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    assert (await client.get(PUBLIC)).json()["total"] == 0
    (waiting,) = (await supervisor.get(STAFF, params={"state": "waiting"}))["items"]
    assert (waiting["case_number"], waiting["may_publish"]) == (approved, True)
    path = f"{STAFF}/{waiting['id']}"
    await supervisor.post(path, {"act": "publish"})
    problem(await supervisor.ask("POST", path, json={"act": "publish"}), 409, "publication_settled")
    await keep_promises()
    told = outside.publicity.records[waiting["id"]]
    assert told["XK_WSH"] == waiting["document_number"]
    assert told["XK_XDR_SHXYM"] == "91440106MADEMX0030"
    shown = (await client.get(PUBLIC)).json()
    (one,) = shown["items"]
    assert one["content"]["证书编号"].startswith("穗天市监许证字")
    assert one["department"] == shown["departments"][0]["name"]
    everything = str(shown) + (await client.get(f"{PUBLIC}/{one['id']}")).text
    assert CHEN_ID_NUMBER not in everything
    assert "13800138001" not in everything

    (licence,) = (await citizen.get("/api/v1/licences"))["items"]
    assert (licence["name"], licence["state"]) == ("食品经营许可证", "issued")
    issued = {one["id_code"] for one in outside.licences.issued.values()}
    assert licence["number"] in issued
    case = await citizen.get(f"/api/v1/cases/{approved}")
    assert (case["status"], case["timeline"][-1]["kind"]) == ("closed", "issue")
    assert licence["number"] in case["timeline"][-1]["text"]
    await _check_files_and_pages(client, one)


async def _check_files_and_pages(client: httpx.AsyncClient, one: Any) -> None:
    """The same result by filter, as files, as a feed and on the pages that need no script."""
    nothing = {"from": "2020-01-01", "to": "2020-12-31"}
    assert (await client.get(PUBLIC, params=nothing)).json()["total"] == 0
    assert (await client.get(PUBLIC, params={"item": one["item_code"]})).json()["total"] == 1
    csv = await client.get(f"{PUBLIC}.csv")
    assert one["document_number"] in csv.content.decode("utf-8-sig")
    book = openpyxl.load_workbook(BytesIO((await client.get(f"{PUBLIC}.xlsx")).content))
    assert book.active is not None
    assert book.active["F2"].value == one["document_number"]
    assert one["id"] in (await client.get(f"{PUBLIC}.rss")).text
    page = await client.get("/publications", params={"q": one["subject"][:4]})
    assert one["document_number"] in page.text
    assert "<script" not in (await client.get("/publications", params={"q": "<script>"})).text
    assert one["document_number"] in (await client.get(f"/publications/{one['id']}")).text


async def test_who_decided_does_not_publish(
    client: httpx.AsyncClient, citizen: Person, keep_promises: KeepPromises, officer: Person
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    number = await submitted_case(citizen)
    task = await task_of(officer, number)
    await officer.post(f"/staff/v1/tasks/{task}/complete", {"decision": "accept", "note": ""})
    task = await task_of(supervisor, number)
    await supervisor.post(f"/staff/v1/tasks/{task}/complete", {"decision": "approve", "note": ""})
    for _ in range(3):
        await keep_promises()
    (waiting,) = (await supervisor.get(STAFF))["items"]
    assert not waiting["may_publish"]
    own = await supervisor.ask("POST", f"{STAFF}/{waiting['id']}", json={"act": "publish"})
    problem(own, 409, "own_decision")


async def test_correction_objection_and_revocation_reach_page_platform_and_licence(
    client: httpx.AsyncClient,
    citizen: Person,
    officer: Person,
    approved: str,
    outside: Simulators,
    keep_promises: KeepPromises,
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    (waiting,) = (await supervisor.get(STAFF))["items"]
    path = f"{STAFF}/{waiting['id']}"
    await supervisor.post(path, {"act": "publish"})
    await _correct_both(officer, supervisor, approved)
    for _ in range(4):
        await keep_promises()
    (one,) = (await client.get(PUBLIC)).json()["items"]
    assert one["document_number"] != waiting["document_number"]
    assert one["content"]["证书编号"] != waiting["content"]["证书编号"]
    told = outside.publicity.records[one["id"]]
    assert (told["operation"], told["XK_WSH"]) == ("U", one["document_number"])
    new, old = (await citizen.get("/api/v1/licences"))["items"]
    assert (new["state"], old["state"]) == ("issued", "revoked")
    states = {h["id_code"]: h["license_status"] for h in outside.licences.issued.values()}
    assert (states[new["number"]], states[old["number"]]) == ("ISSUED", "ABOLISHED")

    await _object_and_answer(client, citizen, supervisor, one["id"])
    letters = (await officer.get(f"/staff/v1/cases/{approved}/letters"))["items"]
    for letter in letters:
        if letter["kind"] in ("approval", "licence") and letter["standing"] == "valid":
            at = f"/staff/v1/cases/{approved}/letters/{letter['id']}/revoke"
            await officer.post(at, {"why": "许可被依法撤销"})
    for _ in range(3):
        await keep_promises()
    assert (await client.get(PUBLIC)).json()["total"] == 0
    assert outside.publicity.records[one["id"]]["operation"] == "D"
    assert {row["state"] for row in (await citizen.get("/api/v1/licences"))["items"]} == {"revoked"}
    acts = [step["act"] for step in (await supervisor.get(path))["trace"]]
    assert acts[:2] == ["prepared", "published"]
    assert {"corrected", "objected", "dismissed", "withdrawn", "report_sent"} <= set(acts)


async def _correct_both(officer: Person, supervisor: Person, number: str) -> None:
    """Decision and licence, each asked by one and approved by another."""
    letters = (await officer.get(f"/staff/v1/cases/{number}/letters"))["items"]
    for kind in ("approval", "licence"):
        letter = next(one for one in letters if one["kind"] == kind)
        at = f"/staff/v1/cases/{number}/letters/{letter['id']}"
        await officer.post(f"{at}/correct", {"why": "名称写错"})
        await supervisor.post(f"{at}/correction", {"answer": "approve"})


async def _object_and_answer(
    client: httpx.AsyncClient, citizen: Person, supervisor: Person, publication_id: str
) -> None:
    path = f"{STAFF}/{publication_id}"
    objected = f"{PUBLIC}/{publication_id}/objections"
    problem(await client.post(objected, json={"text": "不对"}), 401)
    first = await citizen.post(objected, {"text": "我们的名称写错了"})
    assert (await citizen.post(objected, {"text": "再说一次"}))["id"] == first["id"]
    file = await supervisor.get(path)
    assert [o["text"] for o in file["objections"]] == ["我们的名称写错了"]
    answer = {"verdict": "dismissed", "answer": "与登记一致"}
    await supervisor.post(f"{path}/objections/{first['id']}", answer)
    (mine,) = (await citizen.get("/api/v1/objections"))["items"]
    assert (mine["state"], mine["answer"]) == ("dismissed", "与登记一致")


async def test_what_the_platform_refuses_is_seen_and_sent_again(
    client: httpx.AsyncClient, approved: str, outside: Simulators, keep_promises: KeepPromises
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    (waiting,) = (await supervisor.get(STAFF))["items"]
    right = outside.publicity.credentials
    outside.publicity.credentials = type(right)(right.app_id, "another secret")
    await supervisor.post(f"{STAFF}/{waiting['id']}", {"act": "publish"})
    await keep_promises()
    outside.publicity.credentials = right
    page = await supervisor.get(STAFF, params={"state": "failed"})
    assert page["counts"]["failed"] == 1
    assert "SIGNATURE_INVALID" in page["items"][0]["problem"]
    await supervisor.post(f"{STAFF}/{waiting['id']}", {"act": "resend"})
    await keep_promises()
    assert (await supervisor.get(f"{STAFF}/{waiting['id']}"))["report"] == "sent"


async def test_an_enterprise_reads_as_itself(client: httpx.AsyncClient) -> None:
    """The account of an enterprise has a page of licences too, empty at first."""
    enterprise = await sign_in(client, RESTAURANT)
    shown: Any = await enterprise.get("/api/v1/licences")
    assert shown["total"] == 0
