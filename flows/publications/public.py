"""What anybody reads of published results, as pages, files and a feed; and objections to them."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from io import BytesIO

import openpyxl
from sqlalchemy.ext.asyncio import AsyncSession

from flows.publications import following, repository
from flows.publications.errors import PublicationUnknown
from flows.publications.presenter import show_objection, show_public
from flows.publications.views import (
    ChoiceView,
    ObjectionsView,
    ObjectionView,
    PublicPage,
    PublicView,
)
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.models import PublicationObjection, new_id
from foundation.paging import next_cursor
from foundation.settings import settings
from foundation.spreadsheets import harmless, sheet
from foundation.viewer import Viewer

LONGEST_SHEET = 10_000
LONGEST_TEXT = 1000
FEED_DAYS, FEED_ITEMS = timedelta(days=30), 100
HEAD = (
    "行政相对人", "类别", "统一社会信用代码", "事项", "决定文书", "文书号", "许可内容", "证书名称",
    "证书编号", "负责人", "经营场所", "决定日期", "有效期自", "有效期至", "许可机关", "机关代码",
)  # fmt: skip


async def list_public(
    session: AsyncSession,
    department: str = "",
    item: str = "",
    query: str = "",
    since: date | None = None,
    until: date | None = None,
    offset: int = 0,
    limit: int = 20,
) -> PublicPage:
    """Published results, the latest first, with the offices and items to choose from."""
    rows, total = await repository.list_public(
        session, department, item, query.strip(), since, until, offset, limit
    )
    choices = await repository.public_choices(session)
    departments = dict.fromkeys((c.department_code, c.department) for c in choices)
    items = dict.fromkeys((c.item_code, c.item_name) for c in choices)
    return PublicPage(
        items=[show_public(row) for row in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
        departments=[ChoiceView(code=code, name=name) for code, name in departments],
        item_choices=[ChoiceView(code=code, name=name) for code, name in items],
    )


async def read_public(session: AsyncSession, publication_id: str) -> PublicView:
    """Raises: PublicationUnknown."""
    row = await repository.public_one(session, publication_id)
    if row is None:
        raise PublicationUnknown
    return show_public(row)


def as_csv(page: PublicPage) -> bytes:
    return sheet(HEAD, map(_line, page.items))


def as_xlsx(page: PublicPage) -> bytes:
    """A workbook of one sheet; text cells only, so that nothing in it is ever a formula."""
    book = openpyxl.Workbook(write_only=True)
    shown = book.create_sheet("行政许可公示")
    shown.append(HEAD)
    for one in page.items:
        shown.append([harmless(str(value)) for value in _line(one)])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


async def as_feed(session: AsyncSession) -> str:
    """RSS 2.0 of the last thirty days."""
    page = await list_public(session, since=today() - FEED_DAYS, limit=FEED_ITEMS)
    site = f"{settings().public_url.rstrip('/')}/publications"
    entries = "".join(
        f"<item><title>{escape(f'{one.subject}：{one.item}')}</title>"
        f"<link>{site}/{one.id}</link><guid isPermaLink='false'>{one.id}</guid>"
        f"<pubDate>{one.published_at:%a, %d %b %Y %H:%M:%S %z}</pubDate>"
        f"<description>{escape(f'{one.department}，{one.document_number}')}</description></item>"
        for one in page.items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>天河区行政许可公示</title><link>{site}</link>"
        f"<description>天河区行政许可决定，自作出之日起7个工作日内公开</description>"
        f"<language>zh-cn</language>{entries}</channel></rss>"
    )


async def object_to(
    session: AsyncSession, viewer: Viewer, publication_id: str, text: str
) -> ObjectionView:
    """异议, by somebody who is signed in; the same person's open one is kept as it is.

    Raises: SignInRequired, PublicationUnknown, InvalidInput.
    """
    viewer.must_be_signed_in()
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise InvalidInput({"text": f"请写明哪里不对，最多{LONGEST_TEXT}个字"})
    row = await repository.public_one(session, publication_id)
    if row is None:
        raise PublicationUnknown
    mine = await repository.access_objections(session, viewer, publication_id)
    if waiting := next((o for o in mine if o.state == "open"), None):
        return show_objection(waiting)
    made = PublicationObjection(
        id=new_id(),
        publication_id=row.id,
        user_id=viewer.user_id,
        text=text,
        state="open",
        created_at=now(),
    )
    session.add(made)
    following.note(session, row, "objected", "公众")
    return show_objection(made)


async def own_objections(session: AsyncSession, viewer: Viewer) -> ObjectionsView:
    """Raises: SignInRequired."""
    viewer.must_be_signed_in()
    rows = await repository.access_objections(session, viewer)
    return ObjectionsView(items=[show_objection(o) for o in rows], total=len(rows))


def _line(one: PublicView) -> tuple[object, ...]:
    said = one.content
    return (
        one.subject, "自然人" if one.subject_kind == "person" else "法人及非法人组织",
        one.credit_code, one.item, one.document, one.document_number,
        *(said.get(n, "") for n in ("许可内容", "证书名称", "证书编号", "负责人", "经营场所")),
        one.decided_on.isoformat(), said.get("有效期自", ""), said.get("有效期至", ""),
        one.department, one.department_code,
    )  # fmt: skip
