"""The page on the holder's own phone: who asks, for what, which licence; agree or refuse."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from adapters.licences.holders import HeldEntry, Holder, Holders
from adapters.licences.items import licence_catalogue
from adapters.pages import Markup, page

_HERE = Path(__file__).parent
_MESSAGE = _HERE.parent / "sign_on" / "message.html"
_NOTES = {
    "refuse": "演示：这份证照平台会拒绝提供",
    "slow": "演示：这份证照第一次调取会超时",
    "later": "演示：这份证照要过一会儿才调得到",
}
_STATES = {"EXPIRED": "演示：这份证照已过有效期", "ABOLISHED": "演示：这份证照已被注销"}


def choose_page(holders: Holders, query: dict[str, str]) -> HTMLResponse:
    """Whose phone this is: on the real platform the holder is signed in already."""
    links = (
        f'<a class="who" href="{escape("?" + urlencode(query | {"account": holder.uid}))}">'
        f"{escape(holder.name)}</a>"
        for holder in holders.holders
    )
    return _page(query, Markup(f'<h2>请选择用证人</h2><div class="list">{"".join(links)}</div>'))


def consent_page(holder: Holder, held: HeldEntry | None, query: dict[str, str]) -> HTMLResponse:
    """What the holder agrees to; where they hold no such licence, only the way back."""
    answers = '<button name="answer" value="refuse">不同意，返回</button>'
    if held is None:
        said = f"<p>{escape(holder.name)}名下没有这种电子证照。</p>"
        return _page(query, Markup(f'{said}<form method="post">{answers}</form>'))
    note = _NOTES.get(held.answer) or _STATES.get(held.status, "")
    rows = (
        ("持证主体", held.holder or holder.name),
        ("证照", held.item),
        ("证照号码", f"{held.number[:3]}{'*' * 8}{held.number[-2:]}"),
        ("发证机关", held.issuer),
    )
    shown = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    agree = '<button class="yes" name="answer" value="agree">同意出示</button>'
    return _page(
        query,
        Markup(
            f'<dl>{shown}</dl><p class="note">{escape(note)}</p>'
            f'<form method="post">{agree}{answers}</form>'
        ),
    )


def message_page(title: str, text: str, status: int = 200) -> HTMLResponse:
    """A page with one sentence."""
    return page(_MESSAGE, status, title=title, text=text)


def _page(query: dict[str, str], body: Markup) -> HTMLResponse:
    item = licence_catalogue().coded(query.get("license_item_code", ""))
    return page(
        _HERE / "authorise.html",
        licence=item.name if item else "电子证照",
        service=query.get("service_item_name", ""),
        case=query.get("biz_num", ""),
        body=body,
    )
