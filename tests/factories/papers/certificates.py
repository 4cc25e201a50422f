"""Certificates: business licence (国市监注〔2019〕), property, graduation, household register."""

from __future__ import annotations

import random
from datetime import date

from flows.prereview.readings import DocumentKind
from tests.factories.papers.people import (
    Person,
    company,
    credit_code,
    day,
    resident_id,
    school,
    scope,
    street,
    written,
)
from tests.factories.papers.sheet import A4, Paper, Sheet

_CHAPTERS = ("壹拾万元", "伍拾万元", "壹佰万元", "伍佰万元", "壹仟万元")
_AMOUNTS = ("100000", "500000", "1000000", "5000000", "10000000")


def business_licence(
    chance: random.Random,
    code: str | None = None,
    legal_person: str | None = None,
    valid: tuple[date, date] | None = None,
    **wanted: str,
) -> Paper:
    """`valid`: founded on, and the last day of its term; `wanted`: name, address, scope."""
    sheet = Sheet(DocumentKind.BUSINESS_LICENCE, (A4[1], A4[0]), "#fdf9ee")
    sheet.draw.rectangle((40, 40, 1714, 1200), outline=(196, 160, 90), width=10)
    sheet.draw.ellipse((822, 70, 932, 180), fill=(200, 40, 40))
    sheet.text((877, 195), "营业执照", 92, anchor="ma")
    sheet.text((877, 312), "（副  本）", 34, anchor="ma")
    sheet.text((130, 230), "统一社会信用代码", 28)
    sheet.value("credit_code", (130, 275), code or credit_code(chance), 34)
    _code_square(sheet, chance, (1420, 150), 190)
    begin = day(chance, date(2012, 1, 1), date(2026, 6, 1))
    which = chance.randrange(len(_AMOUNTS))
    name, where, does = company(chance), street(chance), scope(chance)
    begin, end = valid or (begin, None)
    left = (
        ("名        称", "name", wanted.get("name", name), None),
        ("类        型", "entity_type", kind := "有限责任公司（自然人投资或控股）", kind),
        ("法定代表人", "legal_person", legal_person or Person(chance).name, None),
        ("经营范围", "business_scope", wanted.get("scope", does), None),
    )
    right = (
        ("注册资本", "capital", f"{_CHAPTERS[which]}（人民币）", _AMOUNTS[which]),
        ("成立日期", "established_on", written(begin), begin.isoformat()),
        ("营业期限", "valid_until", f"{written(begin)}至{written(end) if end else '长期'}",
         end.isoformat() if end else "长期"),
        ("住        所", "address", wanted.get("address", where), None),
    )  # fmt: skip
    for rows, x, width in ((left, 130, 640), (right, 1010, 470)):
        y = 420
        for label, field, words, means in rows:
            sheet.text((x, y), label, 30)
            bottom = sheet.value(field, (x + 190, y), words, 30, width=width - 100, means=means)
            y = max(y + 88, bottom + 34)
    _issued(sheet, chance, begin)
    return sheet.paper


def _issued(sheet: Sheet, chance: random.Random, begin: date) -> None:
    sheet.paper.fields["valid_from"] = begin.isoformat()
    sheet.paper.boxes["valid_from"] = sheet.paper.boxes["valid_until"]
    issued = day(chance, begin, date(2026, 11, 1)) if begin < date(2026, 10, 1) else begin
    sheet.text((1010, 930), "登记机关", 34)
    sheet.value("issuing_authority", (1190, 930), "广州市天河区市场监督管理局", 34)
    spaced = f"{issued.year} 年 {issued.month} 月 {issued.day} 日"
    sheet.value("issued_on", (1230, 1040), spaced, 32, means=issued.isoformat())
    sheet.seal((1380, 1000), 140, "广州市天河区市场监督管理局")
    sheet.text((130, 1150), "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", 22)


def property_certificate(
    chance: random.Random, owner: str | None = None, address: str | None = None
) -> Paper:
    sheet = Sheet(DocumentKind.PROPERTY_CERTIFICATE, A4, "#fbf6f2")
    number = f"粤（{chance.randint(2016, 2026)}）广州市不动产权第{chance.randrange(10**8):08d}号"
    sheet.text((620, 130), "不动产权证书", 60, anchor="ma")
    sheet.value("certificate_number", (270, 260), number, 36)
    parcel, house = chance.randrange(10**11), chance.randrange(10**8)
    unit = f"440106{parcel // 10**5:06d}GB{parcel % 10**5:05d}F{house:08d}"
    area = f"{chance.randint(30, 200)}.{chance.randint(10, 99)}"
    rows = (
        ("权  利  人", "owner", owner or Person(chance).name, None),
        ("共有情况", None, "单独所有", None),
        ("坐    落", "address", address or street(chance), None),
        ("不动产单元号", "unit_number", unit, None),
        ("权利类型", None, "国有建设用地使用权/房屋所有权", None),
        ("权利性质", None, "出让/商品房", None),
        ("用    途", "usage", chance.choice(("城镇住宅用地/住宅", "商服用地/商业")), None),
        ("面    积", "area", f"房屋建筑面积：{area}平方米", area),
        ("使用期限", None, "国有建设用地使用权 2003年5月1日起至2073年4月30日止", None),
    )
    for index, (label, field, words, means) in enumerate(rows):
        top = 360 + index * 110
        sheet.draw.rectangle((110, top, 1130, top + 110), outline=(90, 90, 90), width=2)
        sheet.draw.line((370, top, 370, top + 110), fill=(90, 90, 90), width=2)
        sheet.text((240, top + 34), label, 30, anchor="ma")
        if field:
            sheet.value(field, (390, top + 34), words, 30, means=means)
        else:
            sheet.text((390, top + 34), words, 28)
    sheet.text((640, 1460), "登记机构：广州市规划和自然资源局", 28)
    sheet.text((700, 1520), written(day(chance, date(2016, 1, 1), date(2026, 11, 1))), 28)
    sheet.seal((860, 1480), 135, "广州市规划和自然资源局")
    return sheet.paper


