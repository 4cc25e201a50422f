"""Cards: the resident's ID card (GA 490), a bank card, a health certificate, a portrait."""

from __future__ import annotations

import random
from datetime import date

from PIL import Image, ImageDraw, ImageFilter

from flows.prereview.readings import DocumentKind
from tests.factories.papers.people import Person, bank_card, day, written
from tests.factories.papers.sheet import Paper, Sheet

CARD = (1012, 638)
_LABEL = (40, 95, 150)


def id_card_front(chance: random.Random, person: Person | None = None) -> Paper:
    who = person or Person(chance)
    sheet = _card(DocumentKind.ID_CARD, (226, 238, 246))
    for words, at in (
        ("姓名", (70, 70)), ("性别", (70, 150)), ("民族", (300, 150)), ("出生", (70, 228)),
        ("住址", (70, 306)), ("公民身份号码", (70, 540)),
    ):  # fmt: skip
        sheet.text(at, words, 34, colour=_LABEL)
    sheet.value("name", (170, 64), who.name, 44)
    sheet.value("gender", (170, 146), who.gender, 38)
    sheet.value("ethnicity", (400, 146), who.ethnicity, 38)
    born = who.birth_date
    words = f"{born.year} 年 {born.month} 月 {born.day} 日"
    sheet.value("birth_date", (170, 224), words, 38, means=born.isoformat())
    sheet.value("address", (170, 302), who.address, 38, width=420)
    sheet.value("id_number", (340, 532), who.id_number, 44, spacing=4)
    _portrait(sheet.paper.picture, (650, 70, 950, 440), (214, 226, 236))
    sheet.paper.sides = ("front",)
    return sheet.paper


def id_card_back(
    chance: random.Random, forever: bool | None = None, valid: tuple[date, date] | None = None
) -> Paper:
    """`valid`: the first and the last day."""
    sheet = _card(DocumentKind.ID_CARD, (228, 236, 240))
    _emblem(sheet, (130, 140), 76)
    sheet.text((280, 70), "中华人民共和国", 56, spacing=14)
    sheet.text((250, 165), "居 民 身 份 证", 78)
    sheet.text((200, 440), "签发机关", 36)
    sheet.text((200, 525), "有效期限", 36)
    sheet.value("issuing_authority", (390, 438), "广州市公安局天河分局", 38)
    begin = day(chance, date(2018, 1, 1), date(2026, 6, 1))
    if begin.month == 2 and begin.day == 29:
        begin = begin.replace(day=28)
    if forever is None:
        forever = valid is None and chance.random() < 0.2
    end = begin.replace(year=begin.year + chance.choice((10, 20)))
    begin, end = valid or (begin, end)
    until = "长期" if forever else f"{end:%Y.%m.%d}"
    sheet.value("valid_from", (390, 523), f"{begin:%Y.%m.%d}-{until}", 38, means=begin.isoformat())
    sheet.paper.fields["valid_until"] = "长期" if forever else end.isoformat()
    sheet.paper.boxes["valid_until"] = sheet.paper.boxes["valid_from"]
    sheet.paper.sides = ("back",)
    return sheet.paper


def id_card_both(
    chance: random.Random, person: Person | None = None, valid: tuple[date, date] | None = None
) -> Paper:
    """Both sides on one A4 copy, one above the other."""
    front, back = id_card_front(chance, person), id_card_back(chance, valid=valid)
    page = Paper(DocumentKind.ID_CARD, Image.new("RGB", (1240, 1754), "white"))
    for paper, top in ((front, 180), (back, 940)):
        page.picture.paste(paper.picture, (114, top))
        page.fields |= paper.fields
        for name, (x, y, w, h) in paper.boxes.items():
            page.boxes[name] = (
                (114 + x * CARD[0]) / 1240, (top + y * CARD[1]) / 1754,
                w * CARD[0] / 1240, h * CARD[1] / 1754,
            )  # fmt: skip
    page.sides = ("front", "back")
    return page


