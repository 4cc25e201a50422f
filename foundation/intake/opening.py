"""In the child: what a file is by two witnesses, and the opener of its kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pylibmagic  # noqa: F401  tells `magic`, imported after it, where its library lies

# isort: split
import magic

from foundation.intake.limits import IntakeLimits
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import KIND_NAMES, FileKind, sniff

_ZIPPED = {"application/zip", "application/octet-stream"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MEDIA_TYPES = {
    FileKind.JPEG: {"image/jpeg"},
    FileKind.PNG: {"image/png"},
    FileKind.HEIC: {"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"},
    FileKind.PDF: {"application/pdf"},
    FileKind.OFD: _ZIPPED,
    FileKind.DOCX: {_WORD, *_ZIPPED},
    FileKind.ZIP: {"application/zip"},
}
"""What libmagic may call each kind; another word is a second opinion that counts."""

_OPENERS = {
    FileKind.JPEG: ("pictures", "open_picture"),
    FileKind.PNG: ("pictures", "open_picture"),
    FileKind.HEIC: ("pictures", "open_picture"),
    FileKind.PDF: ("pdfs", "open_pdf"),
    FileKind.OFD: ("packages", "open_ofd"),
    FileKind.DOCX: ("packages", "open_docx"),
    FileKind.ZIP: ("archives", "open_zip"),
}
"""Module and function; a child loads only what its file needs."""


def open_file(content: bytes, limits: IntakeLimits) -> Taken:
    """Raises: Refusal, MemoryError."""
    kind = sniff(content)
    if kind is FileKind.ENCRYPTED_OFFICE:
        raise Refusal("locked")
    if kind not in _OPENERS:
        raise Refusal("unsupported", what=KIND_NAMES[kind])
    if magic.from_buffer(content, mime=True) not in MEDIA_TYPES[kind]:
        raise Refusal("mixed")
    module, function = _OPENERS[kind]
    opener: Callable[[bytes, IntakeLimits], Taken] = getattr(
        import_module(f"foundation.intake.{module}"), function
    )
    return opener(content, limits)
