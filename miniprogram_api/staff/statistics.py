"""Cases counted, for staff: by region, department, item, situation, licence, source and time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from flows.statistics import exporting, service
from flows.statistics.files import csv_of, xlsx_of
from flows.statistics.views import CountedCases, StatisticsView, VocabularyView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading

router = APIRouter(prefix="/staff/v1/statistics", tags=["statistics"])

From = Annotated[date | None, Query(alias="from", description="第一天，含")]
To = Annotated[date | None, Query(alias="to", description="最后一天，含")]
By = Annotated[
    str,
    Query(
        max_length=100,
        description="按什么统计，逗号分隔，最多三项：region, department, item, situation, licence, "
        "channel（来源，也可写 source）, day, week, month",
    ),
]
Values = Annotated[list[str] | None, Query(max_length=50)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Format = Literal["xlsx", "csv"]


async def _filters(
    region: Values = None,
    department: Values = None,
    item: Values = None,
    situation: Values = None,
    licence: Values = None,
    channel: Values = None,
) -> Mapping[str, Sequence[str]]:
    """Only cases of these; several of one name are alternatives."""
    given = {
        "region": region, "department": department, "item": item, "situation": situation,
        "licence": licence, "channel": channel,
    }  # fmt: skip
    return {name: values for name, values in given.items() if values is not None}


Filters = Annotated[Mapping[str, Sequence[str]], Depends(_filters)]


@router.get("")
async def count_cases(
    staff: CurrentStaff,
    session: Reading,
    filters: Filters,
    by: By = "department",
    since: From = None,
    until: To = None,
    compare: Annotated[bool, Query(description="同时给出环比、同比期的数")] = False,
    limit: Annotated[int, Query(ge=1, le=2000, description="一页多少行")] = 500,
    cursor: Cursor = 0,
) -> StatisticsView:
    """The last thirty days by default; only cases the viewer may see."""
    return await service.statistics(
        session, staff, by, since, until, filters, compare, cursor, limit
    )


@router.get("/vocabulary")
async def read_vocabulary(staff: CurrentStaff) -> VocabularyView:
    """What is counted, with each definition (口径), and by what."""
    return service.vocabulary(staff)


@router.get("/cases")
async def list_counted_cases(
    staff: CurrentStaff,
    session: Reading,
    filters: Filters,
    measure: Annotated[str, Query(max_length=30)],
    since: From = None,
    until: To = None,
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> CountedCases:
    """The cases a figure is made of."""
    return await service.cases_behind(session, staff, measure, since, until, filters, cursor, limit)


@router.get("/export", response_class=Response)
async def export(
    staff: CurrentStaff,
    session: Reading,
    filters: Filters,
    by: By = "department",
    since: From = None,
    until: To = None,
    measures: Annotated[str, Query(max_length=600, description="哪些指标，逗号分隔")] = "",
    format_: Annotated[Format, Query(alias="format")] = "xlsx",
) -> Response:
    """The figures as a file, their definitions beneath; small cells are left out."""
    wanted = [one for one in measures.split(",") if one]
    table = await exporting.export(session, staff, by, since, until, filters, wanted)
    content = await asyncio.to_thread(xlsx_of if format_ == "xlsx" else csv_of, table)
    return attachment(content, f"statistics.{format_}")


def attachment(content: bytes, name: str) -> Response:
    """A file to be saved, of the kind its name says."""
    kinds = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
    return Response(
        content,
        media_type=kinds[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
