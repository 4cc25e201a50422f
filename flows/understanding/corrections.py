"""What sentences asked for: judged by an officer, approved by a second one, then learnt."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations.acts import ACTS
from flows.conversations.masking import masked
from flows.staff.looks import note_look
from flows.understanding import repository
from flows.understanding.errors import CorrectionMoved, OwnCorrection, SentenceUnknown
from flows.understanding.presenter import show_sentence
from flows.understanding.repository import Wanted
from flows.understanding.states import Move, State, after
from flows.understanding.views import ActChoice, SentencePage, SentenceView, Verdict, Which
from foundation.clock import GUANGZHOU, now, today
from foundation.errors import Forbidden, InvalidInput
from foundation.models import Correction, Message
from foundation.paging import next_cursor
from foundation.viewer import StaffMember
from knowledge_base import repository as knowledge

CORRECT, REVIEW = "understanding.correct", "understanding.review"
LONGEST_TEXT, LONGEST_NOTE = 200, 500
KEPT = timedelta(days=180)
Decision = Literal["approve", "return"]


class Judgement(BaseModel):
    """What an officer says of a sentence.

    Args:
        text: the sentence as the bot is to learn it; None takes it as it was said, masked.
        version: that of the correction the officer saw; 0 where there was none.
    """

    verdict: Verdict
    right_act: str | None = None
    text: str | None = None
    version: int = 0


async def list_sentences(
    session: AsyncSession,
    staff: StaffMember,
    wanted: tuple[str, str, Which],
    since: date | None,
    until: date | None,
    offset: int,
    limit: int,
) -> SentencePage:
    """What people said lately, the least surely understood first; the look is noted.

    Args:
        wanted: act, status and state of the correction; empty words mean any.
    """
    _must_take_part(staff)
    last = until or today()
    first = max(since or last - timedelta(days=29), today() - KEPT)
    span = Wanted(_midnight(first), _midnight(last + timedelta(days=1)), *wanted)
    rows, total = await repository.sentences(session, span, offset, limit)
    codes = [f"item:{message.item_code}" for message, _ in rows if message.item_code]
    titles = await knowledge.titles_of(session, codes)
    await note_look(session, staff, "查看市民的话（理解纠正）")
    return SentencePage(
        items=[show_sentence(message, found, staff, titles) for message, found in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
        counts=await repository.counts(session),
        acts=[ActChoice(id=act, label=label) for act, label in ACTS.items()],
    )


async def judge(
    session: AsyncSession, staff: StaffMember, message_id: str, judgement: Judgement
) -> SentenceView:
    """Say what a sentence asked for, that it was understood well, or that nothing can be learnt.

    The same again changes nothing. Raises: InvalidInput, SentenceUnknown, CorrectionMoved.
    """
    staff.must_hold(CORRECT)
    message, found = await _look_up(session, message_id)
    right_act = _right_act(judgement)
    text = _learnable(message, judgement)
    said = (judgement.verdict, right_act, text, _id(staff))
    if found and (found.verdict, found.right_act, found.text, found.author) == said:
        return await _shown(session, message, found, staff)
    if (found.version if found else 0) != judgement.version:
        raise CorrectionMoved
    move: Move = "correct" if judgement.verdict == "act" else "settle"
    state = after(move, _state(found))
    if found is None:
        found = Correction(message_id=message.id, act=message.act, confidence=message.confidence)
        session.add(found)
    found.verdict, found.right_act, found.text = judgement.verdict, right_act, text
    found.state, found.author, found.author_name = state, _id(staff), staff.display_name
    found.reviewer_name, found.note, found.updated_at = "", "", now()
    return await _shown(session, message, found, staff)


async def review(
    session: AsyncSession, staff: StaffMember, message_id: str, decision: Decision, note: str
) -> SentenceView:
    """Let the bot learn what a colleague corrected, or send it back with a word.

    Raises: OwnCorrection, CorrectionMoved, InvalidInput, SentenceUnknown.
    """
    staff.must_hold(REVIEW)
    message, found = await _look_up(session, message_id)
    state = after(decision, _state(found))
    assert found is not None
    if found.author == _id(staff):
        raise OwnCorrection
    if decision == "return" and not note.strip():
        raise InvalidInput({"note": "请写明为什么退回，提交人会看到"})
    found.state, found.note, found.updated_at = state, note.strip()[:LONGEST_NOTE], now()
    found.reviewer_name = staff.display_name
    return await _shown(session, message, found, staff)


async def undo(session: AsyncSession, staff: StaffMember, message_id: str) -> SentenceView:
    """Take a judgement back; the next training does not see it. Raises: CorrectionMoved."""
    _must_take_part(staff)
    message, found = await _look_up(session, message_id)
    if found is None or found.state == "undone":
        return await _shown(session, message, found, staff)
    found.state, found.updated_at = after("undo", _state(found)), now()
    found.author, found.author_name = _id(staff), staff.display_name
    return await _shown(session, message, found, staff)


def _must_take_part(staff: StaffMember) -> None:
    if not staff.permissions & {CORRECT, REVIEW}:
        raise Forbidden


async def _look_up(session: AsyncSession, message_id: str) -> tuple[Message, Correction | None]:
    message = await repository.sentence(session, message_id)
    if message is None:
        raise SentenceUnknown
    return message, await repository.correction(session, message_id)


def _right_act(judgement: Judgement) -> str | None:
    if judgement.verdict != "act":
        return None
    if judgement.right_act not in ACTS:
        raise InvalidInput({"right_act": "请选择这句话问的是什么"})
    return judgement.right_act


def _learnable(message: Message, judgement: Judgement) -> str:
    """The sentence in one line, without personal data, whoever wrote it."""
    text = " ".join(masked(message.text if judgement.text is None else judgement.text).split())
    if judgement.verdict == "act" and not text:
        raise InvalidInput({"text": "请保留要训练的话"})
    if judgement.text is not None and len(text) > LONGEST_TEXT:
        raise InvalidInput({"text": f"训练用的话最多{LONGEST_TEXT}个字，请只留问的那一句"})
    return text[:LONGEST_TEXT]


async def _shown(
    session: AsyncSession, message: Message, found: Correction | None, staff: StaffMember
) -> SentenceView:
    await session.flush()
    keys = [f"item:{message.item_code}"] if message.item_code else []
    return show_sentence(message, found, staff, await knowledge.titles_of(session, keys))


def _state(found: Correction | None) -> State:
    state: State = found.state if found else "none"  # type: ignore[assignment]
    return state


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, GUANGZHOU).astimezone(UTC)


def _id(staff: StaffMember) -> str:
    return f"staff:{staff.username}"
