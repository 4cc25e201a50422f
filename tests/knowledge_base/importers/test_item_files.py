"""Files: known by what is in them or refused with the reason; a spoilt row never stops the rest."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge_base.importers.items import json_rows
from knowledge_base.importers.items.importing import ImportOptions, read_files
from knowledge_base.importers.items.model import Batch
from knowledge_base.importers.items.sniffing import FileRefused, sniff

CODE = "11440106GD7A5B00124440199{:06d}"
DAY = date(2021, 5, 26)
CAP = 5_000_000


def rows(n: int) -> list[dict[str, Any]]:
    return [
        {"task_code": CODE.format(i), "task_name": f"虚构事项{i}，甲", "dept_name": "虚构灯笼局"}
        for i in range(n)
    ]


def _table(separator: str) -> str:
    lines = [separator.join(rows(1)[0])]
    lines += [separator.join(f'"{v}"' for v in row.values()) for row in rows(3)]
    return "\r\n".join(lines)


def _workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows(1)[0]))
    for row in rows(3):
        sheet.append(list(row.values()))
    book.save(out)
    return out.getvalue()


def _dumped(**options: Any) -> str:
    return json.dumps(rows(3), ensure_ascii=False, **options)


GOOD: dict[str, Callable[[], bytes]] = {
    "jsonl": lambda: "\n".join(json.dumps(r, ensure_ascii=False) for r in rows(3)).encode(),
    "jsonl with mark and blank lines": lambda: (
        b"\xef\xbb\xbf%s\n" % b"\n\n".join(json.dumps(r).encode() for r in rows(3))
    ),
    "jsonl in gb18030": lambda: "\n".join(
        json.dumps(r, ensure_ascii=False) for r in rows(3)
    ).encode("gb18030"),
    "array on one line": lambda: _dumped().encode(),
    "array over lines": lambda: _dumped(indent=2).encode(),
    "array in an object": lambda: b'{"code": 0, "msg": "[ok]", "data": %s}' % _dumped().encode(),
    "array in an object over lines": lambda: json.dumps(
        {"total": 3, "rows": rows(3)}, indent=1
    ).encode(),
    "csv": lambda: _table(",").encode(),
    "csv with mark": lambda: _table(",").encode("utf-8-sig"),
    "csv in gb18030": lambda: _table(",").encode("gb18030"),
    "csv in utf-16": lambda: _table(",").encode("utf-16"),
    "tabs": lambda: _table("\t").encode(),
    "workbook": _workbook,
}


def read(path: Path, **options: Any) -> list[Batch]:
    return read_files([path], ImportOptions(as_of=DAY, size_cap=CAP, **options))


@pytest.mark.parametrize("name", GOOD)
def test_a_format_is_known_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.dat"
    path.write_bytes(GOOD[name]())
    (batch,) = read(path)
    assert [i.item.name for i in batch.items] == [r["task_name"] for r in rows(3)]
    assert batch.is_whole


def _zip(inner: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, content)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (CAP * 5))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b" \n\t\n", "空白"),
        (b"\x00\x01\x02" * 100, "二进制"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "xlsx"),
        (b"\x1f\x8b\x08" + b"z" * 100, "gzip"),
        (_zip("inner.zip"), "压缩包里还有压缩包"),
        (_zip("items.jsonl"), "请解压"),
        (b"PK\x03\x04broken", "损坏"),
        (_zip("xl/workbook.xml"), "打不开"),
        (_bomb(), "解压后太大"),
        ("<html><body>請登入</body></html>".encode(), "网页"),
        ("事項名稱,實施編碼\n護照申領辦理,臺灣繁體\n".encode("big5") * 40, "编码"),
        ("只是一段话，没有表头".encode(), "认不出格式"),
        (b'{"status": 404}', "认不出这是哪种"),
        (b'{\n "a": 1\n}', "没有成列"),
        (b"[{" + b'"a":"' + b"x" * 1_200_000, "没有结束"),
        ("苹果,梨\n1,2\n".encode(), "认不出这是哪种"),
        (b"task_code,task_code\n1,2\n", "重复的列"),
        (b"x" * (CAP + 1), "超过上限"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_bad_file_is_refused_and_the_batch_goes_on(
    tmp_path: Path, content: bytes, said: str
) -> None:
    bad, good = tmp_path / "bad.jsonl", tmp_path / "good.jsonl"
    bad.write_bytes(content)
    good.write_bytes(GOOD["jsonl"]())
    batches = read_files([bad, good], ImportOptions(as_of=DAY, size_cap=CAP))
    (refused,) = [f for batch in batches for f in batch.refused_files]
    assert refused.file == "bad.jsonl"
    assert said in refused.reason
    assert [len(b.items) for b in batches if b.items] == [3]
    assert not any(batch.is_whole for batch in batches), "its rows may have stood in the bad file"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 500_000_000)
    with pytest.raises(FileRefused, match="500MB，超过上限200MB"):
        sniff(path, 200_000_000)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="没有这个文件"):
        sniff(tmp_path / "nowhere", CAP)


def test_a_spoilt_row_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    good = [json.dumps(r, ensure_ascii=False).encode() for r in rows(12)]
    spoilt = [
        good[0][:40],
        b"[1, 2]",
        good[1].replace("虚".encode(), b"\xff\xfe"),
        json.dumps(rows(1)[0] | {"task_name": ""}).encode(),
        good[11],
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join([*good[2:], *spoilt]))
    (batch,) = read(path)
    assert len(batch.items) == 10
    told = [(r.line, r.reason[:6], r.code) for r in batch.refused_rows]
    assert told == [
        (11, "不是完整的 ", None),
        (12, "不是一个 J", None),
        (13, "这一行里有不", CODE.format(1)),
        (14, "原文没有内容", CODE.format(0)),
        (15, "实施编码与r", CODE.format(11)),
    ]
    assert not batch.is_whole, "a row whose code cannot be told may be any item"


@pytest.mark.parametrize("unclosed", ['甲"', '局"'])
def test_an_unclosed_quotation_mark_does_not_swallow_rows_unseen(
    tmp_path: Path, unclosed: str
) -> None:
    lines = _table(",").splitlines()
    lines[1] = lines[1].replace(unclosed, unclosed[0])
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(lines), "utf-8")
    batches = read(path)
    (row,) = [r for b in batches for r in b.refused_rows]
    assert "引号" in row.reason
    assert CODE.format(0) in str(row.raw)


def test_cells_beyond_the_header_refuse_the_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"task_code,task_name\n{CODE.format(1)},甲,乙\n{CODE.format(2)},丙\n", "utf-8")
    batches = read(path)
    assert [i.item.name for b in batches for i in b.items] == ["丙"]
    assert ["多出1格" in r.reason for b in batches for r in b.refused_rows] == [True]


def test_a_workbook_that_turned_the_code_into_a_number_is_told(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "rows.xlsx"
    sheet = book.active
    assert sheet is not None
    sheet.append(["实施编码", "事项名称"])
    sheet.append([1.144010600751931e30, "变了样的"])
    book.save(path)
    (batch,) = read(path)
    assert "科学计数法" in batch.refused_rows[0].reason


_key = st.text(max_size=4)
_json = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=8)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_key, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(_key, _json, max_size=4), max_size=5),
    st.sampled_from([None, 1, 4]),
    st.integers(1, 40),
    st.booleans(),
)
def test_an_array_is_read_as_json_reads_it(
    held: list[dict[str, Any]], indent: int | None, chunk: int, ascii_only: bool
) -> None:
    text = json.dumps(held, indent=indent, ensure_ascii=ascii_only)
    pieces = [
        line[i : i + chunk]
        for line in text.splitlines(keepends=True)
        for i in range(0, len(line), chunk)
    ]
    assert [found[1] for found in json_rows.objects(iter(pieces))] == held


def test_one_spoilt_object_of_an_array_does_not_spoil_the_next() -> None:
    text = '[\n{"a": 1},\n{"a": "x},\n{"a": 3}\n]'
    found = list(json_rows.objects(iter(text.splitlines(keepends=True))))
    assert (1, {"a": 1}, "") not in found, "the bracket stands on line 1"
    assert found[0] == (2, {"a": 1}, "")
    assert any(fault for _, _, fault in found)
