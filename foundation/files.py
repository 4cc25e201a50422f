"""The file store: bytes under owner and SHA-256, encrypted at rest, written whole or not at all.

An owner (a case number) shares its bytes with nobody, so that removing them is its own affair.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from foundation import crypto
from foundation.settings import settings


def _path(owner: str, sha256: str) -> Path:
    return settings().data_dir / "files" / sha256[:2] / f"{owner}-{sha256}"


def sha256_of(content: bytes) -> str:
    """The name of the bytes (hex)."""
    return hashlib.sha256(content).hexdigest()


def put(owner: str, content: bytes) -> str:
    """Store the bytes; returns their SHA-256. Storing the same bytes again is free."""
    sha256 = sha256_of(content)
    path = _path(owner, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with part.open("wb") as file:
            file.write(crypto.encrypt(content))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    return sha256


def get(owner: str, sha256: str) -> bytes:
    """Raises: FileNotFoundError, crypto.CiphertextInvalid."""
    return crypto.decrypt(_path(owner, sha256).read_bytes())


def remove(owner: str, sha256: str) -> None:
    """Bytes that are gone already are no error."""
    _path(owner, sha256).unlink(missing_ok=True)
