"""The page reader (文字识读): what a file really is, and the text that stands on its pages.

Ground, because the knowledge base reads policy documents with it and pre-review reads what a
citizen hands in, and neither may know the other. Files from outside are opened in child processes
with limits; whatever is wrong with one is an `Unreadable` with a Chinese reason.
"""

from foundation.reading.kinds import KIND_NAMES, FileKind, is_lying, sniff
from foundation.reading.ocr import close_reader, read_page, read_page_async
from foundation.reading.pages import Box, Line, PageText, PdfPage, Unreadable
from foundation.reading.pdf import (
    PdfLimits,
    page_picture,
    read_ofd,
    read_pdf,
    read_pdf_async,
    render_pdf,
)

__all__ = [
    "KIND_NAMES",
    "Box",
    "FileKind",
    "Line",
    "PageText",
    "PdfLimits",
    "PdfPage",
    "Unreadable",
    "close_reader",
    "is_lying",
    "page_picture",
    "read_ofd",
    "read_page",
    "read_page_async",
    "read_pdf",
    "read_pdf_async",
    "render_pdf",
    "sniff",
]
