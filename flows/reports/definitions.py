"""A report as data (报表定义): dataset, filters, groups, columns, layout, schedule, recipients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.reports.datasets import DATASETS, Dataset
from flows.reports.formulas import BadFormula, check_formula, needs_comparison
from flows.reports.schedules import Schedule
from flows.statistics.dimensions import TIMES
from flows.statistics.tables import Shape
from foundation.errors import InvalidInput

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,29}$")]
Line = Annotated[str, Field(min_length=1, max_length=60)]
Days = tuple[date, date]
Wrong = dict[str, str]
"""What is wrong, by its place in the definition: `columns.2.formula`."""


class Faulty(ValueError):
    """Parts that are sound each by itself and do not fit together."""

    def __init__(self, faults: Wrong) -> None:
        self.faults = faults
        super().__init__("；".join(faults.values()))


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
            known = "、".join(DATASETS)
            raise Faulty({"dataset": f"没有名为「{self.dataset}」的数据集，可选：{known}"})
        wrong = {**self._wrong_groups(), **self._wrong_columns(), **self._wrong_names()}
        if wrong:
            raise Faulty(wrong)
        return self

    def _wrong_groups(self) -> Wrong:
        wrong: Wrong = {}
        known = self.of.dimensions
        for place, name in enumerate(self.group):
            if name not in known:
                wrong[f"group.{place}"] = f"数据集「{self.of.label}」不能按「{name}」分组"
        if self.group and self.of.is_listing:
            wrong["group"] = f"数据集「{self.of.label}」一件一行，不能分组"
        elif len(set(self.group)) < len(self.group):
            wrong["group"] = "分组不能重复"
        elif len(TIMES & set(self.group)) > 1:
            wrong["group"] = "日、周、月只能选一项"
        for name, values in self.filters.items():
            if name not in known or name in TIMES:
                wrong[f"filters.{name}"] = f"数据集「{self.of.label}」不能按「{name}」筛选"
            elif not values:
                wrong[f"filters.{name}"] = f"选了按{known[name]}筛选，请至少选一个，或去掉这一项"
        return wrong

    def _wrong_columns(self) -> Wrong:
        wrong: Wrong = {}
        names = set(self.of.columns)
        seen: set[str] = set()
        for place, column in enumerate(self.columns):
            at = f"columns.{place}"
            if column.id in seen or (column.id in names and column.source != column.id):
                wrong[f"{at}.id"] = f"列编号「{column.id}」重复，或与数据集的列同名"
            if column.source is not None and column.source not in names:
                wrong[f"{at}.source"] = f"数据集「{self.of.label}」没有「{column.source}」这一列"
            if column.formula is not None:
                try:
                    check_formula(column.formula, self.of.numbers | seen)
                except BadFormula as bad:
                    wrong[f"{at}.formula"] = f"列「{column.label}」：{bad}"
            seen.add(column.id)
        return wrong

    def _wrong_names(self) -> Wrong:
        """What is drawn or sorted by has to be a column of the report."""
        known = {column.id for column in self.columns}
        wrong: Wrong = {}
        for place, chart in enumerate(self.charts):
            missing = set(chart.y) - known
            if missing:
                wrong[f"charts.{place}.y"] = f"图表用到了没有的列「{min(missing)}」"
        if self.sort and self.sort.by not in known:
            wrong["sort.by"] = f"排序用到了没有的列「{self.sort.by}」"
        return wrong


def read_definition(body: Any) -> Definition:
    """Raises: InvalidInput that names every place that is wrong."""
    try:
        return Definition.model_validate(body)
    except ValidationError as error:
        wrong: Wrong = {}
        for one in error.errors()[:20]:
            at = ".".join(map(str, one["loc"]))
            inner = one.get("ctx", {}).get("error")
            if isinstance(inner, Faulty):
                wrong.update(inner.faults)
            else:
                wrong[at or "definition"] = _said(one)
        raise InvalidInput(wrong) from error


def _said(error: Any) -> str:
    """Our own sentence, or what kind of value is wanted."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return {
        "missing": "必须填写",
        "string_too_short": "必须填写",
        "too_short": "至少要有一项",
        "string_too_long": f"最多{error.get('ctx', {}).get('max_length', '')}个字",
        "too_long": f"最多{error.get('ctx', {}).get('max_length', '')}项",
        "extra_forbidden": "没有这一项，请检查拼写",
        "string_pattern_mismatch": "写法不对",
        "literal_error": f"只能是：{error.get('ctx', {}).get('expected', '')}",
    }.get(error["type"], "不是这里要的内容")
