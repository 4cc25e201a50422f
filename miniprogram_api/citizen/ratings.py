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
    """`satisfaction` from 5 (非常满意) to 1 (非常不满意); reasons as offered for it. `phone`:
    eleven digits to be asked again under after a bad one."""

    model_config = ConfigDict(extra="forbid")

    satisfaction: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = []
    text: Annotated[str, Field(max_length=500)] = ""
    phone: Annotated[str, Field(max_length=20)] | None = None


@router.get("")
async def look_at_rating(number: str, viewer: CurrentViewer, session: Reading) -> StandingView:
    """Whether the case can be rated now; what was said if it was, and what is done about it."""
    return await service.look(session, viewer, number)


@router.post("")
async def rate_case(
    number: str, body: Rating, viewer: CurrentViewer, session: Writing
) -> StandingView:
    """Once for each case after its end; the same again changes nothing."""
    said = Said(body.satisfaction, tuple(body.reasons), body.text, body.phone)
    return await service.rate(session, viewer, number, said)
