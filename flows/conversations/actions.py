"""The bot's actions (Rasa action protocol): what each does is decided here, by our services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import service as cases
from flows.cases.errors import CaseUnknown
from flows.cases.views import CaseBrief
from flows.conversations import guidance_talk, repository
from flows.conversations.answers import keep_answer
from flows.conversations.benefit_talk import answer_appointment, answer_policy, offer_packages
from flows.conversations.correction_talk import correct, speaks_of_a_mistake
from flows.conversations.display_talk import change_display
from flows.conversations.document_talk import answer_from_documents
from flows.conversations.elsewhere import told_of_elsewhere
from flows.conversations.faq_talk import answer_faq
from flows.conversations.human_talk import ask_for_person, offer_person
from flows.conversations.item_talk import (
    answer_about_item,
    meant_items,
    offer_search,
    tell_about_several,
)
from flows.conversations.place_talk import answer_place
from flows.conversations.replies import case_card, sign_in_first, text
from flows.conversations.turn import ACT, CASE, ITEM, LAST_RUN, OFFERED, UNCLEAR, Turn
from flows.conversations.urgent_talk import help_if_urgent, help_now
from flows.conversations.views import IntentView
from foundation import db
from foundation.errors import NotFound
from foundation.identifiers import CaseNumber, IdentifierInvalid
from knowledge_base.catalogue import catalogue

SlotEvents = dict[str, Any]


class Intent(BaseModel):
    name: str | None = None
    confidence: float = 0.0


class LatestMessage(BaseModel):
    text: str | None = ""
    intent: Intent = Intent()
    metadata: dict[str, Any] | None = None


class Tracker(BaseModel):
    sender_id: str
    slots: dict[str, Any] = Field(default_factory=dict)
    latest_message: LatestMessage = LatestMessage()
    active_loop: dict[str, Any] | None = None


class ActionCall(BaseModel):
    """What Rasa sends (only the members we read)."""

    next_action: str
    sender_id: str
    tracker: Tracker


class ActionUnknown(NotFound):
    code = "action_unknown"
    default_detail = "没有这个动作。"


REFUSE_FROM = {"out_of_scope": 0.5, "abuse": 0.7}
"""How sure the bot must be that something is none of our business (calibrated, ADR 25)."""


class ConversationUnknown(NotFound):
    code = "conversation_unknown"
    default_detail = "没有这个会话。"


async def act(call: ActionCall) -> dict[str, Any]:
    """Do one action; returns Rasa's {"events", "responses"}.

    Raises: ActionUnknown, ConversationUnknown.
    """
    action = ACTIONS.get(call.next_action)
    if action is None:
        raise ActionUnknown
    async with db.writing() as session:
        turn = await _turn(session, call)
        slots = await action(turn, call.tracker) or {}
        if turn.status == "answered":
            turn.remember(**{UNCLEAR: None, OFFERED: None})
        await repository.keep_context(session, turn.talk)
    events = [{"event": "slot", "name": name, "value": value} for name, value in slots.items()]
    if not turn.replies:
        return {"events": events, "responses": []}
    ticket = await keep_answer(turn.talk.id, turn.answer())
    return {"events": events, "responses": [{"custom": {"ticket": ticket}}]}


async def _turn(session: AsyncSession, call: ActionCall) -> Turn:
    found = await repository.talk_of_bot(session, call.sender_id)
    if found is None:
        raise ConversationUnknown
    talk, viewer = found
    said = call.tracker.latest_message
    intent = IntentView(
        name=said.intent.name or "nlu_fallback", confidence=round(said.intent.confidence, 4)
    )
    return Turn(session, viewer, talk, said.text or "", intent)


async def _answer_item(turn: Turn, _tracker: Tracker) -> None:
    if turn.intent.name == "ask_place" and not meant_items(turn)[1] and answer_place(turn):
        return
    await answer_about_item(turn)
    told_of_elsewhere(turn)


async def _start_guidance(turn: Turn, _tracker: Tracker) -> None:
    known, sure = meant_items(turn)
    entry = catalogue().find(known[0].code) if sure else turn.item
    if entry is None:
        await answer_about_item(turn)
        return
    await guidance_talk.start(turn, entry.code)


async def _report_progress(turn: Turn, tracker: Tracker) -> SlotEvents:
    """The latest case, or the one whose number was given; asks for a number if there is none."""
    number = str(tracker.slots.get("case_number") or "")
    done: SlotEvents = {"case_number": None, "needs_case_number": False}
    if turn.viewer.is_guest and not number:
        turn.say(sign_in_first())
        return done
    page = await cases.list_cases(turn.session, turn.viewer, None, 0, 50)
    matching = [c for c in page.items if c.number == number] if number else page.items
    if matching:
        turn.remember(**{CASE: matching[0].number})
        turn.say(*(case_card(c) for c in matching[:3]))
        return done
    if number:
        turn.say(text(CaseUnknown.default_detail))
        return done
    if page.total == 0:
        turn.say(text("您名下还没有办件。如果是在窗口或别的平台办的，把办件编号发给我试试。"))
        return {"needs_case_number": True}
    return done


async def _ask_case_number(turn: Turn, _tracker: Tracker) -> None:
    turn.say(text("请告诉我办件编号（TH开头，共17位，在受理回执上）。"), status="clarify")


async def _validate_progress_form(turn: Turn, tracker: Tracker) -> SlotEvents:
    given = tracker.slots.get("case_number")
    if not given:  # nothing said that looks like one: the form gives way to what was said
        return {}
    try:
        return {"case_number": str(CaseNumber.parse(str(given or "")))}
    except IdentifierInvalid as error:
        turn.say(text(f"{error}。可以在受理回执或「我的办件」里找到。"), status="clarify")
        return {"case_number": None}


async def _start_prereview(turn: Turn, _tracker: Tracker) -> None:
    await _point_to_draft(
        turn, "预审在填表传材料那一步做：打开草稿，点「开始预审」，几秒钟就有结果。"
    )


async def _submit_case(turn: Turn, _tracker: Tracker) -> None:
    await _point_to_draft(turn, "打开草稿，核对无误后点「提交」就可以了。")


async def _point_to_draft(turn: Turn, words: str) -> None:
    """The applicant's latest draft with what to do there, or how to begin one."""
    if draft := await _latest_draft(turn):
        turn.say(case_card(draft, words))
        return
    if turn.item:
        await guidance_talk.start(turn, turn.item.code)
        return
    await offer_search(turn)


