"""In the child: a PDF is opened, counted, looked through for what would run, and drawn once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from foundation.intake.limits import THUMBNAIL_SIDE, IntakeLimits
from foundation.intake.pictures import thumbnail_of
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import FileKind

MAX_OBJECTS = 50_000
_BLANK = b" \t\r\n\f\x00\x1a"
_ACTIONS = {
    "/JavaScript": "脚本",
    "/Launch": "启动程序的命令",
    "/ImportData": "导入数据的命令",
    "/RichMedia": "多媒体",
}
ATTACHED = "PDF里带有附件，工作人员只看页面，不看附件"


def open_pdf(content: bytes, limits: IntakeLimits) -> Taken:
    """The PDF as it came. Raises: Refusal where it is locked, too long, not whole, or would run."""
    _must_be_one_whole_file(content)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise Refusal("locked" if "password" in str(error).lower() else "damaged") from error
    count = len(document)
    if count == 0:
        raise Refusal("no_pages")
    if count > limits.pages:
        raise Refusal("pages", count=count, limit=limits.pages)
    if what := _what_would_run(content):
        raise Refusal("active", what=what)
    notes = [ATTACHED] if raw.FPDFDoc_GetAttachmentCount(document) else []
    return Taken(FileKind.PDF, pages=count, thumbnail=_draw_first(document), notes=notes)


def _must_be_one_whole_file(content: bytes) -> None:
    """Head and end are the PDF's own: another format before, behind or within the end is a trick
    that shows one reader this and another reader that."""
    if not content.lstrip(b"\xef\xbb\xbf" + _BLANK).startswith(b"%PDF-"):
        raise Refusal("mixed")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refusal("mixed")
    _, mark, tail = content.rpartition(b"%%EOF")
    if not mark:
        raise Refusal("cut_off")
    if tail.strip(_BLANK):
        raise Refusal("mixed" if tail.strip(_BLANK)[:1] in b"<P\xff\x89G{" else "cut_off")


def _draw_first(document: pdfium.PdfDocument) -> bytes:
    try:
        page = document[0]
        width, height = page.get_size()
        image = page.render(scale=THUMBNAIL_SIDE / max(width, height, 1.0)).to_pil()
    except (pdfium.PdfiumError, ValueError) as error:
        raise Refusal("damaged") from error
    return thumbnail_of(image.convert("RGB"))


def _what_would_run(content: bytes) -> str | None:
    """Name of the first script or command among all objects, reachable or not."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            reader.decrypt("")
        numbers = [(n, g) for g, table in reader.xref.items() for n in table]
        numbers += [(n, 0) for n in reader.xref_objStm]
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it to
        raise Refusal("damaged") from error
    if len(numbers) > MAX_OBJECTS:
        raise Refusal("costs")
    for number, generation in numbers:
        try:
            thing = reader.get_object(IndirectObject(number, generation, reader))
        except Exception:  # an object that cannot be read cannot run either
            continue
        for dictionary in _dictionaries(thing):
            if found := _runs(dictionary):
                return found
    return None


def _runs(dictionary: DictionaryObject) -> str | None:
    if "/JS" in dictionary:
        return _ACTIONS["/JavaScript"]
    if "/XFA" in dictionary:
        return "动态表单"
    for key in ("/S", "/Subtype"):
        name = dictionary.get(key)
        if isinstance(name, str) and name in _ACTIONS:
            return _ACTIONS[name]
    return None


def _dictionaries(thing: Any) -> Iterator[DictionaryObject]:
    """The object's own dictionaries; other objects it refers to are looked at in their turn."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, DictionaryObject):
            yield current
            waiting += [v for v in dict.values(current) if not isinstance(v, IndirectObject)]
        elif isinstance(current, ArrayObject):
            waiting += [v for v in list.__iter__(current) if not isinstance(v, IndirectObject)]
