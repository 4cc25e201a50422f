"""The chain: nothing is written without a record, and nobody changes one unseen."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from foundation import db
from foundation.audit import archives, heads
from foundation.audit.actor import Actor, acting
from foundation.audit.chain import link
from foundation.audit.proving import Proof, prove
from foundation.clock import now
from foundation.models import (
    AccessRecord,
    AuditLink,
    AuditPending,
    AuditRecord,
    ChangeRecord,
    Staff,
    User,
    new_id,
)
from foundation.settings import Settings
from operations.place import ROOT
from tests.fixtures.audit import unguarded


@pytest.fixture(autouse=True)
def _own_place(database: str, tmp_path: Any, change_settings: Callable[..., Settings]) -> None:
    change_settings(audit_dir=tmp_path)


async def looks(count: int, viewer: str = "staff:chenxm") -> None:
    for n in range(count):
        async with db.writing() as session:
            session.add(AccessRecord(viewer=viewer, subject=f"u{n}", what=f"查看办件{n}"))


async def proof() -> Proof:
    async with db.reading() as session:
        return await prove(session)


async def tamper(*statements: str) -> None:
    async with db.writing() as session, unguarded(session):
        for statement in statements:
            await session.execute(text(statement))


async def chained(count: int = 6) -> list[str]:
    """Ids of so many looks, linked and sealed."""
    await looks(count)
    await link()
    await looks(1)
    await link()
    async with db.writing() as session:
        await heads.seal_head(session, at_once=True)
    await heads.copy_heads()
    async with db.reading() as session:
        return list(await session.scalars(select(AuditLink.record_id).order_by(AuditLink.seq)))


def staff(**values: Any) -> Staff:
    return Staff(
        id=new_id(), username="lijh", display_name="李嘉豪", department="窗口",
        password_hash="x", otp_secret="JBSWY3DPEHPK3PXP", **values,
    )  # fmt: skip


async def test_every_change_is_recorded_with_who_and_without_what_is_personal() -> None:
    with acting(Actor("staff:admin", "admin", "10.1.2.3", "abcd")):
        async with db.writing() as session:
            member = staff()
            session.add(member)
        async with db.writing() as session:
            held = await session.get(Staff, member.id)
            assert held is not None
            held.display_name, held.is_active = "李某某", False
        async with db.writing() as session:
            await session.execute(update(Staff).where(Staff.id == member.id).values(is_active=True))
    async with db.reading() as session:
        made, changed, moved = await session.scalars(select(ChangeRecord).order_by(ChangeRecord.id))
        pending = await session.scalar(select(func.count()).select_from(AuditPending))
    assert pending == 3
    assert {r.viewer for r in (made, changed, moved)} == {"staff:admin"}
    assert (made.act, made.address, made.session_mark) == ("create", "10.1.2.3", "abcd")
    assert changed.what == "修改工作人员账号：display_name、is_active"
    assert "李" not in changed.fields
    assert '"is_active":["=True","=False"]' in changed.fields
    assert (moved.object_id, moved.act) == (member.id, "update")
    assert '"is_active":["?","=True"]' in moved.fields


async def test_what_is_undone_leaves_no_record() -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the block is the transaction)
        async with db.writing() as session:
            session.add(User(kind="guest", display_name="访客"))
            await session.flush()
            raise ZeroDivisionError
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AuditRecord)) == 0


async def test_the_database_refuses_to_change_records() -> None:
    await chained(2)
    for statement in (
        "UPDATE audit_records SET what = '没看过'",
        "DELETE FROM audit_records",
        "UPDATE audit_links SET digest = '0'",
        "DELETE FROM audit_links",
        "DELETE FROM audit_heads",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            async with db.writing() as session:
                await session.execute(text(statement))
    assert (await proof()).is_whole


CONTENT = ", ".join(
    [
        "viewer",
        "role",
        "address",
        "session_mark",
        "act",
        "subject",
        "object_type",
        "object_id",
        "case_number",
        "what",
        "reason",
        "fields",
        "trace_id",
        "at",
        "mac",
        "sort",
    ]
)
TAMPERINGS: dict[str, tuple[list[str], int, str]] = {
    "update": (["UPDATE audit_records SET viewer = 'staff:nobody' WHERE id = '{3}'"], 4, "改动"),
    "delete": (["DELETE FROM audit_records WHERE id = '{2}'"], 3, "记录被删除"),
    "delete with its link": (
        [
            "DELETE FROM audit_records WHERE id = '{2}'",
            "DELETE FROM audit_links WHERE record_id = '{2}'",
        ],
        3,
        "链上缺",
    ),
    "insert beside": (
        [
            f"INSERT INTO audit_records (id, {CONTENT}) "
            f"SELECT 'forged', {CONTENT} FROM audit_records WHERE id = '{{1}}'"
        ],
        0,
        "绕过系统",
    ),
    "insert and chain": (
        [
            f"INSERT INTO audit_records (id, {CONTENT}) "
            f"SELECT 'forged', {CONTENT} FROM audit_records WHERE id = '{{1}}'",
            "INSERT INTO audit_pending VALUES ('forged')",
        ],
        9,
        "不是本系统写的",
    ),
    "reorder": (
        [
            "UPDATE audit_links SET record_id = 'x' WHERE seq = 5",
            "UPDATE audit_links SET record_id = '{4}' WHERE seq = 2",
            "UPDATE audit_links SET record_id = '{1}' WHERE seq = 5",
        ],
        2,
        "次序",
    ),
    "cut tail": (
        [
            "DELETE FROM audit_records WHERE id IN ('{5}', '{6}')",
            "DELETE FROM audit_links WHERE seq > 5",
            "DELETE FROM audit_heads WHERE seq > 5",
        ],
        6,
        "库内封存的链头被删除",
    ),
    "gone before linking": (["DELETE FROM audit_records WHERE id = '{last}'"], 0, "待链接"),
}


@pytest.mark.parametrize("how", TAMPERINGS)
async def test_tampering_shows_and_the_place_is_named(how: str) -> None:
    statements, seq, said = TAMPERINGS[how]
    ids = await chained()
    assert (await proof()).is_whole
    await looks(1)
    async with db.reading() as session:
        last = await session.scalar(select(AuditPending.record_id))
    await tamper(*(s.format(*ids, last=last) for s in statements))
    if how == "insert and chain":
        await link()
    found = await proof()
    assert not found.is_whole
    first = found.faults[0]
    assert first.seq == seq, found.faults
    assert said in first.text, found.faults
    if how == "cut tail":
        assert any("链尾被截断" in f.text for f in found.faults)


async def test_who_writes_at_once_waits_for_no_chain_and_nothing_is_lost() -> None:
    """Transactions that commit out of order, two chainers between them."""

    async def slow(n: int) -> None:
        async with db.writing() as session:
            session.add(AccessRecord(viewer=f"staff:{n}", subject="u", what="查看"))
            await session.flush()
            await asyncio.sleep(0.01 * (n % 3))

    async def chainer() -> None:
        for _ in range(6):
            await link()
            await asyncio.sleep(0.005)

    await asyncio.gather(*(slow(n) for n in range(18)), chainer(), chainer())
    await link()
    found = await proof()
    assert found.is_whole, found.faults
    assert (found.records, found.waiting) == (18, 0)


async def test_a_chainer_killed_midway_leaves_a_whole_chain() -> None:
    await looks(4)
    killed = (
        "import asyncio, os, signal\n"
        "from foundation import db\n"
        "from foundation.audit.chain import link_batch\n"
        "async def half():\n"
        "    async with db.writing() as session:\n"
        "        await link_batch(session, 2)\n"
        "    async with db.writing() as session:\n"
        "        assert await link_batch(session, 1) == 1\n"
        "        await session.flush()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(half())\n"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", killed], cwd=ROOT, env=dict(os.environ)
    )
    assert done.returncode == -signal.SIGKILL
    between = await proof()
    assert between.is_whole, between.faults
    assert (between.records, between.waiting) == (2, 2)
    assert await link() == 2
    assert (await proof()).is_whole


async def test_old_records_leave_sealed_and_the_chain_goes_on(
    change_settings: Callable[..., Settings],
) -> None:
    long_ago = now() - timedelta(days=400)
    async with db.writing() as session:
        for n in range(3):
            session.add(AccessRecord(viewer="staff:a", subject="u", what=f"旧{n}", at=long_ago))
    await chained(2)
    assert await archives.archive_old() == 3
    found = await proof()
    assert found.is_whole, found.faults
    assert (found.archived, found.records, found.seq) == (3, 3, 6)
    await looks(1)
    assert await link() == 1
    path = next(heads.heads_file().parent.glob("*.audit"))
    assert "旧0".encode() not in path.read_bytes()
    assert [line[2][11] for line in archives.read_archive(path.read_bytes())] == [
        "旧0",
        "旧1",
        "旧2",
    ]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "归档" in (await proof()).faults[0].text
    with pytest.raises(ValueError, match="184"):
        change_settings(audit_kept_days=183)
