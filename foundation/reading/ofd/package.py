"""The zip of an OFD: its entries within limits, its XML without entities, its paths."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

MAX_ENTRY, MAX_ALL = 40 << 20, 160 << 20
MAX_DEPTH = 12
"""How deep blocks, templates and composite units may lie in each other."""
Element = Any
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class OfdBroken(Exception):
    """What is in the package does not hold together: it cannot be opened."""


class Package:
    """Entries by path. Raises (also in its methods): OfdBroken."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise OfdBroken from error
        self._left = MAX_ALL
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def has(self, path: str) -> bool:
        return path.lower() in self._names

    def read(self, path: str) -> bytes:
        """An entry, counted while it streams; names differ in case between some writers."""
        name = self._names.get(path.lower())
        most = min(MAX_ENTRY, self._left)
        if name is None:
            raise OfdBroken
        try:
            with self._archive.open(name) as stream:
                content = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise OfdBroken from error
        if len(content) > most:
            raise OfdBroken
        self._left -= len(content)
        return content

    def xml(self, path: str) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self.read(path), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise OfdBroken from error
        if root.getroottree().docinfo.doctype:
            raise OfdBroken
        return root


def beside(path: str, location: str | None) -> str:
    """Where a location written in the entry `path` points; from the root with a leading slash."""
    said = (location or "").strip().replace("\\", "/")
    if said.startswith("/"):
        return posixpath.normpath(said.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), said))


def child(element: Element, name: str) -> Element | None:
    return element.find(f"{{*}}{name}")


def children(element: Element, name: str) -> list[Element]:
    return list(element.findall(f"{{*}}{name}"))


def kind_of(element: Element) -> str:
    """The name of an element without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def numbers(text: str | None) -> list[float]:
    return [float(found) for found in _NUMBER.findall(text or "")]


def number(text: str | None, default: float) -> float:
    found = numbers(text)
    return found[0] if found else default


def is_true(text: str | None, default: bool) -> bool:
    return default if text is None else text.strip().lower() in ("true", "1")
