"""What comes back from a tablet or phone, kept once, however often it is sent.

A tablet without a network keeps what it took and sends it later, so an answer may be late: the
clerk has gone on, or the case has. Such an answer is no error of whoever gave it. It is kept whole
as a conflict for the clerk to decide on (`late.py`), and the tablet may forget it. A rating is its
giver's alone: taken back by the clerk, it counts all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_and_tell
from flows.cases.states import OVER
from flows.halls.service import find_counter
from flows.ratings import at_counter
from flows.ratings.errors import AlreadyRated
from flows.ratings.service import Said
from flows.showings import repository
from flows.showings.contents import received
from flows.showings.errors import ShowingMoved, ShowingUnknown, TooManyLate
from flows.showings.service import tell
from flows.showings.views import Delivered
from flows.showings.whereabouts import Way
from flows.signatures import service as signatures
from flows.signatures.errors import PaperChanged
from flows.signatures.strokes import Signature as Writing
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import IdempotencyConflict, InvalidInput
from foundation.models import Case, Delivery, Showing

Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{16,64}$")]
Point = tuple[float, float, float, float]
Stroke = Annotated[list[Point], Field(max_length=6000)]
MAX_WORDS = 500
MOST_UNDECIDED = 20
"""Of one showing, what came too late and waits for the clerk."""
_PHONES_DELAY = timedelta(minutes=15)


class Answer(BaseModel):
    """What a visitor did on the screen. What is needed goes by the showing's kind: acceptance:
    `outcome`, and `text` for a dispute; signature: `width`, `height`, `strokes`; rating:
    `satisfaction`, `reasons`, `text`, `phone`."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    made_at: datetime
    outcome: Literal["confirmed", "disputed", ""] = ""
    text: Annotated[str, Field(max_length=MAX_WORDS)] = ""
    width: int = 0
    height: int = 0
    strokes: Annotated[list[Stroke], Field(max_length=60)] = []
    satisfaction: int = 0
    reasons: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    phone: Annotated[str, Field(max_length=20)] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer on its way in: to which showing, by which way, when it was given."""

    showing: Showing
    answer: Answer
    way: Way
    made_at: datetime


async def deliver(
    session: AsyncSession, counter_id: str, showing_id: str, answer: Answer, way: Way
) -> Delivered:
    """Keep an answer; the same key and answer again is told what became of it.

    Raises: ShowingUnknown, IdempotencyConflict, TooManyLate, InvalidInput (a scribble, no level,
    no reason).
    """
    showing = await repository.showing_at(session, counter_id, showing_id, lock=True)
    if showing is None:
        raise ShowingUnknown
    body = hashlib.sha256(
        json.dumps(answer.model_dump(mode="json", exclude={"key"}), sort_keys=True).encode()
    ).hexdigest()
    before = await repository.delivery(session, answer.key)
    if before is not None:
        return repeated(before, body)
    sent = Sent(showing, answer, way, _moment(showing, answer.made_at))
    outcome, detail = await _outcome(session, sent)
    keep(session, showing, answer.key, body, outcome, detail, sent.made_at)
    if outcome == "conflict":
        await must_have_room(session, showing)
        await _keep_whole(session, answer, way)
    return Delivered.model_validate({"outcome": outcome, "detail": detail, "is_repeat": False})


def repeated(before: Delivery, body_sha256: str) -> Delivered:
    """What became of it the first time. Raises: IdempotencyConflict."""
    if before.body_sha256 != body_sha256:
        raise IdempotencyConflict
    return Delivered.model_validate(
        {"outcome": before.outcome, "detail": before.detail, "is_repeat": True}
    )


def keep(
    session: AsyncSession, showing: Showing, key: str, body: str, outcome: str, detail: str,
    made_at: datetime,
) -> None:  # fmt: skip
    """Note what arrived, and tell the clerk where it did not fit."""
    session.add(
        Delivery(
            key=key, showing_id=showing.id, counter_id=showing.counter_id, kind=showing.kind,
            body_sha256=body, outcome=outcome, detail=detail[:200], made_at=made_at,
            received_at=now(),
        )
    )  # fmt: skip
    told = {"counter_id": showing.counter_id, "outcome": outcome}
    announce_after_commit(session, "staff", "counter", told)


async def _outcome(session: AsyncSession, sent: Sent) -> tuple[str, str]:
    showing = sent.showing
    if showing.state == "answered":
        return "duplicate", "这一屏已经有过答复，没有重复记录。"
    if showing.state != "shown" and showing.kind != "rating":
        return "conflict", "窗口已经收回这一屏，答复没有生效，请工作人员核对。"
    if showing.ends_at < sent.made_at or is_too_late(showing, sent.way):
        return "conflict", "这一屏已经过了时间，答复没有生效，请工作人员重新出示。"
    if showing.content_sha256 != sent.answer.content_sha256:
        return "conflict", "答复的不是现在这份内容，没有生效，请工作人员重新出示。"
    try:
        return "accepted", await carry_out(session, sent)
    except (ShowingMoved, PaperChanged, AlreadyRated) as moved:
        return "conflict", moved.detail


async def carry_out(session: AsyncSession, sent: Sent) -> str:
    """Do what the answer does, and say it. Raises: InvalidInput, ShowingMoved, PaperChanged,
    AlreadyRated."""
    showing = sent.showing
    act = _ACTS.get(showing.kind)
    if act is None:
        raise InvalidInput({"kind": "这一屏不需要答复"})
    kept, detail = await act(session, sent)
    showing.state, showing.stands_at = "answered", None
    showing.answer, showing.answered_at = kept, sent.made_at
    tell(session, showing.counter_id)
    return detail


def is_too_late(showing: Showing, way: Way) -> bool:
    """A phone has left the hall with what it was shown: what it says was done in time is believed
    for a while only. A rating may be thought over."""
    return way == "phone" and showing.kind != "rating" and showing.ends_at + _PHONES_DELAY < now()


async def must_have_room(session: AsyncSession, showing: Showing) -> None:
    """Raises: TooManyLate."""
    if await repository.undecided(session, showing.id) > MOST_UNDECIDED:
        raise TooManyLate


Kept = tuple[dict[str, Any], str]


async def _accept(session: AsyncSession, sent: Sent) -> Kept:
    """收件确认, of exactly the files the screen listed."""
    case = await _case_of(session, sent.showing)
    answer, content = sent.answer, sent.showing.content
    if answer.outcome == "":
        raise InvalidInput({"outcome": "请选「确认无误」或「有出入」"})
    if answer.outcome == "disputed" and not answer.text.strip():
        raise InvalidInput({"text": "请写明哪里有出入，工作人员马上核对"})
    hashes = file_hashes(content["materials"])
    if file_hashes(await received(session, case)) != hashes:
        raise ShowingMoved("确认期间材料有增减，请工作人员重新出示收件清单。")
    counter = await find_counter(session, sent.showing.hall_id, sent.showing.counter_id)
    where = f"在{counter.number}窗口"
    names = "、".join(m["name"] for m in content["materials"] if m["files"])
    if answer.outcome == "confirmed":
        act, said = "counter_confirm", f"{where}确认收件清单：{names}（共{len(hashes)}份文件）"
    else:
        act, said = "counter_dispute", f"{where}对收件清单有异议：{answer.text.strip()}"
    note_and_tell(
        session, case, act, "申请人", f"{said}；清单校验值{sent.showing.content_sha256[:16]}"
    )
    kept = {"outcome": answer.outcome, "text": answer.text.strip(), "files": sorted(hashes)}
    return kept, "已记录到办件流转。"


async def _sign(session: AsyncSession, sent: Sent) -> Kept:
    case = await _case_of(session, sent.showing)
    answer, content = sent.answer, sent.showing.content
    counter = await find_counter(session, sent.showing.hall_id, sent.showing.counter_id)
    person = await repository.person(session, sent.showing.staff_id)
    number = f"（工号{person.work_number}）" if person.work_number else ""
    signature = await signatures.keep(
        session,
        case,
        signatures.Signed(
            key=answer.key, showing_id=sent.showing.id,
            writing=Writing(answer.width, answer.height, answer.strokes),
            record=content["record"], document_sha256=content["document_sha256"],
            content_sha256=sent.showing.content_sha256, way=sent.way,
            witness=f"{counter.number}窗口{person.display_name}{number}", made_at=sent.made_at,
        ),
    )  # fmt: skip
    return {"signature_id": signature.id}, "签名已保存，并与这份文件绑定。"


async def _rate(session: AsyncSession, sent: Sent) -> Kept:
    answer, showing = sent.answer, sent.showing
    case = await cases.case_by_number(session, showing.case_number) if showing.case_number else None
    event = showing.content["event"]
    rating = await at_counter.rate_event(
        session,
        at_counter.Event(
            id=event, hall_id=showing.hall_id, counter_id=showing.counter_id,
            staff_id=showing.staff_id, item_code=case.item_code if case else "",
            item_name=case.item_name if case else "",
            case_number=showing.case_number if event.startswith("case:") else None,
        ),
        Said(answer.satisfaction, tuple(answer.reasons), answer.text, answer.phone),
    )  # fmt: skip
    return {"rating_id": rating.id}, "谢谢您的评价。"


_ACTS: dict[str, Callable[[AsyncSession, Sent], Awaitable[Kept]]] = {
    "acceptance": _accept, "signature": _sign, "rating": _rate,
}  # fmt: skip


async def _case_of(session: AsyncSession, showing: Showing) -> Case:
    """Raises: ShowingMoved where the case is over meanwhile."""
    assert showing.case_number is not None
    case = await cases.case_by_number(session, showing.case_number, lock=True)
    if case.status in OVER:
        raise ShowingMoved("这个办件在这期间已经办结，没有生效，请工作人员核对。")
    return case


async def _keep_whole(session: AsyncSession, answer: Answer, way: Way) -> None:
    """Nothing a visitor gave is thrown away because it came late."""
    await session.flush()
    delivery = await repository.delivery(session, answer.key)
    assert delivery is not None
    delivery.kept = {**answer.model_dump(mode="json"), "way": way}


def _moment(showing: Showing, made_at: datetime) -> datetime:
    """A tablet's clock may be off: never before it was shown, never in the future."""
    if made_at.tzinfo is None:
        raise InvalidInput({"made_at": "时间要带时区"})
    return max(showing.shown_at, min(made_at, now()))


def file_hashes(materials: list[dict[str, Any]]) -> set[str]:
    """Which files a list names, each by its material and bytes."""
    return {f"{m['id']}:{one['sha256']}" for m in materials for one in m["files"]}
