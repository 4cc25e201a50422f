"""Auditors search the records; that they searched is itself a record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncSession

from flows.audit import repository
from flows.audit.views import AuditPage, AuditQuery, AuditRecordView, ChainView, ChangedField
from foundation.audit import chain
from foundation.clock import GUANGZHOU, local, today
from foundation.errors import InvalidInput
from foundation.identifiers import mask_name
from foundation.models import AuditRecord
from foundation.paging import next_cursor
from foundation.settings import settings
from foundation.spreadsheets import sheet
from foundation.viewer import StaffMember

READ = "audit.read"
USUAL, LONGEST = timedelta(days=29), timedelta(days=731)
LONGEST_SHEET = 20_000
ACTS = {
    "view": "查看", "create": "新建", "update": "修改", "delete": "删除", "search": "查询审计",
    "export": "导出审计", "prove": "核验审计链",
}  # fmt: skip
ASKED = {
    "person": "人员", "subject": "当事人", "act": "动作", "case": "办件", "text": "内容",
    "since": "自", "until": "至",
}  # fmt: skip
HEAD = (
    "链上序号", "时间", "人员", "姓名", "角色", "地址", "动作", "内容", "理由", "当事人",
    "办件编号", "对象", "对象编号", "改动", "追踪号",
)  # fmt: skip


async def search(
    session: AsyncSession, staff: StaffMember, query: AuditQuery, offset: int, limit: int
) -> AuditPage:
    """A page of records, the latest first; the first page of a search is recorded.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(READ)
    since, until, conditions = await _conditions(session, query)
    rows, total = await repository.find(session, conditions, offset, limit)
    if offset == 0:
        session.add(AuditRecord(act="search", what=_asked("查询", query, total)))
    return AuditPage(
        items=await _shown(session, rows),
        total=total,
        next=next_cursor(offset, len(rows), total),
        since=since,
        until=until,
    )


async def export(session: AsyncSession, staff: StaffMember, query: AuditQuery) -> bytes:
    """The same as CSV, at most `LONGEST_SHEET` rows; recorded. Raises: Forbidden, InvalidInput."""
    staff.must_hold(READ)
    _since, _until, conditions = await _conditions(session, query)
    rows, total = await repository.find(session, conditions, 0, LONGEST_SHEET)
    if total > LONGEST_SHEET:
        raise InvalidInput(
            {"from": f"共{total}条，一次最多导出{LONGEST_SHEET}条，请缩短时间或增加条件"}
        )
    session.add(AuditRecord(act="export", what=_asked("导出", query, total)))
    return sheet(HEAD, (_line(row) for row in await _shown(session, rows)))


async def chain_standing(session: AsyncSession, staff: StaffMember) -> ChainView:
    """How far the chain is and what the last proof said. Raises: Forbidden."""
    staff.must_hold(READ)
    seq, digest = await chain.head(session)
    waiting, head, archive, proof = await repository.standing(session)
    return ChainView(
        seq=seq,
        digest=digest,
        waiting=waiting,
        sealed_seq=head.seq if head else None,
        sealed_at=head.sealed_at if head else None,
        archived=archive.last_seq if archive else 0,
        proved=proof.what if proof else None,
        proved_at=proof.at if proof else None,
        kept_days=settings().audit_kept_days,
    )


async def _conditions(
    session: AsyncSession, query: AuditQuery
) -> tuple[date, date, list[ColumnElement[bool]]]:
    until = query.until or today()
    since = query.since or until - USUAL
    if not timedelta(0) <= until - since <= LONGEST:
        raise InvalidInput({"from": "开始日期要在结束日期之前，一次最多查两年"})
    day = timedelta(days=1)
    conditions = repository.within(_start(since), _start(until + day))
    if query.person.strip():
        conditions.append(repository.by_person(query.person.strip()))
    if query.subject.strip():
        conditions.append(await repository.of_subject(session, query.subject.strip()))
    if query.act:
        conditions.append(repository.of_act(query.act))
    if query.case.strip():
        conditions.append(repository.of_case(query.case.strip().upper()))
    if query.text.strip():
        conditions.append(repository.saying(query.text.strip()))
    return since, until, conditions


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, GUANGZHOU)


def _asked(verb: str, query: AuditQuery, total: int) -> str:
    """What was asked, without an ID number in clear."""
    given = query.model_dump(exclude_defaults=True)
    if len(str(given.get("subject", ""))) == 18:
        given["subject"] = f"{given['subject'][:3]}{'*' * 11}{given['subject'][-4:]}"
    told = "，".join(f"{ASKED[name]} {value}" for name, value in given.items())
    return f"{verb}审计记录：{told or '最近30天'}（{total}条）"


async def _shown(
    session: AsyncSession, rows: Sequence[Row[AuditRecord, int]]
) -> list[AuditRecordView]:
    records: list[AuditRecord] = [row[0] for row in rows]
    viewers = [r.viewer.removeprefix("staff:") for r in records if r.viewer.startswith("staff:")]
    staff = await repository.staff_names(session, viewers)
    people = {r.subject for r in records} | {r.viewer.removeprefix("user:") for r in records}
    users = await repository.user_names(session, people)
    return [_show(row[0], row[1], staff, users) for row in rows]


def _show(
    record: AuditRecord, seq: int | None, staff: dict[str, str], users: dict[str, str]
) -> AuditRecordView:
    kind, _, name = record.viewer.partition(":")
    who = staff.get(name, "") if kind == "staff" else mask_name(users.get(name, ""))
    changes = json.loads(record.fields) if record.fields else {}
    return AuditRecordView(
        id=record.id,
        seq=seq,
        at=record.at,
        who=record.viewer,
        who_name=who,
        role=record.role,
        address=record.address,
        session=record.session_mark,
        act=record.act,
        act_label=ACTS.get(record.act, record.act),
        subject=record.subject,
        subject_name=mask_name(users.get(record.subject, "")),
        object_type=record.object_type,
        object_id=record.object_id,
        case_number=record.case_number,
        what=record.what,
        reason=record.reason,
        fields=[
            ChangedField(name=n, before=before, after=after)
            for n, (before, after) in changes.items()
        ],
        trace_id=record.trace_id,
    )


def _line(row: AuditRecordView) -> tuple[object, ...]:
    changed = "；".join(f"{f.name}：{f.before or '无'}→{f.after or '无'}" for f in row.fields)
    return (
        row.seq or "", f"{local(row.at):%Y-%m-%d %H:%M:%S}", row.who, row.who_name, row.role,
        row.address, row.act_label, row.what, row.reason, row.subject_name or row.subject,
        row.case_number, row.object_type, row.object_id, changed, row.trace_id,
    )  # fmt: skip
