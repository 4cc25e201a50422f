"""好差评 of a case, for those who may see ratings."""

from __future__ import annotations

from fastapi import APIRouter

from flows.ratings import service
from flows.ratings.views import RatingView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Writing

router = APIRouter(prefix="/staff/v1/cases/{number}/rating", tags=["staff"])


@router.get("")
async def look_at_rating(number: str, staff: CurrentStaff, session: Writing) -> RatingView | None:
    """What the applicant said; null where nothing was. The look is noted."""
    return await service.look_as_staff(session, staff, number)
