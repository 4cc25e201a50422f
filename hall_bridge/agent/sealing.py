"""Shut for the server: whoever takes this computer's disk reads nothing of what people gave.

X25519 with a key of one use, HKDF-SHA256, AES-256-GCM (RFC 7748, RFC 5869); opened by
`foundation.crypto.unseal`.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LABEL = b"tianhe-sealed-1"


def seal(sealing_key: str, plain: bytes) -> bytes:
    """One-time public key (32) + nonce (12) + ciphertext. Raises: ValueError for a bad key."""
    theirs = base64.b64decode(sealing_key, validate=True)
    own = X25519PrivateKey.generate()
    point = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=point + theirs, info=_LABEL).derive(
        shared
    )
    nonce = secrets.token_bytes(12)
    return point + nonce + AESGCM(key).encrypt(nonce, plain, None)
