"""Consultations counted, for staff."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from flows.consultations import service
from flows.consultations.sheets import statistics_sheet, unanswered_sheet
from flows.consultations.views import By, Statistics, UnansweredPage
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/consultations", tags=["consultations"])

From = Annotated[date | None, Query(alias="from", description="第一天，含")]
To = Annotated[date | None, Query(alias="to", description="最后一天，含")]
LONGEST_SHEET = 5_000


class Sheet(Response):
    media_type = "text/csv; charset=utf-8"


@router.get("/statistics")
async def count_consultations(
    staff: CurrentStaff,
    session: Reading,
    by: By = "day",
    since: From = None,
    until: To = None,
    limit: Annotated[int, Query(ge=1, le=400, description="一页多少条")] = 400,
    cursor: Cursor = 0,
) -> Statistics:
    """How much was asked, how it was answered; the last thirty days by default."""
    return await service.statistics(session, staff, by, since, until, cursor, limit)


@router.get("/statistics.csv", response_class=Sheet)
async def download_statistics(
    staff: CurrentStaff,
    session: Reading,
    by: By = "day",
    since: From = None,
    until: To = None,
) -> Sheet:
    counted = await service.statistics(session, staff, by, since, until, 0, LONGEST_SHEET)
    return _sheet(statistics_sheet(counted), f"consultations-{by}")


@router.get("/unanswered")
async def list_unanswered(
    staff: CurrentStaff,
    session: Writing,
    since: From = None,
    until: To = None,
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> UnansweredPage:
    """What people asked that no item covers, by question; reading it is recorded."""
    return await service.unanswered(session, staff, since, until, cursor, limit)


@router.get("/unanswered.csv", response_class=Sheet)
async def download_unanswered(
    staff: CurrentStaff, session: Writing, since: From = None, until: To = None
) -> Sheet:
    page = await service.unanswered(session, staff, since, until, 0, LONGEST_SHEET)
    return _sheet(unanswered_sheet(page), "unanswered")


def _sheet(content: bytes, name: str) -> Sheet:
    return Sheet(content, headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})
