"""One row into one item: each kind of dirt as a golden row, and nothing lost whatever comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.importers.items.mapping import load_mapping, mapping_for
from knowledge_base.importers.items.model import FieldNote
from knowledge_base.importers.items.rows import RowRefused, read_row
from knowledge_base.importers.items.text import is_nothing
from knowledge_base.schemas import BriefItem

GOLDEN = yaml.safe_load((Path(__file__).parent / "data" / "rows.yaml").read_text("utf-8"))
BASE: dict[str, Any] = GOLDEN["base"] | {"matter_daily": "无"}
DAY = date(2021, 5, 26)
Read = tuple[BriefItem, dict[str, FieldNote]]


def read(change: dict[str, Any]) -> tuple[BriefItem, list[FieldNote]]:
    raw = BASE | change
    mapping = mapping_for(raw)
    assert mapping is not None
    assert mapping.name == "guangdong_export"
    return read_row(raw, mapping, DAY)


def _agrees(value: Any, wanted: Any) -> bool:
    """A wanted mapping names only the parts that matter."""
    if isinstance(wanted, dict):
        return all(getattr(value, name) == part for name, part in wanted.items())
    return bool(value == wanted)


@pytest.mark.parametrize("golden", GOLDEN["rows"], ids=lambda g: g["name"])
def test_a_row_becomes_what_it_should(golden: dict[str, Any]) -> None:
    item, notes = read(golden["change"])
    for name, wanted in golden.get("expect", {}).items():
        assert _agrees(getattr(item, name), wanted), (name, getattr(item, name))
    main = {n.field: n for n in reversed(notes)}
    for name, wanted in golden.get("notes", {}).items():
        if wanted is None:
            assert name not in main
            continue
        assert main[name].verdict == wanted[0], main[name]
        assert wanted[1] in main[name].why, main[name]
    assert item.truncated == golden.get("truncated", [])
    assert item.as_of == item.source.as_of == DAY


@pytest.mark.parametrize("golden", GOLDEN["refused"], ids=lambda g: g["name"])
def test_a_row_that_cannot_be_an_item_says_why(golden: dict[str, Any]) -> None:
    with pytest.raises(RowRefused, match=golden["reason"]):
        read(golden["change"])


_texts = st.text(
    st.sampled_from(
        "无办理地点：广州市天河区路1号20(工作日)周一9:30-12:00月<p>&nbsp;"
        "《》（、；，。\x00　Ａ\n 020-86351130转httpwww."
    ),
    max_size=60,
)
_values = st.one_of(
    st.none(), _texts, st.integers(-5, 10**9), st.booleans(), st.floats(allow_nan=False),
    st.lists(_texts, max_size=4), st.lists(st.dictionaries(_texts, _texts, max_size=2), max_size=2),
)  # fmt: skip
_columns = st.sampled_from([c for c in BASE if c not in ("TASK_CODE", "TASK_NAME")] + ["新列"])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_columns, _values, max_size=8))
def test_no_value_is_lost_silently(change: dict[str, Any]) -> None:
    """Every column that says anything has a note with its very value, and the reason if changed."""
    raw = BASE | change
    item, notes = read(change)
    by_column = {note.column: note for note in notes if note.column}
    for column, value in raw.items():
        if is_nothing(value):
            continue
        note = by_column[column]
        assert note.raw == value
        assert note.verdict == "imported" or note.why
    for note in notes:
        if note.verdict == "imported" and note.field in BriefItem.model_fields and note.value:
            assert getattr(item, note.field) == note.value


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*BASE]), _values, max_size=10))
def test_whatever_comes_is_an_item_or_a_refusal(change: dict[str, Any]) -> None:
    try:
        item, _ = read(change)
    except RowRefused:
        return
    assert BriefItem.model_validate(item.model_dump()) == item


NATIONAL = {
    "task_code": "11440106GD7A5B00124440199001000",
    "task_handle_item": "01",
    "task_name": "虚构灯笼展览备案",
    "use_level": "4",
    "dept_name": "虚构灯笼局",
    "task_type": "07",
    "anticipate_day": 2,
    "anticipate_type": "3",
    "anticipate_explain": "不含公示",
    "promise_day": "5",
    "promise_type": "1",
    "limit_scene_num": 1,
    "limit_scene_explain": "须核验原件",
    "online_handle_depth": "Ⅳ",
    "material_list": [{"material_name": "申请表", "is_need": "1"}, {"material_name": "身份证"}],
    "transact_time": "办理时间：工作日 9:00-17:00",
    "fee_basis": "不收费",
}


def test_the_national_exchange_fields_are_known() -> None:
    mapping = mapping_for(NATIONAL)
    assert mapping is not None
    item, notes = read_row(NATIONAL, mapping, DAY)
    assert item.code == "11440106GD7A5B0012444019900100001"
    assert (item.use_level, item.region, item.task_type) == ("区级", "440106", "行政确认")
    assert item.statutory is not None
    assert (item.statutory.days, item.statutory.unit) == (60, "自然日")
    assert item.statutory.explain == "不含公示"
    assert item.promised is not None
    assert (item.promised.days, item.promised.unit) == (5, "工作日")
    assert item.materials == ["申请表", "身份证"]
    assert item.hours == "工作日 9:00-17:00"
    by_column = {note.column: note for note in notes}
    assert "零到场" in by_column["limit_scene_num"].why
    assert by_column["limit_scene_explain"].raw == "须核验原件"
    assert by_column["fee_basis"].verdict == "raw_only"


def test_a_district_maps_its_own_columns(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        """
name: moon_district
title: 月亮区事项表
source: {title: 月亮区事项表}
recognised_by: [编号]
fields:
  code: {columns: [编号]}
  name: {columns: [名目]}
  use_level: {columns: [级], values: {Q: 区级}}
  region: {default: "440106"}
""",
        "utf-8",
    )
    mapping = load_mapping(path)
    raw = {"编号": NATIONAL["task_code"], "名目": "观灯", "级": "Q"}
    item, notes = read_row(raw, mapping, DAY)
    assert (item.name, item.use_level, item.region) == ("观灯", "区级", "440106")
    assert next(n for n in notes if n.field == "region").verdict == "repaired"
