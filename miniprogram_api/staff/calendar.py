"""The offices' calendar: days made off or working, by whoever leads."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.calendar import service
from flows.calendar.views import CalendarView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/calendar", tags=["staff"])


class Adjust(BaseModel):
    is_working: bool
    reason: Annotated[str, Field(max_length=500)]


@router.get("/{year}")
async def look_at_year(year: int, staff: CurrentStaff, session: Reading) -> CalendarView:
    return await service.look_at_year(session, staff, year)


@router.put("/days/{day}")
async def adjust(day: date, body: Adjust, staff: CurrentStaff, session: Writing) -> CalendarView:
    """Clocks of cases under way are counted anew by the worker."""
    return await service.adjust(session, staff, day, body.is_working, body.reason)


@router.delete("/days/{day}")
async def restore(day: date, staff: CurrentStaff, session: Writing) -> CalendarView:
    return await service.restore(session, staff, day)
