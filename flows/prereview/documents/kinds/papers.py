"""Papers of the applicant's own: bank card, commitment letter, application form."""

from __future__ import annotations

import re

from flows.prereview.documents import values
from flows.prereview.documents.kinds.shared import (
    Document,
    Fields,
    as_field,
    credit_code_field,
    id_number_field,
    lowest_date,
    name_field,
    only,
    plain,
    text_field,
)
from flows.prereview.documents.layout import Label

_CARD_NUMBER = re.compile(r"(?<!\d)(?P<value>\d{16,19})(?!\d)")
_BANK = re.compile(r"(?P<value>(?:中国)?[\u4e00-\u9fff]{2,8}银行)")
_TITLE = re.compile(r"(?P<value>[\u4e00-\u9fff]{0,16}承诺书)")
_PROMISER = {
    "promiser": Label(
        ("承诺人（签名）", "承诺人（签字）", "承诺人（签章）", "承诺人签名", "承诺人签字", "承诺人",
         "承诺单位（盖章）", "承诺单位")
    ),
    "date": Label(("承诺日期", "签署日期", "日期")),
}  # fmt: skip
_NAMED = re.compile(r"(?:^|本人|承诺人：?)(?P<value>[\u4e00-\u9fff·]{2,4})[，（(]?身份证")
_FORM = {
    "applicant": Label(("申请人姓名", "申请人名称", "申请人（单位）", "申请人", "申请单位")),
    "id_number": Label(("身份证号码", "身份证号", "公民身份号码", "证件号码")),
    "credit_code": Label(("统一社会信用代码", "社会信用代码"), lines=2),
    "phone": Label(("联系电话", "手机号码", "联系方式", "电话")),
    "address": Label(
        ("经营场所", "住所", "住址", "联系地址", "通讯地址", "地址", "经营地址"), lines=2
    ),
    "signed_on": Label(("申请日期", "填表日期", "签署日期", "日期")),
    "signature": Label(("申请人签名", "申请人签字", "申请人（签名）", "申请人（签字）", "单位名称",
                        "经营项目", "从业人数", "法定代表人")),
}  # fmt: skip
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


def read_bank_card(document: Document) -> Fields:
    number = document.find(_CARD_NUMBER)
    share = 1.0 if number and values.is_luhn(number.text) else values.UNPROVED
    return only(
        card_number=as_field(number, number.text, share) if number else None,
        bank=text_field(document.find(_BANK)),
    )


def read_commitment(document: Document) -> Fields:
    found = document.labelled(_PROMISER)
    return only(
        title=text_field(document.find(_TITLE)),
        promiser=name_field(document.find(_NAMED)) or name_field(found.get("promiser")),
        id_number=id_number_field(document, None),
        credit_code=credit_code_field(document, None),
        signed_on=plain(found.get("date"), values.first_date) or lowest_date(document),
    )


def read_application(document: Document) -> Fields:
    found = document.labelled(_FORM)
    return only(
        applicant=name_field(found.get("applicant")),
        id_number=id_number_field(document, found.get("id_number")),
        credit_code=credit_code_field(document, found.get("credit_code")),
        phone=plain(found.get("phone"), _phone),
        address=text_field(found.get("address")),
        signed_on=plain(found.get("signed_on"), values.first_date) or lowest_date(document),
    )


def _phone(text: str) -> str | None:
    match = _PHONE.search(text)
    return match[0] if match else None
