"""The papers a citizen hands in: real PDF and JPEG files, and a zip that calls itself a PDF."""

from __future__ import annotations

import io
import zipfile

from PIL import Image, ImageDraw
from playwright.async_api import FilePayload
from reportlab.pdfgen.canvas import Canvas


def pdf(name: str) -> FilePayload:
    """A letter of one page."""
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.drawString(72, 760, "Tianhe District, Guangzhou")
    canvas.drawString(72, 730, name)
    canvas.showPage()
    canvas.save()
    return {"name": name, "mimeType": "application/pdf", "buffer": content.getvalue()}


def photo(name: str) -> FilePayload:
    """A photograph of a paper, large enough to read."""
    picture = Image.new("RGB", (1200, 900), "#d8cdb8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, 1110, 830), fill="#fffdf6", outline="#8c2f22", width=6)
    draw.text((150, 140), name, fill="#333333", font_size=48)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def zip_named_pdf(name: str) -> FilePayload:
    """A zip archive under the name of a PDF, as a hurried person sends it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("scan.txt", "not a document")
    return {"name": name, "mimeType": "application/pdf", "buffer": content.getvalue()}
