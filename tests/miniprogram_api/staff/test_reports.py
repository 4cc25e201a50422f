"""Reports from their definition to the mailbox: once, in each reader's scope, whatever fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
import yaml
from openpyxl import load_workbook
from sqlalchemy import select, update

from adapters import registry
from adapters.mail.simulator import MailSimulator
from flows import worker
from flows.reports import copies, running, shipped
from flows.statistics import following
from foundation import db
from foundation.clock import GUANGZHOU, now
from foundation.models import OutboxEntry, ReportRun, ReportVersion, Staff
from foundation.settings import Settings
from tests.factories.counted import STREET_OFFICE, Life, add_lives
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

REPORTS, MARCH = "/staff/v1/reports", {"date_from": "2026-03-01", "date_to": "2026-03-31"}


async def house() -> None:
    """Two departments with three cases in March and one in February."""
    await add_lives(
        Life("A", "u1", (("submit", "2026-03-02"), ("accept", "2026-03-03"))),
        Life("B", "u2", (("submit", "2026-03-03"), ("approve", "2026-03-05")), due="2026-03-04"),
        Life("C", "u3", (("submit", "2026-03-04"),), department=STREET_OFFICE, due="2026-03-20"),
        Life("D", "u4", (("submit", "2026-02-04"),), due="2026-02-10"),
    )
    await following.follow()
    async with db.writing() as session:
        await shipped.bring(session)


@pytest.fixture
async def mailbox(
    change_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MailSimulator]:
    simulator = MailSimulator()
    async with simulator.listening("127.0.0.1", 0) as port:
        change_settings(mail_url=f"smtp://127.0.0.1:{port}")
        monkeypatch.setattr(worker, "_mail", registry.mail_client)
        yield simulator


@pytest.fixture
async def leader(client: httpx.AsyncClient) -> Person:
    await house()
    return await staff_member(client, "supervisor", name="黄婉仪")


async def write_to(person: Person, address: str) -> None:
    await person.ask("PUT", f"{REPORTS}/mailbox", json={"address": address})


async def asked(person: Person, key: str = "department-monthly") -> Any:
    return await person.post(f"{REPORTS}/{key}/runs", MARCH)


async def hurry() -> None:
    """What was put off is due."""
    async with db.writing() as session:
        await session.execute(update(OutboxEntry).values(next_attempt_at=now()))


async def test_from_a_wish_to_the_mailbox(
    leader: Person, mailbox: MailSimulator, keep_promises: KeepPromises
) -> None:
    """Asked for twice, computed once, mailed once; the files say what the screen says."""
    await write_to(leader, "huang@tianhe.example")
    run, same = await asked(leader), await asked(leader)
    assert run["id"] == same["id"]
    problem(await leader.ask("GET", f"{REPORTS}/runs/{run['id']}"), 409, "report_run_not_done")
    await keep_promises()
    await keep_promises()
    await keep_promises()
    shown = await leader.get(f"{REPORTS}/runs/{run['id']}")
    table = shown["table"]
    rows = {row[0]: row[1:] for row in table["rows"]}
    assert table["totals"][:5] == ["合计", 3, 2.0, None, 1.0]
    assert sorted(row[0] for row in rows.values()) == [1, 2]
    assert [d["mail"] for d in shown["deliveries"]] == ["sent"]
    (mail,) = mailbox.taken
    assert mail.message["Subject"] == "部门办件月报（2026-03-01 至 2026-03-31）"
    names = {part.get_filename(): part for part in mail.message.iter_attachments()}
    assert sorted(n.rpartition(".")[2] for n in names if n) == ["pdf", "xlsx"]
    path = f"{REPORTS}/runs/{run['id']}/file?format="
    xlsx = (await leader.ask("GET", f"{path}xlsx")).content
    page = load_workbook(BytesIO(xlsx)).active
    assert page is not None
    assert page["A1"].value == "部门办件月报"
    assert [page.cell(5 + n, 2).value for n in range(len(rows))] == [r[1] for r in table["rows"]]
    assert (await leader.ask("GET", f"{path}pdf")).content.startswith(b"%PDF")


async def test_a_mail_that_fails_goes_once_in_the_end(
    leader: Person, mailbox: MailSimulator, keep_promises: KeepPromises
) -> None:
    await write_to(leader, "later@tianhe.example")
    run = await asked(leader)
    await keep_promises()
    await keep_promises()
    (waiting,) = (await leader.get(f"{REPORTS}/runs/{run['id']}"))["deliveries"]
    assert (waiting["mail"], waiting["attempts"]) == ("waiting", 1)
    assert "451" in waiting["problem"]
    for _ in range(3):
        await hurry()
        await keep_promises()
    (sent,) = (await leader.get(f"{REPORTS}/runs/{run['id']}"))["deliveries"]
    assert (sent["mail"], sent["attempts"], len(mailbox.taken)) == ("sent", 2, 1)
    await write_to(leader, "refuse@tianhe.example")
    resend = f"{REPORTS}/copies/{sent['copy_id']}/resend"
    for _ in range(2):
        assert (await leader.ask("POST", resend)).status_code == 202
    await keep_promises()
    (failed,) = (await leader.get(f"{REPORTS}/runs/{run['id']}"))["deliveries"]
    assert failed["mail"] == "failed"
    await write_to(leader, "huang@tianhe.example")
    await leader.ask("POST", resend)
    await keep_promises()
    assert len(mailbox.taken) == 2
    assert mailbox.taken[0].message["Message-ID"] == mailbox.taken[1].message["Message-ID"]


async def test_each_reader_has_a_scope_of_his_own(
    client: httpx.AsyncClient, leader: Person, mailbox: MailSimulator, keep_promises: KeepPromises
) -> None:
    street = await staff_member(client, "supervisor", STREET_OFFICE)
    for person, name in ((leader, "all"), (street, "street")):
        await write_to(person, f"{name}@tianhe.example")
    run = await asked(leader)
    for _ in range(3):
        await keep_promises()
    totals = {
        person: (await person.get(f"{REPORTS}/runs/{run['id']}"))["table"]["totals"][1]
        for person in (leader, street)
    }
    assert totals == {leader: 3, street: 1}
    received = {}
    for mail in mailbox.taken:
        sheet = next(p for p in mail.message.iter_attachments() if "xlsx" in str(p.get_filename()))
        page = load_workbook(BytesIO(sheet.get_payload(decode=True))).active  # type: ignore[arg-type]
        assert page is not None
        received[mail.to] = sum(int(str(page.cell(n, 2).value)) for n in range(5, page.max_row)
                                if isinstance(page.cell(n, 2).value, int)) / 2  # fmt: skip
    assert received == {"all@tianhe.example": 3, "street@tianhe.example": 1}
    officer = await staff_member(client, "officer", STREET_OFFICE)
    assert (await officer.get(f"{REPORTS}/runs/{run['id']}"))["deliveries"] == []


async def test_cases_by_name_are_never_attached(
    leader: Person, mailbox: MailSimulator, keep_promises: KeepPromises
) -> None:
    await write_to(leader, "huang@tianhe.example")
    run = await asked(leader, "deadlines-weekly")
    for _ in range(3):
        await keep_promises()
    (mail,) = mailbox.taken
    assert not list(mail.message.iter_attachments())
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert f"/console/#/reports/runs/{run['id']}" in body.get_content()
    table = (await leader.get(f"{REPORTS}/runs/{run['id']}"))["table"]
    assert [(row[0], row[5], row[6]) for row in table["rows"]] == [("D", 31, 0), ("C", 7, 0)]


async def test_what_is_due_is_begun_once_and_ends_though_workers_die(
    leader: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies between two copies leaves what it made; the next goes on from there."""
    async with db.writing() as session:
        early = datetime(2026, 1, 1, tzinfo=GUANGZHOU)
        await session.execute(update(ReportVersion).values(created_at=early))
    morning = datetime(2026, 3, 10, 9, 30, tzinfo=GUANGZHOU)
    assert [await running.begin_due(morning) for _ in range(2)] == [6, 0]
    assert await running.begin_due(morning - timedelta(days=365)) == 0
    made, whole = [], copies._draw

    def dies_at_first(*given: Any) -> Any:
        made.append(given)
        if len(made) == 1:
            raise RuntimeError("killed")
        return whole(*given)

    monkeypatch.setattr(copies, "_draw", dies_at_first)
    for _ in range(3):
        await keep_promises()
        await hurry()
    async with db.reading() as session:
        runs = (await session.scalars(select(ReportRun))).all()
    assert {run.state for run in runs} == {"done"}
    assert {str(run.first_day) for run in runs if run.key == "cases-daily"} == {"2026-03-09"}
    assert len(made) == 7


