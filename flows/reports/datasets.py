"""What reports may be made of (数据集): columns with their shapes, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.statistics.dimensions import LABELS
from flows.statistics.exporting import SHAPES
from flows.statistics.measures import measures
from flows.statistics.tables import Shape


@dataclass(frozen=True, slots=True)
class DatasetColumn:
    label: str
    shape: Shape
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """`is_listing`: its rows are single cases, so it is never attached to a mail."""

    label: str
    permission: str
    dimensions: Mapping[str, str]
    columns: Mapping[str, DatasetColumn]
    is_listing: bool = False

    @property
    def numbers(self) -> set[str]:
        """The columns a formula may reckon with."""
        return {name for name, c in self.columns.items() if c.shape not in ("text", "date")}


_SAME = {name: LABELS[name] for name in ("department", "item")}

DATASETS: Mapping[str, Dataset] = {
    "cases": Dataset(
        "办件统计",
        "statistics.view",
        LABELS,
        {m.id: DatasetColumn(m.label, SHAPES.get(m.unit, "int"), m.sentence) for m in measures()},
    ),
    "returns": Dataset(
        "退件原因",
        "statistics.view",
        {**_SAME, "material": "材料"},
        {
            "times": DatasetColumn("退回次数", "int", "统计期内因这份材料退回补正的次数。"),
            "cases": DatasetColumn("涉及办件", "int", "统计期内因这份材料退回过的办件数。"),
        },
    ),
    "deadlines": Dataset(
        "超期与临期办件",
        "cases.view",
        _SAME,
        {
            "number": DatasetColumn("办件编号", "text"),
            "item_name": DatasetColumn("事项", "text"),
            "department_name": DatasetColumn("部门", "text"),
            "status": DatasetColumn("状态", "text"),
            "due_day": DatasetColumn("期限", "date", "按办事指南承诺时限算出的最后一天。"),
            "days_late": DatasetColumn(
                "超期天数", "int", "期限次日起数到统计截止日的工作日；没有超期记 0。"
            ),
            "days_left": DatasetColumn(
                "剩余天数", "int", "统计截止日次日起数到期限的工作日；已超期记 0。"
            ),
        },
        is_listing=True,
    ),
}
