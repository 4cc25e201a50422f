"""What was kept under an older schema is still there under the new one, on either database."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

import foundation.sqlite  # noqa: F401  (names the driver)
from operations.place import ROOT
from tests.fixtures.environment import in_ci
from tests.fixtures.postgres import PostgresMissing, postgres_database

CODE, OLD, NEW = "11440106007519204U4000123001000", "aaaaaaaaaaaa", "bbbbbbbbbbbb"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database nobody else uses."""
    if request.param == "sqlite":
        yield f"sqlite+inline:///{tmp_path / 'old.db'}"
        return
    try:
        with postgres_database(f"tianhe_migrate_{os.getpid()}") as address:
            yield address.replace("postgresql://", "postgresql+asyncpg://")
    except PostgresMissing as missing:
        if in_ci():
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(f"PostgreSQL 的一半没有测到：{missing}")


def migrate(url: str, direction: str, revision: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", direction, revision],
        cwd=ROOT,
        check=True,
        env={**os.environ, "DATABASE_URL": url},
    )


def ask(url: str, statement: str, **values: Any) -> list[Any]:
    async def run() -> list[Any]:
        engine = create_async_engine(url)
        async with AsyncSession(engine) as session, session.begin():
            result = await session.execute(text(statement), values)
            is_query = isinstance(result, CursorResult) and result.returns_rows
            rows = list(result) if is_query else []
        await engine.dispose()
        return rows

    return asyncio.run(run())


def test_item_revisions_become_revisions_of_entries_and_back(url: str) -> None:
    migrate(url, "upgrade", "0001")
    for revision, moment in ((OLD, "2026-01-01"), (NEW, "2026-02-01")):
        ask(
            url,
            "INSERT INTO item_revisions (item_code, revision, document, created_at) "
            f"VALUES (:code, :revision, :document, '{moment} 00:00:00')",
            code=CODE,
            revision=revision,
            document=json.dumps({"item": {"name": f"事项{revision[0]}"}}),
        )
    migrate(url, "upgrade", "head")
    kept = ask(
        url,
        "SELECT e.key, e.title, r.number, r.fingerprint, r.state FROM knowledge_revisions r "
        "JOIN knowledge_entries e ON e.id = r.entry_id ORDER BY r.number",
    )
    assert [tuple(row) for row in kept] == [
        (CODE, "事项a", 1, OLD, "superseded"),
        (CODE, "事项a", 2, NEW, "superseded"),
    ]
    migrate(url, "downgrade", "0001")
    back = ask(url, "SELECT item_code, revision FROM item_revisions ORDER BY revision")
    assert [tuple(row) for row in back] == [(CODE, OLD), (CODE, NEW)]


def test_a_users_talks_become_one_talk_in_order(url: str) -> None:
    migrate(url, "upgrade", "0002")
    moment = "'2026-01-01 00:00:00'"
    ask(url, "INSERT INTO users (id, kind, display_name, assurance_level, created_at) "
             f"VALUES ('u', 'citizen', '陈*文', 'L2', {moment})")  # fmt: skip
    talks = (("client", '{"item_code": "A", "menu": {"1": "/human"}}'),
             ("wechat_official", '{"run_id": "R", "pushes_seen": ["1"]}'))  # fmt: skip
    for channel, context in talks:
        ask(url, "INSERT INTO conversations (id, user_id, channel, context, created_at) "
                 f"VALUES (:id, 'u', :channel, :context, {moment})",
            id=channel, channel=channel, context=context)  # fmt: skip
    said = [
        ("client", "citizen", "same"), ("wechat_official", "citizen", "same"),
        ("client", "notice", "notice:1"), ("wechat_official", "notice", "notice:1"),
        ("wechat_official", "citizen", "24000000001"),
    ]  # fmt: skip
    for number, (talk, author, mark) in enumerate(said):
        ask(url, "INSERT INTO messages (id, conversation_id, direction, author, client_message_id, "
                 f"text, created_at) VALUES (:id, :talk, 'in', :author, :mark, :text, {moment})",
            id=f"m{number}", talk=talk, author=author, mark=mark, text=b"x")  # fmt: skip
    migrate(url, "upgrade", "head")
    (left,) = ask(url, "SELECT context FROM conversations")
    joined = left.context if isinstance(left.context, dict) else json.loads(left.context)
    assert joined == {"item_code": "A", "run_id": "R"}
    kept = ask(url, "SELECT id, channel, client_message_id FROM messages ORDER BY seq")
    assert [tuple(row) for row in kept] == [
        ("m0", "client", "same"),
        ("m1", "wechat_official", None),
        ("m2", "client", "notice:1"),
        ("m4", "wechat_official", "24000000001"),
    ]
    migrate(url, "downgrade", "0002")
    assert len(ask(url, "SELECT id FROM messages")) == 4


def put(url: str, table: str, *moments: str, **values: Any) -> None:
    """A row; its `moments` are some day."""
    columns = ", ".join((*values, *moments))
    given = [f":{name}" for name in values] + ["'2026-01-01 00:00:00'"] * len(moments)
    ask(url, f"INSERT INTO {table} ({columns}) VALUES ({', '.join(given)})", **values)


