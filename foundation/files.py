"""The file store: bytes under their SHA-256, encrypted at rest, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from foundation import crypto
from foundation.settings import settings


def _path(sha256: str) -> Path:
    return settings().data_dir / "files" / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Store the bytes; returns their SHA-256 (hex). Storing the same bytes again is free."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with part.open("wb") as file:
            file.write(crypto.encrypt(content))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    return sha256


def get(sha256: str) -> bytes:
    """Raises: FileNotFoundError, crypto.CiphertextInvalid."""
    return crypto.decrypt(_path(sha256).read_bytes())


def remove(sha256: str) -> None:
    _path(sha256).unlink(missing_ok=True)
