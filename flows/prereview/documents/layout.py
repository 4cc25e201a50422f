"""Pieces of text with their place, and the values that stand beside labels.

A label stands at the start of a piece (or anywhere in it, where a kind says so); its value is the
rest of the piece, what stands to the right of it in the row, and the lines below that begin where
the value began. Rows follow the slope of their letters, so that a tilted page reads as a straight
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from flows.prereview.documents.values import compact
from flows.prereview.readings import Share
from foundation.reading import PageText

_LEAD = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?")
_BETWEEN = "：:，,。.、；;_ ☑□■√|*"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text without blanks; lengths in the page's own unit."""

    text: str
    page: int
    left: float
    right: float
    y: float
    """Of the middle, at the horizontal middle."""
    h: float
    slope: float
    confidence: float
    box: Share

    def y_at(self, x: float) -> float:
        """Where the piece's line passes at x."""
        return self.y + self.slope * (x - (self.left + self.right) / 2)

    def part(self, start: int, end: int) -> Piece:
        """The piece of letters start to end, its place in proportion to the letters' widths."""
        widths = [0.55 if ord(c) < 128 else 1.0 for c in self.text]
        total = sum(widths) or 1.0
        before, within = sum(widths[:start]) / total, sum(widths[start:end]) / total
        left = self.left + before * (self.right - self.left)
        right = left + within * (self.right - self.left)
        x, y, w, h = self.box
        y_middle = self.y_at((left + right) / 2)
        share = (x + before * w, y, within * w, h)
        return replace(
            self, text=self.text[start:end], left=left, right=right, y=y_middle, box=share
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A value as read: its text, place and the confidence of the least sure piece."""

    text: str
    page: int
    box: Share
    confidence: float

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Found:
        """The pieces' text joined; those of the first page make the box."""
        text = "".join(p.text for p in pieces).strip(_BETWEEN)
        page = pieces[0].page
        boxes = [p.box for p in pieces if p.page == page]
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
        share = tuple(round(v, 4) for v in (left, top, right - left, bottom - top))
        sure = min(p.confidence for p in pieces)
        return cls(text, page, share, sure)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Label:
    """How a field is announced on the paper.

    Attributes:
        words: spellings without blanks, each as it begins a piece; one letter only by itself.
        lines: how many lines the value may take.
        anywhere: also found in the middle of a piece (cards, where lines are read as one).
    """

    words: tuple[str, ...]
    lines: int = 1
    anywhere: bool = False


def pieces_of(page: PageText, number: int) -> list[Piece]:
    """The page's lines from top to bottom, blanks taken out."""
    made = []
    for line in page.lines:
        text = compact(line.text)
        if not text:
            continue
        box = line.box
        height = max(box.h - abs(line.slope) * box.w, box.h * 0.3)
        share = (box.x / page.width, box.y / page.height, box.w / page.width, box.h / page.height)
        made.append(
            Piece(
                text,
                number,
                box.x,
                box.right,
                box.y + box.h / 2,
                height,
                line.slope,
                line.confidence,
                share,
            )
        )
    return sorted(made, key=lambda p: p.y - p.slope * (p.left + p.right) / 2)


def in_row(one: Piece, other: Piece) -> bool:
    """Whether the two stand on one line of the page."""
    if one.page != other.page:
        return False
    x = (other.left + other.right) / 2
    middle = (one.y_at(x) + one.y - other.y_at((one.left + one.right) / 2) + other.y) / 2
    return abs(middle - other.y) < 0.5 * min(max(one.h, other.h), 1.6 * min(one.h, other.h))


def labelled(pieces: Sequence[Piece], labels: dict[str, Label]) -> dict[str, Found]:
    """The value of each label that was found; of several the first that has one."""
    marked = _Marked(pieces, labels)
    values: dict[str, Found] = {}
    for name, parts in marked.announced():
        found = marked.value_of(name, parts)
        if name not in values and found:
            values[name] = found
    return values


class _Marked:
    """Pieces cut at their labels."""

    def __init__(self, pieces: Sequence[Piece], labels: dict[str, Label]) -> None:
        self._labels = labels
        self._words = sorted(
            ((word, name) for name, label in labels.items() for word in label.words),
            key=lambda pair: -len(pair[0]),
        )
        self._parts: list[tuple[str | None, Piece, Piece]] = []
        for piece in _mended(pieces, [w for w, _ in self._words]):
            self._parts += self._cut(piece)

    def _cut(self, piece: Piece) -> Iterable[tuple[str | None, Piece, Piece]]:
        """(field, label, rest) for each label in the piece; (None, piece, piece) without any."""
        marks = self._marks(piece.text)
        if not marks or marks[0][0] > 0:
            head = piece.part(0, marks[0][0]) if marks else piece
            yield None, head, head
        ends = [*(m[0] for m in marks[1:]), len(piece.text)]
        for (start, stop, name), end in zip(marks, ends, strict=False):
            yield name, piece.part(start, stop), piece.part(stop, end)

    def _marks(self, text: str) -> list[tuple[int, int, str]]:
        lead = _LEAD.match(text)
        begin = lead.end() if lead else 0
        first = self._first(text, begin) or (self._first(text, 0) if begin else None)
        marks = [first] if first else []
        at = first[1] if first else 1
        while at < len(text):
            for word, name in self._words:
                if self._labels[name].anywhere and text.startswith(word, at):
                    marks.append((at, at + len(word), name))
                    at += len(word)
                    break
            else:
                at += 1
        return marks

    def _first(self, text: str, at: int) -> tuple[int, int, str] | None:
        for word, name in self._words:
            if text.startswith(word, at) and (len(word) > 1 or text == word):
                return 0, at + len(word), name
        for word, name in self._words:
            same = text[at : at + len(word)]
            if len(word) >= 4 and Levenshtein.distance(same, word) == 1 and same[-1] == word[-1]:
                return 0, at + len(word), name
        return None

    def announced(self) -> Iterable[tuple[str, tuple[Piece, Piece]]]:
        for name, label, rest in self._parts:
            if name is not None:
                yield name, (label, rest)

    def value_of(self, name: str, parts: tuple[Piece, Piece]) -> Found | None:
        label, rest = parts
        row = [rest] if rest.text.strip(_BETWEEN) else []
        row += self._rightward(row[-1] if row else label, is_open=not row)
        if not row:
            return None
        value, last = list(row), row
        for _ in range(1, self._labels[name].lines):
            below = self._below(row[0], last, label)
            if not below:
                break
            value += below
            last = below
        found = Found.of(value)
        return found if found.text else None

    def _rightward(self, start: Piece, *, is_open: bool) -> list[Piece]:
        """What follows in the row, up to the next label; `is_open`: at any distance."""
        beside = sorted(
            (
                (name, piece)
                for name, piece, _ in self._parts
                if piece.left > start.left + 1
                and piece.left >= start.right - 0.6 * start.h
                and in_row(start, piece)
            ),
            key=lambda pair: pair[1].left,
        )
        row: list[Piece] = []
        edge = start.right
        for name, piece in beside:
            gap = piece.left - edge
            if name is not None or (gap > 2.5 * start.h and (row or not is_open)):
                break
            row.append(piece)
            edge = piece.right
        return row

    def _below(self, first: Piece, last: Sequence[Piece], label: Piece) -> list[Piece]:
        """The next line of the value: it begins where the value began."""
        base = last[0]
        for name, piece, _ in self._parts:
            drop = piece.y - base.y_at((piece.left + piece.right) / 2)
            if (
                name is None
                and piece.page == base.page
                and 0.6 * base.h < drop < 2.0 * base.h
                and abs(piece.left - first.left) < 1.6 * base.h
                and piece.left > label.left + 0.5 * label.h
                and not self._is_announced(piece, label)
            ):
                return [piece, *self._rightward(piece, is_open=False)]
        return []

    def _is_announced(self, piece: Piece, label: Piece) -> bool:
        """Whether a label of the same column stands before the piece in its row."""
        return any(
            name is not None
            and label.left - 2 * label.h < other.left < piece.left
            and in_row(other, piece)
            for name, other, _ in self._parts
        )


def _mended(pieces: Sequence[Piece], words: Sequence[str]) -> list[Piece]:
    """Labels spread out (名 称) and read as letters apart are put together again."""
    left, made = list(pieces), []
    while left:
        piece = left.pop(0)
        for other in left if len(piece.text) <= 2 else ():
            pair = sorted((piece, other), key=lambda p: p.left)
            if _spell(pair[0], pair[1], words):
                left.remove(other)
                left.insert(0, _joined(*pair))
                break
        else:
            made.append(piece)
    return made


def _spell(one: Piece, other: Piece, words: Sequence[str]) -> bool:
    """Whether the two, side by side, begin with a label that the first is only a part of."""
    if not -0.5 * one.h < other.left - one.right < 5 * one.h or not in_row(one, other):
        return False
    joined = one.text + other.text
    return any(joined.startswith(w) and len(one.text) < len(w) for w in words)


def _joined(one: Piece, other: Piece) -> Piece:
    x, y = min(one.box[0], other.box[0]), min(one.box[1], other.box[1])
    right = max(one.box[0] + one.box[2], other.box[0] + other.box[2])
    bottom = max(one.box[1] + one.box[3], other.box[1] + other.box[3])
    return replace(
        one,
        text=one.text + other.text,
        right=other.right,
        y=(one.y + other.y) / 2,
        confidence=min(one.confidence, other.confidence),
        box=(x, y, right - x, bottom - y),
    )
