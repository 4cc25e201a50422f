"""A report as data (报表定义): dataset, filters, groups, columns, layout, schedule, recipients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.reports.datasets import DATASETS, Dataset
from flows.reports.formulas import BadFormula, check_formula, needs_comparison
from flows.reports.schedules import Schedule
from flows.statistics.tables import Shape
from foundation.errors import InvalidInput

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,29}$")]
Line = Annotated[str, Field(min_length=1, max_length=60)]
Days = tuple[date, date]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ColumnDefinition(_Part):
    """A column of the dataset (`source`) or a formula over columns before it. `total`: the
    dataset's own figure over everything, the formula over that, or nothing."""

    id: Slug
    label: Line
    source: str | None = None
    formula: Annotated[str, Field(max_length=300)] | None = None
    shape: Shape | None = None
    width: Annotated[int, Field(ge=6, le=60)] = 12
    total: bool = True

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.source is None) == (self.formula is None):
            raise ValueError(f"列「{self.label}」要写数据列（source）或公式（formula），只写一样")
        return self


class ChartDefinition(_Part):
    kind: Literal["bar", "line"]
    title: Line
    y: Annotated[list[Slug], Field(min_length=1, max_length=4)]


class Sort(_Part):
    by: Slug
    descending: bool = True


class Recipients(_Part):
    """Staff by user name, and whoever has one of the roles or belongs to one of the units."""

    usernames: Annotated[list[str], Field(max_length=200)] = []
    roles: Annotated[list[str], Field(max_length=20)] = []
    departments: Annotated[list[str], Field(max_length=100)] = []


class Definition(_Part):
    """`span`: the days of the period itself, or from a beginning up to its last day. An internal
    report is never attached to a mail: the mail holds a link."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{2,47}$")]
    name: Line
    purpose: Annotated[str, Field(max_length=300)] = ""
    dataset: str
    span: Literal["period", "month_to_date", "year_to_date", "last_30_days"] = "period"
    filters: Annotated[dict[str, list[str]], Field(max_length=6)] = {}
    group: Annotated[list[str], Field(max_length=3)] = []
    columns: Annotated[list[ColumnDefinition], Field(min_length=1, max_length=24)]
    sort: Sort | None = None
    top: Annotated[int, Field(ge=1, le=2000)] | None = None
    charts: Annotated[list[ChartDefinition], Field(max_length=3)] = []
    notes: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=10)] = []
    schedule: Schedule | None = None
    recipients: Recipients = Recipients()
    sensitivity: Literal["open", "internal"] = "internal"

    @property
    def of(self) -> Dataset:
        return DATASETS[self.dataset]

    @property
    def compares(self) -> bool:
        """Whether the periods before have to be counted too."""
        return any(c.formula and needs_comparison(c.formula) for c in self.columns)

    def days(self, period: Days) -> Days:
        """The days that are counted for a period."""
        first, last = period
        begin = {
            "period": first,
            "month_to_date": last.replace(day=1),
            "year_to_date": last.replace(month=1, day=1),
            "last_30_days": last - timedelta(days=29),
        }[self.span]
        return begin, last

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.dataset not in DATASETS:
            raise ValueError(f"没有名为「{self.dataset}」的数据集，可选：{'、'.join(DATASETS)}")
        self._must_group()
        self._must_have_columns()
        known = {column.id for column in self.columns}
        drawn = {name for chart in self.charts for name in chart.y}
        missing = (drawn | ({self.sort.by} if self.sort else set())) - known
        if missing:
            raise ValueError(f"图表或排序用到了没有的列「{min(missing)}」")
        return self

    def _must_group(self) -> None:
        unknown = (set(self.group) | set(self.filters)) - set(self.of.dimensions)
        if unknown:
            raise ValueError(f"数据集「{self.of.label}」不能按「{min(unknown)}」分组或筛选")
        if self.group and self.of.is_listing:
            raise ValueError(f"数据集「{self.of.label}」一件一行，不能分组")
        if len(set(self.group)) < len(self.group):
            raise ValueError("分组不能重复")

    def _must_have_columns(self) -> None:
        names = set(self.of.columns)
        seen: set[str] = set()
        for column in self.columns:
            if column.id in seen or (column.id in names and column.source != column.id):
                raise ValueError(f"列编号「{column.id}」重复，或与数据集的列同名")
            if column.source is not None and column.source not in names:
                raise ValueError(f"数据集「{self.of.label}」没有「{column.source}」这一列")
            if column.formula is not None:
                try:
                    check_formula(column.formula, self.of.numbers | seen)
                except BadFormula as wrong:
                    raise ValueError(f"列「{column.label}」：{wrong}") from wrong
            seen.add(column.id)


def read_definition(body: Any) -> Definition:
    """Raises: InvalidInput that names every place that is wrong."""
    try:
        return Definition.model_validate(body)
    except ValidationError as error:
        wrong = {
            ".".join(map(str, e["loc"])) or "definition": _said(e) for e in error.errors()[:20]
        }
        raise InvalidInput(wrong) from error


def _said(error: Any) -> str:
    """Our own sentence, or what kind of value is wanted."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return {
        "missing": "必须填写",
        "extra_forbidden": "没有这一项，请检查拼写",
        "string_pattern_mismatch": "写法不对",
        "literal_error": f"只能是：{error.get('ctx', {}).get('expected', '')}",
    }.get(error["type"], "不是这里要的内容")
