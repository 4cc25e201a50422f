"""Personal data at rest: SM4-GCM for values, HMAC-SM3 for look-ups (GB/T 32907, GB/T 32905).

Keys are derived from the master secret by HKDF, one for each purpose, so that a leaked index
tells nothing about the values.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cache, lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as crypto_hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foundation.settings import settings

_NONCE, _TAG = 12, 16
_POINT = 32
_SEALED = b"tianhe-sealed-1"


class CiphertextInvalid(Exception):
    """The bytes were not written by us with this key, or were changed since."""


@cache
def _derive(purpose: str, length: int) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose.encode())
    return kdf.derive(settings().key())


def encrypt(plain: bytes) -> bytes:
    """nonce (12) + SM4-GCM ciphertext + tag (16)."""
    nonce = secrets.token_bytes(_NONCE)
    sealer = Cipher(algorithms.SM4(_derive("value", 16)), modes.GCM(nonce)).encryptor()
    return nonce + sealer.update(plain) + sealer.finalize() + sealer.tag


def decrypt(sealed: bytes) -> bytes:
    """Raises: CiphertextInvalid."""
    if len(sealed) < _NONCE + _TAG:
        raise CiphertextInvalid
    nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
    opener = Cipher(algorithms.SM4(_derive("value", 16)), modes.GCM(nonce, tag)).decryptor()
    try:
        return opener.update(body) + opener.finalize()
    except InvalidTag as error:
        raise CiphertextInvalid from error


def blind_index(text: str) -> str:
    """A keyed fingerprint (hex) that finds equal values without showing them."""
    mac = crypto_hmac.HMAC(_derive("index", 32), hashes.SM3())
    mac.update(text.encode())
    return mac.finalize().hex()


def audit_mac(content: bytes) -> str:
    """128 bits (32 hex digits) under the audit key, which may lie apart from the master secret."""
    mac = _audit_mac().copy()
    mac.update(content)
    return mac.hexdigest()[:32]


@cache
def _audit_mac() -> hmac.HMAC:
    own = settings().audit_key.get_secret_value()
    return hmac.new(own.encode() if own else _derive("audit", 32), digestmod=hashlib.sha256)


@lru_cache(maxsize=65536)
def mark(text: str) -> str:
    """A short keyed mark (8 letters and digits) of a piece of text, for looking up what is searched
    by its parts: equal pieces have equal marks, and without the key a mark tells nothing."""
    mac = crypto_hmac.HMAC(_derive("mark", 32), hashes.SM3())
    mac.update(text.encode())
    return base64.b32encode(mac.finalize()[:5]).decode().lower()


def sign(text: str) -> str:
    """A short signature (16 hex digits) for texts that leave the house, such as QR codes."""
    return hmac.new(_derive("sign", 32), text.encode(), hashlib.sha256).hexdigest()[:16]


def is_signed(text: str, signature: str) -> bool:
    return hmac.compare_digest(sign(text), signature)


def token_hash(token: str) -> str:
    """What is stored of a bearer token: tokens are random, so a plain SHA-256 suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def sealing_key() -> str:
    """The public key (base64, X25519) by which others seal for us what only we can open."""
    return base64.b64encode(_opener().public_key().public_bytes_raw()).decode()


def unseal(sealed: bytes) -> bytes:
    """What somebody sealed with `sealing_key`: their one-time public key (32) + nonce (12) +
    AES-256-GCM under HKDF-SHA256 of the shared secret and both public keys (RFC 7748, RFC 5869).

    Raises: CiphertextInvalid.
    """
    if len(sealed) < _POINT + _NONCE + _TAG:
        raise CiphertextInvalid
    point, nonce, body = (
        sealed[:_POINT],
        sealed[_POINT : _POINT + _NONCE],
        sealed[_POINT + _NONCE :],
    )
    ours = _opener().public_key().public_bytes_raw()
    try:
        shared = _opener().exchange(X25519PublicKey.from_public_bytes(point))
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=point + ours, info=_SEALED)
        return AESGCM(kdf.derive(shared)).decrypt(nonce, body, None)
    except (InvalidTag, ValueError) as error:
        raise CiphertextInvalid from error


@cache
def _opener() -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derive("sealing", 32))
