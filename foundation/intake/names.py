"""Names of files as they may be shown and saved under."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import PurePath

MAX_NAME = 100
_UTF8_NAME = 0x800


def clean_name(name: str, extension: str = "") -> str:
    """No path, no control or direction characters, at most 100 characters.

    Args:
        extension: the true one, which replaces what the name claims; none keeps the name's.
    """
    base = PurePath(name.replace("\\", "/")).name
    shown = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip() or "文件"
    if not extension:
        return shown[:MAX_NAME]
    stem = PurePath(shown).stem[: MAX_NAME - 6] or "文件"
    return f"{stem}.{extension}"


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of a zip's entry; without the UTF-8 flag Windows in China writes GBK."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
