"""Time limits (法定、承诺办结时限): «20(工作日)», «3个月», «即办» into days; what is none, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean, is_nothing
from knowledge_base.schemas.guide import Term

LONGEST_DAYS = 1000
_AT_ONCE = re.compile(r"^(?:即办|即办件|即时办结?|当场办结?|当日办结?|立即办结?|马上办|现场办结)$")
_HOURS = re.compile(r"周[一二三四五六日末]|星期|上午|下午|法定节假日|\d{1,2}\s*[:：]\s*\d{2}")
_ADDRESS = re.compile(r"地[点址][:：]|[路街道]\s*\d+\s*号|窗口")
_UNITS = (
    (r"个?工作日|个?工作天", "工作日", 1, ""),
    (r"个?自然日|个?日历[日天]|个?公历日", "自然日", 1, ""),
    (r"个?月", "自然日", 30, "每月按30日折算"),
    (r"个?年|周年", "自然日", 365, "每年按365日折算"),
    (r"个?(?:星期|周|礼拜)", "自然日", 7, "每周按7日折算"),
)
_NAMED = "|".join(f"(?P<u{i}>{unit[0]})" for i, unit in enumerate(_UNITS))
_PATTERN = re.compile(
    r"^(?:自?受理(?:之日)?起|不超过|至多|最长)?\s*(?:(?P<low>\d+)\s*[-~～至到—]\s*)?"
    rf"(?P<number>\d+(?:\.\d+)?)\s*[（(]?\s*(?:{_NAMED}|(?P<hour>个?小时)|(?P<day>日|天))?"
    r"\s*[)）]?(?:内|以内|之内)?(?:办结)?\s*[。，,；;]?(?P<rest>.*)$",
    re.S,
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def read_term(value: Any, beside: Mapping[str, Any]) -> Reading:
    """A `Term`, from a number with its unit beside it or from one text with both.

    Office hours and addresses that stand in a day field are moved to where they belong.
    """
    explain = _explanation(beside.get("explain"))
    if is_nothing(value):
        return said(Term(explain=explain), ["只有说明，没有天数"]) if explain else nothing()
    cleaned = clean(as_text(value))
    text = _with_unit(_arabic(cleaned.text), beside.get("unit"))
    if _AT_ONCE.match(text):
        return said(Term(days=0, explain=explain), ["「即办」记为0天"])
    matched = _PATTERN.match(text)
    if _HOURS.search(text) and not (matched and matched["u0"]):
        return doubtful(
            None, "不是天数，是办公时间，移到「办理时间」", moved={"hours": cleaned.text}
        )
    if matched is None:
        return _without_days(cleaned.text)
    return _days(matched, cleaned.text, explain, list(cleaned.repairs))


def _days(matched: re.Match[str], text: str, explain: str | None, done: list[str]) -> Reading:
    number, unit, doubts = float(matched["number"]), "工作日", []
    for i, (_, name, factor, how) in enumerate(_UNITS):
        if matched[f"u{i}"]:
            number, unit = number * factor, name
            done += [how] if how else []
            explain = explain or (text if how else None)
    if matched["hour"]:
        number, unit, explain = -(-number // 24), "自然日", explain or text
        done.append("小时折算为日，不足一日按一日")
    if matched["low"]:
        doubts.append("写的是一个范围，取较长的")
        explain = explain or text
    named = matched["hour"] or any(matched[f"u{i}"] for i in range(len(_UNITS)))
    if number and not named:
        doubts.append("没有写明工作日还是自然日，暂按工作日，请核对")
    if rest := matched["rest"].strip(" （）()。，,；;"):
        explain = explain or rest
        done.append("天数后面的文字移到说明")
    if not number.is_integer():
        return doubtful(Term(explain=text[:2000]), "天数不是整数，只留说明")
    if number > LONGEST_DAYS:
        return doubtful(Term(explain=text[:2000]), f"{number:g}天长得不合理，只留说明")
    term = Term(days=int(number), unit="自然日" if unit == "自然日" else "工作日", explain=explain)
    return doubtful(term, "，".join([*doubts, *done])) if doubts else said(term, done)


def _without_days(text: str) -> Reading:
    if _ADDRESS.search(text):
        return doubtful(None, "不是天数，是地点，移到「办理地点」", moved={"place": text})
    return doubtful(Term(explain=text[:2000]), "读不出天数，只留作说明")


def _explanation(value: Any) -> str | None:
    return None if is_nothing(value) else clean(as_text(value)).text[:2000] or None


def _with_unit(text: str, unit: Any) -> str:
    if is_nothing(unit) or not re.fullmatch(r"\d+(?:\.\d+)?", text):
        return text
    return text + as_text(unit).strip()


def _arabic(text: str) -> str:
    """Chinese numerals before a unit in digits: 「二十个工作日」 → 「20个工作日」."""

    def number(match: re.Match[str]) -> str:
        total, digit = 0, 0
        for c in match["n"]:
            if c in "十百":
                total += (digit or 1) * (10 if c == "十" else 100)
                digit = 0
            else:
                digit = _DIGITS[c]
        return str(total + digit)

    return re.sub(
        r"(?P<n>[零〇一二两三四五六七八九十百]+)(?=\s*个?(?:工作|自然|月|日|天|年|小时|周))",
        number,
        text,
    )


def is_longer(promised: Term, statutory: Term) -> bool:
    """Whether the promise is surely longer than the law allows.

    Working days are never shorter than as many calendar days; the other way nothing is sure.
    """
    if promised.days is None or not statutory.days:
        return False
    comparable = promised.unit == statutory.unit or promised.unit == "工作日"
    return comparable and promised.days > statutory.days