async def _latest_draft(turn: Turn) -> CaseBrief | None:
    if turn.viewer.is_guest:
        return None
    page = await cases.list_cases(turn.session, turn.viewer, "draft", 0, 1)
    return page.items[0] if page.items else None


async def _ask_human(turn: Turn, _tracker: Tracker) -> None:
    """A person; to somebody complaining what is written about it, and the offer of one."""
    if turn.intent.name != "complaint":
        await ask_for_person(turn)
        return
    if help_if_urgent(turn):
        return
    has_answer = answer_faq(turn)
    offer_person(turn, "" if has_answer else "这件事让您不满意，很抱歉。")
    if not has_answer:
        turn.status = "handed_off"


async def _resume_guidance(turn: Turn, _tracker: Tracker) -> None:
    """The questions left open, here or on another channel; else the latest draft."""
    if await guidance_talk.take_up(turn):
        return
    if draft := await _latest_draft(turn):
        turn.say(case_card(draft, "上次填到这里，打开就可以接着办。"))
        return
    words = "没有找到没做完的导办或草稿。想办什么事，直接告诉我，我从头带您走一遍。"
    turn.say(sign_in_first() if turn.viewer.is_guest and not turn.about else text(words))


async def _correct_answer(turn: Turn, _tracker: Tracker) -> None:
    await correct(turn)


async def _answer_policy(turn: Turn, _tracker: Tracker) -> None:
    await answer_policy(turn)
    told_of_elsewhere(turn)


async def _offer_packages(turn: Turn, _tracker: Tracker) -> None:
    await offer_packages(turn)


async def _answer_appointment(turn: Turn, _tracker: Tracker) -> None:
    await answer_appointment(turn)


