"""The letters of a case: written with each act, sealed by the worker, checked by anybody."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from foundation import db
from foundation.models import AccessRecord, Letter
from tests.factories.cases import submitted_case, task_of
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises, Simulators

STAFF = "/staff/v1"


async def decide(staff: Person, number: str, decision: str, note: str = "") -> None:
    task = await task_of(staff, number)
    body = {"decision": decision, "note": note}
    await staff.post(f"{STAFF}/tasks/{task}/complete", body)


async def letters_of(person: Person, number: str, root: str = "/api/v1") -> list[Any]:
    return list((await person.get(f"{root}/cases/{number}/letters"))["items"])


@pytest.fixture
async def approved(citizen: Person, officer: Person, keep_promises: KeepPromises) -> str:
    """A case that was returned, supplemented, accepted and approved; every letter is sealed."""
    number = await submitted_case(citizen)
    first = await task_of(officer, number)
    wish = {"note": "请补交平面图，标明功能分区", "material_ids": ["layout_plan"]}
    await officer.post(f"{STAFF}/tasks/{first}/return", wish)
    await citizen.post(f"/api/v1/cases/{number}/supplement")
    await decide(officer, number, "accept")
    await decide(officer, number, "approve", "符合")
    await keep_promises()
    return number


async def download(person: Person, number: str, letter: Any) -> bytes:
    answer = await person.ask("GET", f"/api/v1/cases/{number}/letters/{letter['id']}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


async def check(client: httpx.AsyncClient, content: bytes) -> Any:
    answer = await client.post("/api/v1/letters/verify", files={"file": ("a.pdf", content)})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_act_writes_its_letter(citizen: Person, approved: str) -> None:
    letters = await letters_of(citizen, approved)
    assert [letter["kind"] for letter in letters] == [
        "receipt", "supplement", "supplied", "acceptance", "approval", "licence"
    ]  # fmt: skip
    assert {letter["standing"] for letter in letters} == {"valid"}
    year = letters[0]["created_at"][:4]
    assert letters[3]["number"] == f"穗天市监许受字〔{year}〕第000001号"
    assert letters[5]["title"] == "食品经营许可证"
    assert all(letter["sealed_by"] == "广州市天河区市场监督管理局" for letter in letters)
    for letter in letters:
        assert (await download(citizen, approved, letter)).startswith(b"%PDF-")


async def test_a_refusal_names_reason_and_remedy(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    number = await submitted_case(citizen)
    await decide(officer, number, "reject", "不属于本区管辖")
    await keep_promises()
    refusal = (await letters_of(citizen, number))[-1]
    assert refusal["title"] == "不予受理行政许可申请决定书"
    async with db.reading() as session:
        letter = await session.get(Letter, refusal["id"])
    assert letter is not None
    assert letter.data["reason"] == "不属于本区管辖"
    assert "行政复议" in letter.data["remedy"]


async def test_letters_are_their_cases_peoples_only(
    client: httpx.AsyncClient, guest: Person, citizen: Person, officer: Person, approved: str
) -> None:
    letter = (await letters_of(citizen, approved))[0]
    for path in ("", f"/{letter['id']}"):
        address = f"/api/v1/cases/{approved}/letters{path}"
        problem(await guest.ask("GET", address), 404, "case_unknown")
        problem(await client.get(address), 401)
    stranger = await staff_member(client, "officer", "12440106K10203040Q")
    problem(await stranger.ask("GET", f"{STAFF}/cases/{approved}/letters"), 404, "case_unknown")
    other = f"/api/v1/cases/{approved}/letters/{'0' * 32}"
    problem(await citizen.ask("GET", other), 404, "letter_unknown")
    shown = await officer.ask("GET", f"{STAFF}/cases/{approved}/letters/{letter['id']}")
    assert shown.content == await download(citizen, approved, letter)
    async with db.reading() as session:
        looks = (await session.scalars(select(AccessRecord.what))).all()
    assert any(what.startswith("查看文书收件回执") for what in looks)


async def test_the_code_tells_anybody_little(
    client: httpx.AsyncClient, citizen: Person, approved: str
) -> None:
    letter = (await letters_of(citizen, approved))[4]
    token = letter["verify_url"].rpartition("/")[2]
    shown = (await client.get(f"/api/v1/letters/verify/{token}")).json()
    assert shown["number"] == letter["number"]
    assert shown["standing"] == "valid"
    assert "440106198806153017" not in str(shown)
    page = await client.get(f"/verify/{token}")
    assert letter["number"] in page.text
    assert "文书有效" in page.text
    problem(await client.get("/api/v1/letters/verify/nothing-of-ours"), 404, "letter_token_unknown")
    unknown = await client.get("/verify/<script>")
    assert unknown.status_code == 404
    assert "<script>" not in unknown.text
    assert (await client.get("/verify")).status_code == 200


async def test_a_file_is_told_from_its_forgeries(
    client: httpx.AsyncClient, citizen: Person, approved: str
) -> None:
    letter = (await letters_of(citizen, approved))[4]
    content = await download(citizen, approved, letter)
    genuine = await check(client, content)
    assert genuine["verdict"] == "genuine"
    assert genuine["letter"]["number"] == letter["number"]
    at = content.index(b"stream") + 60
    altered = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    assert (await check(client, altered))["verdict"] == "changed"
    assert (await check(client, content + b"\n% more"))["verdict"] == "changed"
    unsealed = content[: content.index(b"%%EOF") + 6]
    assert (await check(client, unsealed))["verdict"] == "unsealed"
    assert (await check(client, b"no pdf"))["verdict"] == "unreadable"
    assert (await check(client, b"%PDF-1.7 broken"))["verdict"] == "unreadable"
    page = await client.post("/verify", files={"file": ("a.pdf", altered)})
    assert "文件被改动过" in page.text


@pytest.mark.usefixtures("one_minute")
async def test_checking_is_limited(client: httpx.AsyncClient) -> None:
    answers = [
        await client.post("/api/v1/letters/verify", files={"file": ("a.pdf", b"x")})
        for _ in range(11)
    ]
    assert [a.status_code for a in answers[:10]] == [200] * 10
    problem(answers[10], 429, "too_many_requests")


async def test_a_correction_is_a_new_letter(
    client: httpx.AsyncClient,
    citizen: Person,
    officer: Person,
    approved: str,
    keep_promises: KeepPromises,
) -> None:
    old = (await letters_of(officer, approved, STAFF))[4]
    before = await download(citizen, approved, old)
    path = f"{STAFF}/cases/{approved}/letters/{old['id']}"
    problem(await officer.ask("POST", f"{path}/correct", json={"why": " "}), 422)
    preview = await officer.post(f"{path}/correct/preview", {"reason": "结果应为食品经营许可证"})
    assert ["理由或意见", "符合", "结果应为食品经营许可证"] in preview["changes"]
    asked = {"why": "原文书结果名称有误", "reason": "结果应为食品经营许可证"}
    await officer.post(f"{path}/correct", asked)
    problem(await officer.ask("POST", f"{path}/correct", json=asked), 409, "correction_waits")
    assert "勘误" not in str(await letters_of(citizen, approved))
    assert all(one["correction"] is None for one in await letters_of(citizen, approved))
    answer = f"{path}/correction"
    problem(await officer.ask("POST", answer, json={"answer": "approve"}), 403)
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    (waiting,) = (await supervisor.get(f"{STAFF}/letter_corrections"))["items"]
    assert (waiting["case_number"], waiting["changes"]) == (approved, preview["changes"])
    await supervisor.post(answer, {"answer": "approve"})
    problem(
        await supervisor.ask("POST", answer, json={"answer": "approve"}), 404, "correction_unknown"
    )
    problem(await officer.ask("POST", f"{path}/correct", json=asked), 409, "letter_settled")
    await _check_replaced(client, citizen, officer, approved, keep_promises, before)


async def _check_replaced(
    client: httpx.AsyncClient,
    citizen: Person,
    officer: Person,
    approved: str,
    keep_promises: KeepPromises,
    before: bytes,
) -> None:
    """The new letter names the old, which is still its own bytes; then it is revoked too."""
    await keep_promises()
    letters = await letters_of(citizen, approved)
    new = letters[-1]
    old = letters[4]
    assert new["corrects"] == old["number"]
    assert new["number"].endswith("第000002号")
    assert letters[4]["standing"] == "replaced"
    assert await download(citizen, approved, old) == before
    told = await check(client, before)
    assert told["verdict"] == "genuine"
    assert told["letter"]["replaced_by"] == new["number"]
    revoke = f"{STAFF}/cases/{approved}/letters/{new['id']}/revoke"
    await officer.post(revoke, {"why": "许可被依法撤销"})
    token = new["verify_url"].rpartition("/")[2]
    shown = (await client.get(f"/api/v1/letters/verify/{token}")).json()
    assert shown["standing"] == "revoked"


async def test_nobody_approves_their_own_correction(
    client: httpx.AsyncClient, officer: Person, approved: str
) -> None:
    supervisor = await staff_member(client, "supervisor", name="黄婉仪")
    letter = (await letters_of(officer, approved, STAFF))[4]
    path = f"{STAFF}/cases/{approved}/letters/{letter['id']}"
    await supervisor.post(f"{path}/correct", {"why": "写错了"})
    own = await supervisor.ask("POST", f"{path}/correction", json={"answer": "approve"})
    problem(own, 409, "own_correction")
    other = await staff_member(client, "supervisor", name="另一位")
    no_reason = await other.ask("POST", f"{path}/correction", json={"answer": "refuse"})
    problem(no_reason, 422)
    shown = await other.post(f"{path}/correction", {"answer": "refuse", "note": "原文没有错"})
    assert shown["items"][4]["correction"] is None
    assert shown["items"][4]["standing"] == "valid"


async def test_a_letter_waits_for_its_seal(
    outside: Simulators, citizen: Person, keep_promises: KeepPromises, change_settings: Any
) -> None:
    """The seals are away: the act holds, the letter has its number, and nothing unsealed leaves."""
    change_settings(eseal_url="http://127.0.0.1:9/eseal")
    number = await submitted_case(citizen)
    await keep_promises()
    letter = (await letters_of(citizen, number))[0]
    assert letter["standing"] == "preparing"
    path = f"/api/v1/cases/{number}/letters/{letter['id']}"
    problem(await citizen.ask("GET", path), 409, "letter_not_ready")


async def test_numbers_of_cases_handed_in_at_once_have_no_gaps(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    from tests.factories.cases import filled_draft

    drafts = [await filled_draft(citizen) for _ in range(3)]
    paths = [f"/api/v1/cases/{d['number']}/submit" for d in drafts]
    await asyncio.gather(*(citizen.ask("POST", path) for path in paths for _ in range(2)))
    async with db.reading() as session:
        drawn = await session.scalars(select(Letter.sequence).order_by(Letter.sequence))
        assert list(drawn) == [1, 2, 3]
        assert await session.scalar(select(func.count()).select_from(Letter)) == 3
