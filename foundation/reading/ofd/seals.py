"""Electronic seals of an OFD: where they are pressed, and the picture their maker put into them.

A seal (GB/T 38540, GM/T 0031) is ASN.1 and holds its picture as type (IA5String), bytes (OCTET
STRING), width and height. Nothing here proves a signature: what is shown is what a print shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.reading.ofd.geometry import Area, area_of
from foundation.reading.ofd.package import (
    MAX_DEPTH,
    Element,
    OfdBroken,
    Package,
    beside,
    child,
    children,
    text_of,
)

_SEQUENCE, _OCTETS, _IA5, _UTF8 = 0x30, 0x04, 0x16, 0x0C
_CONSTRUCTED = 0x20
_PICTURES = (b"png", b"jpg", b"jpeg", b"bmp", b"gif", b"ofd")


@dataclass(frozen=True)
class Stamp:
    """A seal on one page; `picture` is None where its maker left none that can be read."""

    box: Area
    clip: Area | None
    kind: str
    picture: bytes | None


def stamps_of(package: Package, body: Element) -> dict[str, list[Stamp]]:
    """Seals by the page's ID; a signature that cannot be opened presses none."""
    found: dict[str, list[Stamp]] = {}
    listed = text_of(child(body, "Signatures"))
    if not listed:
        return found
    path = beside("OFD.xml", listed)
    try:
        signatures = children(package.xml(path), "Signature")
    except OfdBroken:
        return found
    for signature in signatures:
        try:
            place = beside(path, signature.get("BaseLoc"))
            for page, stamp in _pressed(package, place):
                found.setdefault(page, []).append(stamp)
        except OfdBroken:
            continue
    return found


def _pressed(package: Package, place: str) -> Iterator[tuple[str, Stamp]]:
    root = package.xml(place)
    info = child(root, "SignedInfo")
    if info is None:
        return
    seal = child(info, "Seal")
    sources = [text_of(child(seal, "BaseLoc")) if seal is not None else ""]
    sources.append(text_of(child(root, "SignedValue")))
    kind, picture = _picture(package, [beside(place, s) for s in sources if s])
    for mark in children(info, "StampAnnot"):
        box = area_of(mark.get("Boundary"))
        if box is not None:
            clip = area_of(mark.get("Clip"))
            yield mark.get("PageRef") or "", Stamp(box, clip, kind, picture)


def _picture(package: Package, places: list[str]) -> tuple[str, bytes | None]:
    for place in places:
        try:
            found = picture_in(package.read(place))
        except OfdBroken:
            continue
        if found is not None:
            return found
    return "", None


def picture_in(der: bytes, depth: int = MAX_DEPTH) -> tuple[str, bytes] | None:
    """Type and bytes of the first picture in an ASN.1 structure."""
    for tag, body in _parts(der):
        if tag == _SEQUENCE:
            inside = list(_parts(body))
            if len(inside) >= 2 and inside[0][0] in (_IA5, _UTF8) and inside[1][0] == _OCTETS:
                kind = inside[0][1].lower().lstrip(b".")
                if kind in _PICTURES:
                    return kind.decode(), inside[1][1]
    for tag, body in _parts(der):
        if depth and tag & _CONSTRUCTED and (deeper := picture_in(body, depth - 1)):
            return deeper
    return None


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of what stands beside each other; what breaks the form ends it."""
    at = 0
    while at + 2 <= len(der):
        tag, length = der[at], der[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(der[at : at + count], "big")
            at += count
            if not 0 < count <= 4:
                return
        if at + length > len(der):
            return
        yield tag, der[at : at + length]
        at += length
