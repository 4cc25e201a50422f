"""What the public reads of a result; everything else never reaches a public row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.clock import today
from foundation.identifiers import IdentifierInvalid, ResidentId, mask_name
from foundation.models import Case, Letter, User
from knowledge_base.schemas.publication import PublicationRules, PublishedItem, Redaction

_TO_THE_ROAD = re.compile(r"^.*?(?:大道|大街|路|街|巷|村|社区)(?:东|南|西|北|中)?")
_NUMBERS = re.compile(r"\d{11,18}[\dXx]?")


@dataclass(frozen=True, slots=True)
class PublicResult:
    """A result as it may be read by anybody; `refused` says why nobody may."""

    is_person: bool
    subject: str
    credit_code: str
    content: dict[str, str]
    refused: str = ""


def result_of(
    rules: PublicationRules,
    item: PublishedItem,
    case: Case,
    user: User,
    approval: Letter,
    licence: Letter | None,
) -> PublicResult:
    """From the letters and the case to the public row."""
    data = approval.data
    is_person = data["you"] != "你单位"
    redactions = rules.redaction.person if is_person else rules.redaction.enterprise
    extras = {e["name"]: e["value"] for e in (licence.data["extras"] if licence else [])}
    content = {
        "许可内容": _contents(item, case),
        "许可类别": "普通",
        "证书名称": licence.title if licence else str(data["result"]),
        "证书编号": licence.number if licence else "",
        "负责人": redacted(extras.get("负责人", ""), redactions.principal),
        "经营场所": redacted(extras.get("经营场所", ""), redactions.address),
        "有效期自": str(licence.data["date"] if licence else data["date"]),
        "有效期至": str(licence.data["valid_until"]) if licence else "",
        "公示依据": item.clause,
    }
    return PublicResult(
        is_person=is_person,
        subject=redacted(data["holder"], redactions.name),
        credit_code="" if is_person else str(data["holder_number"]),
        content={name: value for name, value in content.items() if value},
        refused=_refusal(rules, user, is_person, str(data["holder_number"])),
    )


def redacted(text: str, how: Redaction) -> str:
    """A name or an address as far as it may be read."""
    if how == "full":
        return text
    if how == "masked":
        return mask_name(text)
    if how == "road":
        found = _TO_THE_ROAD.match(text)
        return found[0] if found else ""
    return ""


def _contents(item: PublishedItem, case: Case) -> str:
    """What was allowed, in the applicant's words without any number in them."""
    said = [str(case.form.get(name) or "") for name in item.contents]
    return _NUMBERS.sub("*", "；".join([case.item_name, *filter(None, said)]))[:500]


def _refusal(rules: PublicationRules, user: User, is_person: bool, credit_code: str) -> str:
    if not is_person:
        return "" if credit_code else "没有统一社会信用代码，请核对后再公示"
    try:
        number = ResidentId.parse(str((user.identity or {}).get("id_number") or ""))
    except IdentifierInvalid:
        return "不能确认申请人已成年，不公示"
    return "申请人未成年，不公示" if number.age_on(today()) < rules.minor_age else ""
