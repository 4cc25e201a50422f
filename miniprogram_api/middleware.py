"""What the API tells browsers of every answer, and how much each address may be sent."""

from __future__ import annotations

import re

from foundation.body_limits import FILES_AT_ONCE
from foundation.settings import settings

_UPLOAD = re.compile(r"^/api/v1/cases/[^/]+/materials/[^/]+$")
_PART = re.compile(r"^/api/v1/uploads/[^/]+$")
_PART_BYTES = 5 * 2**20
"""A little over what a part may be, so that the refusal can name the limit."""
_BOT_CALL_BYTES = 4 * 2**20
"""Rasa sends the whole running session, earlier answers included, with every action."""
_KNOWLEDGE_BYTES = 4 * 2**20
"""An officer's document may be a whole law, a strategy hundreds of synonyms."""
_IMPORT_BYTES = 65 * 2**20
_LETTER_BYTES = 4 * 2**20
"""A letter of ours is a tenth of a megabyte; who checks one may have saved it differently."""
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; frame-ancestors 'self'"
    ),
}


def limit_of(path: str) -> int:
    chosen = settings()
    if _UPLOAD.match(path):
        return chosen.upload_max_bytes * FILES_AT_ONCE + 2**20
    if _PART.match(path):
        return _PART_BYTES
    if path in ("/verify", "/api/v1/letters/verify"):
        return _LETTER_BYTES
    if path.startswith("/internal/rasa/"):
        return _BOT_CALL_BYTES
    if path == "/staff/v1/knowledge/imports":
        return _IMPORT_BYTES
    if path.startswith(("/staff/v1/knowledge", "/staff/v1/search")):
        return _KNOWLEDGE_BYTES
    return chosen.request_max_bytes
