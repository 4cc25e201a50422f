"""The file store: bytes under owner and SHA-256, encrypted at rest, written whole or not at all.

An owner (a case number, a citizen's vault) shares its bytes with nobody, so that removing them is
its own affair. Where they lie is a setting (`foundation/file_stores.py`). All calls block.
"""

from __future__ import annotations

import hashlib

from foundation import crypto
from foundation.file_stores import file_store


def _key(owner: str, sha256: str) -> str:
    return f"{sha256[:2]}/{owner}-{sha256}"


def sha256_of(content: bytes) -> str:
    """The name of the bytes (hex)."""
    return hashlib.sha256(content).hexdigest()


def put(owner: str, content: bytes) -> str:
    """Store the bytes; returns their SHA-256. Storing the same bytes again is free.

    Raises: StoreAway, as all calls here.
    """
    sha256 = sha256_of(content)
    store, key = file_store(), _key(owner, sha256)
    if not store.has(key):
        store.put(key, crypto.encrypt(content))
    return sha256


def get(owner: str, sha256: str) -> bytes:
    """Raises: FileNotFoundError, crypto.CiphertextInvalid."""
    return crypto.decrypt(file_store().get(_key(owner, sha256)))


def remove(owner: str, sha256: str) -> None:
    """Bytes that are gone already are no error."""
    file_store().remove(_key(owner, sha256))
