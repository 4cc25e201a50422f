"""The 双公示 platform's messages: the XK_ columns of the 2018 data standard, signed with HMAC-SM3.

The column names follow 《行政许可和行政处罚等信用信息公示数据标准》 (发改办财金〔2018〕424号); the
address, signature and answer are the common shape of such platforms, to be confirmed at onboarding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.publicity.errors import PublicityRefused
from adapters.publicity.port import PermitRecord, ReportAct
from adapters.signed import WireInvalid

PERMITS_PATH = "publicity/v1/permits"
OK = "0"
CLOCK_SKEW_SECONDS = 300
_STATES: dict[ReportAct, str] = {"add": "1", "change": "1", "revoke": "2"}
_ACTS: dict[ReportAct, str] = {"add": "A", "change": "U", "revoke": "D"}


def message_of(record: PermitRecord, act: ReportAct) -> dict[str, Any]:
    """One record as the platform reads it."""
    return {
        "record_id": record.record_id,
        "operation": _ACTS[act],
        "data": {
            "XK_XDR_MC": record.subject,
            "XK_XDR_LB": "自然人" if record.is_person else "法人及非法人组织",
            "XK_XDR_SHXYM": record.credit_code,
            "XK_FRDB": record.principal,
            "XK_XKWS": record.document,
            "XK_WSH": record.document_number,
            "XK_XKLB": record.category,
            "XK_XKZS": record.certificate,
            "XK_XKBH": record.certificate_number,
            "XK_NR": record.content,
            "XK_JDRQ": record.decided_on.isoformat(),
            "XK_YXQZ": record.valid_from,
            "XK_YXQZI": record.valid_until,
            "XK_XKJG": record.department,
            "XK_XKJGDM": record.department_code,
            "XK_ZT": _STATES[act],
            "XK_LYDW": record.department,
            "XK_LYDWDM": record.department_code,
            "BZ": record.note,
        },
    }


def number_in(answer: Mapping[str, Any]) -> str:
    """Raises: PublicityRefused, WireInvalid."""
    code = str(answer.get("code", ""))
    if code != OK:
        raise PublicityRefused(code or "unknown", str(answer.get("message") or "没有说明"))
    data = answer.get("data")
    number = data.get("number") if isinstance(data, dict) else None
    if not isinstance(number, str) or not number:
        raise WireInvalid
    return number
