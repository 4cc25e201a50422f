"""An export is written once, by the worker, for its owner alone, masked, and ends when told."""

from __future__ import annotations

import io
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from flows.exports import repository, service, writing
from flows.exports.errors import HeldElsewhere
from flows.exports.sheets import harmless
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, Export
from foundation.settings import Settings
from tests.factories.many_cases import write_cases
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

EXPORTS = "/staff/v1/exports"
COUNT = 25
KeepPromises = Callable[[], Awaitable[int]]


async def ask(staff: Person, **wish: Any) -> Any:
    body = {"list_name": "cases", "query": {}, "columns": ["number", "applicant", "id_number"]}
    return await staff.post(EXPORTS, {**body, **wish})


async def file(staff: Person, export_id: str) -> bytes:
    answer = await staff.ask("GET", f"{EXPORTS}/{export_id}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_a_list_becomes_a_file(
    client: httpx.AsyncClient, officer: Person, keep_promises: KeepPromises
) -> None:
    """All rows of the list, masked; in full only with a reason; nobody else's; noted."""
    numbers = await write_cases(COUNT, random.Random(3))
    made = await ask(officer)
    problem(await officer.ask("GET", f"{EXPORTS}/{made['id']}/file"), 409, "export_not_ready")
    await keep_promises()
    shown = await officer.get(f"{EXPORTS}/{made['id']}")
    assert (shown["state"], shown["done_rows"], shown["total_rows"]) == ("done", COUNT, COUNT)
    sheet = load_workbook(io.BytesIO(await file(officer, made["id"]))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("办件编号", "申请人", "证件号码")
    assert sorted(str(row[0]) for row in rows[1:]) == numbers
    assert {row[1:] for row in rows[1:]} == {("黄*玲", "440***********3327")}
    refused = await officer.ask("POST", EXPORTS, json={"list_name": "cases", "reveal": True})
    problem(refused, 422)
    full = await ask(officer, reveal=True, reason="专项检查", format="csv", list_name="open")
    await keep_promises()
    text = (await file(officer, full["id"])).decode("utf-8-sig")
    assert "黄美玲,440106197409253327" in text
    assert text.count("\n") == COUNT + 1
    other = await staff_member(client, "officer")
    for path in (made["id"], f"{made['id']}/file"):
        problem(await other.ask("GET", f"{EXPORTS}/{path}"), 404, "export_unknown")
    async with db.reading() as session:
        noted = (await session.scalars(select(AccessRecord))).all()
    assert {(n.what, n.reason) for n in noted} >= {
        ("导出办件查询", ""), ("导出待办，含完整个人信息", "专项检查"),
    }  # fmt: skip
    problem(await officer.ask("POST", EXPORTS, json={"columns": ["form"]}), 422)


async def test_a_killed_run_is_taken_over_and_one_finishes(
    officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one run holds it nobody else begins; when the hold ends another does, and the first,
    coming back late, changes nothing."""
    await write_cases(COUNT, random.Random(4))
    monkeypatch.setattr(repository, "BATCH", 5)
    monkeypatch.setattr(writing, "TOLD_EVERY", 0.0)
    made = await ask(officer)
    payload = {"export_id": made["id"]}
    async with db.writing() as session:
        assert await repository.begin(session, made["id"], "dead", timedelta(seconds=20))
    with pytest.raises(HeldElsewhere):
        await writing.write_export(payload)
    async with db.writing() as session:
        await session.execute(update(Export).values(held_until=now() - timedelta(seconds=1)))
    await writing.write_export(payload)
    before = await officer.get(f"{EXPORTS}/{made['id']}")
    assert (before["state"], before["done_rows"]) == ("done", COUNT)
    async with db.writing() as session:
        assert not await repository.go_on(session, made["id"], "dead", state="failed")
    await writing.write_export(payload)
    assert await officer.get(f"{EXPORTS}/{made['id']}") == before


async def test_an_export_ends_when_cancelled_refused_or_old(
    officer: Person, keep_promises: KeepPromises, change_settings: Callable[..., Settings]
) -> None:
    await write_cases(COUNT, random.Random(5))
    given_up = await ask(officer)
    await officer.post(f"{EXPORTS}/{given_up['id']}/cancel")
    await keep_promises()
    assert (await officer.get(f"{EXPORTS}/{given_up['id']}"))["state"] == "cancelled"
    change_settings(export_rows=10)
    large = await ask(officer)
    await keep_promises()
    shown = await officer.get(f"{EXPORTS}/{large['id']}")
    assert (shown["state"], "10行" in shown["problem"]) == ("failed", True)
    change_settings(export_rows=1000)
    kept = await ask(officer)
    await keep_promises()
    async with db.writing() as session:
        await session.execute(update(Export).values(expires_at=now() - timedelta(seconds=1)))
    assert await service.clear_expired() == 3
    problem(await officer.ask("GET", f"{EXPORTS}/{kept['id']}/file"), 404, "export_unknown")


def test_what_applicants_write_never_runs_in_a_spreadsheet() -> None:
    assert [harmless(v) for v in ("=1+1", "@x", "-2", "天河小馆")] == [
        "'=1+1",
        "'@x",
        "'-2",
        "天河小馆",
    ]
