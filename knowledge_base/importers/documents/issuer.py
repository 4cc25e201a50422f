"""Who issued a document (发文机关), with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge_base.importers.documents.dates import PATTERN

FIELDS = (
    "发布机构",
    "发文机关",
    "制定机关",
    "发文单位",
    "发布单位",
    "发布机关",
    "发文机构",
    "印发机关",
    "颁布单位",
    "公布机关",
    "责任部门",
)
SOURCES = ("来源", "信息来源", "稿件来源", "ContentSource")

_SUFFIX = (
    r"(?:人民政府办公[厅室]|人民政府|人民代表大会常务委员会|人民代表大会|常务委员会|办公[厅室]"
    r"|委员会|管理局|总局|总署|分局|街道办事处|办事处|人民法院|人民检察院|领导小组|指挥部|国务院"
    r"|管理中心|服务中心|中心|银行|[局厅部委院署])"
)
_WHOLE_BODY = re.compile(rf"[一-龥（）()]{{0,40}}{_SUFFIX}")
_ABOUT = re.compile(r"(.{2,80}?)关于")
_ORDER = re.compile(
    r"(?:中华人民共和国)?([一-龥]{0,30}?(?:人民政府|国务院|部|局|委员会|总署|主席))\s?(?:令|公告|通告)"
)
_RED_HEAD = re.compile(rf"([一-龥 ]{{2,40}}{_SUFFIX})\s?文件")
_PASSED = re.compile(
    r"(?:日|由)\s?([一-龥]{0,20}?(?:人民代表大会常务委员会|人民代表大会|国务院|人民政府))"
    r"[^。）)]{0,40}?(?:会议|常务会议|令|公布|通过|批准|发布)"
)
_ORDINAL = re.compile(r"第[零一二三四五六七八九十百\d]+届")
_DATE_LINE = re.compile(rf"\s*(?:{PATTERN})\s*")

MAX_ISSUER = 200
Told = tuple[str, str]


def find_issuer(
    title: str, head: Sequence[str], tail: Sequence[str], fields: Mapping[str, str]
) -> Told | None:
    """(issuer, evidence), best evidence first: the page's information, the title («…关于»), an
    order's head, a red head, who passed it, the signature at the end."""
    return (
        _of_fields(fields, FIELDS)
        or _of_title(title)
        or _of_head(head)
        or _of_signature(tail)
        or _of_sources(fields)
        or _of_law(title)
    )


def bodies(text: str) -> str | None:
    """One or several bodies as 「甲、乙」, None where the text is anything else."""
    parts = [part for part in re.split(r"[\s、，,;；]+", text.strip()) if part]
    if not parts or not all(_WHOLE_BODY.fullmatch(part) for part in parts):
        return None
    named = "、".join(dict.fromkeys(parts))
    return named if len(named) <= MAX_ISSUER else None


def _of_fields(fields: Mapping[str, str], names: Sequence[str]) -> Told | None:
    for name in names:
        value = fields.get(name, "")
        if named := bodies(value):
            return named, f"{name}：{value}"
    return None


def _of_sources(fields: Mapping[str, str]) -> Told | None:
    return _of_fields(fields, SOURCES)


def _of_title(title: str) -> Told | None:
    found = _ABOUT.match(title)
    if not found:
        return None
    named = bodies(_apart(found[1]))
    return (named, title) if named else None


def _apart(text: str) -> str:
    """Bodies of one place written one behind the other, parted where the place comes again."""
    place = re.match(r"[一-龥]{2,3}?[省市区]", text)
    return re.sub(rf"(?<=.)(?={place[0]})", "、", text) if place else text


def _of_head(head: Sequence[str]) -> Told | None:
    for line in head:
        found = _RED_HEAD.fullmatch(line) if len(line) <= 60 else None
        if found and (named := bodies(re.sub(r"\s", "", found[1]))):
            return named, line
    for line in head:
        if len(line) <= 60 and (found := _ORDER.match(line)):
            return found[1].replace("主席", "全国人民代表大会常务委员会"), line
    for line in head:
        if line.startswith(("（", "(")) and (found := _PASSED.search(line)):
            return _ORDINAL.sub("", found[1]), found[0]
    return None


def _of_signature(tail: Sequence[str]) -> Told | None:
    """Bodies on lines of their own right above a date."""
    for index in range(len(tail) - 1, 0, -1):
        if not _DATE_LINE.fullmatch(tail[index]):
            continue
        signed: list[str] = []
        for line in reversed(tail[:index]):
            named = bodies(line) if len(line) <= 60 else None
            if named is None:
                break
            signed.insert(0, named)
        if signed:
            return "、".join(signed)[:MAX_ISSUER], f"{signed[-1]} {tail[index]}"
    return None


def _of_law(title: str) -> Told | None:
    """A law of the country is made by its congress or that one's committee (立法法 第十条);
    which of the two a title does not say."""
    if re.fullmatch(r"中华人民共和国[一-龥]{1,30}法(?:[（(].*[)）])?", title):
        return "全国人民代表大会或其常务委员会", title
    return None
