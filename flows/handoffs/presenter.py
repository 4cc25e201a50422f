"""From rows to what is shown of a handoff."""

from __future__ import annotations

from collections.abc import Sequence

from flows.handoffs.states import ACT_LABELS, LABELS, MOVES, OPEN
from flows.handoffs.topics import TopicView
from flows.handoffs.views import (
    DeskView,
    EventView,
    HandoffView,
    LineView,
    NoteView,
    Owner,
    RatingView,
    StaffHandoffView,
)
from foundation.models import Handoff, HandoffEvent, HandoffNote, Message, Staff, User
from foundation.viewer import StaffMember

NAMES = {"citizen": "市民", "assistant": "智能助手", "notice": "系统通知", "staff": "工作人员"}


def show_handoff(
    handoff: Handoff, owner: Staff | None, desk: DeskView, position: int | None, words: str
) -> HandoffView:
    return HandoffView(
        id=handoff.id,
        kind=handoff.kind,
        status=handoff.state,
        status_label=LABELS[handoff.state],
        topic=TopicView(code=handoff.topic, name=handoff.topic_name),
        item_code=handoff.item_code,
        position=position,
        words=words,
        desk=desk,
        staff_name=owner.display_name if owner else None,
        opened_at=handoff.opened_at,
        accepted_at=handoff.accepted_at,
        closed_at=handoff.closed_at,
        work_order_number=handoff.work_order_number,
        rating=_rating(handoff),
        video=handoff.video,
        can=_acts_of_citizen(handoff),
    )


def _acts_of_citizen(handoff: Handoff) -> list[str]:
    can = ["cancel"] if handoff.state in OPEN else []
    can += ["leave"] if handoff.state == "waiting" else []
    can += ["rate"] if handoff.state == "closed" and handoff.satisfaction is None else []
    is_asked = handoff.state == "accepted" and handoff.video == "invited"
    return [*can, *(["agree", "decline"] if is_asked else [])]


def _rating(handoff: Handoff) -> RatingView | None:
    if handoff.satisfaction is None:
        return None
    given = handoff.rating or {}
    return RatingView(
        satisfaction=handoff.satisfaction,
        reasons=given.get("reasons", []),
        text=given.get("text", ""),
    )


def show_staff_handoff(
    staff: StaffMember,
    handoff: Handoff,
    user: User,
    channel: str | None,
    owner: Staff | None,
    position: int | None = None,
) -> StaffHandoffView:
    is_mine = handoff.state == "accepted" and handoff.staff_id == staff.staff_id
    return StaffHandoffView(
        id=handoff.id,
        kind=handoff.kind,
        status=handoff.state,
        status_label=LABELS[handoff.state],
        topic=TopicView(code=handoff.topic, name=handoff.topic_name),
        citizen=user.display_name,
        reason=handoff.reason,
        channel=channel or "client",
        owner=Owner(id=owner.id, display_name=owner.display_name) if owner else None,
        is_mine=is_mine,
        position=position,
        satisfaction=handoff.satisfaction,
        work_order_number=handoff.work_order_number,
        video=handoff.video,
        opened_at=handoff.opened_at,
        accepted_at=handoff.accepted_at,
        closed_at=handoff.closed_at,
        can=_acts_of_staff(handoff, is_mine),
    )


def _acts_of_staff(handoff: Handoff, is_mine: bool) -> list[str]:
    acts = {act for act, moves in MOVES.items() if handoff.state in moves}
    if is_mine:
        mine = ["pass_on", "requeue", "release", "close"]
        return [*(a for a in mine if a in acts), "say", "invite"]
    return [a for a in ("accept", "take_over") if a in acts]


def show_line(message: Message) -> LineView:
    """A message in words; what a button meant is its title, and cards are their texts."""
    answer = message.answer or {}
    return LineView(
        id=message.id,
        seq=message.seq,
        author=message.author,
        author_name=str(answer.get("author_name") or NAMES[message.author]),
        text=message.text or ("（点选了一个按钮）" if message.payload else ""),
        at=message.created_at,
    )


def show_event(event: HandoffEvent) -> EventView:
    return EventView(
        at=event.at,
        act=event.act,
        label=ACT_LABELS.get(event.act, event.act),
        actor=event.actor,
        text=event.text,
    )


def show_notes(notes: Sequence[HandoffNote]) -> list[NoteView]:
    return [NoteView(id=n.id, at=n.at, author=n.author_name, text=n.text) for n in notes]