def graduation(
    chance: random.Random, person: Person | None = None, number: str | None = None
) -> Paper:
    who = person or Person(chance)
    sheet = Sheet(DocumentKind.GRADUATION_CERTIFICATE, (A4[1], A4[0]), "#fdfaf0")
    where, major = school(chance)
    year = chance.randint(2008, 2025)
    sheet.text((877, 150), "普通高等学校", 44, anchor="ma")
    sheet.text((877, 230), "毕业证书", 96, anchor="ma")
    sheet.text((250, 430), "学生", 40)
    sheet.value("name", (350, 430), who.name, 40)
    birth = written(who.birth_date)
    sheet.text((560, 430), f"性别 {who.gender}，{birth}生，于{year - 4}年9月至{year}年6月在", 40)
    sheet.text((170, 510), "本校", 40)
    sheet.value("major", (280, 510), major, 40)
    sheet.text((300 + 40 * len(major), 510), "专业四年制本科学习，修完教学计划规定的", 40)
    sheet.text((170, 590), "全部课程，成绩合格，准予毕业。", 40)
    sheet.text((250, 760), "校    名：", 36)
    sheet.value("school", (420, 760), where, 36)
    sheet.text((1080, 760), f"校（院）长：{Person(chance).name}", 36)
    number = number or f"105{chance.randint(10, 99)}1{year}05{chance.randrange(10**6):06d}"
    sheet.text((250, 900), "证书编号：", 36)
    sheet.value("certificate_number", (440, 900), number, 36)
    sheet.value("graduated_on", (1080, 900), f"{year}年6月30日", 36, means=f"{year}-06-30")
    sheet.seal((560, 790), 130, where)
    return sheet.paper


def household(chance: random.Random, person: Person | None = None) -> Paper:
    who = person or Person(chance)
    sheet = Sheet(DocumentKind.HOUSEHOLD_REGISTER, (1240, 1000), "#fbf5ee")
    sheet.text((620, 60), "常住人口登记卡", 48, anchor="ma")
    number = f"{chance.randrange(10**9):09d}"
    sheet.text((120, 140), "户号", 28)
    sheet.value("household_number", (220, 140), number, 28)
    relation = chance.choice(("户主", "妻", "子", "女"))
    born = written(who.birth_date)
    rows = (
        (("姓    名", "name", who.name), ("户主或与户主关系", "relation", relation)),
        (("性    别", None, who.gender), ("民    族", None, who.ethnicity)),
        (("出生日期", None, born), ("籍    贯", None, "广东省广州市")),
        (("公民身份号码", "id_number", who.id_number), ("文化程度", None, "大学本科")),
        (("住    址", "address", who.address), None),
    )
    for index, row in enumerate(rows):
        top = 200 + index * 120
        for column, cell in enumerate(row):
            if cell is None:
                continue
            x = 100 + column * 570
            wide = 1040 if row[-1] is None else (570, 470)[column]
            sheet.draw.rectangle((x, top, x + wide, top + 120), outline=(120, 120, 120), width=2)
            sheet.text((x + 12, top + 42), cell[0], 26)
            at = (x + 200 if column == 0 else x + 240, top + 42)
            if cell[1]:
                sheet.value(cell[1], at, cell[2], 28)
            else:
                sheet.text(at, cell[2], 28)
    sheet.text(
        (640, 880), f"登记日期：{written(day(chance, date(2010, 1, 1), date(2026, 1, 1)))}", 26
    )
    sheet.seal((980, 850), 110, "广州市公安局户口专用章")
    return sheet.paper


def child_of(chance: random.Random, parent: Person) -> Person:
    """Somebody born thirty years after."""
    child = Person(chance)
    child.birth_date = date(parent.birth_date.year + 30, 6, 15)
    child.id_number = resident_id(chance, child.birth_date, child.gender)
    return child


def _code_square(sheet: Sheet, chance: random.Random, at: tuple[int, int], side: int) -> None:
    cell = side // 25
    for row in range(25):
        for column in range(25):
            if chance.random() < 0.5:
                x, y = at[0] + column * cell, at[1] + row * cell
                sheet.draw.rectangle((x, y, x + cell - 1, y + cell - 1), fill=(20, 20, 20))
