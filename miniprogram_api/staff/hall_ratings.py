"""好差评 at the counters of a hall and online: figures, and the loop a bad rating goes through."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from flows.ratings import figures, rectifying
from flows.ratings.views import RatingFigures, RectificationList, RectificationView, WaitingLoops
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["halls"])

Slug = Annotated[str, Path(pattern=r"^[a-z0-9_-]{2,24}$")]
LoopId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class Phone(BaseModel):
    phone: str


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid")

    act: rectifying.Act
    text: Annotated[str, Field(max_length=500)]


@router.get("/halls/{hall_id}/ratings")
async def rating_figures(
    hall_id: Slug,
    staff: CurrentStaff,
    session: Reading,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
) -> RatingFigures:
    return await figures.figures(session, staff, hall_id, since, until)


@router.get("/halls/{hall_id}/rectifications")
async def list_loops(
    hall_id: Slug, staff: CurrentStaff, session: Reading, closed: bool = False
) -> RectificationList:
    """What is due first comes first."""
    return await rectifying.list_loops(session, staff, hall_id, closed)


@router.get("/rectifications/waiting")
async def waiting(staff: CurrentStaff, session: Reading) -> WaitingLoops:
    """How many wait for a step, wherever one may see them."""
    return await rectifying.waiting(session, staff)


@router.get("/online_ratings")
async def online_figures(
    staff: CurrentStaff,
    session: Reading,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
) -> RatingFigures:
    """Of cases within reach, rated at no counter."""
    return await figures.online_figures(session, staff, since, until)


@router.get("/rectifications")
async def list_online_loops(
    staff: CurrentStaff, session: Reading, closed: bool = False
) -> RectificationList:
    """Of cases within reach, rated at no counter; what is due first comes first."""
    return await rectifying.list_loops(session, staff, None, closed)


@router.post("/rectifications/{loop_id}/steps")
async def take_step(
    loop_id: LoopId,
    body: Step,
    staff: CurrentStaff,
    session: Writing,
) -> RectificationView:
    return await rectifying.take_step(session, staff, loop_id, body.act, body.text)


@router.post("/rectifications/{loop_id}/phone")
async def reveal_phone(loop_id: LoopId, staff: CurrentStaff, session: Writing) -> Phone:
    """The whole number left with a bad rating. Each look is noted; looks at once are one."""
    return Phone(phone=await rectifying.reveal_phone(session, staff, loop_id))
