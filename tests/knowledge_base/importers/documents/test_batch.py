"""A whole import: bad files are refused with the reason, the others go on."""

from __future__ import annotations

import argparse
import io
import json
import os
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.__main__ import main
from knowledge_base.commands import import_documents as import_documents_command
from knowledge_base.importers.documents import (
    Change,
    DocumentReport,
    ImportedDocument,
    ImportOptions,
    import_documents,
)
from tests.knowledge_base.importers.documents.samples import (
    RULE_HEAD,
    RULE_LINES,
    RULE_TITLE,
    rule_page,
    saved,
    word,
    zipped,
)

DATA = Path(__file__).parents[2] / "data" / "documents"
GOOD = "\n".join([RULE_TITLE, *RULE_LINES]).encode()
OPTIONS = ImportOptions(as_of=date(2024, 1, 1))


def _encrypted_doc() -> bytes:
    """The flag of encryption set in the header of a good file."""
    content = bytearray((DATA / "rule.doc").read_bytes())
    at = content.find(b"\xec\xa5")
    (flags,) = struct.unpack_from("<H", content, at + 10)
    struct.pack_into("<H", content, at + 10, flags | 0x0100)
    return bytes(content)


def _locked_zip() -> bytes:
    content = bytearray(zipped({"a.txt": GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    return bytes(content)


def _word_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<a>" + b" " * (80 << 20) + b"</a>")
    return buffer.getvalue()


def _lying_zip() -> bytes:
    """Declares ten bytes for what unpacks to many."""
    content = bytearray(zipped({"a.txt": b"a" * 100_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.find(mark) + at, 10)
    return bytes(content)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "文件是空的"),
    "blank.txt": (lambda: b" \r\n \n", "没有正文"),
    "binary.txt": (lambda: bytes(range(256)) * 40, "二进制"),
    "garbled.txt": (
        lambda: GOOD.decode("gb18030", "ignore").encode(),
        "乱码",
    ),
    "latin.txt": (lambda: GOOD.decode("latin-1").encode(), "乱码"),
    "broken.txt": (lambda: b"\xef\xbb\xbf" + "第一条".encode("gb18030"), "编码"),
    "no_bom.txt": (lambda: GOOD.decode().encode("utf-16-le"), "二进制"),
    "cut.docx": (lambda: saved(word())[:2000], "压缩包已损坏"),
    "bomb.docx": (_word_bomb, "解压后过大"),
    "locked.doc": (_encrypted_doc, "密码"),
    "cut.doc": (lambda: (DATA / "rule.doc").read_bytes()[:9000], "不能导入"),
    "junk.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(500), "PDF已损坏"),
    "page.ofd": (lambda: zipped({"OFD.xml": b"<x/>"}), "OFD"),
    "table.xlsx": (lambda: zipped({"xl/workbook.xml": b"<x/>"}), "Excel"),
    "a.rtf": (lambda: b"{\\rtf1 abc}", "RTF"),
    "links.html": (
        lambda: b"<html><body><ul><li><a href=1>x</a></li></ul></body></html>",
        "没有正文",
    ),
    "nested.zip": (lambda: zipped({"in.zip": zipped({"a.txt": GOOD})}), "还有压缩包"),
    "locked.zip": (_locked_zip, "密码"),
    "lying.zip": (_lying_zip, "损坏"),
    "none.zip": (lambda: zipped({}), "是空的"),
    "bomb.zip": (lambda: zipped({"a.txt": b"0" * (70 << 20)}), "恶意文件"),
    "many.zip": (lambda: zipped({f"{n}.txt": b"x" for n in range(2001)}), "超过上限"),
}


async def run(*paths: Path, options: ImportOptions = OPTIONS) -> DocumentReport:
    return await import_documents(paths, options)


async def test_bad_files_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name, (make, _) in BAD.items():
        (tmp_path / name).write_bytes(make())
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(500 << 20)
    (tmp_path / "zz good.txt").write_bytes(GOOD)
    report = await run(tmp_path, tmp_path / "missing.txt")
    reasons = {r.source_name.split("/")[0]: r.refusal or "" for r in report.of("refused")}
    assert {
        n: reasons.get(n) for n, (_, part) in BAD.items() if part not in reasons.get(n, "")
    } == {}
    assert reasons["huge.pdf"] == "文件有500.0 MB，超过上限64.0 MB"
    assert reasons["missing.txt"] == "找不到这个文件"
    assert [r.source_name for r in report.documents] == ["zz good.txt"]
    assert len(report.results) == len(BAD) + 3


async def test_folders_archives_and_what_browsers_save_beside_pages(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    (folder / "页面_files").mkdir(parents=True)
    (folder / "页面_files" / "script.js").write_text("alert(1)")
    (folder / "页面.html").write_text(rule_page(), "utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    inner = {"问答.txt": "办事问答\n问：怎么办？\n答：到窗口办理。".encode(), "坏.txt": b""}
    (folder / "包.zip").write_bytes(zipped(inner))
    report = await run(folder)
    assert {r.source_name: r.outcome for r in report.results} == {
        "包.zip/问答.txt": "doubtful",
        "包.zip/坏.txt": "refused",
        "页面.html": "imported",
    }
    assert sorted(report.left_out) == [".DS_Store", "页面_files/"]


async def test_names_in_archives_of_chinese_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.txt", GOOD)
    raw = path.read_bytes().replace(b"XXXX", "办法".encode("gb18030"))
    path.write_bytes(raw)
    report = await run(path)
    assert [r.source_name for r in report.results] == ["a.zip/办法.txt"]


async def test_the_same_document_twice_in_a_batch(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(GOOD)
    (tmp_path / "2.txt").write_bytes(GOOD)
    (tmp_path / "3.txt").write_bytes(GOOD + "\n第七条 多出来的一条。".encode())
    report = await run(tmp_path)
    assert [(r.outcome, r.duplicate_of) for r in report.results] == [
        ("imported", None),
        ("duplicate", "1.txt"),
        ("duplicate", "1.txt"),
    ]
    assert [r.notes[-1].message for r in report.results[1:]] == [
        "条文相同",
        "条文有出入，请核对取哪一份",
    ]
    assert [r.source_name for r in report.documents] == ["1.txt"]
    assert "重复的文件" in report.text()


async def test_importing_again_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(rule_page(), "utf-8")
    first, second = await run(tmp_path), await run(tmp_path)
    assert [r.fingerprint for r in first.results] == [r.fingerprint for r in second.results]
    assert first.results[0].raw_sha256 == second.results[0].raw_sha256 != ""


async def test_kept_documents_are_reported(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(GOOD)
    (tmp_path / "2.txt").write_bytes(b"")
    kept: list[ImportedDocument] = []

    async def keep(documents: Sequence[ImportedDocument]) -> dict[str, Change]:
        kept.extend(documents)
        return {d.document.id: "added" for d in documents if d.document}

    report = await import_documents([tmp_path], OPTIONS, keep)
    assert [d.source_name for d in kept] == ["1.txt"]
    assert list(report.changes.values()) == ["added"]
    assert "写入知识库：新增1份、有改动0份、没有变化0份" in report.text()


def test_command_prints_a_table_and_writes_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in", tmp_path / "report.json"
    source.mkdir()
    head = "\n".join([*RULE_HEAD, *RULE_LINES]).encode("gb18030")
    (source / "rule.txt").write_bytes(head)
    arguments = ["import", "documents", str(source), "--dry-run", "--as-of", "2024-01-01"]
    assert main([*arguments, "--report", str(target)]) == 0
    printed = capsys.readouterr()
    assert "穗天府规〔2023〕5号" in printed.out
    assert "共1个文件：1个已读取，0个有疑点，0个重复，0个没有读取" in printed.out
    assert printed.err == ""
    told = json.loads(target.read_text("utf-8"))
    assert (told["imported"], told["files"][0]["document"]["expires_on"]) == (1, "2028-06-01")
    (source / "empty.txt").write_bytes(b"")
    assert main(arguments) == 1
    assert "文件是空的" in capsys.readouterr().out


def test_command_without_a_database_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    import_documents_command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["documents", str(tmp_path)])
    assert args.run(args) == 2
    assert "--dry-run" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["import", "documents", str(tmp_path), "--region", "天河"])
