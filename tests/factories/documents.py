"""Files as citizens upload them: whole, wrong, and broken."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas


@cache
def pdf(text: str = "application", pages: int = 1) -> bytes:
    """A PDF with that text on every page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for _ in range(pages):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def locked_pdf() -> bytes:
    """A PDF that opens only with a password."""
    writer = PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@cache
def photo(width: int = 800, height: int = 600, kind: str = "JPEG", colour: str = "white") -> bytes:
    """A picture of that size, JPEG or PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


@cache
def archive() -> bytes:
    """A zip, as it is renamed to .pdf."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("申请书.txt", "not a PDF")
    return buffer.getvalue()


@cache
def word_document() -> bytes:
    """The least a Word file is recognised by."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()
