"""Consultations counted for staff: volumes for everybody who may, wordings for fewer, and noted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.consultations import repository
from flows.consultations.repository import Span
from flows.consultations.views import (
    By,
    Statistics,
    StatisticsRow,
    Totals,
    UnansweredGroup,
    UnansweredPage,
)
from flows.conversations.acts import label_of
from flows.conversations.asked import UNANSWERED
from flows.conversations.masking import masked
from flows.staff.looks import note_look
from foundation.clock import GUANGZHOU, today
from foundation.errors import InvalidInput
from foundation.housekeeping import GISTS_KEPT
from foundation.paging import next_cursor
from foundation.viewer import StaffMember
from knowledge_base import repository as knowledge

VIEW, READ = "consultations.view", "consultations.read"
LONGEST, USUAL = timedelta(days=366), timedelta(days=29)
WORDINGS, LONGEST_WORDING = 4, 120

CHANNELS = {
    "client": "小程序、网页",
    "wechat_official": "微信公众号",
    "wechat_miniprogram": "小程序客服",
}
STYLES = {
    "mandarin": "普通话",
    "cantonese": "粤语",
    "traditional": "繁体字",
    "other": "其他文字、符号",
}


async def statistics(
    session: AsyncSession,
    staff: StaffMember,
    by: By,
    since: date | None,
    until: date | None,
    offset: int,
    limit: int,
) -> Statistics:
    """Totals of a time, and the same by day, act, item, channel or style. Both days included.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(VIEW)
    first, last = checked_days(since, until)
    span = _span(first, last)
    counted, total = await repository.counted_by(session, by, span, offset, limit)
    return Statistics(
        date_from=first,
        date_to=last,
        by=by,
        totals=_totals(await repository.totals(session, span)),
        handoffs=await repository.handoff_figures(session, span),
        items=await _labelled(session, by, counted),
        total=total,
        next=next_cursor(offset, len(counted), total),
    )


async def unanswered(
    session: AsyncSession,
    staff: StaffMember,
    since: date | None,
    until: date | None,
    offset: int,
    limit: int,
) -> UnansweredPage:
    """What people asked that no item covers, asked most first; the look is noted.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(READ)
    first, last = checked_days(since, until)
    first = max(first, today() - GISTS_KEPT)
    span = _span(first, last)
    groups, total = await repository.unanswered_groups(session, span, offset, limit)
    wordings: dict[str, list[Any]] = {}
    gists = [group.gist for group in groups]
    for row in await repository.latest_wordings(session, gists, span, WORDINGS):
        wordings.setdefault(row.gist, []).append(row)
    await note_look(session, staff, "查看没有答上的问题")
    return UnansweredPage(
        since=first,
        items=[_group(group, wordings[group.gist]) for group in groups],
        total=total,
        next=next_cursor(offset, len(groups), total),
    )


def checked_days(since: date | None, until: date | None) -> tuple[date, date]:
    """The days meant; the last thirty where none are given. Raises: InvalidInput."""
    last = until or today()
    first = since or last - USUAL
    if first > last:
        raise InvalidInput({"from": "开始日期不能晚于结束日期"})
    if last - first > LONGEST:
        raise InvalidInput({"from": "一次最多统计一年，请缩短日期范围"})
    return first, last


def _span(first: date, last: date) -> Span:
    return Span(_midnight(first), _midnight(last + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, GUANGZHOU)


def _totals(row: Any) -> Totals:
    counts = dict(row._mapping)
    return Totals(**counts, unanswered=sum(counts[status] for status in UNANSWERED))


async def _labelled(session: AsyncSession, by: By, rows: Any) -> list[StatisticsRow]:
    titles: dict[str, str] = {}
    if by == "item":
        titles = await knowledge.titles_of(session, [f"item:{row.key}" for row in rows])
    return [
        StatisticsRow(
            key=str(row.key or ""),
            label=_label(by, row.key, titles),
            count=row.count_,
            unanswered=row.unanswered,
            handed_off=row.handed_off,
        )
        for row in rows
    ]


def _label(by: By, key: Any, titles: dict[str, str]) -> str:
    if by == "act":
        return label_of(key)
    if by == "item":
        return titles.get(f"item:{key}", f"已撤下的事项（{key}）")
    named = {"channel": CHANNELS, "style": STYLES}.get(by, {})
    return named.get(str(key), str(key))


def _group(group: Any, wordings: list[Any]) -> UnansweredGroup:
    said = list(dict.fromkeys(masked(row.text)[:LONGEST_WORDING] for row in wordings))
    act = wordings[0].act or ""
    return UnansweredGroup(
        words=said[0],
        others=said[1:],
        count=group.count_,
        act=act,
        act_label=label_of(act),
        last_at=group.last_at,
    )
