"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from foundation.reading import KIND_NAMES, FileKind, is_lying, sniff
from tests.foundation.reading.samples import encoded, pdf

DOC = Path(__file__).parents[2] / "knowledge_base" / "data" / "documents" / "rule.doc"


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


PICTURE = Image.new("RGB", (8, 8))
CASES = {
    FileKind.EMPTY: [b""],
    FileKind.JPEG: [encoded(PICTURE, "JPEG")],
    FileKind.PNG: [encoded(PICTURE)],
    FileKind.GIF: [encoded(PICTURE, "GIF")],
    FileKind.TIFF: [encoded(PICTURE, "TIFF")],
    FileKind.HEIC: [b"\x00\x00\x00\x18ftypheic" + bytes(20), b"\x00\x00\x00\x18ftypmif1heic"],
    FileKind.PDF: [pdf([]), b"junk\n%PDF-1.4 ...", b"\n\n%PDF-1.4"],
    FileKind.OFD: [_zip("OFD.xml", "Doc_0/Document.xml")],
    FileKind.DOCX: [_zip("[Content_Types].xml", "word/document.xml")],
    FileKind.XLSX: [_zip("xl/workbook.xml")],
    FileKind.PPTX: [_zip("ppt/presentation.xml")],
    FileKind.ZIP: [_zip("a.txt"), _zip(), b"PK\x03\x04 broken"],
    FileKind.DOC: [DOC.read_bytes()],
    FileKind.OLE: [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
    FileKind.RTF: [b"{\\rtf1 x}"],
    FileKind.RAR: [b"Rar!\x1a\x07\x00"],
    FileKind.SEVEN_ZIP: [b"7z\xbc\xaf\x27\x1c"],
    FileKind.MHTML: [b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>"],
    FileKind.HTML: [
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf<!-- saved --><HTML><body>",
        "<p>正文</p>".encode("gb18030"),
        "<html>".encode("utf-16"),
    ],
    FileKind.TXT: [
        "第一条 本办法".encode(),
        "第一条 本办法".encode("gb18030"),
        "第一条".encode("utf-16"),
        b"x < y and %PDF is a word",
    ],
    FileKind.UNKNOWN: [bytes(range(256)), b"\x7fELF" + bytes(50), "第一条".encode("utf-16-le")],
}


@pytest.mark.parametrize(
    ("kind", "content"), [(k, c) for k, contents in CASES.items() for c in contents]
)
def test_kind_by_content(kind: FileKind, content: bytes, tmp_path: Path) -> None:
    assert sniff(content) is kind
    path = tmp_path / "file"
    path.write_bytes(content)
    assert sniff(path) is kind


def test_encrypted_office_is_told_apart() -> None:
    """An encrypted DOCX is an OLE2 file with one stream of this name."""
    content = bytearray(DOC.read_bytes())
    entry = content.find("WordDocument".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    content[entry : entry + 64] = name.ljust(64, b"\x00")
    content[entry + 64 : entry + 66] = (len(name) + 2).to_bytes(2, "little")
    assert sniff(bytes(content)) is FileKind.ENCRYPTED_OFFICE


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(FileKind)


def test_lies() -> None:
    assert is_lying("a.PDF", FileKind.DOCX)
    assert not is_lying("a.jpg", FileKind.JPEG)
    assert not is_lying("a.htm", FileKind.HTML)
    assert not is_lying("a.dat", FileKind.PDF)
    assert not is_lying("no extension", FileKind.PDF)
