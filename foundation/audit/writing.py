"""A record made whole before it is written: who, from where, when, and the proof of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes

from foundation.audit.actor import current_actor, trace_id
from foundation.clock import now
from foundation.crypto import audit_mac
from foundation.models.audit import AuditRecord, timed_id

COLUMNS = (
    "id", "sort", "viewer", "role", "address", "session_mark", "act", "subject", "object_type",
    "object_id", "case_number", "what", "reason", "fields", "trace_id", "at",
)  # fmt: skip
"""What `mac` and the chain speak of, in this order for ever."""
GENESIS = "0" * 64
_CASE = re.compile(r"TH\d{15}")
_LENGTHS = {
    name: length
    for name in COLUMNS
    if (length := getattr(AuditRecord.__table__.c[name].type, "length", None))
}


def canonical(values: Iterable[Any]) -> bytes:
    """The bytes of a record: its `COLUMNS` as a JSON list, the moment in UTC to the microsecond."""
    return orjson.dumps([_plain(value) for value in values])


def digest_of(before: str, seq: int, content: bytes) -> str:
    """The chain's next digest: SM3 (GB/T 32905) over the one before, the number, the record."""
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(f"{before}|{seq}|".encode())
    hasher.update(content)
    return hasher.finalize().hex()


def complete(record: AuditRecord) -> None:
    """Fill in what the writer left out, from the door's actor; then sign."""
    actor = current_actor()
    record.id = record.id or timed_id()
    record.at = record.at or now()
    record.sort = record.sort or str(record.__mapper__.polymorphic_identity)
    record.viewer = record.viewer or actor.name
    if record.viewer == actor.name:
        record.role = record.role or actor.role
        record.session_mark = record.session_mark or actor.session
    record.address = record.address or actor.address
    record.trace_id = record.trace_id or trace_id()
    record.act = record.act or record.sort
    found = _CASE.search(record.what or "")
    record.case_number = record.case_number or (found[0] if found else "")
    for name in COLUMNS:
        if name != "at":
            setattr(record, name, _fit(name, getattr(record, name)))
    record.mac = audit_mac(canonical(getattr(record, name) for name in COLUMNS))


def row(**values: Any) -> dict[str, Any]:
    """A record as a row, complete: for those written beside a flush."""
    record = AuditRecord(**values)
    complete(record)
    return {name: getattr(record, name) for name in (*COLUMNS, "mac")}


def _fit(name: str, value: str | None) -> str:
    length = _LENGTHS.get(name)
    return (value or "")[:length] if length else (value or "")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    return value
