"""What the modules of the kinds have in common: a document's text in, named fields out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from flows.prereview.documents import values
from flows.prereview.documents.layout import Found, Label, Piece, labelled
from flows.prereview.documents.running import RunningText
from flows.prereview.readings import ReadField

Fields = dict[str, ReadField]


@dataclass(frozen=True)
class Document:
    """All pieces of all pages, from top to bottom."""

    pieces: Sequence[Piece]

    @cached_property
    def running(self) -> RunningText:
        return RunningText(self.pieces)

    def labelled(self, labels: dict[str, Label]) -> dict[str, Found]:
        return labelled(self.pieces, labels)

    def find(self, pattern: re.Pattern[str]) -> Found | None:
        return self.running.find(pattern)


def as_field(found: Found, value: str | None = None, share: float = 1.0) -> ReadField:
    """The field as it was found, or as its plain value; `share` lowers the confidence."""
    return ReadField(
        value=found.text if value is None else value,
        confidence=round(min(1.0, found.confidence * share), 3),
        page=found.page,
        box=found.box,
    )


def plain(found: Found | None, convert: Callable[[str], str | None]) -> ReadField | None:
    """The field with its converted value; None where there is none."""
    if found is None:
        return None
    value = convert(found.text)
    return as_field(found, value) if value else None


def only(**fields: ReadField | None) -> Fields:
    """The fields that were found."""
    return {name: field for name, field in fields.items() if field is not None}


def text_field(found: Found | None) -> ReadField | None:
    return as_field(found) if found else None


def name_field(found: Found | None) -> ReadField | None:
    """A person's or firm's name: what follows a bracket of advice or a blank line is not it."""
    if found is None:
        return None
    value = re.sub(r"[_：:。，,]+$", "", re.split(r"[_]|身份证|（签|（盖|电话", found.text)[0])
    return as_field(found, value) if value else None


def code_field(
    document: Document,
    found: Found | None,
    read: Callable[[str], tuple[str, float] | None],
    pattern: re.Pattern[str],
) -> ReadField | None:
    """A code beside its label; else the only place of the document where one stands."""
    for place in (found, document.find(pattern)):
        code = read(place.text) if place else None
        if place and code:
            return as_field(place, *code)
    return as_field(found, found.text.upper(), values.UNPROVED) if found else None


def id_number_field(document: Document, found: Found | None) -> ReadField | None:
    return code_field(document, found, values.resident_id, _RESIDENT)


def credit_code_field(document: Document, found: Found | None) -> ReadField | None:
    return code_field(document, found, values.credit_code, _CREDIT)


_RESIDENT = re.compile(r"(?<![0-9A-Z])(?P<value>[1-9]\d{16}[0-9X])(?![0-9A-Z])")
_CREDIT = re.compile(r"(?<![0-9A-Z])(?P<value>[159NY][0-9A-Z]{17})(?![0-9A-Z])")


def lowest_date(document: Document) -> ReadField | None:
    """The date that stands lowest on the last page with hardly a word beside it."""
    for piece in reversed(document.pieces):
        day = values.first_date(piece.text)
        if day and len(piece.text) <= 16:
            return as_field(Found.of([piece]), day)
    return None
