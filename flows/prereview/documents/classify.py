"""Which kind of document a text is: words that stand on one kind and on few others, weighed.

A title counts most. Below `ENOUGH` nothing is claimed: the file is `other`.
"""

from __future__ import annotations

import re
from statistics import median

from flows.prereview.documents.kinds import Document
from flows.prereview.readings import DocumentKind

ENOUGH = 4.0
TITLE_BONUS = 3.0
LEAD = 8.0
"""Half of it ahead of the next kind is beyond doubt: a household register names all that an ID card
does, and is none."""

_WORDS: dict[DocumentKind, dict[str, float]] = {
    DocumentKind.ID_CARD: {
        "居民身份证$": 5, "公民身份号码": 3, "签发机关": 3, "有效期限": 1.5, "^姓名": 0.5,
        "性别": 0.5, "民族": 0.5, "^出生": 0.5, "^住址": 1, r"公安局\w{0,6}分局": 1,
    },
    DocumentKind.BUSINESS_LICENCE: {
        "^营业执照$": 5, "统一社会信用代码": 1.5, "^经营范围": 1.5, "^注册资本": 1.5,
        "^法定代表人": 1, "^成立日期": 1, "^登记机关": 1.5, "^营业期限": 1,
        "国家企业信用信息公示系统": 2, "^组成形式": 1,
    },
    DocumentKind.LEASE: {
        "租赁(?:合同|协议)": 3, "出租(?:方|人)": 2, "承租(?:方|人)": 2, "租金": 1.5, "租赁期": 1.5,
        "甲方": 0.5, "乙方": 0.5, "押金": 1,
    },
    DocumentKind.PROPERTY_CERTIFICATE: {
        "不动产权证书?": 4, "不动产权第": 3, "不动产单元号": 3, "^权利人": 1.5, "共有情况": 1.5,
        "权利性质": 1.5, "^坐落": 1, "房地产权证|房屋所有权证": 5,
    },
    DocumentKind.HEALTH_CERTIFICATE: {
        "健康(?:证明|合格证|证)": 4, "从业人员": 1.5, "体检": 1, "有效期至": 1,
        "疾病预防控制中心": 1.5,
    },
    DocumentKind.GRADUATION_CERTIFICATE: {
        "毕业证书": 5, "准予毕业": 3, "高等学校": 1.5, "修完": 1, "学制|年制": 0.5, "证书编号": 1,
        r"校（院）长|校长|院长": 1,
    },
    DocumentKind.HOUSEHOLD_REGISTER: {
        "常住人口登记卡": 5, "居民户口簿": 5, "与户主关系": 3, "户号": 1.5, "户口专用章": 2,
        "籍贯": 1, "户别": 1.5, "公民身份号码": 1,
    },
    DocumentKind.BANK_CARD: {
        r"^\d{16,19}$": 2.5, "银行": 1.5, "银联|UnionPay": 2, "借记卡|信用卡|储蓄卡|DEBIT": 2,
        "VALID|MONTH/YEAR": 1,
    },
    DocumentKind.COMMITMENT_LETTER: {
        "承诺书$": 4, "承诺人": 2, "郑重承诺|作出如下承诺|承诺如下": 2, "法律责任": 1, "失信": 0.5,
    },
    DocumentKind.APPLICATION_FORM: {
        "申请(?:表|书)$": 4, "登记表$": 2, "^申请人": 1.5, "联系电话": 1, "申请日期|填表日期": 1.5,
        "^申请": 0.5,
    },
    DocumentKind.FLOOR_PLAN: {
        "平面(?:布局|布置|示意)?图": 4.5, "布局图": 3, "示意图": 2, "比例尺?1[:：]": 2,
        "出入口": 1.5,
        r"(?:间|区|厅|室)\d+(?:\.\d+)?(?:m2|平方米)": 1.5,
    },
}  # fmt: skip
_TITLES: dict[DocumentKind, str] = {
    DocumentKind.ID_CARD: "居民身份证",
    DocumentKind.BUSINESS_LICENCE: "营业执照",
    DocumentKind.LEASE: "租赁(?:合同|协议)",
    DocumentKind.PROPERTY_CERTIFICATE: "不动产权证|房地产权证|房屋所有权证",
    DocumentKind.HEALTH_CERTIFICATE: "健康(?:证|合格)",
    DocumentKind.GRADUATION_CERTIFICATE: "毕业证书",
    DocumentKind.HOUSEHOLD_REGISTER: "常住人口登记卡|居民户口簿",
    DocumentKind.COMMITMENT_LETTER: "承诺书",
    DocumentKind.APPLICATION_FORM: "申请(?:表|书)|登记表",
    DocumentKind.FLOOR_PLAN: "平面.{0,3}图|布局图",
}


def classify(document: Document) -> tuple[DocumentKind, float]:
    """The kind whose words are there, and how sure that is (0 to 1)."""
    text = "\n".join(piece.text for piece in document.pieces)
    scores = {kind: _weigh(text, words) for kind, words in _WORDS.items()}
    title = _title(document)
    for kind, pattern in _TITLES.items():
        if re.search(pattern, title):
            scores[kind] += TITLE_BONUS
    (best, score), (_, second) = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    if score < ENOUGH:
        return DocumentKind.OTHER, round(1 - score / (2 * ENOUGH), 2)
    return best, round(min(1.0, score / 6) * min(1.0, 0.5 + (score - second) / LEAD), 2)


def _weigh(text: str, words: dict[str, float]) -> float:
    return sum(weight for word, weight in words.items() if re.search(word, text, re.MULTILINE))


def _title(document: Document) -> str:
    """The lines in letters clearly larger than the rest."""
    heights = [p.h for p in document.pieces]
    if not heights:
        return ""
    usual = median(heights)
    return "\n".join(p.text for p in document.pieces if p.h >= 1.35 * usual)
