"""In the child: OFD (GB/T 33190) and DOCX, both zips of XML, opened for their text and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from lxml import etree
from PIL import Image

from foundation.intake.archives import Package
from foundation.intake.limits import THUMBNAIL_SIDE, IntakeLimits
from foundation.intake.pictures import thumbnail_of
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import FileKind
from foundation.reading.ofd.document import page_paths, sheets_of
from foundation.reading.ofd.drawing import Drawn, draw
from foundation.reading.ofd.glyphs import Fonts
from foundation.reading.ofd.package import OfdBroken
from foundation.reading.ofd.package import Package as OfdPackage

MAX_TEXT = 200_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUNS_BY_ITSELF = re.compile(r"\bDDE(AUTO)?\b")
PICTURES = "OFD的页面是图片，文字由机器识读"
UNDRAWN = "OFD里有的图片格式打不开，工作人员可能看不到；请另存为PDF后再上传"
EMBEDDED = "Word文档里嵌有别的文件，工作人员只看正文"


def open_ofd(content: bytes, limits: IntakeLimits) -> Taken:
    """The OFD as it came, with the text of its pages and its first page small. Raises: Refusal."""
    Package(content, limits)  # what the zip says of itself is proved before anything is opened
    try:
        package = OfdPackage(content)
        count = len(page_paths(package))
        if not count:
            raise Refusal("no_pages")
        if count > limits.pages:
            raise Refusal("pages", count=count, limit=limits.pages)
        drawn = list(_drawn(package))
    except (OfdBroken, RecursionError, pdfium.PdfiumError) as error:
        raise Refusal("damaged") from error
    texts = ["\n".join(str(text) for text, *_ in page.lines) for page, _ in drawn]
    notes = []
    if not any(texts) and any(page.pictures for page, _ in drawn):
        notes.append(PICTURES)
    if any(page.undrawn for page, _ in drawn):
        notes.append(UNDRAWN)
    text = "\f".join(texts)[:MAX_TEXT]
    return Taken(FileKind.OFD, None, count, drawn[0][1], text, notes)


def _drawn(package: OfdPackage) -> Iterator[tuple[Drawn, bytes]]:
    """Every page, the first with its thumbnail; nothing large is held on to."""
    fonts = Fonts()
    for number, sheet in enumerate(sheets_of(package)):
        page = draw(sheet, fonts, with_pictures=not number)
        small = b"" if number else thumbnail_of(_painted(page.pdf))
        page.pdf = b""
        yield page, small


def _painted(page: bytes) -> Image.Image:
    with pdfium.PdfDocument(page) as document:
        size = document[0].get_size()
        scale = THUMBNAIL_SIDE / max(*size, 1.0)
        image: Image.Image = document[0].render(scale=scale).to_pil().convert("RGB")
    return image


def open_docx(content: bytes, limits: IntakeLimits) -> Taken:
    """The document as it came, with its text. Raises: Refusal for macros and foreign templates."""
    package = Package(content, limits)
    names = package.names
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refusal("macro")
    if _has_foreign_template(package):
        raise Refusal("macro")
    body = _parse(package, "word/document.xml")
    if any(_RUNS_BY_ITSELF.search(e.text or "") for e in body.iter(f"{_WORD}instrText")):
        raise Refusal("macro")
    lines = ("".join(t.text or "" for t in p.iter(f"{_WORD}t")) for p in body.iter(f"{_WORD}p"))
    text = "\n".join(filter(None, lines))[:MAX_TEXT]
    embedded = any(name.startswith(("word/embeddings/", "word/activeX/")) for name in names)
    return Taken(FileKind.DOCX, text=text, notes=[EMBEDDED] if embedded else [])


def _has_foreign_template(package: Package) -> bool:
    """A template fetched from elsewhere when the document opens can bring macros with it."""
    path = "word/_rels/settings.xml.rels"
    if path not in package:
        return False
    relations = _parse(package, path).iter("{*}Relationship")
    return any(
        r.get("TargetMode") == "External" and str(r.get("Type")).endswith("/attachedTemplate")
        for r in relations
    )


def _parse(package: Package, path: str) -> Any:
    """The root of an XML entry; no entities, no network. Raises: Refusal."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(package.read(path), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("damaged") from error
    if root.getroottree().docinfo.doctype:
        raise Refusal("damaged")
    return root
