"""What a file is by its content; its name is only what somebody called it."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path, PurePath
from typing import BinaryIO

import olefile

HEAD = 8192


class FileKind(StrEnum):
    """Kinds that are told apart; only some of them can be read (see each caller)."""

    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    GIF = "gif"
    TIFF = "tiff"
    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    OLE = "ole"
    ENCRYPTED_OFFICE = "encrypted_office"
    RTF = "rtf"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    MHTML = "mhtml"
    HTML = "html"
    TXT = "txt"
    EMPTY = "empty"
    UNKNOWN = "unknown"


KIND_NAMES = {
    FileKind.JPEG: "JPG图片",
    FileKind.PNG: "PNG图片",
    FileKind.HEIC: "HEIC图片",
    FileKind.GIF: "GIF图片",
    FileKind.TIFF: "TIFF图片",
    FileKind.PDF: "PDF",
    FileKind.OFD: "OFD版式文件",
    FileKind.DOCX: "Word文档（DOCX）",
    FileKind.XLSX: "Excel表格",
    FileKind.PPTX: "PowerPoint演示文稿",
    FileKind.DOC: "Word文档（DOC）",
    FileKind.OLE: "旧版Office文件（不是Word文档）",
    FileKind.ENCRYPTED_OFFICE: "加了密码的Office文件",
    FileKind.RTF: "RTF文档",
    FileKind.ZIP: "ZIP压缩包",
    FileKind.RAR: "RAR压缩包",
    FileKind.SEVEN_ZIP: "7z压缩包",
    FileKind.MHTML: "网页归档（MHTML）",
    FileKind.HTML: "网页（HTML）",
    FileKind.TXT: "纯文本",
    FileKind.EMPTY: "空文件",
    FileKind.UNKNOWN: "无法识别的文件",
}

EXTENSIONS = {
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "heic": FileKind.HEIC,
    "heif": FileKind.HEIC,
    "gif": FileKind.GIF,
    "tif": FileKind.TIFF,
    "tiff": FileKind.TIFF,
    "pdf": FileKind.PDF,
    "ofd": FileKind.OFD,
    "docx": FileKind.DOCX,
    "xlsx": FileKind.XLSX,
    "pptx": FileKind.PPTX,
    "doc": FileKind.DOC,
    "rtf": FileKind.RTF,
    "zip": FileKind.ZIP,
    "rar": FileKind.RAR,
    "7z": FileKind.SEVEN_ZIP,
    "mht": FileKind.MHTML,
    "mhtml": FileKind.MHTML,
    "htm": FileKind.HTML,
    "html": FileKind.HTML,
    "shtml": FileKind.HTML,
    "xhtml": FileKind.HTML,
    "txt": FileKind.TXT,
}

_MAGIC = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"{\\rtf", FileKind.RTF),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|span|script)\b", re.I
)
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)


def sniff(source: bytes | Path) -> FileKind:
    """The kind of a file by its bytes, read only as far as needed.

    Raises: OSError when a path cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _sniff(file)
    return _sniff(io.BytesIO(source))


def is_lying(name: str, kind: FileKind) -> bool:
    """Whether the name's extension claims another kind than the content has."""
    claimed = EXTENSIONS.get(PurePath(name).suffix.lower().lstrip("."))
    return claimed is not None and claimed is not kind


def _sniff(file: BinaryIO) -> FileKind:
    head = file.read(HEAD)
    if not head:
        return FileKind.EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(file)
    if head.startswith(olefile.MAGIC):
        return _sniff_ole(file)
    if head.lstrip().startswith(b"%PDF-"):
        return FileKind.PDF
    return _sniff_text(head)


def _sniff_zip(file: BinaryIO) -> FileKind:
    """Office and OFD files are zips that hold certain names; a broken zip stays a zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return FileKind.ZIP
    for name, kind in (
        ("word/document.xml", FileKind.DOCX),
        ("xl/workbook.xml", FileKind.XLSX),
        ("ppt/presentation.xml", FileKind.PPTX),
        ("OFD.xml", FileKind.OFD),
    ):
        if name in names:
            return kind
    return FileKind.ZIP


def _sniff_ole(file: BinaryIO) -> FileKind:
    """OLE2 holds Word 97–2003, but also Excel, installers and encrypted OOXML."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file.read()) as ole:
            if ole.exists("EncryptedPackage"):
                return FileKind.ENCRYPTED_OFFICE
            return FileKind.DOC if ole.exists("WordDocument") else FileKind.OLE
    except Exception:  # olefile fails in many ways on damaged files, all meaning the same
        return FileKind.OLE


def _sniff_text(head: bytes) -> FileKind:
    if head.startswith(_UTF16):
        plain = head.replace(b"\x00", b"")
        return FileKind.HTML if _TAG.search(plain) else FileKind.TXT
    if b"%PDF-" in head[:1024] and not _TAG.search(head[:1024]):
        return FileKind.PDF
    if b"\x00" in head:
        return FileKind.UNKNOWN
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b" for byte in head)
    if controls * 100 > len(head):
        return FileKind.UNKNOWN
    if _MHTML.search(head):
        return FileKind.MHTML
    return FileKind.HTML if _TAG.search(head) else FileKind.TXT
