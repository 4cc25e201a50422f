"""What a push says: words, a command of ours, or something that is answered as it is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from adapters.wechat.port import InboundMessage
from flows.conversations.replies import command, text
from flows.conversations.views import Button, Reply
from flows.conversations.wechat.wording import chosen_payload, page_url
from foundation.models import ChatWindow
from foundation.queue import Payload
from knowledge_base.official_menu import menu_line

EVENTS = frozenset({"subscribe", "scan", "click", "view", "user_enter_tempsession"})
"""The events we answer; others are acknowledged and nothing more."""

GO_ON = frozenset({"继续", "接着看", "继续看", "接着说", "下一页"})
SCAN_PREFIX, PAID_PREFIX = "qrscene_", "last_trade_no_"
"""Before the scene of a code; and of somebody who followed after paying, which is no code."""
_PAGE_COMMANDS = {
    "pages/item/index": ("item_ask", {"item_code": "code"}),
    "pages/case/index": ("case_show", {"number": "number"}),
    "pages/cases/index": ("case_list", {}),
    "pages/document/index": ("document_show", {"document_id": "id", "article": "article"}),
}

EMPTY_PUSH: Payload = {
    "account": "official", "event_key": "", "recognition": "", "longitude": None,
    "latitude": None, "title": "", "page": "", "media_id": "",
}  # fmt: skip
"""What a promise made by an earlier version may lack."""

WELCOME = (
    "您好，我是天河政务办事助手。想办什么事，直接告诉我，比如「我想开个小餐馆要办什么证」；"
    "也可以发位置给我，找最近的办事大厅。"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn (`words`, `payload`), or `replies` given as they are.

    `prelude` is said before the answer; `is_silent`: the turn is kept, and nothing is sent.
    """

    words: str = ""
    payload: str | None = None
    prelude: str = ""
    replies: tuple[Reply, ...] = ()
    is_silent: bool = False

    @property
    def is_turn(self) -> bool:
        return bool(self.words)


def is_for_us(message: InboundMessage) -> bool:
    """Whether a push is anything we answer or take note of."""
    return message.kind != "event" or message.event in EVENTS


def payload_of(message: InboundMessage) -> Payload:
    """What is promised of a push, as JSON."""
    names = (
        "openid", "kind", "text", "event", "event_key", "menu_id", "message_id", "recognition",
        "longitude", "latitude", "title", "page", "media_id",
    )  # fmt: skip
    return {name: getattr(message, name) for name in names}


def hear(push: Payload, window: ChatWindow) -> Heard:
    """What a push asks for; `window` holds the menu it may choose from and what waits."""
    if push["kind"] == "event":
        return _EVENTS[push["event"]](push)
    return _KINDS.get(push["kind"], _other)(push, window)


def welcome() -> Reply:
    return text(
        WELCOME,
        Button(title="查我的办件", payload=command("case_list")),
        Button(title="找附近的办事大厅", payload=command("place_near")),
        Button(title="找人工", payload=command("human")),
    )


def command_of_page(page: str) -> str | None:
    """The command that says in words what a page of our clients shows; None for the others.

    Args:
        page: a page with its query, or the whole web address that ends in it.
    """
    path, _, query = page.rpartition("#")[2].lstrip("/").partition("?")
    if path not in _PAGE_COMMANDS:
        return None
    name, wanted = _PAGE_COMMANDS[path]
    given = dict(parse_qsl(query))
    if any(source not in given for key, source in wanted.items() if key != "article"):
        return None
    arguments = {key: given[source] for key, source in wanted.items() if source in given}
    return command(name, **arguments)


def _text(push: Payload, window: ChatWindow) -> Heard:
    words = push["text"]
    if words.strip() in GO_ON and _has_more(window, push):
        return Heard()
    return Heard(words, chosen_payload(window, push["menu_id"], words))


def _has_more(window: ChatWindow, push: Payload) -> bool:
    """Whether something waits, or waited when this very push was first answered."""
    under_way = (window.sending or {}).get("mark")
    return bool(window.waiting) or push["message_id"] in (under_way, *window.answered)


def _voice(push: Payload, window: ChatWindow) -> Heard:
    if not push["recognition"]:
        return _said(
            "这条语音我没能听清。请打字告诉我；"
            "也可以长按键盘上的话筒，说的话会变成文字，看过没错再发给我。"
        )
    # WeChat ends what it understood with a full stop nobody said.
    words = push["recognition"].rstrip("。")
    return Heard(words, prelude=f"我听到的是「{words}」。")


