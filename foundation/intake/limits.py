"""What one file from outside may be and may cost."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """The defaults let a phone's photo and a scanned contract through, not a bomb.

    Attributes:
        pixels, side: of a picture, by its header, before anything is decoded.
        pages: of a PDF or OFD.
        members: files in a ZIP that are taken in; `entries`: all entries of any package.
        member_bytes, unpacked_bytes: of one entry and of all together, as declared and as streamed.
        ratio: unpacked to packed, over a package of more than a megabyte.
        memory_bytes, cpu_seconds: of the child that opens the file; `seconds` of wall time.
    """

    pixels: int = 60_000_000
    side: int = 20_000
    pages: int = 100
    members: int = 30
    entries: int = 2_000
    member_bytes: int = 40 * MIB
    unpacked_bytes: int = 80 * MIB
    ratio: int = 200
    memory_bytes: int = 1 << 30
    cpu_seconds: int = 40
    seconds: float = 60.0


DEFAULT_LIMITS = IntakeLimits()
THUMBNAIL_SIDE = 320
