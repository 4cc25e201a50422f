"""What pages of an OFD refer to by number: fonts, pictures, colour spaces, drawing parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from foundation.reading.ofd.package import (
    Element,
    OfdBroken,
    Package,
    beside,
    children,
    kind_of,
    text_of,
)


@dataclass
class Resources:
    """Elements by their ID; `places` tells where a file that one names lies."""

    package: Package
    by_id: dict[str, Element] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def take_in(self, path: str) -> None:
        """A resource file; one that is missing or broken leaves what names it undrawn."""
        try:
            root = self.package.xml(path)
        except OfdBroken:
            return
        base = beside(path, (root.get("BaseLoc") or ".") + "/_")
        for group in root:
            for one in group if kind_of(group) else ():
                if kind_of(one) and (number := one.get("ID")):
                    self.by_id[number] = one
                    self._place(number, one, base, path)

    def _place(self, number: str, one: Element, base: str, path: str) -> None:
        for name in ("MediaFile", "FontFile"):
            for file in children(one, name):
                said = beside(base, text_of(file))
                self.places[number] = (
                    said if self.package.has(said) else beside(path, text_of(file))
                )

    def find(self, number: str | None, kind: str) -> Element | None:
        found = self.by_id.get(number or "")
        return found if found is not None and kind_of(found) == kind else None

    def file_of(self, number: str | None) -> bytes | None:
        """The bytes of a picture or font, if they are in the package."""
        place = self.places.get(number or "")
        try:
            return self.package.read(place) if place else None
        except OfdBroken:
            return None
