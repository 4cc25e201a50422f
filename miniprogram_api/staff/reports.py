"""Reports: definitions as data, their runs, and who is sent them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from flows.reports import service, writing
from flows.reports.views import (
    CheckView,
    DefinitionView,
    LanguageView,
    MailboxView,
    ReportView,
    RunBrief,
    RunPage,
    RunView,
)
from flows.statistics.tables import Table
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing
from miniprogram_api.staff.statistics import attachment

router = APIRouter(prefix="/staff/v1/reports", tags=["statistics"])

Yaml = Annotated[str, Field(max_length=writing.LONGEST_YAML, description="定义，YAML 格式")]
Key = Annotated[str | None, Query(max_length=48)]


class Wanted(BaseModel):
    """`base`: the number of the version that was changed; 0 for a new report."""

    yaml: Yaml
    base: Annotated[int, Field(ge=0)] = 0


class Trial(BaseModel):
    """`limit`: rows at most."""

    yaml: Yaml
    date_from: date | None = None
    date_to: date | None = None
    limit: Annotated[int | None, Field(ge=1, le=2000)] = None


class Draft(BaseModel):
    yaml: Yaml


class Period(BaseModel):
    date_from: date
    date_to: date


class Mailbox(BaseModel):
    address: Annotated[str, Field(max_length=254)] = ""


@router.get("")
async def list_reports(staff: CurrentStaff, session: Reading) -> list[ReportView]:
    return await service.list_reports(session, staff)


@router.get("/language")
async def read_language(staff: CurrentStaff, session: Reading) -> LanguageView:
    """Datasets with their columns, the functions formulas may use, and whom reports may go to."""
    return await writing.language(session, staff)


@router.post("/check")
async def check(body: Draft, staff: CurrentStaff, session: Reading) -> CheckView:
    """What is wrong with a definition, field by field, while it is being written."""
    return await writing.check(session, staff, body.yaml)


@router.post("/preview")
async def preview(body: Trial, staff: CurrentStaff, session: Reading) -> Table:
    """The table a definition would give now; nothing is kept."""
    days = body.date_from, body.date_to
    return await writing.preview(session, staff, body.yaml, *days, body.limit)


@router.get("/mailbox")
async def read_mailbox(staff: CurrentStaff, session: Reading) -> MailboxView:
    return await service.read_mailbox(session, staff)


@router.put("/mailbox")
async def set_mailbox(body: Mailbox, staff: CurrentStaff, session: Writing) -> MailboxView:
    """Where the caller's reports are sent; an empty address takes it back."""
    return await service.set_mailbox(session, staff, body.address)


@router.get("/runs")
async def list_runs(
    staff: CurrentStaff, session: Reading, key: Key = None, limit: Limit = 20, cursor: Cursor = 0
) -> RunPage:
    return await service.list_runs(session, staff, key, cursor, limit)


@router.get("/runs/{run_id}")
async def read_run(run_id: str, staff: CurrentStaff) -> RunView:
    """In the caller's own scope, beside the run before."""
    return await service.read_run(staff, run_id)


@router.get("/runs/{run_id}/file", response_class=Response)
async def read_file(
    run_id: str,
    staff: CurrentStaff,
    kind: Annotated[Literal["xlsx", "pdf"], Query(alias="format")] = "xlsx",
) -> Response:
    return attachment(*await service.read_file(staff, run_id, kind))


@router.post("/runs/{run_id}/again")
async def run_again(run_id: str, staff: CurrentStaff, session: Writing) -> RunBrief:
    """Counted anew by the definition of today, and sent again."""
    return await service.run_again(session, staff, run_id)


@router.post("/copies/{copy_id}/resend", status_code=202)
async def resend(copy_id: str, staff: CurrentStaff, session: Writing) -> None:
    """Send one recipient's copy again; what waits already is not sent twice."""
    await service.resend(session, staff, copy_id)


@router.get("/{key}")
async def read_report(key: str, staff: CurrentStaff, session: Reading) -> DefinitionView:
    return await service.read_report(session, staff, key)


@router.put("/{key}")
async def save_report(
    key: str, body: Wanted, staff: CurrentStaff, session: Writing
) -> DefinitionView:
    """A new version; the old ones stay with the runs they made."""
    return await service.save_report(session, staff, key, body.yaml, body.base)


@router.post("/{key}/runs")
async def ask_for_run(key: str, body: Period, staff: CurrentStaff, session: Writing) -> RunBrief:
    """The run of a period; begun if there is none, so asking twice is asking once."""
    return await service.ask_for_run(session, staff, key, body.date_from, body.date_to)
