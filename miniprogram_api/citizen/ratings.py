"""好差评: the applicant's word on a case that is over."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from flows.ratings import service
from flows.ratings.service import Said
from flows.ratings.views import StandingView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/cases/{number}/rating", tags=["cases"])


class Rating(BaseModel):
    """`satisfaction` from 5 (非常满意) to 1 (非常不满意); reasons as offered for it."""

    model_config = ConfigDict(extra="forbid")

    satisfaction: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = []
    text: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def look_at_rating(number: str, viewer: CurrentViewer, session: Reading) -> StandingView:
    """Whether the case can be rated now, and what was said if it was."""
    return await service.look(session, viewer, number)


@router.post("")
async def rate_case(
    number: str, body: Rating, viewer: CurrentViewer, session: Writing
) -> StandingView:
    """Once for each case after its end; the same again changes nothing."""
    said = Said(body.satisfaction, tuple(body.reasons), body.text)
    return await service.rate(session, viewer, number, said)
