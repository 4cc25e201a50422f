"""Pages that ask for a signature: signed by hand, with a name in type instead, or left empty."""

from __future__ import annotations

import random
from typing import Literal

from flows.prereview.readings import DocumentKind
from tests.factories.papers.handwriting import written
from tests.factories.papers.people import Person
from tests.factories.papers.sheet import A4, Face, Paper, Sheet

Signed = Literal["cursive", "bent", "printed", "printed_apart", "empty", "ruled"]
BY_HAND: tuple[Signed, ...] = ("cursive", "bent")
NOT_BY_HAND: tuple[Signed, ...] = ("printed", "printed_apart", "empty", "ruled")
_LABELS = ("承诺人（签名）：", "申请人签名：", "法定代表人（签字）：", "甲方（签字）：")
_INKS = ((25, 25, 28), (20, 30, 110), (60, 60, 66), (10, 20, 80))


def signing_page(seed: int, signed: Signed) -> Paper:
    """A letter with one place to sign. Names in type have the label's size or another."""
    chance = random.Random(f"signing-{signed}-{seed}")
    face: Face = chance.choice(("Serif", "Sans"))
    sheet = Sheet(DocumentKind.OTHER, A4, face=face)
    sheet.text((620, 150), "情况说明", 60, anchor="ma")
    for row, words in enumerate(("以上情况属实，所附材料与原件一致。", "如有不实，愿意承担责任。")):
        sheet.text((160, 330 + 70 * row), words, 34)
    size, label, name = chance.choice((30, 34, 38)), chance.choice(_LABELS), Person(chance).name
    y = 800 + chance.randint(-100, 200)
    left, top, right, bottom = sheet.text((300, y), label, size)
    sheet.paper.fields["label"] = label
    sheet.paper.boxes["label"] = sheet.share(left, top, right, bottom)
    if signed in ("printed", "printed_apart"):
        other = size if chance.random() < 0.6 else chance.choice((size - 4, size + 6))
        gap = 0 if signed == "printed" else chance.randint(20, 90)
        sheet.text((right + gap + 4, y + (size - other)), name, other)
    elif signed in BY_HAND:
        style: Literal["cursive", "bent"] = "cursive" if signed == "cursive" else "bent"
        ink = written(chance, name, round(size * chance.uniform(1.2, 2.2)), style)
        at = (right + chance.randint(0, 40), y + size // 2 - ink.height // 2)
        sheet.paper.picture.paste(chance.choice(_INKS), at, ink)
    if signed == "ruled" or (signed in BY_HAND and chance.random() < 0.3):
        sheet.draw.line(
            (right, y + size + 10, right + 330, y + size + 10), fill=(25, 25, 28), width=2
        )
    sheet.text((300, y + 120), "日期：2026年11月20日", size)
    return sheet.paper
