"""From typed words to an answer: labels, synonyms, ordinals, numbers; unsure means no match."""

from __future__ import annotations

import re
from typing import Any

from rapidfuzz import fuzz

from knowledge_base.schemas import Option, Question
from knowledge_base.search.normalise import normalise

_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_ORDINAL = re.compile(r"^(?:选|第)?\s*([1-9一二三四五六七八])\s*(?:个|项|号|。|\.)?$")
_NUMBER = re.compile(r"(?<![a-z\d])-?\d+(?:\.\d+)?")  # 「80㎡」 is normalised to 80m2
_CHINESE_NUMBER = re.compile(r"[零一二两三四五六七八九十百千万]+")
_CLOSE = 82


def match_answer(question: Question, text: str) -> Any | None:
    """The answer the text gives to the question, in the question's type, or None."""
    said = normalise(text).strip(" 。．.,，!！?？")
    if not said:
        return None
    match question.kind:
        case "single":
            option = _match_option(question, said)
            return option.id if option else None
        case "multiple":
            return _match_several(question, said)
        case "number":
            return _match_number(said)
        case "date":
            found = re.search(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})", said)
            return "-".join(p.zfill(2) for p in found.groups()) if found else None
        case "text":
            return text.strip()


def _match_option(question: Question, said: str) -> Option | None:
    ordinal = _ORDINAL.match(said)
    if ordinal:
        digit = ordinal.group(1)
        index = int(digit) if digit.isdigit() else _CHINESE_DIGITS[digit]
        return question.options[index - 1] if index <= len(question.options) else None
    scored = sorted(((_score(o, said), i) for i, o in enumerate(question.options)), reverse=True)
    best, second = scored[0], scored[1]
    if best[0] >= _CLOSE and best[0] > second[0]:
        return question.options[best[1]]
    return None


def _score(option: Option, said: str) -> float:
    names = [normalise(n) for n in (option.label, *option.synonyms)]
    if said in names:
        return 101.0
    within = [len(n) for n in names if len(n) >= 2 and n in said]
    if within and not _is_negated(names, said):
        return 90.0 + min(max(within), 10)
    return max(fuzz.ratio(said, n) for n in names)


def _is_negated(names: list[str], said: str) -> bool:
    return any(
        f"{no}{n}" in said and not n.startswith(no) for n in names for no in ("不", "没", "没有")
    )


def _match_several(question: Question, said: str) -> list[str] | None:
    parts = [p for p in re.split(r"[、，,;；和跟及\s]+", said) if p]
    found = [_match_option(question, part) for part in parts]
    chosen = sorted({o.id for o in found if o})
    return chosen if chosen and all(found) else None


def _match_number(said: str) -> float | None:
    digits = _NUMBER.findall(said)
    if len(digits) == 1:
        return float(digits[0])
    chinese = _CHINESE_NUMBER.findall(said)
    return float(_chinese_number(chinese[0])) if not digits and len(chinese) == 1 else None


def _chinese_number(text: str) -> int:
    total, section, digit = 0, 0, 0
    units = {"十": 10, "百": 100, "千": 1000}
    for c in text:
        if c in units:
            section += (digit or 1) * units[c]
            digit = 0
        elif c == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            digit = _CHINESE_DIGITS[c]
    return total + section + digit
