"""Files from folders and archives, one after the other, each with its bytes or why not."""

from __future__ import annotations

import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from foundation.clock import GUANGZHOU
from foundation.reading import FileKind, sniff

MAX_BYTES = 64 << 20
MAX_ENTRIES = 2000
MAX_UNPACKED = 512 << 20
MAX_RATIO = 300
"""A zip that unpacks to so many times its size, and more than `MAX_BYTES`, is a bomb."""
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
_UTF8_NAMES = 0x800
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError),
    *(NotImplementedError, EOFError, ValueError),
)
"""What `zipfile` raises for archives that are damaged or packed in ways it does not know."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read; `day` it was last written. Where `refusal` stands, `content` is empty."""

    name: str
    content: bytes
    day: date
    kind: FileKind = FileKind.UNKNOWN
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path to read, under the name that reports use."""

    name: str
    path: Path


def find(paths: Sequence[Path]) -> tuple[list[FoundPath], list[str]]:
    """(files, names left out) under the paths, folders walked in order of name.

    Left out are files of the system, and the folder of pictures and scripts that a browser saves
    beside a page («某页_files»).
    """
    found: list[FoundPath] = []
    left_out: list[str] = []
    for path in paths:
        if not path.is_dir():
            found.append(FoundPath(path.name, path))
            continue
        for folder, folders, names in os.walk(path):
            here = Path(folder)
            folders.sort()
            for saved in [f for f in folders if _belongs_to_page(here, f)]:
                folders.remove(saved)
                left_out.append(f"{(here / saved).relative_to(path)}/")
            for name in sorted(names):
                relative = (here / name).relative_to(path)
                if _is_of_system(name):
                    left_out.append(str(relative))
                else:
                    found.append(FoundPath(str(relative), here / name))
    return found, left_out


def open_file(found: FoundPath, max_bytes: int = MAX_BYTES) -> Iterator[SourceFile]:
    """The file, or what is in the archive; never raises for what is wrong with it."""
    path = found.path
    try:
        status = path.stat()
        day = datetime.fromtimestamp(status.st_mtime, GUANGZHOU).date()
        if not path.is_file():
            yield _refused(found.name, "不是普通文件", day)
        elif status.st_size > max_bytes:
            yield _refused(found.name, _too_large(status.st_size, max_bytes), day)
        else:
            yield from _opened(found.name, path.read_bytes(), day, max_bytes)
    except FileNotFoundError:
        yield _refused(found.name, "找不到这个文件", date.min)
    except OSError as error:
        yield _refused(found.name, f"读不到这个文件（{error.strerror}）", date.min)


def _opened(name: str, content: bytes, day: date, max_bytes: int) -> Iterator[SourceFile]:
    kind = sniff(content)
    if kind is FileKind.ZIP:
        yield from _unpacked(name, content, day, max_bytes)
    else:
        yield SourceFile(name, content, day, kind)


def _unpacked(name: str, content: bytes, day: date, max_bytes: int) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if refusal := _refusal_of(entries, len(content)):
                yield _refused(name, refusal, day, FileKind.ZIP)
                return
            unpacked = 0
            for entry in entries:
                inner = f"{name}/{_name_of(entry)}"
                if _is_of_system(PurePosixPath(inner).name) or "__MACOSX/" in inner:
                    continue
                file = _entry(archive, entry, inner, max_bytes)
                unpacked += len(file.content)
                if unpacked > MAX_UNPACKED:
                    yield _refused(inner, "压缩包解压后过大，可能是恶意文件", file.day)
                    return
                yield file
    except DAMAGED:
        yield _refused(name, "压缩包已损坏，打不开", day, FileKind.ZIP)


def _refusal_of(entries: list[zipfile.ZipInfo], packed: int) -> str | None:
    declared = sum(entry.file_size for entry in entries)
    if not entries:
        return "压缩包是空的"
    if len(entries) > MAX_ENTRIES:
        return f"压缩包里有{len(entries)}个文件，超过上限{MAX_ENTRIES}个"
    if declared > MAX_UNPACKED or (declared > MAX_BYTES and declared > MAX_RATIO * packed):
        return f"压缩包解压后有{_megabytes(declared)}，可能是恶意文件"
    return None


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, max_bytes: int
) -> SourceFile:
    """One file of an archive, read no further than the limit whatever its header declares."""
    day = _day_of(entry)
    if entry.flag_bits & 0x1:
        return _refused(name, "压缩包加了密码", day)
    if entry.file_size > max_bytes:
        return _refused(name, _too_large(entry.file_size, max_bytes), day)
    try:
        with archive.open(entry) as file:
            content = file.read(max_bytes + 1)
    except DAMAGED:
        return _refused(name, "压缩包里的这个文件已损坏", day)
    if len(content) > max_bytes:
        return _refused(name, _too_large(len(content), max_bytes), day)
    kind = sniff(content)
    if kind is FileKind.ZIP:
        return _refused(name, "压缩包里还有压缩包，请解开后再导入", day, FileKind.ZIP)
    return SourceFile(name, content, day, kind)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Archives made in Chinese Windows hold names in GBK, which zipfile takes for CP437."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _day_of(entry: zipfile.ZipInfo) -> date:
    try:
        return date(*entry.date_time[:3])
    except ValueError:
        return date(1980, 1, 1)


def _is_of_system(name: str) -> bool:
    return name.lower() in _SYSTEM_FILES or name.startswith(("~$", "._", "."))


def _belongs_to_page(folder: Path, name: str) -> bool:
    for ending in ("_files", ".files"):
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return any((folder / f"{stem}{e}").exists() for e in (".html", ".htm", ".shtml"))
    return False


def _refused(name: str, reason: str, day: date, kind: FileKind = FileKind.UNKNOWN) -> SourceFile:
    return SourceFile(name, b"", day, kind, reason)


def _too_large(size: int, limit: int) -> str:
    return f"文件有{_megabytes(size)}，超过上限{_megabytes(limit)}"


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
