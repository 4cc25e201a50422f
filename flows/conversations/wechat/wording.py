"""Replies as WeChat can show them: words, lines to choose from, cards that open a page."""

from __future__ import annotations

from collections.abc import Sequence

from flows.accounts.binding import binding_url
from flows.conversations.commands import parse_payload
from flows.conversations.views import Button, Reply
from flows.conversations.wechat.chat import Chat, Letter
from foundation.models import ChatWindow
from foundation.settings import settings

MENU_OPTIONS, MENU_LINES_KEPT = 8, 40
_PAGES = {
    "item_show": "pages/item/index?code={item_code}",
    "case_open": "pages/draft/index?run_id={run_id}",
    "case_show": "pages/case/index?number={number}",
}


def write_letter(chat: Chat, window: ChatWindow, replies: Sequence[Reply], prelude: str) -> Letter:
    """What replies say in this chat; the lines to choose from are remembered in its window."""
    buttons = [b for reply in replies for b in reply.buttons]
    words = "\n".join(w for w in (prelude, render(replies, with_links=chat.is_official)) if w)
    if any(_is_sign_in(b) for b in buttons):
        words += f"\n点这里登录并绑定这个微信：{binding_url(chat.openid, chat.platform)}"
    cards = [] if chat.is_official else [card for reply in replies for card in _cards(reply)]
    pressed = [b for b in buttons if not _is_link(b) and not _is_sign_in(b)][:MENU_OPTIONS]
    takes_figures = any(_takes_figures(reply) for reply in replies)
    options = _remember_menu(window, pressed, typed=not takes_figures)
    if options and not chat.is_official:
        words += _numbered(pressed, takes_figures)
        options = ()
    return Letter(words, options, tuple(dict.fromkeys(cards)))


def chosen_payload(window: ChatWindow, menu_id: str, text: str) -> str | None:
    """The command behind a line of a menu, pressed or typed as its number."""
    return window.menu.get(menu_id) or window.menu.get(f"={text.strip()}")


def render(replies: Sequence[Reply], *, with_links: bool = True) -> str:
    """Replies as plain text: words, the list of materials, links for buttons that open a page."""
    parts = (part for reply in replies for part in _render_one(reply, with_links))
    return "\n\n".join(part for part in parts if part)


def page_url(page: str) -> str:
    """The address of a client's page on the web."""
    return f"{settings().public_url}/app/#/{page}"


def _remember_menu(
    window: ChatWindow, buttons: Sequence[Button], *, typed: bool
) -> tuple[tuple[str, str], ...]:
    """Ids and titles of the lines. Earlier lines go on working when pressed; a typed number
    always means the latest ones, and none where the question itself takes figures."""
    pressed = {k: v for k, v in window.menu.items() if not k.startswith("=")}
    first = 1 + max((int(key) for key in pressed), default=0)
    lines = {str(first + i): button.payload for i, button in enumerate(buttons)}
    by_number = {f"={i}": b.payload for i, b in enumerate(buttons, 1)} if typed else {}
    kept = dict([*pressed.items(), *lines.items()][-MENU_LINES_KEPT:])
    window.menu = {**kept, **by_number}
    return tuple((key, b.title) for key, b in zip(lines, buttons, strict=True))


def _numbered(buttons: Sequence[Button], takes_figures: bool) -> str:
    """The mini-program's customer service has no menus: lines are numbered in the words."""
    if takes_figures:
        return f"\n\n也可以回复：{'、'.join(b.title for b in buttons)}"
    lines = "\n".join(f"{i}. {b.title}" for i, b in enumerate(buttons, 1))
    return f"\n\n{lines}\n回复数字选择，也可以直接打字。"


def _takes_figures(reply: Reply) -> bool:
    return reply.kind == "question" and reply.data["question"]["kind"] == "number"


def _render_one(reply: Reply, with_links: bool) -> list[str]:
    parts = [reply.text]
    if reply.kind == "question":
        question = reply.data["question"]
        parts.append(question["help"] or "")
        if question["kind"] == "multiple":
            options = "、".join(o["label"] for o in question["options"])
            parts.append(f"可多选，用顿号隔开：{options}")
        if question["unit"]:
            parts.append(f"请直接回复数字（单位：{question['unit']}）")
    if reply.kind == "materials":
        needed = [m for m in reply.data["result"]["materials"] if m["required"]]
        parts.append("\n".join(f"{i}. {m['name']}" for i, m in enumerate(needed, 1)))
    if reply.kind == "item" and reply.sources:
        parts.append("依据：" + "；".join(s.title for s in reply.sources[:2]))
    if with_links:
        parts += [f"{b.title}：{page_url(_page_of(b))}" for b in reply.buttons if _is_link(b)]
    return parts


def _cards(reply: Reply) -> list[tuple[str, str]]:
    """Cards for a reply's pages, named after what the page is about."""
    about = str(reply.data.get("item_name") or reply.data.get("name") or "")
    return [
        (f"{about}：{button.title}" if about else button.title, _page_of(button))
        for button in reply.buttons
        if _is_link(button)
    ]


def _is_link(button: Button) -> bool:
    return parse_payload(button.payload)[0] in _PAGES


def _is_sign_in(button: Button) -> bool:
    """In WeChat signing in is the binding link, which is sent in its place."""
    return parse_payload(button.payload)[0] == "sign_in"


def _page_of(button: Button) -> str:
    name, arguments = parse_payload(button.payload)
    return _PAGES[name].format(**arguments)
