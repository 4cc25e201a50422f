"""The envelope and the licence as 电子证照 writes them, read strictly into our own facts.

Source: published integrations of 电子证照 (`license-app/v1`): ack_code, errors, data,
correlation_id, response_id, sign, sign_method, timestamp. What is signed and how, the error codes
and the states of a licence are to be confirmed at onboarding.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from adapters.licences.errors import (
    AuthCodeExpired,
    CredentialInvalid,
    LicenceNotIssued,
    LicenceNotReady,
    LicenceRefused,
)
from adapters.licences.items import CatalogueItem, licence_catalogue
from adapters.licences.port import (
    IssueOrder,
    Licence,
    LicenceStatus,
    RegisterRecord,
    RegisterStatus,
)

SUCCESS, FAILURE = "SUCCESS", "FAILURE"
SIGN_METHOD = "HMAC-SM3"
TOKEN_ENDED = "ACCESS_TOKEN_INVALID"
NOT_READY = "LICENSE_NOT_READY"
NOT_READY_SECONDS = 20.0
ENDLESS = "长期"

_SIGNED = ("ack_code", "errors", "data", "correlation_id", "response_id", "timestamp")
_ERRORS: dict[str, type[LicenceRefused]] = {
    "CREDENTIAL_INVALID": CredentialInvalid,
    "AUTH_CODE_EXPIRED": AuthCodeExpired,
    "AUTH_CODE_INVALID": AuthCodeExpired,
}
_STATUSES: dict[str, LicenceStatus] = {
    "ISSUED": "valid",
    "EXPIRED": "expired",
    "ABOLISHED": "revoked",
    "REVOKED": "revoked",
}
_REGISTER: dict[str, RegisterStatus] = {
    "ISSUED": "valid",
    "EXPIRED": "expired",
    "ABOLISHED": "cancelled",
    "REVOKED": "revoked",
}
_CODED = {"gender": {"1": "男", "2": "女"}}
_DAY = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})")


class WireInvalid(Exception):
    """The answer breaks the platform's own format, or its signature does not hold."""


def signature(envelope: Mapping[str, Any], secret: str) -> str:
    """HMAC-SM3 (hex) over the envelope's signed members, sorted, as compact JSON."""
    body = {name: envelope.get(name) for name in _SIGNED}
    mac = HMAC(secret.encode(), hashes.SM3())
    mac.update(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    return mac.finalize().hex()


def data_of(envelope: Mapping[str, Any], secret: str) -> dict[str, Any]:
    """The data of a successful answer.

    Raises: WireInvalid; LicenceRefused and its kinds, LicenceNotReady.
    """
    signed = str(envelope.get("sign", ""))
    if envelope.get("sign_method") != SIGN_METHOD or not hmac.compare_digest(
        signed.encode(), signature(envelope, secret).encode()
    ):
        raise WireInvalid
    if envelope.get("ack_code") != SUCCESS:
        raise _failure(envelope)
    data = envelope.get("data")
    if not isinstance(data, dict):
        raise WireInvalid
    return data


def _failure(envelope: Mapping[str, Any]) -> Exception:
    errors = envelope.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = str(first.get("code", "")) if isinstance(first, dict) else ""
    if code == NOT_READY:
        return LicenceNotReady(NOT_READY_SECONDS)
    return _ERRORS.get(code, LicenceRefused)(code or "unknown")


def order_of(order: IssueOrder) -> dict[str, Any]:
    """An order to issue in the platform's words. Raises: LicenceNotIssued for a kind of licence
    that its catalogue has not."""
    item = licence_catalogue().named(order.item_name)
    if item is None:
        raise LicenceNotIssued("ITEM_UNKNOWN")
    return {
        "biz_num": order.business_id,
        "license_item_code": item.code,
        "id_code": order.number,
        "holder_name": order.holder_name,
        "holder_identity_num": order.holder_number,
        "issue_org_name": order.issuer,
        "issue_org_code": order.issuer_code,
        "issue_date": order.issued_on.isoformat(),
        "expiry_date": order.valid_until.isoformat() if order.valid_until else "",
        "replaces": order.replaces,
        "document_sha256": order.document_sha256,
        "data_fields": order.fields,
    }


def licence_of(data: Mapping[str, Any]) -> Licence:
    """The licence in the data of get_license. Raises: WireInvalid."""
    item = licence_catalogue().coded(_needed(data, "license_item_code"))
    if item is None:
        raise WireInvalid
    shown = data.get("data_fields")
    if not isinstance(shown, dict):
        raise WireInvalid
    own_numbers = (_needed(data, "holder_identity_num"), str(shown.get("FDDBRZJHM") or ""))
    return Licence(
        code=_needed(data, "license_code"),
        item_name=item.name,
        kind=item.kind,
        number=_needed(data, "id_code"),
        holder_name=_needed(data, "holder_name"),
        holder_numbers=tuple(number for number in own_numbers if number),
        issuer=str(data.get("issue_org_name") or ""),
        issued_on=day_of(data.get("issue_date")),
        valid_until=day_of(data.get("expiry_date")),
        status=status_of(data.get("license_status")),
        fields=_fields(item, shown),
    )


def record_of(data: Mapping[str, Any]) -> RegisterRecord | None:
    """The record in the data of register; None where it says there is none. Raises: WireInvalid."""
    record = data.get("record")
    if record is None and data.get("exists") is False:
        return None
    if not isinstance(record, dict):
        raise WireInvalid
    return RegisterRecord(
        number=_needed(record, "id_code"),
        status=_REGISTER.get(str(record.get("license_status")), "unknown"),
        holder_name=str(record.get("holder_name") or "").strip(),
        legal_person=str(record.get("legal_person") or "").strip(),
        address=str(record.get("address") or "").strip(),
        valid_until=day_of(record.get("expiry_date")),
    )


def status_of(text: object) -> LicenceStatus:
    """What our rules know of a state; one we do not know is for a person to look at."""
    return _STATUSES.get(str(text), "unknown")


def day_of(text: object) -> date | None:
    """A day from 2026-01-31, 20260131 or 2026年1月31日 (with or without a time); None for none."""
    found = _DAY.match(str(text or ""))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _fields(item: CatalogueItem, shown: Mapping[str, Any]) -> dict[str, str]:
    named = {}
    for code, name in licence_catalogue().fields_of(item).items():
        value = str(shown.get(code) or "").strip()
        if value:
            named[name] = _value(name, value)
    return named


def _value(name: str, value: str) -> str:
    if name in _CODED:
        return _CODED[name].get(value, value)
    if name.endswith(("_on", "_date", "_from", "_until")):
        day = day_of(value)
        return day.isoformat() if day else value
    return value


def _needed(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise WireInvalid
    return value
