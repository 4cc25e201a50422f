"""A mapping is checked before a row is read with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.catalogue import ContentInvalid
from knowledge_base.importers.items.mapping import known_mappings, load_mapping, mapping_for

HEAD = "name: x\ntitle: x\nsource: {title: x}\nrecognised_by: [a]\n"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("{code: {columns: [a]}}", "name"),
        ("{code: {columns: [a]}, name: {columns: [b]}, colour: {columns: [c]}}", "colour"),
        ("{code: {columns: [a]}, name: {}}", "columns"),
        ("{code: {columns: [a]}, name: {columns: [b], beside: {unit: c}}}", "unit"),
        ("{code: {columns: [a]}, name: {columns: [b], tint: c}}", "tint"),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_refused(
    tmp_path: Path, fields: str, said: str
) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(f"{HEAD}fields: {fields}\n", "utf-8")
    with pytest.raises(ContentInvalid, match=said):
        load_mapping(path)


def test_a_source_is_known_by_its_columns_in_any_case() -> None:
    assert {m.name for m in known_mappings()} >= {"guangdong_export", "national_exchange"}
    known = mapping_for(["TASK_CODE", "TASK_NAME", "DEPT_NAME"])
    assert known is not None
    assert known.name == "national_exchange"
    assert mapping_for(["apple", "pear"]) is None