async def _change_display(turn: Turn, _tracker: Tracker) -> None:
    change_display(turn)


async def _go_back(turn: Turn, _tracker: Tracker) -> None:
    """The question before; who says that an answer was wrong is asked which one."""
    if speaks_of_a_mistake(turn.text) and (turn.run_id or turn.talk.context.get(LAST_RUN)):
        await correct(turn)
    elif turn.run_id:
        await guidance_talk.back(turn, turn.run_id)
    else:
        turn.say(text("现在没有进行中的导办。您想办什么？直接告诉我就行。"))


async def _repeat(turn: Turn, _tracker: Tracker) -> None:
    await guidance_talk.resume(turn)
    if turn.replies:
        return
    if turn.about:
        await tell_about_several(turn, [turn.about, *turn.beside], turn.talk.context.get(ACT, ""))
    else:
        turn.say(text("您想办什么？直接告诉我就行，比如「居住证怎么办」。"))


async def _decline(turn: Turn, tracker: Tracker) -> None:
    if help_if_urgent(turn):
        return
    if turn.intent.confidence < REFUSE_FROM[turn.intent.name]:
        await _unclear(turn, tracker)
        return
    if turn.intent.name == "abuse":
        turn.say(
            text("让您着急了。请告诉我要办的事，我尽快帮您查清楚；也可以拨打12345找工作人员。"),
            status="refused",
        )
        return
    known, sure = meant_items(turn)
    if sure and known[0].matched_by == "name":
        await offer_search(turn)
        return
    if answer_faq(turn) or answer_from_documents(turn):
        return
    if turn.run_id:
        guidance_talk.ask_again(turn)
        return
    turn.say(
        text("这个我帮不上忙，我只懂政务服务办事。您想办证、参保、开店或查进度，都可以问我。"),
        status="refused",
    )


async def _help_now(turn: Turn, _tracker: Tracker) -> None:
    help_now(turn)


async def _small_talk(turn: Turn, _tracker: Tracker) -> None:
    words = _SMALL_TALK.get(turn.intent.name, _SMALL_TALK["greet"])
    if turn.intent.name == "affirm" and turn.item and not turn.run_id:
        await guidance_talk.start(turn, turn.item.code)
        return
    if turn.intent.name == "deny":
        turn.remember(**{ITEM: None})
    turn.say(text(words))


async def _unclear(turn: Turn, _tracker: Tracker) -> None:
    if help_if_urgent(turn):
        return
    if turn.run_id and not meant_items(turn)[1]:
        guidance_talk.ask_again(turn)
    else:
        await offer_search(turn)
        told_of_elsewhere(turn)


_SMALL_TALK = {
    "greet": "您好，我是天河政务办事助手。想办什么事、要什么材料、办到哪一步了，都可以直接问我。",
    "thanks": "不客气，还有要办的事随时找我。",
    "goodbye": "再见，祝您办事顺利。",
    "bot_challenge": "我是天河区的智能办事助手，不是真人。回答都取自办事指南并注明来源；"
    "想找工作人员，请说「转人工」。",
    "affirm": "好的。您想办哪件事？直接告诉我就行。",
    "deny": "好的，那先不办。还想问什么，直接告诉我。",
}

Action = Callable[[Turn, Tracker], Awaitable[SlotEvents | None]]

ACTIONS: dict[str, Action] = {
    "action_answer_item": _answer_item,
    "action_start_guidance": _start_guidance,
    "action_report_progress": _report_progress,
    "action_ask_case_number": _ask_case_number,
    "validate_progress_form": _validate_progress_form,
    "action_start_prereview": _start_prereview,
    "action_submit_case": _submit_case,
    "action_ask_human": _ask_human,
    "action_resume_guidance": _resume_guidance,
    "action_offer_packages": _offer_packages,
    "action_answer_policy": _answer_policy,
    "action_answer_appointment": _answer_appointment,
    "action_correct_answer": _correct_answer,
    "action_change_display": _change_display,
    "action_go_back": _go_back,
    "action_repeat": _repeat,
    "action_decline": _decline,
    "action_help_now": _help_now,
    "action_small_talk": _small_talk,
    "action_unclear": _unclear,
}
