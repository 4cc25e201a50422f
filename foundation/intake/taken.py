"""What the child makes of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from foundation.reading.kinds import FileKind


class Refusal(Exception):
    """The file is not taken in; `reason` is a key of `errors.REFUSALS`, `values` fill its text."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(slots=True)
class Taken:
    """A file that may be kept.

    Attributes:
        content: bytes that replace the file's; None where it is kept as it came.
        thumbnail: JPEG.
        notes: what the citizen and staff should know of it, in Chinese.
        members: names and bytes of a ZIP's files, not yet opened themselves.
    """

    kind: FileKind
    content: bytes | None = None
    pages: int | None = None
    thumbnail: bytes | None = None
    text: str = ""
    notes: list[str] = field(default_factory=list)
    members: list[tuple[str, bytes]] = field(default_factory=list)
