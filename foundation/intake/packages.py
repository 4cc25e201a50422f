"""In the child: OFD (GB/T 33190) and DOCX, both zips of XML, opened for their text and pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from foundation.intake.archives import Package
from foundation.intake.limits import IntakeLimits
from foundation.intake.taken import Refusal, Taken
from foundation.reading.kinds import FileKind

MAX_TEXT = 200_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUNS_BY_ITSELF = re.compile(r"\bDDE(AUTO)?\b")
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".jb2")
EMBEDDED = "Word文档里嵌有别的文件，工作人员只看正文"


def open_ofd(content: bytes, limits: IntakeLimits) -> Taken:
    """The OFD as it came, with the text of its pages in order. Raises: Refusal."""
    package = Package(content, limits)
    pages = list(_page_paths(package))
    if not pages:
        raise Refusal("no_pages")
    if len(pages) > limits.pages:
        raise Refusal("pages", count=len(pages), limit=limits.pages)
    texts = []
    for path in pages:
        codes = [e.text or "" for e in _parse(package, path).iter("{*}TextCode")]
        texts.append("\n".join(filter(None, codes)))
    notes = []
    if not any(texts) and any(n.lower().endswith(_PICTURES) for n in package.names):
        notes.append("OFD的页面是图片，文字要看图辨认")
    return Taken(FileKind.OFD, pages=len(pages), text="\f".join(texts)[:MAX_TEXT], notes=notes)


def _page_paths(package: Package) -> Iterator[str]:
    """Content files of all pages: OFD.xml names documents, each names its pages."""
    for root in _parse(package, "OFD.xml").iter("{*}DocRoot"):
        document = (root.text or "").strip().lstrip("/")
        for page in _parse(package, document).iter("{*}Page"):
            location = (page.get("BaseLoc") or "").strip()
            if location.startswith("/"):
                yield location.lstrip("/")
            elif location:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(document), location))


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
