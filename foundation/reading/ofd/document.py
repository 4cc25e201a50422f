"""The pages of an OFD: what is painted on each, from which layer, template or note, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from foundation.reading.ofd.geometry import Area, area_of
from foundation.reading.ofd.package import (
    Element,
    OfdBroken,
    Package,
    beside,
    child,
    children,
    text_of,
)
from foundation.reading.ofd.resources import Resources
from foundation.reading.ofd.seals import Stamp, stamps_of

A4: Area = (0.0, 0.0, 210.0, 297.0)
MAX_SIDE = 5_000.0
"""Millimetres; a larger page is a mistake or a bomb."""
_ORDER = {"Background": 0, "Body": 1, "Foreground": 2}


@dataclass(frozen=True)
class Sheet:
    """One page: its paper in millimetres, the blocks painted on it from the lowest, its seals."""

    area: Area
    blocks: tuple[Element, ...]
    stamps: tuple[Stamp, ...]
    resources: Resources


@dataclass
class _Document:
    path: str
    root: Element
    resources: Resources
    area: Area
    templates: dict[str, str] = field(default_factory=dict)


def page_paths(package: Package) -> list[str]:
    """The entries that hold pages, in order. Raises: OfdBroken."""
    return [path for document in _documents(package) for _, path in _pages(document)]


def sheets_of(package: Package) -> Iterator[Sheet]:
    """Every page. Raises: OfdBroken."""
    for body, path in _bodies(package):
        document = _open(package, path)
        notes = _notes(package, document)
        stamps = stamps_of(package, body)
        for number, place in _pages(document):
            root = package.xml(place)
            yield _sheet(document, place, root, notes.get(number, []), stamps.get(number, []))


def _bodies(package: Package) -> Iterator[tuple[Element, str]]:
    for body in children(package.xml("OFD.xml"), "DocBody"):
        if root := text_of(child(body, "DocRoot")):
            yield body, beside("OFD.xml", root)


def _documents(package: Package) -> Iterator[_Document]:
    for _, path in _bodies(package):
        yield _Document(path, package.xml(path), Resources(package), A4)


def _open(package: Package, path: str) -> _Document:
    root = package.xml(path)
    common = child(root, "CommonData")
    document = _Document(path, root, Resources(package), A4)
    if common is None:
        return document
    for name in ("PublicRes", "DocumentRes"):
        for found in children(common, name):
            document.resources.take_in(beside(path, text_of(found)))
    document.area = _paper(child(common, "PageArea")) or A4
    for template in children(common, "TemplatePage"):
        place = beside(path, template.get("BaseLoc"))
        document.templates[template.get("ID") or ""] = place
    return document


def _pages(document: _Document) -> list[tuple[str, str]]:
    """Number (ID) and entry of every page."""
    pages = child(document.root, "Pages")
    found = children(pages, "Page") if pages is not None else []
    return [
        (p.get("ID") or "", beside(document.path, p.get("BaseLoc")))
        for p in found
        if p.get("BaseLoc")
    ]


def _sheet(
    document: _Document, place: str, root: Element, notes: list[Element], stamps: list[Stamp]
) -> Sheet:
    resources = document.resources
    area = _paper(child(root, "Area"))
    below: list[Element] = []
    above: list[Element] = []
    for use in children(root, "Template"):
        path = document.templates.get(use.get("TemplateID") or "")
        if path is None:
            continue
        template = resources.package.xml(path)
        area = area or _paper(child(template, "Area"))
        resources = _with_own(resources, path, template)
        (above if use.get("ZOrder") == "Foreground" else below).extend(_layers(template))
    resources = _with_own(resources, place, root)
    blocks = (*below, *_layers(root), *above, *notes)
    return Sheet(area or document.area, blocks, tuple(stamps), resources)


def _with_own(resources: Resources, place: str, root: Element) -> Resources:
    """The document's resources and those a page or template brings itself."""
    own = children(root, "PageRes")
    if not own:
        return resources
    more = replace(resources, by_id={**resources.by_id}, places={**resources.places})
    for found in own:
        more.take_in(beside(place, text_of(found)))
    return more


def _layers(root: Element) -> list[Element]:
    content = child(root, "Content")
    layers = children(content, "Layer") if content is not None else []
    return sorted(layers, key=lambda layer: _ORDER.get(layer.get("Type") or "Body", 1))


def _paper(area: Element | None) -> Area | None:
    """The physical box of a page area. Raises: OfdBroken for a page of no or absurd size."""
    box = area_of(text_of(child(area, "PhysicalBox"))) if area is not None else None
    if box is not None and not (0 < box[2] <= MAX_SIDE and 0 < box[3] <= MAX_SIDE):
        raise OfdBroken
    return box


def _notes(package: Package, document: _Document) -> dict[str, list[Element]]:
    """What annotations paint, by page: stamps of offices, marks, handwriting on tablets."""
    found: dict[str, list[Element]] = {}
    listed = child(document.root, "Annotations")
    if listed is None:
        return found
    path = beside(document.path, text_of(listed))
    try:
        for page in children(package.xml(path), "Page"):
            place = beside(path, text_of(child(page, "FileLoc")))
            for note in children(package.xml(place), "Annot"):
                appearance = child(note, "Appearance")
                if note.get("Visible", "true").lower() != "false" and appearance is not None:
                    found.setdefault(page.get("PageID") or "", []).append(appearance)
    except OfdBroken:
        return found
    return found
