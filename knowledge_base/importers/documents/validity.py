"""From when to when a document holds, and what it repeals, as its own words say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge_base.importers.documents.blocks import Note
from knowledge_base.importers.documents.dates import PATTERN, parse_date, years_later
from knowledge_base.importers.documents.numbering import numeral

PUBLISHED = ("发布日期", "发布时间", "公开日期", "公布日期", "印发日期", "PubDate")
WRITTEN = ("成文日期", "签发日期", "发文日期", "生成日期")
EFFECTIVE = ("实施日期", "施行日期", "生效日期")
ENDS = ("失效日期", "废止日期", "有效期至", "截止日期")
STATES = ("有效性", "时效性", "效力状态", "时效状态", "效力")

_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,4})"
_EFFECT = r"(?:正式)?(?:施行|实施|生效|执行|试行|起算)"
_PUBLISHING = r"(?:发布|公布|印发|颁布|发文|签发|公告|下发)"
_PERIOD = r"(?:有效期|执行期|实施期|试行期|施行期|暂行期)(?:限)?"
_SELF = re.compile(
    r"本(?:办法|规定|条例|细则|实施细则|实施办法|通知|意见|实施意见|方案|规则|决定|指引|措施|公告|通告"
    r"|规范|文件|指南|标准|制度|计划|规程|章程|法|政策|解释|决议|暂行办法|若干措施)"
)


def _day(name: str = "day") -> str:
    return f"(?P<{name}>{PATTERN})"


_FROM_DAY = re.compile(
    rf"(?:自|从|于|，|,|\s|^|公布)\s?{_day()}(?:之日)?起{_EFFECT}|自\s?{_day('day2')}{_EFFECT}"
)
_FROM_PUBLISHING = re.compile(
    rf"自{_PUBLISHING}之日起?\s?(?:满|后第?)?\s?"
    rf"(?:{_COUNT}\s?(?P<unit>个工作日|个月|日|天)(?:之后|后|起)?)?\s?起?{_EFFECT}"
)
_ENDS_ON = re.compile(
    rf"{_PERIOD}[^。；]{{0,30}}?(?:至|到|截止|—|－)\s?{_day()}"
    rf"|(?:有效|执行|实施|施行|试行)(?:期限)?(?:截止|截至|延长|延续|延期)?(?:至|到)\s?{_day('day2')}"
    rf"|{_day('day3')}起?(?:自动)?(?:失效|废止|停止执行)"
    rf"|至\s?{_day('day4')}\s?(?:止|自动失效|失效)"
)
_LASTS = re.compile(
    rf"(?:{_PERIOD}|试行)\s?(?:为|暂定为|暂定|是|：)?\s?{_COUNT}\s?(?P<unit>年|个月)"
)
_OF_PAPERS = re.compile(
    r"(?:证书?|许可|执照|批文|批复|卡|合同|报告|护照|签注|凭证|编号|备案|通知书|决定书|资格|承诺书|证明)"
    r"[^，。；]{0,8}有效期"
)
_PUBLISHED_HEAD = re.compile(
    rf"[（(].*{_day()}[^。）)]{{0,60}}?(?:公布|发布|印发)(?!之日)[^）)]*[）)]"
)
_DATE_LINE = re.compile(rf"[（(]?\s?{_day()}\s?(?:印发|发布|公布)?\s?[)）]?$")
_REPEAL = re.compile(
    r"[^。\n]*(?:同时废止|即行废止|同时失效|予以废止|停止执行|不再执行)[^。\n]*。?"
)
_REPLACED = re.compile(
    r"(?:已被|已由|被)\s?《(?P<by>[^》]{2,100})》[^。]{0,40}?(?:代替|取代|替代|废止)"
)
_DEAD = re.compile(r"^(?:已)?(?:失效|废止|被废止|被代替|停止执行)$|^(?:全文)?(?:失效|废止)$")
_DEAD_TITLE = re.compile(r"[（(\[【](?:已|全文)?(?:失效|废止|作废)[)）\]】]")
_SENTENCE = re.compile(r"[^。\n]+[。\n]?")


@dataclass(slots=True)
class Validity:
    """Dates found, each with a note of its evidence; None where the document does not say."""

    published_on: date | None = None
    valid_from: date | None = None
    expires_on: date | None = None
    replaced_by: str | None = None


def published(
    fields: Mapping[str, str], head: Sequence[str], tail: Sequence[str]
) -> tuple[date, str] | None:
    """(day, evidence): the page's information, then an order's head, then the signature."""
    for name in (*PUBLISHED, *WRITTEN):
        if day := parse_date(fields.get(name, "")):
            return day, f"{name}：{fields[name]}"
    for pattern, lines in ((_PUBLISHED_HEAD, head), (_DATE_LINE, tail[::-1])):
        for line in lines:
            found = pattern.match(line.strip())
            if found and (day := parse_date(found["day"])):
                return day, found[0]
    return None


def read_validity(
    text: str, title: str, fields: Mapping[str, str], day: date | None, notes: list[Note]
) -> Validity:
    """The days in `text`; `day` is the day of publication, from which some are counted."""
    result = Validity(published_on=day)
    _read_fields(result, fields, notes)
    for sentence in _relevant(text):
        if result.valid_from is None:
            _read_start(result, sentence, notes)
        if result.expires_on is None:
            _read_end(result, sentence, notes)
    _read_marks(result, text, title, fields, notes)
    _check_order(result, notes)
    return result


def _read_fields(result: Validity, fields: Mapping[str, str], notes: list[Note]) -> None:
    for name in EFFECTIVE:
        if start := parse_date(fields.get(name, "")):
            result.valid_from = start
            notes.append(Note("生效日期", "valid_from", f"{name}：{fields[name]}"))
            break
    for name in ENDS:
        if end := parse_date(fields.get(name, "")):
            is_last = name in ("有效期至", "截止日期")
            result.expires_on = end + timedelta(days=1) if is_last else end
            notes.append(Note("失效日期", "expires_on", f"{name}：{fields[name]}"))
            break


def _relevant(text: str) -> list[str]:
    """Sentences about the document's own force, those that say 「本办法」 first."""
    sentences = [s.strip() for s in _SENTENCE.findall(text)]
    about = [s for s in sentences if re.search(rf"{_EFFECT}|有效期|试行期|执行期|失效|废止", s)]
    own = [s for s in about if _SELF.search(s)]
    return own + [
        s for s in about if s not in own and not re.search(r"《[^》]+》[^，。]{0,12}(?:自|于)", s)
    ]


