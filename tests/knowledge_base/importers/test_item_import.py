"""A whole import: what changes, what is guarded, what is reported, what the command says."""

from __future__ import annotations

import argparse
import csv
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.__main__ import main
from knowledge_base.commands import items
from knowledge_base.importers.items.differences import (
    Changes,
    TooManyWithdrawn,
    diff_items,
    guard_withdrawals,
    item_fingerprint,
)
from knowledge_base.importers.items.importing import (
    ImportOptions,
    Keep,
    import_items,
    read_files,
)
from knowledge_base.importers.items.model import Batch
from knowledge_base.importers.items.text import is_nothing
from knowledge_base.importers.terminal import width
from tests.fixtures.shared_data import shared_data
from tests.knowledge_base.importers.test_item_files import CODE, rows

DAY, LATER = date(2021, 5, 26), date(2026, 11, 27)


def written(path: Path, held: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in held), "utf-8")
    return path


def batch(path: Path, day: date = DAY) -> Batch:
    return read_files([path], ImportOptions(as_of=day))[0]


def fingerprints(of: Batch) -> dict[str, str]:
    return {i.item.code: item_fingerprint(i.item) for i in of.items}


def test_the_same_file_changes_nothing_even_on_another_day(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", rows(5))
    changes = diff_items(fingerprints(batch(path)), batch(path, LATER))
    assert (len(changes.unchanged), changes.added, changes.changed) == (5, [], {})


def test_a_newer_file_says_what_was_added_changed_and_withdrawn(tmp_path: Path) -> None:
    old = batch(written(tmp_path / "a.jsonl", rows(10)))
    newer = rows(12)[1:]
    newer[0]["dept_name"] = "虚构花灯局"
    new = batch(written(tmp_path / "b.jsonl", newer))
    held = {i.item.code: i.item for i in old.items}
    changes = diff_items(fingerprints(old), new, find_old=held.get)
    assert changes.added == [CODE.format(10), CODE.format(11)]
    assert changes.withdrawn == [CODE.format(0)]
    (changed,) = changes.changed.values()
    assert [(c.field, c.before, c.after) for c in changed] == [
        ("department", "虚构灯笼局", "虚构花灯局")
    ]
    guard_withdrawals(changes, len(held))


def test_a_part_of_the_catalogue_does_not_empty_it(tmp_path: Path) -> None:
    old = fingerprints(batch(written(tmp_path / "a.jsonl", rows(10))))
    part = batch(written(tmp_path / "b.jsonl", rows(3)))
    with pytest.raises(TooManyWithdrawn, match="70%"):
        guard_withdrawals(diff_items(old, part), len(old))
    assert diff_items(old, part, is_partial=True).withdrawn == []


def test_a_spoilt_row_is_not_taken_for_withdrawn(tmp_path: Path) -> None:
    old = fingerprints(batch(written(tmp_path / "a.jsonl", rows(10))))
    nameless = [*rows(10)[1:], rows(1)[0] | {"task_name": None}]
    changes = diff_items(old, batch(written(tmp_path / "b.jsonl", nameless)))
    assert (changes.withdrawn, changes.kept_back) == ([], [CODE.format(0)])


async def test_each_source_is_kept_by_itself_and_the_report_says_what_changed(
    tmp_path: Path,
) -> None:
    chinese = [{"实施编码": CODE.format(50), "事项名称": "中文表头的事项"}]
    paths = [written(tmp_path / "a.jsonl", rows(2)), written(tmp_path / "b.jsonl", chinese)]
    kept: list[str] = []

    async def keep(one: Batch, options: ImportOptions) -> Changes:
        kept.append(one.source)
        return diff_items({}, one, is_partial=options.is_partial)

    report = await import_items(paths, ImportOptions(as_of=DAY), keep)
    assert sorted(kept) == ["chinese_sheet", "national_exchange"]
    assert "【national_exchange】新增 2，改动 0，撤下 0，没有变化 0" in report.text()


def test_of_a_code_in_two_files_the_newer_stays(tmp_path: Path) -> None:
    old = written(tmp_path / "old.jsonl", rows(1))
    new = written(tmp_path / "new.jsonl", [rows(1)[0] | {"dept_name": "虚构花灯局"}])
    for path, moment in ((old, 1_600_000_000), (new, 1_700_000_000)):
        os.utime(path, (moment, moment))
    (one,) = read_files([old, new], ImportOptions())
    assert [i.item.department for i in one.items] == ["虚构花灯局"]
    assert one.items[0].item.as_of == date(2023, 11, 15)
    assert "内容不同" in one.refused_rows[0].reason


def test_the_command_reports_and_refuses_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "a.jsonl", [*rows(2), {"task_code": "x", "task_name": "=危险"}])
    sheet = tmp_path / "out" / "report.csv"
    command = ["import", "items", str(path), "--as-of", "2021-05-26"]
    assert main([*command, "--dry-run", "--report", str(sheet)]) == 1
    said = capsys.readouterr().out
    assert "共 3 行：导入 2，没有导入 1" in said
    assert "应为31位" in said
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert any(line[5] == "没有导入" and "31位" in line[8] for line in lines)
    assert main([*command, "--dry-run", "--mapping", str(path)]) == 2


