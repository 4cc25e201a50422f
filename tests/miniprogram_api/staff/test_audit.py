"""Auditors find who saw and changed what, on one chain, and are themselves recorded."""

from __future__ import annotations

import httpx

from foundation.audit.chain import link
from tests.factories.cases import submitted_case, task_of
from tests.factories.people import CHEN_ID_NUMBER, Person, staff_member
from tests.factories.problems import problem

AUDIT = "/staff/v1/audit"


async def test_an_auditor_follows_a_case(
    client: httpx.AsyncClient, citizen: Person, officer: Person
) -> None:
    number = await submitted_case(citizen)
    task = await task_of(officer, number)
    await officer.post(f"/staff/v1/tasks/{task}/claim")
    reveal = {"fields": ["phone"], "reason": "电话核对地址"}
    await officer.post(f"/staff/v1/cases/{number}/reveal", reveal)
    auditor = await staff_member(client, "auditor", name="沈静")
    await link()

    found = await auditor.get(f"{AUDIT}/records", params={"case": number.lower(), "limit": 100})
    said = [row["what"] for row in found["items"]]
    assert f"查看完整信息：联系电话（{number}）" in said or any("查看完整信息" in s for s in said)
    assert "新建办件" in said
    assert all(row["seq"] for row in found["items"])
    opened = next(r for r in found["items"] if r["what"] == "新建办件")
    assert opened["who"] == f"user:{citizen.user_id}"
    assert opened["who_name"] == "陈*文"
    assert opened["address"]
    assert opened["trace_id"]
    revealed = next(r for r in found["items"] if "完整信息" in r["what"])
    assert (revealed["who_name"], revealed["reason"]) == ("陈晓敏", "电话核对地址")
    assert CHEN_ID_NUMBER not in str(found)
    assert "陈大文" not in str(found)

    views = await auditor.get(f"{AUDIT}/records", params={"act": "view", "subject": CHEN_ID_NUMBER})
    assert {row["act"] for row in views["items"]} == {"view"}
    assert {row["subject"] for row in views["items"]} == {citizen.user_id}
    sheet = await auditor.ask("GET", f"{AUDIT}/records.csv", params={"text": "电话核对"})
    assert "电话核对地址" in sheet.content.decode("utf-8-sig")
    asked = await auditor.get(f"{AUDIT}/records", params={"act": "search"})
    assert any("440***********3017" in row["what"] for row in asked["items"])
    assert CHEN_ID_NUMBER not in str(asked)
    chain = await auditor.get(f"{AUDIT}/chain")
    assert chain["seq"] > 5
    wrong = {"from": "2026-02-02", "to": "2026-02-01"}
    problem(await auditor.ask("GET", f"{AUDIT}/records", params=wrong), 422)