def test_a_loop_of_a_counter_keeps_its_steps_when_loops_of_cases_come(url: str) -> None:
    migrate(url, "upgrade", "0028")
    kept = ("created_at", "updated_at")
    put(
        url, "halls", *kept, id="h", name="大厅", address="路", place_id="", state="open", version=1
    )
    put(url, "counters", *kept, id="w", hall_id="h", number="A1", name="综合", items="[]",
        state="open", version=1)  # fmt: skip
    put(url, "staff", "created_at", id="s", username="s", display_name="s", department="窗口",
        password_hash="x", department_code="", otp_secret=b"x", otp_last_step=0, skills="[]",
        takes_handoffs=True, is_active=True, failed_logins=0)  # fmt: skip
    put(url, "counter_ratings", "rated_at", id="r", event="visit:1", hall_id="h", counter_id="w",
        staff_id="s", item_code="", item_name="", satisfaction=1, reasons="[]",
        text=b"x")  # fmt: skip
    put(url, "rectifications", "opened_at", id="l", rating_id="r", hall_id="h", state="rectify",
        version=1)  # fmt: skip
    put(url, "rectification_events", "at", rectification_id="l", act="confirm", actor="黄文英",
        text=b"x", was_late=False)  # fmt: skip
    steps = "SELECT act FROM rectification_events WHERE rectification_id = 'l'"
    migrate(url, "upgrade", "head")
    assert [row.act for row in ask(url, steps)] == ["confirm"]
    put(url, "rectifications", "opened_at", id="online", state="verify", version=1)
    migrate(url, "downgrade", "0028")
    assert [row.act for row in ask(url, steps)] == ["confirm"]
    assert [row.id for row in ask(url, "SELECT id FROM rectifications")] == ["l"]


def test_an_account_from_before_grants_gets_its_own_and_the_role_goes_back(url: str) -> None:
    migrate(url, "upgrade", "0019")
    moment = "'2026-01-01 00:00:00'"
    code = "11440106007519140X"
    ask(url, "INSERT INTO units (id, kind, name, code, place, state, version, created_at) "
             "VALUES ('unit', 'department', '市场局', :code, 1, 'open', 1, "
             f"{moment})", code=code)  # fmt: skip
    for name, role, department in (("li", "clerk", code), ("chen", "officer", ""), ("new", "", "")):
        ask(url, "INSERT INTO staff (id, username, display_name, role, department, password_hash, "
                 "department_code, otp_secret, otp_last_step, skills, takes_handoffs, is_active, "
                 "failed_logins, created_at) VALUES (:id, :id, :id, :role, '窗口', 'x', :code, "
                 f":secret, 0, '[]', true, true, 0, {moment})",
            id=name, role=role, code=department, secret=b"x")  # fmt: skip
    migrate(url, "upgrade", "head")
    grants = ask(url, "SELECT staff_id, role_id, units, departments, state FROM staff_grants "
                      "ORDER BY staff_id")  # fmt: skip
    told = [(g[0], g[1], _plain(g.units), _plain(g.departments), g[4]) for g in grants]
    assert told == [
        ("chen", "officer", [], None, "active"),
        ("li", "clerk", ["unit"], [code], "active"),
    ]
    migrate(url, "downgrade", "0019")
    rows = ask(url, "SELECT id, role FROM staff ORDER BY id")
    assert [tuple(row) for row in rows] == [("chen", "officer"), ("li", "clerk"), ("new", "")]


def test_where_a_terminal_stands_nobody_sits(url: str) -> None:
    migrate(url, "upgrade", "0032")
    moment = "'2026-01-01 00:00:00'"
    ask(url, "INSERT INTO halls (id, name, address, place_id, state, created_at, updated_at, "
             f"version) VALUES ('h', '大厅', '路', '', 'open', {moment}, {moment}, 1)")  # fmt: skip
    for number in ("a01", "z01"):
        ask(url, "INSERT INTO counters (id, hall_id, number, name, items, state, created_at, "
                 "updated_at, version) VALUES (:id, 'h', :id, '位', '[]', 'open', "
                 f"{moment}, {moment}, 1)", id=number)  # fmt: skip
    for device, kind, at in (("t", "terminal", "z01"), ("p", "printer", "a01")):
        ask(url, "INSERT INTO devices (id, hall_id, counter_id, kind, name, model, capabilities, "
                 "state, token_hash, enrolled_at) VALUES (:id, 'h', :at, :kind, '机', '', '[]', "
                 f"'active', :id, {moment})", id=device, kind=kind, at=at)  # fmt: skip
    migrate(url, "upgrade", "head")
    told = ask(url, "SELECT id, is_for_terminals FROM counters ORDER BY id")
    assert [(row[0], bool(row[1])) for row in told] == [("a01", False), ("z01", True)]
    migrate(url, "downgrade", "0032")
    assert len(ask(url, "SELECT id FROM counters")) == 2


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