def command_with(keep: Keep, argv: list[str]) -> int:
    """The command over a keeper of the test's own."""
    parser = argparse.ArgumentParser()
    items.add_parser(parser.add_subparsers(), keep)
    args = parser.parse_args(argv)
    return int(args.run(args))


def test_the_command_keeps_or_says_why_nothing_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept: list[Batch] = []

    async def keep(one: Batch, options: ImportOptions) -> Changes:
        if not options.allow_withdrawals:
            raise TooManyWithdrawn("少得太多")
        kept.append(one)
        return diff_items({}, one)

    command = ["items", str(written(tmp_path / "a.jsonl", rows(2))), "--source", "moon"]
    assert command_with(keep, command) == 2
    assert "✗ 少得太多" in capsys.readouterr().out
    assert command_with(keep, [*command, "--allow-withdrawals"]) == 0
    assert "【moon】新增 2" in capsys.readouterr().out
    assert [one.source for one in kept] == ["moon"]


def test_the_columns_of_the_report_stand_under_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "items", str(written(tmp_path / "a.jsonl", rows(2))), "--dry-run"])
    lines = capsys.readouterr().out.splitlines()
    top = next(i for i, line in enumerate(lines) if line.startswith("字段"))
    ends = {width(line) for line in lines[top : top + 10]}
    assert len(ends) == 1, "the last column is a number, aligned to the right"


def test_a_report_file_holds_every_note(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", [rows(1)[0] | {"fee_basis": "不收费"}])
    out = tmp_path / "report.json"
    assert main(["import", "items", str(path), "--dry-run", "--report", str(out)]) == 0
    held = json.loads(out.read_text("utf-8"))
    (item,) = held["items"]
    assert any(n["column"] == "fee_basis" and n["raw"] == "不收费" for n in item["notes"])
    assert held["fields"]["code"] == {"imported": 1}


def test_the_real_export_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    path = shared_data("gd_items_2021.jsonl")
    began = time.perf_counter()
    (one,) = read_files([path], ImportOptions(as_of=DAY))
    with capsys.disabled():
        print(f"\n{one.rows} 行，读入用时 {time.perf_counter() - began:.1f} 秒")
    assert (len(one.items), one.refused_rows, one.is_whole) == (2262, [], True)
    for imported in one.items:
        noted = {note.column: note.raw for note in imported.notes if note.column}
        for column, value in imported.raw.items():
            assert is_nothing(value) or noted[column] == value
    again = fingerprints(one)
    assert len(diff_items(again, one).unchanged) == 2262
