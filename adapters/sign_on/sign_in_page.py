"""The sign-in page of the simulator: who are you, in 粤省事 or in 粤商通."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from adapters.pages import Markup, fill, page
from adapters.sign_on.accounts import Accounts, CitizenAccount, EnterpriseAccount
from adapters.sign_on.port import AssuranceLevel
from foundation.identifiers import CreditCode, ResidentId

_HERE = Path(__file__).parent
_LEVEL_NAMES = {
    AssuranceLevel.L0: "二级",
    AssuranceLevel.L1: "三级",
    AssuranceLevel.L2: "四级",
    AssuranceLevel.L3: "五级",
}
_ENTERPRISE_CHANNEL = "yueshangtong"
_TABS = (
    ("yueshengshi", "粤省事", "个人"),
    (_ENTERPRISE_CHANNEL, "粤商通", "企业"),
    ("suihaoban", "穗好办", "个人"),
)


def sign_in_page(accounts: Accounts, query: dict[str, str]) -> HTMLResponse:
    """The page for the accounts of the query's `channel` (粤省事 unless another is named)."""
    for_enterprise = query.get("channel") == _ENTERPRISE_CHANNEL
    listed = accounts.enterprises if for_enterprise else accounts.citizens
    return page(
        _HERE / "sign_in.html",
        tabs=Markup("".join(_tab(tab, query) for tab in _TABS)),
        cards=Markup("".join(_card(account) for account in listed)),
        who="企业" if for_enterprise else "个人",
        shared="企业名称、统一社会信用代码、经办人姓名和证件号码"
        if for_enterprise
        else "姓名、证件号码和手机号码",
    )


def message_page(title: str, text: str, status: int = 200) -> HTMLResponse:
    """A page with one sentence."""
    return page(_HERE / "message.html", status, title=title, text=text)


def _tab(tab: tuple[str, str, str], query: dict[str, str]) -> Markup:
    channel, name, audience = tab
    is_current = channel == _current(query)
    link = escape("?" + urlencode(query | {"channel": channel}))
    current = ' aria-current="page"' if is_current else ""
    return Markup(f'<a href="{link}"{current}>{name}<small>{audience}登录</small></a>')


def _current(query: dict[str, str]) -> str:
    """The channel that was come by; 粤省事 unless one of ours is named."""
    named = query.get("channel", "")
    return named if any(named == channel for channel, _, _ in _TABS) else _TABS[0][0]


def _card(account: CitizenAccount | EnterpriseAccount) -> Markup:
    if isinstance(account, CitizenAccount):
        name, number = account.name, ResidentId.parse(account.id_number).masked()
    else:
        name, number = account.enterprise_name, CreditCode.parse(account.credit_code).masked()
    return fill(
        _HERE / "account_card.html",
        uid=account.uid,
        initial=name[0],
        name=name,
        number=number,
        level=_LEVEL_NAMES[account.level],
        tone="low" if account.level in (AssuranceLevel.L0, AssuranceLevel.L1) else "high",
        note=account.note,
    )
