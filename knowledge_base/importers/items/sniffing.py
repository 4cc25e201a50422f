"""What a file really is, told by its first bytes, and refused before memory is spent on it."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Format = Literal["jsonl", "json", "table", "xlsx"]

HEAD_BYTES = 256 * 1024
UNPACKED_MOST = 4
"""How many times the size cap a workbook may hold once unpacked."""

_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（xls、doc），请另存为 xlsx 或 CSV"),
    (b"\x1f\x8b", "gzip 压缩包，请先解压"),
    (b"7z\xbc\xaf", "7z 压缩包，请先解压"),
    (b"Rar!", "RAR 压缩包，请先解压"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"SQLite format 3", "SQLite 数据库"),
)
WRAPPED = re.compile(
    r'\s*\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|-?[\d.]+|true|false|null)\s*,)*'
    r'\s*"(?:data|items|rows|list|records|result)"\s*:\s*\['
)
"""An array that stands in an object, as many interfaces answer."""


class FileRefused(Exception):
    """The file cannot be read as items; the text says in Chinese why."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """`encoding` is that of a text file."""

    format: Format
    encoding: str = ""


def sniff(path: Path, size_cap: int) -> Sniffed:
    """Look at a file of at most `size_cap` bytes.

    Raises: FileRefused for what is absent, empty, too large, binary, packed or in no known
    encoding.
    """
    if not path.is_file():
        raise FileRefused("没有这个文件")
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("文件是空的")
    if size > size_cap:
        raise FileRefused(f"文件有{size / 1e6:.0f}MB，超过上限{size_cap / 1e6:.0f}MB")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK"):
        _check_workbook(path, size_cap)
        return Sniffed("xlsx")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise FileRefused(f"不是事项数据，而是{what}")
    encoding = _encoding(head, is_whole=size <= HEAD_BYTES)
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    return Sniffed(_text_format(text), encoding)


def _check_workbook(path: Path, size_cap: int) -> None:
    """A zip is read only if it is a workbook, holds no other zip, and unpacks to a sane size."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused("压缩包已损坏") from error
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        nested = any(name.lower().endswith((".zip", ".rar", ".7z", ".gz")) for name in names)
        raise FileRefused(
            "压缩包里还有压缩包，请解压后导入" if nested else "是压缩包，请解压后导入"
        )
    if sum(entry.file_size for entry in entries) > size_cap * UNPACKED_MOST:
        raise FileRefused("工作簿解压后太大")


def _encoding(head: bytes, is_whole: bool) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                       (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if head.startswith(mark):
            return name
    if b"\0" in head:
        raise FileRefused("是二进制文件，不是文本")
    body = head if is_whole else head[: head.rfind(b"\n") + 1] or head[:-3]
    if _is_utf8(body):
        return "utf-8"
    text = body.decode("gb18030", "surrogateescape")
    wide = [c for c in text if ord(c) > 127]
    common = sum(_is_common(c) for c in wide)
    if not wide or common < 0.9 * len(wide):
        raise FileRefused("不是 UTF-8，也不是 GB18030 编码，请另存为 UTF-8")
    return "gb18030"


def _is_utf8(body: bytes) -> bool:
    """A few spoilt bytes do not make a file another encoding: their rows are refused one by one."""
    text = body.decode("utf-8", "surrogateescape")
    wide = sum(ord(c) > 127 for c in text)
    spoilt = sum("\udc80" <= c <= "\udcff" for c in text)
    return spoilt <= 0.05 * wide


def _is_common(c: str) -> bool:
    """In GB 2312: what Chinese texts are made of; a text read in a wrong encoding is not."""
    try:
        c.encode("gb2312")
    except UnicodeEncodeError:
        return c in "·—〔〕㎡Ⅳ"
    return True


def _text_format(text: str) -> Format:
    if not text:
        raise FileRefused("文件里只有空白")
    if text.startswith("<"):
        raise FileRefused("是网页或 XML，不是事项数据")
    if text.startswith("[") or WRAPPED.match(text):
        return "json"
    if text.startswith("{"):
        return "jsonl" if re.match(r"\{[^\n]*\}\s*(?:\n|$)", text) or "\n" not in text else "json"
    return "table"
