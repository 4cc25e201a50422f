"""What a browser is told of every page and picture of the bridge: nobody frames it, no guessing."""

from __future__ import annotations

SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
}
