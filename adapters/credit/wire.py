"""The credit platform's messages: JSON with an HMAC-SM3 over time and body in the headers.

Shaped after 信用中国 and the provinces' sharing interfaces (双公示: 行政许可, 行政处罚;
严重失信主体名单; 守信激励; 信用承诺). Names and codes are to be confirmed at onboarding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from adapters.credit.errors import CreditRefused
from adapters.credit.port import CreditRecord, CreditReport, RecordKind, Standing
from adapters.signed import WireInvalid

REPORT_PATH = "credit/v1/report"
OK = "0"
CLOCK_SKEW_SECONDS = 300
_STANDINGS: dict[str, Standing] = {"1": "good", "2": "watched", "3": "dishonest"}
_KINDS: dict[str, RecordKind] = {
    "XZXK": "licence",
    "XZCF": "penalty",
    "SXCJ": "dishonest",
    "SXJL": "honour",
    "XYCN": "commitment",
}


def question(number: str, is_enterprise: bool) -> dict[str, str]:
    return {"subject_type": "1" if is_enterprise else "2", "subject_code": number}


def report_of(answer: Mapping[str, Any]) -> CreditReport:
    """Raises: CreditRefused, WireInvalid."""
    code = str(answer.get("code", ""))
    data = answer.get("data")
    if code != OK:
        raise CreditRefused(code or "unknown")
    standing = _STANDINGS.get(str(data.get("credit_state"))) if isinstance(data, dict) else None
    records = data.get("records") if isinstance(data, dict) else None
    if standing is None or not isinstance(records, list):
        raise WireInvalid
    return CreditReport(standing, tuple(_record(record) for record in records))


def _record(record: Any) -> CreditRecord:
    kind = _KINDS.get(str(record.get("data_type"))) if isinstance(record, dict) else None
    if kind is None:
        raise WireInvalid
    return CreditRecord(
        kind,
        str(record.get("title") or "")[:200],
        str(record.get("org_name") or "")[:100],
        _day(record.get("decide_date")),
        _day(record.get("publish_end")),
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