def _picture(push: Payload, _window: ChatWindow) -> Heard:
    """A material of the draft in hand (see `pictures`); a guest signs in first."""
    if fault := push.get("fault"):
        return _said(fault)
    if file := push.get("vault_file_id"):
        return Heard("［照片］", command("photo_show", vault_file_id=file))
    button = Button(title="去登录", payload=command("sign_in"))
    words = "材料照片要先登录才能收，这一张没有保存。登录后再发来，我看是哪份材料、还缺什么。"
    return Heard(replies=(text(words, button),))


def _video(_push: Payload, _window: ChatWindow) -> Heard:
    return _said(
        f"视频我在这里看不了，也不会保存。材料请拍成照片发来，或在办件里上传：{page_url('pages/cases/index')}\n"
        "想问什么事，用文字告诉我就行。",
    )


def _link(push: Payload, _window: ChatWindow) -> Heard:
    title = push["title"].strip()[:40]
    if not title:
        return _said("别处的网页我打不开。想问什么事，用文字告诉我就行。")
    button = Button(title="按标题查一查", payload=command("search_more", text=title))
    return Heard(replies=(text(f"别处的网页我打不开。您是想问「{title}」吗？", button),))


def _location(push: Payload, _window: ChatWindow) -> Heard:
    if push["longitude"] is None:
        return _said("没有收到完整的位置，请再发一次，或者告诉我您在哪条街道。")
    # A hundred metres are near enough to find a hall by; nobody's exact place is kept.
    near = f"{push['longitude']:.3f},{push['latitude']:.3f}"
    label = push["title"].strip()[:60]
    return Heard(f"［位置］{label}", command("place_near", near=near))


def _card(push: Payload, _window: ChatWindow) -> Heard:
    title = push["title"].strip()[:60] or "小程序页面"
    if payload := command_of_page(push["page"]):
        return Heard(f"［小程序］{title}", payload)
    return _said("这个页面我看不到内容。想问什么事，用文字告诉我就行。")


def _other(_push: Payload, _window: ChatWindow) -> Heard:
    return _said("这种消息我暂时看不懂。想问什么事，用文字告诉我就行。")


def _subscribed(push: Payload) -> Heard:
    scene = push["event_key"].removeprefix(SCAN_PREFIX)
    if not scene or scene.startswith(PAID_PREFIX):
        return Heard(replies=(welcome(),))
    return _scanned({**push, "event_key": scene}, "您好，我是天河政务办事助手。")


def _scanned(push: Payload, prelude: str = "") -> Heard:
    return Heard("［扫码］", command("code_open", token=push["event_key"][:64]), prelude)


def _clicked(push: Payload) -> Heard:
    line = menu_line(push["event_key"])
    if line is None:
        return _said("这个菜单已经更新，请退出公众号再进来看看。想办什么事，也可以直接告诉我。")
    if line.command.startswith("/sign_in"):
        button = Button(title="去登录", payload=line.command)
        return Heard(
            replies=(text("登录绑定后，可以在这里查您的办件，有变化也会告诉您。", button),)
        )
    if line.command.startswith("/welcome"):
        return Heard(replies=(welcome(),))
    return Heard(line.say or line.name, line.command or None)


def _viewed(push: Payload) -> Heard:
    """The menu opened a page: the talk knows what it shows, and nothing need be said."""
    payload = command_of_page(push["event_key"])
    return Heard("［打开菜单页面］", payload, is_silent=True) if payload else Heard(is_silent=True)


def _entered(push: Payload) -> Heard:
    """The customer service was entered, from a page that is asked about if we know it."""
    if payload := command_of_page(push["page"]):
        return Heard("［进入客服］", payload, "您好，这里是天河政务客服。您刚才在看的是：")
    return Heard(replies=(welcome(),))


def _said(words: str) -> Heard:
    return Heard(replies=(text(words),))


_KINDS = {
    "text": _text,
    "voice": _voice,
    "image": _picture,
    "video": _video,
    "link": _link,
    "location": _location,
    "miniprogrampage": _card,
}
_EVENTS = {
    "subscribe": _subscribed,
    "scan": _scanned,
    "click": _clicked,
    "view": _viewed,
    "user_enter_tempsession": _entered,
}
