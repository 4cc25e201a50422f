"""Processes under way, watched by who leads: where they stand, what is late, who carries it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.processes.figures import service as figures
from flows.processes.monitoring import acts, standing
from flows.processes.monitoring.repository import Wanted
from flows.processes.monitoring.views import (
    ActResults,
    Board,
    Figures,
    HeatMap,
    Load,
    WatchedCase,
    WatchedPage,
)
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading

router = APIRouter(prefix="/staff/v1/processes/monitor", tags=["staff"])

StuckDays = Annotated[int, Query(description="多少天没有人动算停滞")]
Days = Annotated[int, Query(description="最近多少天")]
Word = Annotated[str, Query(max_length=100)]
StepIds = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=acts.AT_ONCE)]


class Many(BaseModel):
    step_ids: StepIds


class Transfer(Many):
    to: Annotated[str, Field(max_length=32)]
    reason: Annotated[str, Field(max_length=2000)]


class Choice(BaseModel):
    """Which steps that wait. `kind`: all, late or stuck; what is left out leaves a choice open."""

    kind: Annotated[str, Field(max_length=8)] = "all"
    template: Annotated[str, Field(max_length=64)] = ""
    version: int | None = None
    node: Annotated[str, Field(max_length=64)] = ""
    holder: Annotated[str, Field(max_length=32)] = ""
    q: Annotated[str, Field(max_length=100)] = ""
    days: int = standing.STUCK_DAYS
    limit: Limit = 50
    cursor: Cursor = 0


@router.get("/board")
async def board(
    staff: CurrentStaff, session: Reading, days: StuckDays = standing.STUCK_DAYS
) -> Board:
    """Running cases by version, and what of them is late or stuck."""
    return await standing.show_board(session, staff, days)


@router.get("/steps")
async def list_steps(
    staff: CurrentStaff, session: Reading, choice: Annotated[Choice, Query()]
) -> WatchedPage:
    """Steps that wait, those due first; `kind` late or stuck keeps those only."""
    wanted = Wanted(
        choice.kind, choice.template, choice.version, choice.node, choice.holder, choice.q.strip()
    )
    return await standing.list_waiting(
        session, staff, wanted, choice.days, choice.cursor, choice.limit
    )


@router.post("/steps/urge")
async def urge(body: Many, staff: CurrentStaff) -> ActResults:
    """催办 of many; each answers for itself, sent again it urges nobody twice in ten minutes."""
    return await acts.urge_many(staff, body.step_ids)


@router.post("/steps/transfer")
async def transfer(body: Transfer, staff: CurrentStaff) -> ActResults:
    """转办 of many; each answers for itself, one that is there already stays."""
    return await acts.transfer_many(staff, body.step_ids, body.to, body.reason)


@router.get("/templates/{key}/versions/{version}")
async def heat(
    key: str, version: int, staff: CurrentStaff, session: Reading, days: Days = 30
) -> HeatMap:
    """A drawing with what stands at each step now and what it took in the last days."""
    return await standing.show_heat(session, staff, key, version, days)


@router.get("/cases/{number}")
async def watch_case(number: str, staff: CurrentStaff, session: Reading) -> WatchedCase:
    """A case on its diagram: the way it came, where it stands, how long it was where."""
    return await standing.watch_case(session, staff, number)


@router.get("/load")
async def load(staff: CurrentStaff, session: Reading, days: Days = 30) -> Load:
    """By person and by step."""
    return await figures.show_load(session, staff, days)


@router.get("/figures")
async def show_figures(
    staff: CurrentStaff,
    session: Reading,
    begins: Annotated[date, Query(alias="from")],
    ends: Annotated[date, Query(alias="to")],
    template: Word = "",
) -> Figures:
    """Throughput, durations, returns and refusals of a period."""
    return await figures.show_figures(session, staff, begins, ends, template)
