"""What must hold of rules beyond their schema: all they name exists, sentences can be filled."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from knowledge_base.catalogue import Catalogue
from knowledge_base.checks.references import check_condition
from knowledge_base.document_fields import FIELDS, REGISTERED_KINDS, DocumentKindName
from knowledge_base.schemas import ItemDocument, Rule, RuleSet
from knowledge_base.schemas.prereview import (
    Consistent,
    Dated,
    Equals,
    Recognised,
    Reference,
    Registered,
)

PLACEHOLDERS = frozenset({"expected", "actual", "page", "place", "material", "field"})
REGISTERS: dict[str, dict[str, str]] = {
    "enterprise": {
        "name": "名称", "credit_code": "统一社会信用代码", "legal_person": "法定代表人",
        "address": "住所", "status": "登记状态",
    },
}  # fmt: skip
"""Registers that a case may be held against, with what each tells."""

IDENTITY_LABELS: dict[str, str] = {
    "name": "登录人姓名", "id_number": "登录人身份证号码", "enterprise_name": "登录企业名称",
    "credit_code": "登录企业的统一社会信用代码", "legal_person_name": "登录企业的法定代表人",
}  # fmt: skip
_ALONE = ("consistent",)
_CARDS = {"id_card", "bank_card"}


def check_rules(ruleset: RuleSet, catalogue: Catalogue) -> Iterator[str]:
    """Faults of a set of rules, each naming its rule and field."""
    entry = catalogue.find(ruleset.code)
    if entry is None:
        yield f"预审规则「{ruleset.name}」：没有实施编码为{ruleset.code}的事项"
        return
    for rule in ruleset.rules:
        for fault in _faults(rule, ruleset, entry.document):
            yield f"{ruleset.name}：规则「{rule.id}」{fault}"


def unknown_placeholders(template: str) -> list[str]:
    """What a sentence would be filled with that no finding has; a brace left open is one."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return ["{"]
    return [
        name
        for _, name, spec, how in parts
        if name is not None and (name not in PLACEHOLDERS or spec or how)
    ]


def _faults(rule: Rule, ruleset: RuleSet, document: ItemDocument) -> Iterator[str]:
    materials = {m.id for m in document.materials.materials}
    if rule.material is None and rule.check.kind not in _ALONE:
        yield "的「材料」没有填：这种检查要说明看哪份材料"
    elif rule.material is not None and rule.material not in materials:
        yield f"的「材料」用到不存在的「{rule.material}」"
    if rule.when is not None:
        yield from check_condition("", rule.when, document)
    for label, sentence in (("不符合时说", rule.message), ("怎么改", rule.advice)):
        for name in unknown_placeholders(sentence or ""):
            yield f"的「{label}」里有填不出的「{{{name}}}」"
    if rule.source and rule.source not in document.item.sources:
        yield f"的「依据」引用了未登记的来源「{rule.source}」"
    yield from _check_fields(rule, ruleset, document)


def _check_fields(rule: Rule, ruleset: RuleSet, document: ItemDocument) -> Iterator[str]:
    check = rule.check
    field = getattr(check, "field", None)
    if field and rule.material:
        yield from _check_field(ruleset, rule.material, field)
    if isinstance(check, Recognised) and check.sides and not _CARDS & set(check.kinds):
        yield "的「应有哪几面」只用于证件卡片"
    if isinstance(check, Registered) and rule.material:
        yield from _check_registered(ruleset, rule.material, check)
    references: list[Reference] = []
    if isinstance(check, Equals):
        references = [check.to]
    elif isinstance(check, Consistent):
        references = check.places
    elif isinstance(check, Dated) and check.on:
        references = [check.on]
    for reference in references:
        yield from _check_reference(reference, ruleset, document)


def _check_registered(ruleset: RuleSet, material: str, check: Registered) -> Iterator[str]:
    numbers = {REGISTERED_KINDS[k][1] for k in kinds_of(ruleset, material) if k in REGISTERED_KINDS}
    if check.field not in numbers:
        yield f"的「材料上的编号」写了「{check.field}」，没有登记库按它查"


def _check_field(ruleset: RuleSet, material: str, field: str) -> Iterator[str]:
    kinds = kinds_of(ruleset, material)
    if not kinds:
        yield f"要看「{material}」上的字段，请先写一条规则说明它应为哪种文件"
    elif not any(field in FIELDS[kind] for kind in kinds):
        yield f"的「字段」写了「{field}」，这种文件上没有"


def _check_reference(
    reference: Reference, ruleset: RuleSet, document: ItemDocument
) -> Iterator[str]:
    match reference.source:
        case "form":
            if reference.field not in {f.id for f in document.form.fields()}:
                yield f"用到申请表里没有的字段「{reference.field}」"
        case "identity":
            if reference.field not in IDENTITY_LABELS:
                yield f"用到登录身份里没有的「{reference.field}」"
        case "register":
            known = REGISTERS.get(reference.name or "")
            if known is None:
                yield f"用到没有接入的登记库「{reference.name}」"
            elif reference.field not in known:
                yield f"用到登记库里没有的字段「{reference.field}」"
        case "material":
            if reference.name not in {m.id for m in document.materials.materials}:
                yield f"用到不存在的材料「{reference.name}」"
            else:
                yield from _check_field(ruleset, reference.name or "", reference.field)


def kinds_of(ruleset: RuleSet, material: str) -> list[DocumentKindName]:
    """What the rules say a material shows."""
    return [
        kind
        for rule in ruleset.rules
        if rule.material == material and isinstance(rule.check, Recognised)
        for kind in rule.check.kinds
    ]
