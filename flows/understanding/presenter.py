"""From rows to what staff are shown of a sentence."""

from __future__ import annotations

from flows.conversations.acts import label_of
from flows.conversations.masking import masked
from flows.understanding.states import LABELS, MOVES, State
from flows.understanding.views import CorrectionView, SentenceView
from foundation.models import Correction, Message
from foundation.viewer import StaffMember

LONGEST = 300


def show_sentence(
    message: Message, found: Correction | None, staff: StaffMember, titles: dict[str, str]
) -> SentenceView:
    return SentenceView(
        message_id=message.id,
        text=masked(message.text)[:LONGEST],
        act=message.act or "",
        act_label=label_of(message.act),
        confidence=round(message.confidence or 0.0, 3),
        status=message.status or "",
        item_name=titles.get(f"item:{message.item_code}", ""),
        style=message.style or "",
        at=message.created_at,
        correction=_show(found) if found else None,
        may=_may(staff, found),
    )


def _show(found: Correction) -> CorrectionView:
    return CorrectionView.model_validate(
        {
            "verdict": found.verdict,
            "right_act": found.right_act,
            "right_act_label": label_of(found.right_act) if found.right_act else "",
            "text": found.text,
            "state": found.state,
            "state_label": LABELS[found.state],  # type: ignore[index]
            "author_name": found.author_name,
            "reviewer_name": found.reviewer_name,
            "note": found.note,
            "version": found.version,
            "updated_at": found.updated_at,
        }
    )


def _may(staff: StaffMember, found: Correction | None) -> list[str]:
    """What this person may do with it now."""
    state: State = found.state if found else "none"  # type: ignore[assignment]
    is_own = found is not None and found.author == f"staff:{staff.username}"
    allowed = []
    if state in MOVES["correct"] and "understanding.correct" in staff.permissions:
        allowed.append("correct")
    if state in MOVES["approve"] and "understanding.review" in staff.permissions and not is_own:
        allowed.append("review")
    if state in MOVES["undo"]:
        allowed.append("undo")
    return allowed
