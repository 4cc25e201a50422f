"""Stamps: how a step of preparation knows that its work is already done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_NOT_SOURCE = frozenset({"node_modules", "dist", "unpackage", "__pycache__", "tests"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """Work is done when the stamp holds the inputs' fingerprint and the outputs stand.

    A stamp lies beside or inside what it describes, so that deleting the one deletes the other.
    """

    path: Path
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...] = ()
    words: tuple[str, ...] = ()
    """Inputs that are no files: a version, an address."""

    def is_current(self) -> bool:
        if not self.path.is_file() or not all(output.exists() for output in self.outputs):
            return False
        return self.path.read_text() == self.fingerprint()

    def set(self, made_from: str) -> None:
        """Work is done that was begun when the inputs' fingerprint was `made_from`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(made_from)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def fingerprint(self) -> str:
        return fingerprint(self.inputs, self.words)


def fingerprint(inputs: Iterable[Path], words: Iterable[str] = ()) -> str:
    """SHA-256 over the names and contents of files and, below folders, of all source files."""
    digest = hashlib.sha256("\0".join(words).encode())
    for given in inputs:
        for path in _files(given):
            digest.update(f"\0{path.relative_to(given.parent)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if child.name not in _NOT_SOURCE:
                yield from _files(child)
