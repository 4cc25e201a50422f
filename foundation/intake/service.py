"""Bytes from outside become a safe file or a refusal that says what to do (ADR 26)."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import asdict, dataclass, replace

from foundation.intake import scanner
from foundation.intake.errors import FileRefused
from foundation.intake.limits import DEFAULT_LIMITS, MIB, IntakeLimits
from foundation.intake.names import MAX_NAME, clean_name
from foundation.reading.child import Child, ChildDied, ChildSilent
from foundation.reading.kinds import FileKind
from foundation.settings import settings

EXTENSIONS = {
    FileKind.JPEG: "jpg",
    FileKind.PNG: "png",
    FileKind.PDF: "pdf",
    FileKind.OFD: "ofd",
    FileKind.DOCX: "docx",
}
MEDIA_TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.OFD: "application/ofd",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
AT_ONCE = 2
"""Children of one process at the same time: each may take `IntakeLimits.memory_bytes`. Others wait
their turn."""
_turns = asyncio.Semaphore(AT_ONCE)
_NOT_IN_ZIP = "（在压缩包「{name}」里）"


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came over the wire: the client's name for it and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SafeFile:
    """A file that may be stored, shown and read.

    Attributes:
        name: fit to show and to save under, with the true extension.
        pages: None where the format has none (DOCX).
        thumbnail: JPEG within 320 × 320, where a page can be drawn.
        text: of OFD (pages apart by form feeds) and DOCX; PDFs and pictures are read elsewhere.
        notes: what people should know of it, in Chinese.
        scan: clean, off (no scanner is set up), or unreachable: kept, but not yet scanned.
    """

    name: str
    kind: FileKind
    content: bytes
    pages: int | None = None
    thumbnail: bytes | None = None
    text: str = ""
    notes: tuple[str, ...] = ()
    scan: scanner.Outcome = "off"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


async def take_in(received: Received, limits: IntakeLimits = DEFAULT_LIMITS) -> list[SafeFile]:
    """The safe file, or the files of a ZIP; all of them or none.

    Never called inside a transaction: it opens the file in a child process and asks the scanner.
    Raises: FileRefused.
    """
    name = clean_name(received.name)
    _must_be_of_size(name, received.content)
    scan = await _scan(name, received.content)
    async with _turns:
        opened = await asyncio.to_thread(_open, name, received.content, limits)
    return [replace(file, scan=scan) for file in opened]


def _must_be_of_size(name: str, content: bytes) -> None:
    limit = settings().upload_max_bytes
    if not content:
        raise FileRefused(name, "empty")
    if len(content) > limit:
        raise FileRefused(name, "too_large", limit=limit // MIB)


async def _scan(name: str, content: bytes) -> scanner.Outcome:
    try:
        return await scanner.scan(content)
    except scanner.Infected as found:
        raise FileRefused(name, "infected", virus=found.virus) from found


def _open(name: str, content: bytes, limits: IntakeLimits) -> list[SafeFile]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        child = Child("foundation.intake.child", {"limits": asdict(limits)}, stdin=file)
        try:
            safe, members = _receive(child, name, content, limits)
        except (ChildDied, ChildSilent):
            raise FileRefused(name, "costs") from None
        finally:
            child.end()
    if safe:
        return [safe]
    return [file for inside in members for file in _open_member(name, inside, limits)]


def _open_member(archive: str, member: Received, limits: IntakeLimits) -> list[SafeFile]:
    shown = member.name + _NOT_IN_ZIP.format(name=archive[: MAX_NAME // 2])
    _must_be_of_size(shown, member.content)
    opened = _open(shown, member.content, limits)
    return [replace(f, name=clean_name(member.name, EXTENSIONS[f.kind])) for f in opened]


def _receive(
    child: Child, name: str, content: bytes, limits: IntakeLimits
) -> tuple[SafeFile | None, list[Received]]:
    """What the child says: one file, or the members of a ZIP."""
    header, _ = child.receive(limits.seconds)
    if reason := header.get("refused"):
        raise FileRefused(name, reason, **header["values"])
    parts = {part: child.receive(limits.seconds)[1] for part in header["parts"]}
    members = [Received(m, child.receive(limits.seconds)[1]) for m in header["members"]]
    kind = FileKind(header["kind"])
    if kind is FileKind.ZIP:
        return None, members
    safe = SafeFile(
        name=clean_name(name, EXTENSIONS[kind]),
        kind=kind,
        content=parts.get("content", content),
        pages=header["pages"],
        thumbnail=parts.get("thumbnail"),
        text=parts.get("text", b"").decode(),
        notes=tuple(header["notes"]),
    )
    return safe, members
