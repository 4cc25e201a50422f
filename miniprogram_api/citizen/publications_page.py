"""The public pages of results: plain HTML, readable without script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse

from adapters.pages import Markup, fill, page
from flows.publications.errors import PublicationUnknown
from flows.publications.views import ChoiceView, PublicPage, PublicView

ON_ONE_PAGE = 20
_HERE = Path(__file__).parent
_PAGE, _LIST = _HERE / "publications.html", _HERE / "publications_list.html"
_ROW, _FACT = _HERE / "publications_row.html", _HERE / "verify_row.html"
_OPTION = _HERE / "publications_option.html"


def list_page(found: PublicPage, asked: dict[str, str], cursor: int) -> HTMLResponse:
    """The list under its filters, which stay filled in."""
    query = {name: value for name, value in asked.items() if value}
    body = fill(
        _LIST,
        q=asked.get("q", ""),
        opened=Markup(" open" if query.keys() - {"q"} else ""),
        since=asked.get("from", ""),
        until=asked.get("to", ""),
        departments=_options(found.departments, asked.get("department", "")),
        items=_options(found.item_choices, asked.get("item", "")),
        total=str(found.total),
        rows=Markup("".join(map(_row, found.items))) if found.items else "没有符合条件的公示。",
        paging=_paging(found, query, cursor),
        query=urlencode(query),
    )
    return page(_PAGE, title="行政许可公示", body=body)


def one_page(one: PublicView) -> HTMLResponse:
    rows = {
        "行政相对人": one.subject,
        "统一社会信用代码": one.credit_code,
        "事项": one.item,
        "决定文书": one.document,
        "文书号": one.document_number,
        "决定日期": f"{one.decided_on:%Y年%m月%d日}",
        "许可机关": one.department,
        **one.content,
    }
    filled = (fill(_FACT, name=name, value=value) for name, value in rows.items() if value)
    title = fill(_OPTION.with_name("publications_title.html"), title=one.subject)
    body = Markup(f"<section>{title}<dl>{''.join(filled)}</dl></section>")
    return page(_PAGE, title=one.subject, body=body)


def unknown_page(unknown: PublicationUnknown) -> HTMLResponse:
    body = Markup(f"<section><h1>{unknown.title}</h1><p>{unknown.detail}</p></section>")
    return page(_PAGE, unknown.status, title=unknown.title, body=body)


def _row(one: PublicView) -> Markup:
    return fill(
        _ROW,
        id=one.id,
        subject=one.subject,
        item=one.item,
        document=one.document,
        number=one.document_number,
        department=one.department,
        day=f"{one.decided_on:%Y年%m月%d日}",
    )


def _options(choices: list[ChoiceView], chosen: str) -> Markup:
    made = (
        fill(
            _OPTION,
            value=choice.code,
            label=choice.name,
            selected=Markup(" selected" if choice.code == chosen else ""),
        )
        for choice in choices
    )
    return Markup("".join(made))


def _paging(found: PublicPage, query: dict[str, str], cursor: int) -> Markup:
    before = max(cursor - ON_ONE_PAGE, 0)
    steps = [("上一页", str(before))] if cursor else []
    steps += [("下一页", found.next)] if found.next else []
    links = [(label, escape(urlencode({**query, "cursor": at}))) for label, at in steps]
    return Markup("".join(f'<a href="/publications?{to}">{label}</a>' for label, to in links))