async def test_a_definition_is_changed_by_version(
    leader: Person, keep_promises: KeepPromises
) -> None:
    path = f"{REPORTS}/cases-daily"
    first = await leader.get(path)
    same = await leader.ask("PUT", path, json={"yaml": first["yaml"], "base": 1})
    assert same.json()["version"] == 1
    body = yaml.safe_load(first["yaml"])
    body["columns"].append({"id": "rate", "label": "受理率", "formula": "accepted ÷ received",
                            "shape": "percent"})  # fmt: skip
    text = yaml.safe_dump(body, allow_unicode=True)
    changed = {"yaml": text, "base": 1}
    table = await leader.post(f"{REPORTS}/preview", {**changed, **MARCH})
    assert table["columns"][-1]["label"] == "受理率"
    assert table["totals"][-1] == pytest.approx(1 / 3)
    assert (await leader.ask("PUT", path, json=changed)).json()["version"] == 2
    other = {**changed, "yaml": text.replace("受理率", "受理占比")}
    problem(await leader.ask("PUT", path, json=other), 409, "report_changed")
    run = await asked(leader, "cases-daily")
    await keep_promises()
    shown = await leader.get(f"{REPORTS}/runs/{run['id']}")
    assert shown["run"]["version"] == 2
    again = await leader.post(f"{REPORTS}/runs/{run['id']}/again")
    assert again["state"] == "waiting"
    await keep_promises()
    assert (await leader.get(f"{REPORTS}/runs/{run['id']}"))["run"]["state"] == "done"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"dataset": "staff"}, "dataset"),
        ({"columns": []}, "columns"),
        (
            {"columns": [{"id": "aa", "label": "甲", "formula": "__import__('os')"}]},
            "columns.0.formula",
        ),
        ({"columns": [{"id": "aa", "label": "甲", "source": "password_hash"}]}, "columns.0.source"),
        ({"group": ["name"]}, "group.0"),
        ({"schedule": {"every": "second"}}, "schedule.every"),
        ({"sql": "drop table cases"}, "sql"),
        ({"key": "other-key"}, "key"),
    ],
)
async def test_a_definition_that_cannot_be_is_told(
    leader: Person, change: dict[str, Any], field: str
) -> None:
    body = {**yaml.safe_load((await leader.get(f"{REPORTS}/cases-daily"))["yaml"]), **change}
    wanted = {"yaml": yaml.safe_dump(body), "base": 1}
    told = problem(await leader.ask("PUT", f"{REPORTS}/cases-daily", json=wanted), 422)
    assert told["errors"][0]["field"] == field
    for text in ("[", "a: &a [*a]", "x" * 20_000, "!!python/object:os.system {}"):
        problem(await leader.ask("POST", f"{REPORTS}/preview", json={"yaml": text}), 422)


async def test_a_mailbox_is_an_address(leader: Person) -> None:
    for wrong in ("nobody", "a@b\r\nBcc: c@d.cn", "a b@c.cn", "@c.cn"):
        problem(await leader.ask("PUT", f"{REPORTS}/mailbox", json={"address": wrong}), 422)
    await write_to(leader, "a@b.cn")
    assert await leader.get(f"{REPORTS}/mailbox") == {"address": "a@b.cn"}
    await write_to(leader, "")
    assert await leader.get(f"{REPORTS}/mailbox") == {"address": None}
    async with db.reading() as session:
        assert await session.get(Staff, leader.user_id) is not None
