"""What kind of document it is, by its title and who issued it."""

from __future__ import annotations

import re

from knowledge_base.schemas.document import DocumentKind

_INTERPRETATION = re.compile(r"解读|图解|一图读懂|政策说明|起草说明|编制说明|答记者问")
_ANSWERS = re.compile(r"问答|常见问题|热点问题|答疑|百问|FAQ", re.I)
_LAW = re.compile(r"(?:^中华人民共和国.*法|法|条例)(?:[（(].*[)）])?$")
_BY_CONGRESS = re.compile(r"人民代表大会|主席令|国务院令")
_RULE = re.compile(r"(?:政府|部|局|委员会|总署|银行)令")


def category(title: str, issuer: str | None, number: str | None, has_answers: bool) -> DocumentKind:
    """law: laws and regulations with an act's force (法律、行政法规、地方性法规); rule: 规章;
    policy: every other official document; faq and interpretation by form."""
    if has_answers and not _INTERPRETATION.search(title):
        return "faq"
    if _ANSWERS.search(title) and has_answers:
        return "faq"
    if _INTERPRETATION.search(title):
        return "interpretation"
    told = f"{issuer or ''} {number or ''}"
    if re.search(r"关于.*的?(?:通知|公告|意见|函|批复|通告)$", title):
        return "policy"
    if _BY_CONGRESS.search(told) or (_LAW.search(title) and not issuer):
        return "law"
    if _LAW.search(title) and title.startswith("中华人民共和国"):
        return "law"
    return "rule" if _RULE.search(told) else "policy"
