"""Rating a case that is over, once; whoever may see ratings reads it in the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.cases.states import FINAL
from flows.ratings import repository
from flows.ratings.errors import AlreadyRated, NotRateable
from flows.ratings.views import LevelView, RatingView, StandingView
from flows.ratings.words import LEVELS, reasons_for
from flows.staff.service import note_view
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, CaseRating
from foundation.viewer import StaffMember, Viewer

VIEW = "ratings.view"
MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What the applicant says: a level from 5 to 1, reasons of those offered, words if he likes."""

    satisfaction: int
    reasons: tuple[str, ...] = ()
    text: str = ""


async def look(session: AsyncSession, viewer: Viewer, number: str) -> StandingView:
    """Raises: SignInRequired, CaseUnknown."""
    viewer.must_be_signed_in()
    case = await cases.access_case(session, viewer, number)
    return _standing(case, await repository.rating_of(session, case.number))


async def rate(session: AsyncSession, viewer: Viewer, number: str, said: Said) -> StandingView:
    """Keep the rating; the same again changes nothing. Facts of statistics follow the timeline,
    which tells that there was a rating but not which.

    Raises: SignInRequired, CaseUnknown, NotRateable, AlreadyRated, InvalidInput.
    """
    viewer.must_be_signed_in()
    said = checked(said)
    case = await cases.access_case(session, viewer, number, lock=True)
    held = await repository.rating_of(session, case.number)
    if held is not None:
        if (held.satisfaction, tuple(held.reasons), held.text) != (
            said.satisfaction, said.reasons, said.text,
        ):  # fmt: skip
            raise AlreadyRated
        return _standing(case, held)
    if not is_rateable(case):
        raise NotRateable
    kept = repository.add(
        session,
        {
            "case_number": case.number,
            "user_id": viewer.user_id,
            "satisfaction": said.satisfaction,
            "reasons": list(said.reasons),
            "text": said.text,
            "channel": viewer.channel,
            "rated_at": now(),
        },
    )
    note_event(session, case, "rate", "申请人", "申请人作了评价")
    await session.flush()
    return _standing(case, kept)


async def look_as_staff(
    session: AsyncSession, staff: StaffMember, number: str
) -> RatingView | None:
    """None where nothing was said; the look is noted. Raises: Forbidden, CaseUnknown."""
    staff.must_hold(VIEW)
    case = await cases.access_case_as_staff(session, staff, number, needs=VIEW)
    held = await repository.rating_of(session, case.number)
    if held is None:
        return None
    await note_view(session, staff, case, "查看办件评价")
    return _shown(held)


def is_rateable(case: Case) -> bool:
    """Decided or over, and not a draft that was thrown away."""
    return case.status in FINAL and case.submitted_at is not None


def checked(said: Said, reasons: Callable[[int], tuple[str, ...]] = reasons_for) -> Said:
    """A level, reasons of those `reasons` offers, words of measure. Raises: InvalidInput."""
    if said.satisfaction not in LEVELS:
        raise InvalidInput({"satisfaction": "请在五个等级里选一个"})
    offered = reasons(said.satisfaction)
    unknown = [one for one in said.reasons if one not in offered]
    if unknown:
        raise InvalidInput({"reasons": f"没有「{unknown[0][:20]}」这个理由，请从列出的里选"})
    text = said.text.strip()
    if len(text) > MAX_TEXT:
        raise InvalidInput({"text": f"最多{MAX_TEXT}个字"})
    chosen = tuple(one for one in offered if one in said.reasons)
    return Said(said.satisfaction, chosen, text)


def _standing(case: Case, held: CaseRating | None) -> StandingView:
    return StandingView(
        can_rate=held is None and is_rateable(case),
        rating=_shown(held) if held else None,
        levels=[
            LevelView(satisfaction=level, label=label, reasons=list(reasons_for(level)))
            for level, label in LEVELS.items()
        ],
    )


def _shown(held: CaseRating) -> RatingView:
    return RatingView(
        satisfaction=held.satisfaction,
        label=LEVELS[held.satisfaction],
        reasons=held.reasons,
        text=held.text,
        channel=held.channel,
        rated_at=held.rated_at,
    )
