"""What a rule asks, in a few words, for lists that count rules."""

from __future__ import annotations

from knowledge_base.checks.rules import kinds_of
from knowledge_base.document_fields import FIELDS, KIND_LABELS, field_label
from knowledge_base.rules import rules_of
from knowledge_base.schemas import Rule, RuleSet

_OWN = {
    "material_missing": "缺材料",
    "file_type": "文件格式不收",
    "image_small": "图片太小",
    "file_lost": "文件读不到",
    "quality": "拍得不清楚（必须重拍）",
    "quality_poor": "拍得不清楚",
    "licence_revoked": "电子证照已注销或吊销",
    "licence_out_of_date": "电子证照已过期",
    "licence_waiting": "电子证照还在调取",
    "licence_expired": "电子证照授权过期",
    "licence_status": "电子证照状态不明",
    "licence_unchecked": "电子证照没能再核对",
}
_ASKED = {
    "document": "应为{kinds}",
    "count": "文件数或页数",
    "quality": "拍得清楚",
    "mark": "应有{mark}",
    "format": "{field}的格式和校验位",
    "equals": "{field}和别处一致",
    "date": "{field}的日期和有效期",
    "consistent": "各处互相一致",
    "words": "应出现的字样",
    "registered": "{field}在登记库里有效",
}
_MARKS = {"seal": "印章", "signature": "签名"}


def rule_title(code: str, rule_id: str, material: str) -> str:
    """«营业执照：统一社会信用代码的格式和校验位»; a rule that is no more keeps its id."""
    if rule_id in _OWN:
        return f"{material}：{_OWN[rule_id]}" if material else _OWN[rule_id]
    if rule_id.startswith("form_"):
        return "申请表填写"
    rules = rules_of(code).rules
    rule = next((r for r in rules.rules if r.id == rule_id), None)
    asked = _asked(rules, rule) if rule else f"规则{rule_id}（已不在用）"
    return f"{material}：{asked}" if rule is None or rule.material else asked


def _asked(rules: RuleSet, rule: Rule) -> str:
    check = rule.check
    kinds = kinds_of(rules, rule.material or "")
    field = getattr(check, "field", None)
    return _ASKED[check.kind].format(
        kinds="或".join(KIND_LABELS[k] for k in getattr(check, "kinds", [])),
        mark=_MARKS.get(getattr(check, "mark", ""), ""),
        field=field_label((*kinds, *FIELDS), field) if field else "全文",
    )
