"""Buttons are commands: parsed strictly, done directly, no model asked."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from flows.cases import service as cases
from flows.catalogue.brief_items import find_brief
from flows.catalogue.documents import read_document
from flows.catalogue.errors import ItemUnknown
from flows.conversations import guidance_talk, photo_talk
from flows.conversations.code_talk import open_code
from flows.conversations.errors import MessageInvalid
from flows.conversations.human_talk import ask_for_person, cancel_waiting, leave_words
from flows.conversations.item_talk import offer_search, tell_about
from flows.conversations.place_talk import answer_near
from flows.conversations.replies import case_card, sign_in_first, text
from flows.conversations.turn import ITEM, Turn
from foundation.settings import settings
from knowledge_base.catalogue import CatalogueEntry, catalogue

MAX_PAYLOAD = 4000
Arguments = dict[str, Any]
Command = Callable[[Turn, Arguments], Awaitable[None]]


def parse_payload(payload: str) -> tuple[str, Arguments]:
    """`/name{"json"}` → name and arguments. Raises: MessageInvalid."""
    name, brace, rest = payload.strip().removeprefix("/").partition("{")
    try:
        arguments = json.loads(brace + rest) if brace else {}
    except (json.JSONDecodeError, RecursionError):
        arguments = None
    if len(payload) > MAX_PAYLOAD or name not in COMMANDS or not isinstance(arguments, dict):
        raise MessageInvalid({"payload": "这个按钮已经失效，请重新说一遍您想办的事"})
    return name, arguments


async def obey(turn: Turn, name: str, arguments: Arguments) -> None:
    """Do what a button says. Raises: MessageInvalid where an argument is missing."""
    try:
        await COMMANDS[name](turn, arguments)
    except KeyError:
        raise MessageInvalid({"payload": "这个按钮缺少内容，请重新打开页面再试"}) from None


async def _guidance_start(turn: Turn, arguments: Arguments) -> None:
    await guidance_talk.start(turn, _entry(arguments).code)


async def _guidance_answer(turn: Turn, arguments: Arguments) -> None:
    await guidance_talk.answer(
        turn, str(arguments["run_id"]), str(arguments["question_id"]), arguments["value"]
    )


async def _guidance_back(turn: Turn, arguments: Arguments) -> None:
    question = arguments.get("question_id")
    await guidance_talk.back(turn, str(arguments["run_id"]), str(question) if question else None)


async def _item_ask(turn: Turn, arguments: Arguments) -> None:
    turn.items = []
    await tell_about(turn, "ask_how_to", str(arguments["item_code"]))


async def _item_show(turn: Turn, arguments: Arguments) -> None:
    code = str(arguments["item_code"])
    if catalogue().find(code) is None and await find_brief(turn.session, code) is None:
        raise ItemUnknown
    turn.remember(**{ITEM: code})
    turn.say(_link("办事指南", f"/pages/item/index?code={code}"))


async def _document_show(turn: Turn, arguments: Arguments) -> None:
    document = await read_document(turn.session, str(arguments["document_id"]))
    article = int(arguments.get("article", 0))
    page = f"/pages/document/index?id={document.id}&article={article}"
    turn.say(_link(f"《{document.title}》", page))


async def _case_open(turn: Turn, arguments: Arguments) -> None:
    run_id = str(arguments["run_id"])
    turn.say(_link("填表和上传材料", f"/pages/draft/index?run_id={run_id}"))


async def _case_show(turn: Turn, arguments: Arguments) -> None:
    case = await cases.look_at_case(turn.session, turn.viewer, str(arguments["number"]))
    page = await cases.list_cases(turn.session, turn.viewer, None, 0, 50)
    brief = next((c for c in page.items if c.number == case.number), None)
    if brief:
        turn.say(case_card(brief))


async def _case_list(turn: Turn, _arguments: Arguments) -> None:
    if turn.viewer.is_guest:
        turn.say(sign_in_first())
        return
    page = await cases.list_cases(turn.session, turn.viewer, None, 0, 5)
    if not page.items:
        turn.say(text("您还没有办件。告诉我您想办什么，我来帮您看要准备哪些材料。"))
    turn.say(*(case_card(c) for c in page.items))


async def _search_more(turn: Turn, arguments: Arguments) -> None:
    turn.text = str(arguments["text"])[: settings().chat_text_max]
    await offer_search(turn)


async def _sign_in(turn: Turn, _arguments: Arguments) -> None:
    turn.say(_link("登录", "/pages/sign-in/index"))


async def _code_open(turn: Turn, arguments: Arguments) -> None:
    await open_code(turn, str(arguments["token"]))


async def _place_near(turn: Turn, arguments: Arguments) -> None:
    answer_near(turn, str(arguments.get("near", "")))


async def _human(turn: Turn, _arguments: Arguments) -> None:
    await ask_for_person(turn)


async def _human_cancel(turn: Turn, _arguments: Arguments) -> None:
    await cancel_waiting(turn)


async def _human_message(turn: Turn, _arguments: Arguments) -> None:
    await leave_words(turn)


async def _photo_show(turn: Turn, arguments: Arguments) -> None:
    file = arguments.get("vault_file_id")
    if file is None:
        await photo_talk.show_upload(turn, str(arguments["upload_id"]))
    else:
        await photo_talk.show_photo(turn, str(file))


async def _photo_put(turn: Turn, arguments: Arguments) -> None:
    names = ("vault_file_id", "number", "material_id")
    await photo_talk.put_photo(turn, *(str(arguments[name]) for name in names))


async def _photo_take_back(turn: Turn, arguments: Arguments) -> None:
    names = ("number", "material_id", "file_id")
    await photo_talk.take_photo_back(turn, *(str(arguments[name]) for name in names))


def _entry(arguments: Arguments) -> CatalogueEntry:
    entry = catalogue().find(str(arguments["item_code"]))
    if entry is None:
        raise ItemUnknown
    return entry


def _link(what: str, page: str) -> Any:
    return text(f"请打开这个页面{what}：{settings().public_url}/app/#{page}")


COMMANDS: dict[str, Command] = {
    "guidance_start": _guidance_start,
    "guidance_answer": _guidance_answer,
    "guidance_back": _guidance_back,
    "item_ask": _item_ask,
    "item_show": _item_show,
    "document_show": _document_show,
    "case_open": _case_open,
    "case_show": _case_show,
    "case_list": _case_list,
    "search_more": _search_more,
    "code_open": _code_open,
    "place_near": _place_near,
    "photo_show": _photo_show,
    "photo_put": _photo_put,
    "photo_take_back": _photo_take_back,
    "sign_in": _sign_in,
    "human": _human,
    "human_cancel": _human_cancel,
    "human_message": _human_message,
}
