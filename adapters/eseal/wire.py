"""The e-seal platform's messages: JSON with an HMAC-SM3 over time and body in the headers.

Guangzhou's unified e-seal system publishes no manual; this follows the common shape of provincial
seal services (order with document and place, sealed document back). To be confirmed at onboarding.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

from adapters.eseal.errors import SealNotReady, SealRefused
from adapters.eseal.port import SealOrder

SEALS_PATH = "eseal/v1/seals"
OK, PENDING = "0", "SEAL_PENDING"
PENDING_SECONDS = 10.0
CLOCK_SKEW_SECONDS = 300


class WireInvalid(Exception):
    """The message breaks the platform's format."""


def order_of(order: SealOrder) -> dict[str, Any]:
    return {
        "business_id": order.business_id,
        "seal_id": seal_id(order.department_code),
        "org_name": order.department,
        "document": base64.b64encode(order.document).decode(),
        "document_sha256": hashlib.sha256(order.document).hexdigest(),
        "page": order.page,
        "x": round(order.x, 2),
        "y": round(order.y, 2),
    }


def seal_id(department_code: str) -> str:
    """An office's seal for online services (政务服务专用章)."""
    return f"SEAL-{department_code}"


def sealed_document(answer: Mapping[str, Any]) -> bytes:
    """Raises: SealRefused, SealNotReady, WireInvalid."""
    code = str(answer.get("code", ""))
    if code == PENDING:
        raise SealNotReady(PENDING_SECONDS)
    if code != OK:
        raise SealRefused(code or "unknown")
    data = answer.get("data")
    if not isinstance(data, dict):
        raise WireInvalid
    try:
        return base64.b64decode(str(data.get("document", "")), validate=True)
    except binascii.Error as error:
        raise WireInvalid from error
