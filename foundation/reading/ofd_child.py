"""The child that opens an OFD: reads it from standard input, answers a frame a page."""

from __future__ import annotations

import json
import sys

import pypdfium2 as pdfium

from foundation.reading.child import Header, limit, write_frame
from foundation.reading.ofd.document import Sheet, page_paths, sheets_of
from foundation.reading.ofd.drawing import draw
from foundation.reading.ofd.glyphs import Fonts
from foundation.reading.ofd.package import OfdBroken, Package
from foundation.reading.pdf_child import MANY_PATHS, MIN_LAYER_CHARACTERS, drawn


def main() -> None:
    arguments = json.loads(sys.argv[1])
    limit(arguments["memory_bytes"], arguments["cpu_seconds"])
    answers = sys.stdout.buffer
    try:
        package = Package(sys.stdin.buffer.read())
        count = len(page_paths(package))
        write_frame(answers, {"pages": count} if count else {"refused": "empty"})
        if not 0 < count <= arguments["pages"]:
            return
        fonts = Fonts()
        for number, sheet in enumerate(sheets_of(package), 1):
            if arguments["only"] in (0, number):
                write_frame(answers, *_read(sheet, fonts, arguments))
    except (MemoryError, RecursionError):
        write_frame(answers, {"refused": "memory"})
    except (OfdBroken, pdfium.PdfiumError):
        write_frame(answers, {"refused": "damaged"})


def _read(sheet: Sheet, fonts: Fonts, arguments: Header) -> tuple[Header, bytes]:
    page = draw(sheet, fonts)
    length = sum(len(str(text)) for text, *_ in page.lines)
    shows_pictures = bool(page.pictures or page.undrawn or page.paths > MANY_PATHS)
    scanned = length < MIN_LAYER_CHARACTERS and shows_pictures
    wanted = arguments["pictures"]
    picture = b""
    if wanted == "all" or (wanted == "scanned" and scanned):
        with pdfium.PdfDocument(page.pdf) as document:
            picture = drawn(document[0], page.width, page.height, arguments)
    header = {
        "lines": page.lines,
        "width": page.width,
        "height": page.height,
        "scanned": scanned,
        "stamps": page.stamps,
        "undrawn": page.undrawn,
    }
    return header, picture


if __name__ == "__main__":
    main()
