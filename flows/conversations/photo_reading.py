"""A photo of the talk, read by the worker: put where it belongs in the draft, judged, answered."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.port import WeChatPort
from flows.accounts.repository import addresses_of
from flows.cases import repository as cases
from flows.cases import service as case_service
from flows.cases.filing import Draft, Filed, file_away, look_at_draft
from flows.cases.presenter import show_brief
from flows.conversations import repository
from flows.conversations.replies import case_card, command, text
from flows.conversations.telling import say_by_itself
from flows.conversations.turn import CASE
from flows.conversations.views import Answer, Button, IntentView, Reply
from flows.conversations.wechat.chat import chats_of
from flows.conversations.wechat.delivery import write_to
from flows.prereview.documents.service import reading_of
from flows.prereview.readings import KIND_LABELS, DocumentKind, Reading
from flows.vault import repository as vault_rows
from flows.vault import service as vault
from foundation import db
from foundation.errors import Problem
from foundation.models import VaultFile
from foundation.queue import Payload
from foundation.reading import sniff
from foundation.viewer import Viewer

PHOTO = IntentView(name="photo", confidence=1.0)
MOST_PLACES = 4


async def look_at_photo(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `conversations.look_at_photo`: read, file, judge and tell, in WeChat too where
    the photo came from there. Done again it files nothing twice and says nothing twice."""
    async with db.reading() as session:
        found = await repository.talk_of_bot(session, payload["conversation_id"])
        if found is None:
            return
        viewer = found[1]
        file = await vault_rows.access_file(session, viewer, payload["vault_file_id"])
        content = await vault.read_content(file)
    reading = await reading_of(file.id, content, sniff(content))
    async with db.writing() as session:
        replies = await _conclusion(session, viewer, payload, reading)
        answer = Answer(intent=PHOTO, replies=replies)
        words = "\n".join(reply.text for reply in replies)
        mark = f"photo:{file.id}:{payload.get('material_id', '')}"[:64]
        body = answer.model_dump(mode="json")
        await say_by_itself(session, viewer.user_id, payload["conversation_id"], mark, words, body)
        chats = chats_of(await addresses_of(session, viewer.user_id))
    for chat in chats:
        if chat.platform == payload.get("channel"):
            await write_to(wechat, chat, mark, replies)


async def _conclusion(
    session: AsyncSession, viewer: Viewer, payload: Payload, reading: Reading
) -> list[Reply]:
    """Where it went and what is wrong with it, or what the citizen has to choose."""
    file = await vault_rows.access_file(session, viewer, payload["vault_file_id"], lock=True)
    _learn(file, reading)
    what = _what(file, reading)
    number = payload.get("number") or await _draft_in_hand(session, viewer, payload)
    if number is None:
        return [text(f"{what}，已存到「我的资料」。您还没有填报中的申请，开始申报后可以直接选用。")]
    try:
        draft = await look_at_draft(session, viewer, number)
        places = draft.places_for(reading.kind)
        chosen = payload.get("material_id") or (places[0].id if len(places) == 1 else None)
        if chosen is None:
            return [_which(draft, file, what, [p.id for p in places])]
        return await _filed(session, viewer, number, chosen, reading, what)
    except Problem as problem:
        return [text(f"{what}，已存到「我的资料」。{problem.detail}")]


async def _filed(
    session: AsyncSession,
    viewer: Viewer,
    number: str,
    material_id: str,
    reading: Reading,
    what: str,
) -> list[Reply]:
    filed = await file_away(session, viewer, number, material_id, reading)
    last = (await cases.events_of(session, [number]))[-1]
    card = case_card(show_brief(filed.case, last), _filed_words(filed, reading, what))
    undo = command("photo_take_back", number=number, material_id=material_id, file_id=filed.file_id)
    card.buttons.append(Button(title="放错了，取出来", payload=undo))
    if filed.is_open:
        ask = command("guidance_start", item_code=filed.case.item_code)
        card.buttons.insert(0, Button(title="回答几个问题，看还要什么", payload=ask))
    card.data["findings"] = [finding.model_dump(mode="json") for finding in filed.findings]
    card.data["missing"] = [material.name for material in filed.missing]
    return [card]


def _filed_words(filed: Filed, reading: Reading, what: str) -> str:
    lines = [f"{what}，已放进「{filed.case.item_name}」草稿的「{filed.material.name}」。"]
    for finding in filed.findings:
        said = (sentence.rstrip("。") for sentence in (finding.message, finding.advice) if sentence)
        lines.append("。".join(said) + "。")
    if reading.error:
        lines.append("内容没能读出来，提交后由工作人员看。")
    elif not filed.findings:
        lines.append("这一份核对下来没有发现问题。")
    missing = "、".join(material.name for material in filed.missing)
    if missing:
        lines.append(f"还缺：{missing}。")
    if filed.is_open:
        lines.append(f"{'另外，' if missing else ''}还有几样要看您的情况，回答几个问题就清楚了。")
    elif not missing:
        lines.append("要交的材料都有了，可以去做预审。")
    return "\n".join(lines)


def _which(draft: Draft, file: VaultFile, what: str, fit: list[str]) -> Reply:
    """The materials it may be, as buttons; where none fits, those that are missing."""
    wanted = [m for m in draft.needed if m.id in fit] or draft.missing or draft.wanting
    buttons = [
        Button(
            title=material.name,
            payload=command(
                "photo_put",
                vault_file_id=file.id,
                number=draft.case.number,
                material_id=material.id,
            ),
        )
        for material in wanted[:MOST_PLACES]
    ]
    if not buttons:
        return text(f"{what}，已存到「我的资料」。「{draft.case.item_name}」要交的材料都已经有了。")
    item = draft.case.item_name
    return text(
        f"{what}，先存到了「我的资料」。它是「{item}」的哪份材料？都不是就不用点。", *buttons
    )


async def _draft_in_hand(session: AsyncSession, viewer: Viewer, payload: Payload) -> str | None:
    """The draft the talk is about, else the latest one."""
    found = await repository.talk_of_bot(session, payload["conversation_id"])
    about = found[0].context.get(CASE) if found else None
    page = await case_service.list_cases(session, viewer, "draft", 0, 50)
    numbers = [case.number for case in page.items]
    return about if about in numbers else next(iter(numbers), None)


def _learn(file: VaultFile, reading: Reading) -> None:
    """The vault knows now what it is and how long it holds, unless the citizen said so before."""
    if file.document_kind is None and reading.kind not in (None, DocumentKind.OTHER):
        file.document_kind = reading.kind
    until = reading.fields.get("valid_until")
    if file.valid_until is None and until is not None:
        file.valid_until = _day(until.value)


def _day(words: str) -> date | None:
    """None where it holds for ever (长期)."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _what(file: VaultFile, reading: Reading) -> str:
    if reading.error:
        return f"「{file.name}」没能看清（{reading.error}）"
    if reading.kind in (None, DocumentKind.OTHER):
        return f"「{file.name}」看不出是哪种材料"
    return f"「{file.name}」是{KIND_LABELS[reading.kind]}"
