"""Two bodies side by side: what was added, taken away and changed, in an officer's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.knowledge.views import Change

LONGEST = 20_000
"""Characters shown of one side: a whole article of a document."""
_NAMES = ("id", "code", "name", "label", "question", "text", "title")
"""What tells one member of a list from another, first found first."""

LABELS = {
    "item": "事项", "guide": "办事指南", "situations": "情形", "materials": "材料",
    "form": "申请表", "examples": "示例", "name": "名称", "short_name": "简称", "aliases": "别名",
    "asks": "问法", "summary": "简介", "theme": "主题", "department": "部门",
    "audience": "服务对象", "valid_from": "生效日期", "expires_on": "失效日期", "sources": "来源",
    "source": "来源", "accept_condition": "受理条件", "handle_flow": "办理流程",
    "statutory": "法定时限", "promised": "承诺时限", "visits": "到现场次数", "fee": "收费",
    "handle_area": "通办范围", "by_law": "设定依据", "places": "办理地点", "online_url": "网办地址",
    "link_way": "咨询方式", "supervise_way": "监督投诉", "result": "办理结果", "tips": "办事提醒",
    "faq": "常见问题", "questions": "问题", "eligibility": "资格规则", "notes": "提示",
    "options": "选项", "question": "问题", "answer": "回答", "text": "正文", "label": "编号",
    "heading": "标题", "articles": "条文", "title": "标题", "document_number": "文号",
    "issuer": "发文机关", "region": "地区", "published_on": "发布日期", "url": "链接",
    "verified": "已核实", "days": "天数", "unit": "单位", "explain": "说明", "required": "必要",
    "when": "适用情形", "why": "为什么要", "why_not": "为什么不用", "address": "地址",
    "hours": "办公时间", "phone": "电话", "services": "可办业务", "location": "坐标",
    "as_of": "核对日期", "sections": "部分", "fields": "字段", "help": "说明文字", "copies": "份数",
    "district": "区", "replaced_by": "被替代为", "kind": "类型", "is_fee": "是否收费",
    "basis": "依据", "count": "次数", "reason": "原因", "id": "编号", "code": "编码",
    "act": "先由事项回答", "level": "层级", "use_level": "行使层级", "task_type": "事项类型",
    "catalog_code": "基本编码", "short_names": "简称", "spoken_names": "口语说法",
    "service_objects": "服务对象", "themes": "主题", "place": "办理地点", "is_online": "可网上办",
    "has_courier": "可邮寄", "has_booking": "可预约", "style": "说法",
    "original": "原件", "copy": "复印件", "electronic": "可用电子件", "delivery": "领取方式",
    "windows": "窗口", "source_type": "来源渠道", "source_explain": "来源说明",
    "accept_stand": "受理标准", "fill_explain": "填写说明", "from_licence": "可免交的证照",
    "deferrable": "可容缺", "page": "页码", "type": "类型", "synonyms": "同义说法",
    "ask_when": "何时问", "advice": "建议", "eligible": "是否符合", "answers": "作答",
    "expect": "应得结果", "catalog_name": "目录名称", "rules": "规则", "check": "检查",
    "opening": "表格前的话", "closing": "表格后的话",
    "message": "不符合时说", "material": "材料", "sure": "识读把握", "if_read": "没读到就不核对",
    "field": "字段", "must": "要求", "amount": "数目", "compare": "怎样比较", "to": "应等于",
    "any_of": "应出现其中之一", "pattern": "应为", "mark": "签名或印章", "kinds": "应为哪种文件",
    "sides": "应有哪几面", "faults": "不能有", "at_least": "至少", "at_most": "至多",
}  # fmt: skip


def differences(before: Any, after: Any) -> list[Change]:
    """Every difference between two JSON values, in reading order.

    Members of lists are matched by their own name where they have one, so that one inserted
    question does not make every later one look changed.
    """
    return list(_walk("", [], before, after))


def _walk(path: str, words: list[str], before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _member(
                f"{path}.{key}".lstrip("."), [*words, LABELS.get(key, key)], key, before, after
            )
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, words, before, after)
    else:
        yield _change(path, words, "changed", before, after)


def _member(
    path: str, words: list[str], key: str, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Change]:
    if before.get(key) is None and after.get(key) is not None:
        yield _change(path, words, "added", None, after[key])
    elif before.get(key) is not None and after.get(key) is None:
        yield _change(path, words, "removed", before[key], None)
    else:
        yield from _walk(path, words, before.get(key), after.get(key))


def _lists(path: str, words: list[str], before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    for name in dict.fromkeys([*old, *new]):
        where, said = f"{path}[{name}]", [*words, _said(name, new.get(name, old.get(name)))]
        if name not in new:
            yield _change(where, said, "removed", old[name], None)
        elif name not in old:
            yield _change(where, said, "added", None, new[name])
        else:
            yield from _walk(where, said, old[name], new[name])
    common = [name for name in old if name in new]
    if common != [name for name in new if name in old]:
        order = ["、".join(_said(n, m) for n, m in named.items()) for named in (old, new)]
        yield _change(path, [*words, "顺序"], "changed", *order)


def _named(members: list[Any]) -> dict[str, Any]:
    """Members by name, numbered where two would have the same."""
    named: dict[str, Any] = {}
    for index, member in enumerate(members, 1):
        name = _name(member) or str(index)
        named[name if name not in named else f"{name}（{index}）"] = member
    return named


def _name(member: Any) -> str | None:
    if isinstance(member, str | int | float):
        return str(member)[:60]
    if isinstance(member, dict):
        return next((str(member[n])[:60] for n in _NAMES if member.get(n)), None)
    return None


def _said(name: str, member: Any) -> str:
    """A rule is known to people by what it tells the citizen, not by its id."""
    if not isinstance(member, dict) or "check" not in member:
        return name
    return str(member.get("message") or member.get("advice") or name)[:30]


def _change(path: str, words: list[str], kind: Any, before: Any, after: Any) -> Change:
    return Change(
        path=path,
        label=" › ".join(words) or "全部内容",
        change=kind,
        before=_shown(before),
        after=_shown(after),
    )


def _shown(value: Any) -> str:
    return "\n".join(_lines_of(value))[:LONGEST]


def _lines_of(value: Any) -> list[str]:
    """A value as lines of «名称：内容», members of lists behind a dot, inner lines indented."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["是" if value else "否"]
    if isinstance(value, dict):
        return [
            line
            for key, inner in value.items()
            for line in _pair(LABELS.get(str(key), str(key)), inner)
        ]
    if isinstance(value, list):
        return [line for inner in value for line in _bulleted(_lines_of(inner))]
    return [str(value)]


def _pair(label: str, value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = [f"  {line}" for line in _lines_of(value)]
        return [f"{label}：", *inner] if inner else []
    inner = _lines_of(value)
    return [f"{label}：{inner[0]}", *inner[1:]] if inner else []


def _bulleted(lines: list[str]) -> list[str]:
    return [f"· {line}" if not number else f"  {line}" for number, line in enumerate(lines)]
