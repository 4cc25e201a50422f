"""Running text of a document: what stands in sentences is found by patterns, with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.prereview.documents.layout import Found, Piece, in_row


class RunningText:
    """The pieces in reading order as one text, without breaks."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = list(_read_on(pieces))
        self.text = "".join(p.text for p in self._pieces)

    def find(self, pattern: re.Pattern[str]) -> Found | None:
        """The pattern's group `value` where it first stands, or None."""
        match = pattern.search(self.text)
        return self.between(match.start("value"), match.end("value")) if match else None

    def between(self, start: int, end: int) -> Found | None:
        """The letters from start to end with their place."""
        parts, at = [], 0
        for piece in self._pieces:
            begin, stop = max(start, at), min(end, at + len(piece.text))
            if begin < stop:
                parts.append(piece.part(begin - at, stop - at))
            at += len(piece.text)
        return Found.of(parts) if parts else None


def _read_on(pieces: Sequence[Piece]) -> list[Piece]:
    """Row by row from the top, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and in_row(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda p: p.left)]