def _day_of(found: re.Match[str]) -> str:
    return next(v for k, v in found.groupdict().items() if k.startswith("day") and v)


def _read_start(result: Validity, sentence: str, notes: list[Note]) -> None:
    if found := _FROM_DAY.search(sentence):
        result.valid_from = parse_date(_day_of(found))
        if result.valid_from:
            notes.append(Note("生效日期", "valid_from", sentence))
        return
    found = _FROM_PUBLISHING.search(sentence)
    if not found:
        return
    if result.published_on is None:
        notes.append(Note("自发布之日起施行，但没有找到发布日期", "valid_from", sentence, True))
        return
    if found["unit"] == "个工作日":
        notes.append(Note("生效日期按工作日推算，请人工确定", "valid_from", sentence, True))
        return
    count = numeral(found["count"]) if found["count"] else 0
    if found["unit"] == "个月":
        result.valid_from = years_later(result.published_on, 0, count)
    else:
        result.valid_from = result.published_on + timedelta(days=count)
    notes.append(Note("生效日期从发布日期算起", "valid_from", sentence))


def _read_end(result: Validity, sentence: str, notes: list[Note]) -> None:
    is_own = _SELF.search(sentence) or re.search(rf"{_EFFECT}|之日起", sentence)
    if not is_own or _OF_PAPERS.search(sentence):
        return
    if found := _ENDS_ON.search(sentence):
        last = parse_date(_day_of(found))
        if last is None:
            return
        ends_itself = found["day3"] is not None
        result.expires_on = last if ends_itself else last + timedelta(days=1)
        notes.append(Note("失效日期", "expires_on", sentence))
        return
    found = _LASTS.search(sentence)
    if not found:
        return
    begins = result.valid_from or result.published_on
    if begins is None:
        notes.append(Note("写了有效期，但不知道从哪天算起", "expires_on", sentence, True))
        return
    count = numeral(found["count"])
    years, months = (count, 0) if found["unit"] == "年" else (0, count)
    result.expires_on = years_later(begins, years, months)
    notes.append(Note(f"失效日期从{begins}算起", "expires_on", sentence, not result.valid_from))


def _read_marks(
    result: Validity, text: str, title: str, fields: Mapping[str, str], notes: list[Note]
) -> None:
    for name in STATES:
        if _DEAD.match(fields.get(name, "").strip()):
            notes.append(
                Note("页面标明已失效或废止", "expires_on", f"{name}：{fields[name]}", True)
            )
    if dead := _DEAD_TITLE.search(title):
        notes.append(Note("标题标明已失效或废止", "expires_on", dead[0], True))
    if replaced := _REPLACED.search(text):
        result.replaced_by = replaced["by"].strip()
        notes.append(Note("写明已被别的文件代替", "replaced_by", replaced[0], True))
    for sentence in _REPEAL.findall(text)[:5]:
        notes.append(Note("写明废止别的文件", "repeals", sentence.strip()))


def _check_order(result: Validity, notes: list[Note]) -> None:
    start, end = result.valid_from, result.expires_on
    if start and end and end <= start:
        notes.append(
            Note(f"失效日期{end}不晚于生效日期{start}，没有采用", "expires_on", doubtful=True)
        )
        result.expires_on = None
