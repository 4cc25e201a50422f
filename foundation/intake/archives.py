"""In the child: zips, with nothing believed that they say of themselves."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from foundation.intake.limits import MIB, IntakeLimits
from foundation.intake.names import clean_name, entry_name
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import FileKind, sniff

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1
_LOCAL_HEADER, _END_RECORD = 30, 22
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_PACKED = (FileKind.ZIP, FileKind.RAR, FileKind.SEVEN_ZIP)


class Package:
    """A zip whose shape was proved; entries are read one by one against what is left to unpack.

    Raises (also in `read`): Refusal.
    """

    def __init__(self, content: bytes, limits: IntakeLimits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refusal("damaged") from error
        self._limits = limits
        self._left = limits.unpacked_bytes
        self.entries = [e for e in self._archive.infolist() if not e.is_dir()]
        _prove_shape(content, self._archive)
        _prove_size(content, self.entries, limits)

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    @property
    def names(self) -> list[str]:
        return [entry.filename for entry in self.entries]

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """An entry, counted while it streams: its declared size is only a claim."""
        most = min(self._limits.member_bytes, self._left)
        try:
            with self._archive.open(name) as stream:
                content = stream.read(most + 1)
        except KeyError as error:
            raise Refusal("damaged") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise Refusal("damaged") from error
        if len(content) > most:
            raise Refusal("bomb")
        self._left -= len(content)
        return content


def _prove_shape(content: bytes, archive: zipfile.ZipFile) -> None:
    """The zip is all of the file, and its entries lie behind each other, never on each other."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Refusal("mixed")
    if not content.endswith(archive.comment) or len(archive.comment) > 1024:
        raise Refusal("mixed")
    if content[-_END_RECORD - len(archive.comment) :][:4] != b"PK\x05\x06":
        raise Refusal("mixed")
    ordered = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if ordered and ordered[0].header_offset != 0:
        raise Refusal("mixed")
    ends = [e.header_offset + _LOCAL_HEADER + e.compress_size for e in ordered]
    starts = [e.header_offset for e in ordered[1:]] + [archive.start_dir]
    if any(end > start for end, start in zip(ends, starts, strict=False)):
        raise Refusal("bomb")


def _prove_size(content: bytes, entries: list[zipfile.ZipInfo], limits: IntakeLimits) -> None:
    if len(entries) > limits.entries:
        raise Refusal("entries", count=len(entries), limit=limits.entries)
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise Refusal("locked_zip")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Refusal("damaged")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise Refusal("mixed")
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if total > limits.unpacked_bytes or largest > limits.member_bytes:
        raise Refusal("bomb")
    if total > MIB and total > limits.ratio * len(content):
        raise Refusal("bomb")


def open_zip(content: bytes, limits: IntakeLimits) -> Taken:
    """The members of an archive, one level deep. Raises: Refusal."""
    package = Package(content, limits)
    entries = [e for e in package.entries if not _is_litter(e.filename)]
    if not entries:
        raise Refusal("no_members")
    if len(entries) > limits.members:
        raise Refusal("entries", count=len(entries), limit=limits.members)
    taken = Taken(FileKind.ZIP)
    for entry in entries:
        name, inside = clean_name(entry_name(entry)), package.read(entry)
        if sniff(inside) in _PACKED:
            raise Refusal("nested", member=name)
        taken.members.append((name, inside))
    return taken


def _is_litter(name: str) -> bool:
    """What systems leave in archives without being asked."""
    return any(part in _LITTER or part.startswith("._") for part in PurePosixPath(name).parts)
