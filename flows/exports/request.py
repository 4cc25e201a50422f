"""What is exported: a list with its filters, the columns, whether in full and why."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.worklists.columns import COLUMNS, USUAL
from flows.worklists.queries import CaseQuery, ListName, TaskQuery
from foundation.errors import InvalidInput

TITLES = {
    "open": "待办",
    "mine": "我已认领",
    "done": "已办",
    "watched": "我关注的",
    "cases": "办件查询",
}


class ExportRequest(BaseModel):
    """`query` is that of the list, as its address has it."""

    list_name: ListName = "cases"
    query: dict[str, Any] = {}
    columns: Annotated[list[str], Field(max_length=30)] = list(USUAL)
    format: Literal["xlsx", "csv"] = "xlsx"
    reveal: bool = False
    reason: Annotated[str, Field(max_length=200)] = ""


def checked(request: ExportRequest) -> ExportRequest:
    """With known columns and filters only. Raises: InvalidInput."""
    unknown = [c for c in request.columns if c not in COLUMNS]
    if unknown or not request.columns:
        raise InvalidInput({"columns": "请选择要导出的列"})
    if request.reveal and not request.reason.strip():
        raise InvalidInput({"reason": "导出完整的个人信息须写明理由，会记入查阅记录"})
    list_query(request)
    return request


def list_query(request: ExportRequest) -> CaseQuery | TaskQuery:
    """The list's own query. Raises: InvalidInput."""
    model = CaseQuery if request.list_name in ("cases", "watched") else TaskQuery
    known = {name: value for name, value in request.query.items() if name in model.model_fields}
    if model is CaseQuery:
        known["watched"] = request.list_name == "watched"
    else:
        known["state"] = request.list_name
    try:
        return model.model_validate({**known, "cursor": "", "limit": 20})
    except ValueError as error:
        raise InvalidInput({"query": "筛选条件有误，请回到列表重新选择"}) from error
