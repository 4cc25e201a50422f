"""The official account: push in, kept and acknowledged at once, answered by a worker.

WeChat waits five seconds and then repeats, so the answer goes out as a customer-service message
(at most five in the window a message opens: one text and one menu are used).
"""

from __future__ import annotations

from adapters.bot.port import BotPort
from adapters.http import OutsideRefused
from adapters.wechat.port import InboundMessage, OutgoingMenu, OutgoingText, WeChatPort, split_text
from flows.accounts.binding import binding_url
from flows.accounts.service import viewer_at_wechat
from flows.conversations import repository
from flows.conversations.commands import parse_payload
from flows.conversations.errors import MessageInvalid
from flows.conversations.service import Incoming, converse
from flows.conversations.turn import MENU
from flows.conversations.views import Button, ChatAnswer, Reply
from foundation import db
from foundation.clock import now
from foundation.logging import logger
from foundation.models import Conversation
from foundation.queue import GiveUp, Payload, promise
from foundation.settings import settings

ANSWER = "wechat.answer"
TEXT_PIECES = 3
SEEN, REMEMBERED = "pushes_seen", 20
MENU_OPTIONS = 8
WELCOME = "您好，我是天河政务办事助手。想办什么事，直接告诉我，比如「我想开个小餐馆要办什么证」。"
ONLY_TEXT = "我暂时只看得懂文字。请用文字告诉我您想办的事；材料照片请在办件页面里上传。"
LINKED = ("item_show", "case_open", "case_show")

log = logger("wechat")


async def take_in(message: InboundMessage) -> None:
    """Promise an answer to a push; a repeat of the same push promises nothing new."""
    async with db.writing() as session:
        viewer = await viewer_at_wechat(session, message.openid)
        conversation = await repository.access_conversation(
            session, viewer, "wechat_official", lock=True
        )
        seen: list[str] = conversation.context.get(SEEN) or []
        if message.message_id in seen:
            return
        seen = [*seen[-REMEMBERED:], message.message_id]
        conversation.context = {**conversation.context, SEEN: seen}
        promise(
            session,
            ANSWER,
            {
                "openid": message.openid,
                "kind": message.kind,
                "text": message.text,
                "event": message.event,
                "menu_id": message.menu_id,
                "message_id": message.message_id,
                "at": now().isoformat(),
            },
        )


async def answer(bot: BotPort, wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `wechat.answer`. The turn is answered once; sending may repeat after a crash."""
    openid = payload["openid"]
    async with db.writing() as session:
        viewer = await viewer_at_wechat(session, openid)
        conversation = await repository.access_conversation(session, viewer, "wechat_official")
        menu: dict[str, str] = conversation.context.get(MENU) or {}
    greeting = _without_words(payload)
    if greeting is not None:
        if greeting:
            await _send_text(wechat, openid, greeting)
        return
    chosen = menu.get(payload["menu_id"]) or menu.get(payload["text"].strip())
    incoming = Incoming(payload["text"], chosen, payload["message_id"][:64])
    try:
        said = await converse(bot, viewer, incoming)
    except MessageInvalid as refusal:
        await _send_text(wechat, openid, refusal.detail)
        return
    await _send_answer(wechat, conversation.id, openid, said)


def _without_words(payload: Payload) -> str | None:
    """The fixed answer to what is not a text; None for a text, "" for nothing to say."""
    if payload["kind"] == "text":
        return None
    if payload["kind"] == "event":
        return WELCOME if payload["event"] == "subscribe" else ""
    return ONLY_TEXT


async def _send_answer(
    wechat: WeChatPort, conversation_id: str, openid: str, said: ChatAnswer
) -> None:
    if not said.replies:
        return  # a person answers
    buttons = [b for reply in said.replies for b in reply.buttons]
    words = render(said.replies)
    if any(_is_sign_in(b) for b in buttons):
        words += f"\n点这里登录并绑定本公众号：{binding_url(openid)}"
    pressed = [b for b in buttons if not _is_link(b) and not _is_sign_in(b)][:MENU_OPTIONS]
    await _remember_menu(conversation_id, pressed)
    if not pressed:
        await _send_text(wechat, openid, words, is_ai=True)
        return
    *first, last = split_text(words)[:TEXT_PIECES] or ["请选择："]
    for piece in first:
        await _send_text(wechat, openid, piece, is_ai=True)
    options = tuple((str(i), b.title) for i, b in enumerate(pressed, 1))
    try:
        await wechat.send_menu(
            OutgoingMenu(openid, last, options, "点选或直接打字都可以", is_ai=True)
        )
    except OutsideRefused as refusal:
        raise GiveUp(refusal.detail) from refusal


async def _send_text(wechat: WeChatPort, openid: str, words: str, *, is_ai: bool = False) -> None:
    try:
        for piece in split_text(words)[:TEXT_PIECES]:
            await wechat.send_text(OutgoingText(openid, piece, is_ai=is_ai))
    except OutsideRefused as refusal:
        raise GiveUp(refusal.detail) from refusal


async def _remember_menu(conversation_id: str, buttons: list[Button]) -> None:
    """What each number of the menu stands for, until the next menu."""
    async with db.writing() as session:
        conversation = await session.get(Conversation, conversation_id, with_for_update=True)
        if conversation is None:
            return
        menu = {str(i): b.payload for i, b in enumerate(buttons, 1)}
        conversation.context = {**conversation.context, MENU: menu}


def render(replies: list[Reply]) -> str:
    """Replies as plain text: words, the list of materials, links for buttons that open a page."""
    return "\n\n".join(part for reply in replies for part in _render_one(reply) if part)


def _render_one(reply: Reply) -> list[str]:
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
    parts += [f"{b.title}：{_page_of(b)}" for b in reply.buttons if _is_link(b)]
    return parts


def _is_link(button: Button) -> bool:
    return parse_payload(button.payload)[0] in LINKED


def _is_sign_in(button: Button) -> bool:
    """In WeChat signing in is the binding link, which is sent in its place."""
    return parse_payload(button.payload)[0] == "sign_in"


def _page_of(button: Button) -> str:
    name, arguments = parse_payload(button.payload)
    page = {
        "item_show": "/pages/item/index?code={item_code}",
        "case_open": "/pages/draft/index?run_id={run_id}",
        "case_show": "/pages/case/index?number={number}",
    }[name].format(**arguments)
    return f"{settings().public_url}/app/#{page}"
