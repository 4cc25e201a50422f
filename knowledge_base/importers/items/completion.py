"""What the fields of one row say about each other: gaps filled from the code, conflicts told."""

from __future__ import annotations

from datetime import date

from foundation.identifiers import CreditCode, IdentifierInvalid
from knowledge_base.importers.items.draft import Draft
from knowledge_base.importers.items.mapping import Mapping
from knowledge_base.importers.items.scalars import LEVEL_OF_DIGIT
from knowledge_base.importers.items.terms import is_longer
from knowledge_base.schemas import Source

UNSAID = "未注明"
"""Stands where upstream names no department or type: the item must show that it is not known."""


def complete(draft: Draft, mapping: Mapping, as_of: date) -> None:
    """Fill what the rest of the row tells; cast doubt where the row contradicts itself."""
    _settle_moved(draft)
    if code := draft.values.get("code"):
        _from_code(draft, code)
    for target in ("task_type", "department"):
        if draft.values.get(target) is None:
            draft.fill(target, UNSAID, "原文没有写，记为「未注明」", "missing")
    _names(draft)
    _audience(draft)
    _terms(draft)
    if draft.values.get("visits") and draft.values.get("place") is None:
        draft.doubt("visits", "要到现场，却没有办理地点")
    if draft.values.get("is_online") is False and draft.values.get("online_url"):
        draft.doubt("is_online", "写着不能网办，却有网办地址")
    source = Source(title=mapping.source.title, issuer=mapping.source.issuer,
                    url=mapping.source.url, as_of=as_of)  # fmt: skip
    draft.values |= {"as_of": as_of, "source": source, "truncated": sorted(draft.truncated)}


def _settle_moved(draft: Draft) -> None:
    """Text that stood in the wrong column goes where it belongs, unless that is taken."""
    for origin, target, text in draft.moved:
        if draft.values.get(target) is None:
            draft.fill(target, text, f"原文写在{origin}里")
        elif draft.values[target] != text:
            draft.doubt(origin, "那里已有内容，只留在原文")


def _from_code(draft: Draft, code: str) -> None:
    """An 实施编码 holds department (18), level (1) and basic code (12)."""
    department, level, catalog_code = code[:18], LEVEL_OF_DIGIT.get(code[18]), code[19:31]
    try:
        CreditCode.parse(department)
    except IdentifierInvalid as error:
        draft.doubt("code", f"部门代码{department}：{error}")
    if draft.values.get("catalog_code") is None:
        draft.fill("catalog_code", catalog_code, "取自实施编码后12位")
    elif draft.values["catalog_code"] != catalog_code:
        draft.doubt("catalog_code", f"与实施编码中的{catalog_code}不同")
    if draft.values.get("use_level") is None and level:
        draft.fill("use_level", level, "取自实施编码第19位")
    elif level and draft.values["use_level"] != level:
        draft.doubt("use_level", f"与实施编码中的层级（{level}）不同")
    if draft.values.get("region") is None and department[2:8].isdecimal():
        draft.fill("region", department[2:8], "取自部门代码第3至8位")
    _level_of_region(draft)


def _level_of_region(draft: Draft) -> None:
    region, level = draft.values.get("region"), draft.values.get("use_level")
    if region is None or level is None:
        return
    fits = {
        "国家级": True,
        "省级": region.endswith("0000"),
        "市级": region.endswith("00") and not region.endswith("0000"),
    }.get(level, not region.endswith("00"))
    if not fits:
        draft.doubt("region", f"{region}与行使层级（{level}）不相称")


def _names(draft: Draft) -> None:
    """A short name that only repeats the name is no other name."""
    for target in ("short_names", "spoken_names"):
        names = draft.values.get(target)
        if names and draft.values.get("name") in names:
            kept = [name for name in names if name != draft.values["name"]]
            draft.fill(target, kept, "与事项名称相同的不重复记")


def _audience(draft: Draft) -> None:
    objects = set(draft.values.get("service_objects") or [])
    if not objects:
        draft.fill("audience", "both", "没有写服务对象，按个人和单位都可办", "missing")
        return
    persons, others = "自然人" in objects, bool(objects - {"自然人"})
    audience = "both" if persons and others else "person" if persons else "enterprise"
    draft.fill("audience", audience, "按服务对象判定", "imported")


def _terms(draft: Draft) -> None:
    statutory, promised = draft.values.get("statutory"), draft.values.get("promised")
    if statutory and promised and is_longer(promised, statutory):
        draft.doubt(
            "promised",
            f"承诺{promised.days}{promised.unit}，长于法定{statutory.days}{statutory.unit}",
        )
