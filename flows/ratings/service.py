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
from flows.ratings.presenter import handling_of
from flows.ratings.rectifying import open_loop
from flows.ratings.views import LevelView, RatingView, StandingView
from flows.ratings.words import LEVELS, LOWEST_GOOD, MAX_TEXT, VIEW, reasons_for
from flows.staff.service import note_view
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, CaseRating
from foundation.viewer import StaffMember, Viewer

PHONE_DIGITS = 11


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: a level from 5 to 1, reasons of those offered, words and, with a bad
    rating, a telephone to be asked again under, if they like."""

    satisfaction: int
    reasons: tuple[str, ...] = ()
    text: str = ""
    phone: str | None = None


async def look(session: AsyncSession, viewer: Viewer, number: str) -> StandingView:
    """Raises: SignInRequired, CaseUnknown."""
    viewer.must_be_signed_in()
    case = await cases.access_case(session, viewer, number)
    return await _standing(session, case)


async def rate(session: AsyncSession, viewer: Viewer, number: str, said: Said) -> StandingView:
    """Keep the rating, and begin the loop of a bad one; the same again changes nothing. Facts of
    statistics follow the timeline, which tells that there was a rating but not which.

    Raises: SignInRequired, CaseUnknown, NotRateable, AlreadyRated, InvalidInput.
    """
    viewer.must_be_signed_in()
    said = checked(said)
    case = await cases.access_case(session, viewer, number, lock=True)
    held = await repository.rating_of(session, case.number)
    if held is not None:
        if _said_in(held) != said:
            raise AlreadyRated
        return await _standing(session, case)
    if not is_rateable(case):
        raise NotRateable
    keep(session, case, viewer.user_id, viewer.channel, said)
    await session.flush()
    if said.satisfaction < LOWEST_GOOD:
        await open_loop(session, case_number=case.number)
    return await _standing(session, case)


def keep(session: AsyncSession, case: Case, user_id: str, channel: str, said: Said) -> None:
    """Note what was said of a case that nobody has rated; its row is locked by the caller."""
    repository.add(
        session,
        {
            "case_number": case.number, "user_id": user_id, "satisfaction": said.satisfaction,
            "reasons": list(said.reasons), "text": said.text, "phone": said.phone,
            "channel": channel, "rated_at": now(),
        },
    )  # fmt: skip
    note_event(session, case, "rate", "申请人", "申请人作了评价")


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
    text, phone = said.text.strip(), (said.phone or "").strip()
    if len(text) > MAX_TEXT:
        raise InvalidInput({"text": f"最多{MAX_TEXT}个字"})
    if phone and not (phone.isascii() and phone.isdigit() and len(phone) == PHONE_DIGITS):
        raise InvalidInput({"phone": "请填11位手机号，或留空"})
    chosen = tuple(one for one in offered if one in said.reasons)
    is_asked_again = said.satisfaction < LOWEST_GOOD
    return Said(said.satisfaction, chosen, text, phone or None if is_asked_again else None)


def _said_in(held: CaseRating) -> Said:
    return Said(held.satisfaction, tuple(held.reasons), held.text, held.phone)


async def _standing(session: AsyncSession, case: Case) -> StandingView:
    held = await repository.rating_of(session, case.number)
    return StandingView(
        can_rate=held is None and is_rateable(case),
        rating=_shown(held) if held else None,
        handling=await handling_of(session, case.number) if held else None,
        levels=[
            LevelView(
                satisfaction=level, label=label, reasons=list(reasons_for(level)),
                is_asked_again=level < LOWEST_GOOD,
            )
            for level, label in LEVELS.items()
        ],
    )  # fmt: skip


def _shown(held: CaseRating) -> RatingView:
    return RatingView(
        satisfaction=held.satisfaction,
        label=LEVELS[held.satisfaction],
        reasons=held.reasons,
        text=held.text,
        channel=held.channel,
        rated_at=held.rated_at,
    )
