"""The figures of a guide must agree with each other (national item rules)."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_base.schemas import ItemDocument


def check_guide(document: ItemDocument) -> Iterator[str]:
    guide = document.guide
    if guide.visits.count and not guide.visits.reason:
        yield "到现场次数不为0，须写明原因"
    if guide.online_handle_depth == "Ⅳ" and guide.visits.count:
        yield "网办深度Ⅳ级须零到场"
    for name, term in (("法定时限", guide.statutory), ("承诺时限", guide.promised)):
        if term.days is None and not term.explain:
            yield f"{name}没有天数，须写说明"
    statutory, promised = guide.statutory.days or 0, guide.promised.days or 0
    if guide.statutory.unit == guide.promised.unit and promised > statutory > 0:
        yield "承诺时限长于法定时限"
