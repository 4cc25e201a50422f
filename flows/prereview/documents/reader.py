"""One file read: pages, kind, fields, marks and faults, as a `Reading` (ADR 26).

Blocks for seconds; recognisers run in children (`foundation.reading`), never in this process.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.prereview.documents.classify import classify
from flows.prereview.documents.kinds import READERS, Document, id_card
from flows.prereview.documents.layout import Piece, pieces_of
from flows.prereview.documents.marks import seals_of
from flows.prereview.documents.pages import Page, ReadPicture, pages_of
from flows.prereview.documents.portrait import portrait_of
from flows.prereview.documents.quality import faults_of
from flows.prereview.documents.signatures import signatures_of
from flows.prereview.readings import DocumentKind, Mark, PageQuality, ReadField, Reading
from foundation.logging import logger
from foundation.reading import FileKind, Unreadable, read_page

VERSION = "2026-11-27.5"
"""Of the reader: whatever reads anything differently has a new one, and files are read again."""
MAX_TEXT = 20_000
MAX_LETTERS_OF_PORTRAIT = 8

log = logger("prereview")


@dataclass(frozen=True)
class _Seen:
    """What one page's picture shows."""

    quality: PageQuality
    marks: list[Mark]


def read_document(
    file_id: str, content: bytes, kind: FileKind, read_picture: ReadPicture = read_page
) -> Reading:
    """What stands on a file that passed intake; what fails is told in `error`, never raised.

    Args:
        read_picture: reads one page's picture; another one than the recogniser pool for trials.
    """
    try:
        pages = pages_of(content, kind, read_picture)
        return _reading(file_id, pages)
    except Unreadable as refusal:
        return Reading(file_id=file_id, reader=VERSION, error=str(refusal))
    except Exception as error:  # a fault of ours is inconclusive for the citizen, loud for us
        where = traceback.extract_tb(error.__traceback__)[-1]  # never its values: personal data
        place = f"{Path(where.filename).name}:{where.lineno}"
        log.error("reading_failed", kind=kind.value, error=type(error).__name__, place=place)
        return Reading(file_id=file_id, reader=VERSION, error="识读时出错，将由工作人员查看")


async def read_document_async(file_id: str, content: bytes, kind: FileKind) -> Reading:
    """As `read_document`, without holding the event loop."""
    return await asyncio.to_thread(read_document, file_id, content, kind)


def _reading(file_id: str, pages: Sequence[Page]) -> Reading:
    pieces = [pieces_of(page.text, page.number) for page in pages]
    document = Document([piece for part in pieces for piece in part])
    seen = [_look(page, part) for page, part in zip(pages, pieces, strict=True)]
    kind, sure = classify(document)
    fields = READERS[kind](document) if kind in READERS else {}
    if kind is DocumentKind.OTHER and (photo := _portrait(pages, document)):
        kind, sure, fields = DocumentKind.PHOTO, 0.9, photo
    return Reading(
        file_id=file_id,
        reader=VERSION,
        kind=kind,
        kind_confidence=sure,
        sides=id_card.sides(document, fields) if kind is DocumentKind.ID_CARD else (),
        pages=tuple(s.quality for s in seen),
        fields=fields,
        marks=tuple(mark for s in seen for mark in s.marks),
        text="\n".join(page.text.text for page in pages)[:MAX_TEXT],
    )


def _look(page: Page, pieces: Sequence[Piece]) -> _Seen:
    width, height = round(page.text.width), round(page.text.height)
    if page.picture is None:
        return _Seen(PageQuality(page=page.number, width=width, height=height), [])
    faults = faults_of(page.picture, [p.box for p in pieces]) if page.is_photo else {}
    quality = PageQuality(
        page=page.number, width=width, height=height, rotated=page.text.turn, faults=faults
    )
    marks = seals_of(page.picture, page.number, page.stamps)
    marks += signatures_of(page.picture, pieces, page.number, has_layer=not page.is_photo)
    return _Seen(quality, marks)


def _portrait(pages: Sequence[Page], document: Document) -> dict[str, ReadField] | None:
    """Background and size of a portrait, when the one page is one."""
    letters = sum(len(piece.text) for piece in document.pieces)
    picture = pages[0].picture if len(pages) == 1 else None
    if picture is None or letters > MAX_LETTERS_OF_PORTRAIT:
        return None
    found = portrait_of(picture)
    if found is None:
        return None
    colour, box = found
    size = f"{round(pages[0].text.width)}×{round(pages[0].text.height)}"
    return {
        "background": ReadField(value=colour, confidence=0.9, page=1, box=None),
        "size": ReadField(value=size, confidence=1.0, page=1, box=None),
        "portrait": ReadField(value="有", confidence=0.8, page=1, box=box),
    }