def bank(chance: random.Random, number: str | None = None) -> Paper:
    sheet = _card(DocumentKind.BANK_CARD, (196, 214, 232))
    number, name = (
        number or bank_card(chance),
        chance.choice(("中国工商银行", "中国建设银行", "招商银行")),
    )
    sheet.value("bank", (70, 60), name, 52)
    sheet.text((70, 140), "借记卡  DEBIT CARD", 30)
    sheet.draw.rounded_rectangle((80, 230, 200, 320), 14, fill=(220, 190, 110))
    spaced = " ".join(number[i : i + 4] for i in range(0, 19, 4))
    sheet.value("card_number", (70, 370), spaced, 58, means=number)
    sheet.text((70, 490), "MONTH/YEAR 09/35", 30)
    sheet.text((760, 540), "银联 UnionPay", 34)
    return sheet.paper


def health(chance: random.Random, person: Person | None = None) -> Paper:
    who = person or Person(chance)
    sheet = _card(DocumentKind.HEALTH_CERTIFICATE, (236, 246, 236))
    sheet.text((506, 40), "广州市从业人员健康证明", 50, anchor="ma")
    begin = day(chance, date(2025, 1, 1), date(2026, 11, 1))
    if begin.month == 2 and begin.day == 29:
        begin = begin.replace(day=28)
    end = begin.replace(year=begin.year + 1)
    rows = (
        ("姓    名：", "name", who.name, who.name),
        ("身份证号：", "id_number", who.id_number, who.id_number),
        (
            "证    号：",
            "certificate_number",
            number := f"粤穗天{chance.randrange(10**8):08d}",
            number,
        ),
        ("发证日期：", "issued_on", written(begin), begin.isoformat()),
        ("有效期至：", "valid_until", written(end), end.isoformat()),
        ("发证机构：", "issuing_authority", office := "天河区疾病预防控制中心", office),
    )
    for index, (label, name, words, means) in enumerate(rows):
        y = 140 + index * 72
        sheet.text((70, y), label, 34)
        sheet.value(name, (250, y), words, 34, means=means)
    _portrait(sheet.paper.picture, (740, 140, 960, 420), (190, 215, 240))
    sheet.seal((790, 500), 110, "天河区疾病预防控制中心")
    return sheet.paper


def portrait(chance: random.Random) -> Paper:
    """A photo of a person before one colour, as for a certificate."""
    colour = chance.choice(((67, 142, 219), (255, 255, 255), (200, 30, 40)))
    paper = Paper(DocumentKind.PHOTO, Image.new("RGB", (826, 1156), colour))
    _portrait(paper.picture, (0, 0, 826, 1156), colour)
    return paper


def _card(kind: DocumentKind, colour: tuple[int, int, int]) -> Sheet:
    """A card with the fine lines that such cards have."""
    sheet = Sheet(kind, CARD, face="Sans")
    sheet.draw.rectangle((0, 0, *CARD), fill=colour)
    lighter = tuple(min(255, c + 9) for c in colour)
    for offset in range(-CARD[1], CARD[0], 14):
        sheet.draw.line((offset, 0, offset + CARD[1], CARD[1]), fill=lighter, width=3)
    return sheet


def _emblem(sheet: Sheet, centre: tuple[int, int], radius: int) -> None:
    x, y = centre
    sheet.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(200, 40, 40))
    sheet.draw.ellipse(
        (x - radius // 2, y - radius // 2, x + radius // 2, y + radius // 2), fill=(228, 190, 90)
    )


def _portrait(
    picture: Image.Image, box: tuple[int, int, int, int], ground: tuple[int, int, int]
) -> None:
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    tile = Image.new("RGB", (w, h), ground)
    draw = ImageDraw.Draw(tile)
    draw.ellipse((w * 0.1, h * 0.66, w * 0.9, h * 1.4), fill=(52, 60, 82))
    draw.rectangle((w * 0.42, h * 0.55, w * 0.58, h * 0.72), fill=(214, 172, 142))
    draw.ellipse((w * 0.28, h * 0.12, w * 0.72, h * 0.64), fill=(224, 184, 154))
    draw.pieslice((w * 0.26, h * 0.08, w * 0.74, h * 0.56), 180, 360, fill=(30, 26, 26))
    for eye in (0.4, 0.6):
        draw.ellipse((w * (eye - 0.03), h * 0.36, w * (eye + 0.03), h * 0.39), fill=(30, 26, 26))
    draw.arc(
        (w * 0.43, h * 0.44, w * 0.57, h * 0.54), 20, 160, fill=(150, 70, 70), width=max(2, w // 90)
    )
    picture.paste(tile.filter(ImageFilter.GaussianBlur(max(1, w // 300))), (left, top))
