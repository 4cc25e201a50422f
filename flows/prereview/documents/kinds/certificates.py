"""Certificates that are mostly labels: property, health, graduation, household register."""

from __future__ import annotations

import re

from flows.prereview.documents import values
from flows.prereview.documents.kinds.shared import (
    Document,
    Fields,
    id_number_field,
    lowest_date,
    only,
    plain,
    text_field,
)
from flows.prereview.documents.layout import Found, Label

_PROPERTY = {
    "owner": Label(("权利人", "房屋所有权人", "权属人"), lines=2),
    "shared": Label(("共有情况", "权利类型", "权利性质", "使用期限", "权利其他状况")),
    "address": Label(("坐落", "房屋坐落"), lines=2),
    "unit_number": Label(("不动产单元号",)),
    "usage": Label(("用途", "规划用途")),
    "area": Label(("面积", "建筑面积")),
}
_PROPERTY_NUMBER = re.compile(
    r"(?P<value>[\u4e00-\u9fff]（\d{4}）[\u4e00-\u9fff]{2,10}不动产权第\d{5,10}号)"
)
_HEALTH = {
    "name": Label(("姓名",)),
    "gender": Label(("性别",), anywhere=True),
    "id_number": Label(("身份证号码", "身份证号", "公民身份号码"), anywhere=True),
    "certificate_number": Label(("证号", "证书编号", "健康证号", "编号")),
    "issued_on": Label(("发证日期", "体检日期", "签发日期")),
    "valid_until": Label(("有效期至", "有效期限至", "有效期", "有效日期")),
    "issuing_authority": Label(("发证机构", "发证单位", "体检机构", "体检单位"), lines=2),
}
_GRADUATION_NAME = re.compile(r"学生(?P<value>[\u4e00-\u9fff·]{2,6}?)[，,]?性别")
_GRADUATION_BIRTH = re.compile(r"(?P<value>\d{4}年\d{1,2}月\d{1,2}日)(?:出?生)")
_GRADUATION_LEVEL = re.compile(
    r"(?P<value>专科|本科|硕士研究生|博士研究生)(?:起点本科)?(?:学习|毕业)"
)
_GRADUATION_MAJOR = re.compile(r"在本?校?(?P<value>[\u4e00-\u9fff（）]{2,20}?)专业")
_GRADUATION = {
    "school": Label(("校名", "院校名称", "学校名称")),
    "principal": Label(("校（院）长", "校长", "院长")),
    "certificate_number": Label(("证书编号", "编号")),
}
_HOUSEHOLD = {
    "household_number": Label(("户号",)),
    "name": Label(("姓名",)),
    "relation": Label(("户主或与户主关系", "与户主关系")),
    "gender": Label(("性别",)),
    "ethnicity": Label(("民族",)),
    "birth": Label(
        ("出生日期", "籍贯", "出生地", "曾用名", "文化程度", "登记日期", "身高", "血型")
    ),
    "id_number": Label(("公民身份号码", "公民身份证件编号", "身份证号码")),
    "address": Label(("住址", "本市（县）其他住址"), lines=2),
}


def read_property(document: Document) -> Fields:
    found = document.labelled(_PROPERTY)
    return only(
        certificate_number=text_field(document.find(_PROPERTY_NUMBER)),
        owner=text_field(found.get("owner")),
        address=text_field(found.get("address")),
        usage=text_field(found.get("usage")),
        area=plain(found.get("area"), values.area),
        unit_number=text_field(found.get("unit_number")),
        issued_on=lowest_date(document),
    )


def read_health(document: Document) -> Fields:
    found = document.labelled(_HEALTH)
    return only(
        name=text_field(found.get("name")),
        id_number=id_number_field(document, found.get("id_number")),
        certificate_number=text_field(found.get("certificate_number")),
        issued_on=plain(found.get("issued_on"), values.first_date),
        valid_until=plain(found.get("valid_until"), _last_date),
        issuing_authority=text_field(found.get("issuing_authority")),
    )


def read_graduation(document: Document) -> Fields:
    found = document.labelled(_GRADUATION)
    dates = [p for p in document.pieces if _is_day(p.text)]
    return only(
        name=text_field(document.find(_GRADUATION_NAME)),
        birth_date=plain(document.find(_GRADUATION_BIRTH), values.first_date),
        level=text_field(document.find(_GRADUATION_LEVEL)),
        school=text_field(found.get("school")),
        major=text_field(document.find(_GRADUATION_MAJOR)),
        graduated_on=plain(Found.of(dates[-1:]), values.first_date) if dates else None,
        certificate_number=text_field(found.get("certificate_number")),
    )


def read_household(document: Document) -> Fields:
    found = document.labelled(_HOUSEHOLD)
    return only(
        household_number=text_field(found.get("household_number")),
        name=text_field(found.get("name")),
        relation=text_field(found.get("relation")),
        birth_date=plain(found.get("birth_date"), values.first_date),
        id_number=id_number_field(document, found.get("id_number")),
        address=text_field(found.get("address")),
    )


def _is_day(text: str) -> bool:
    return bool(values.first_date(text)) and len(text) <= 12


def _last_date(text: str) -> str | None:
    dates = values.find_dates(text)
    return dates[-1] if dates else None
