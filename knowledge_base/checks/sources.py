"""Where facts come from: every source named is registered, every verified figure has one."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_base.schemas import Fee, ItemDocument
from knowledge_base.schemas.guide import Term


def check_sources(document: ItemDocument) -> Iterator[str]:
    guide, known = document.guide, set(document.item.sources)
    for source in sorted(cited(document) - known):
        yield f"引用了未登记的来源「{source}」"
    if all(paragraph.source is None for paragraph in guide.by_law):
        yield "设定依据没有来源"
    figures: list[tuple[str, Term | Fee]] = [
        ("法定时限", guide.statutory),
        ("承诺时限", guide.promised),
        ("收费", guide.fee),
    ]
    for name, figure in figures:
        if figure.verified and figure.source is None:
            yield f"{name}标为已核实却没有来源"
    paragraphs = [*(("受理条件", p) for p in guide.accept_condition)]
    paragraphs += [("设定依据", p) for p in guide.by_law]
    for name, paragraph in paragraphs:
        if paragraph.verified and paragraph.source is None:
            yield f"{name}「{paragraph.text[:12]}…」标为已核实却没有来源"


def uncited_sources(document: ItemDocument) -> Iterator[str]:
    """Sources nobody refers to: harmless, but something may have lost its reference."""
    for source in sorted(set(document.item.sources) - cited(document)):
        yield f"来源「{source}」登记了，却没有地方引用"


def cited(document: ItemDocument) -> set[str]:
    """The ids of the sources that guide, materials and rules refer to."""
    guide = document.guide
    named = [p.source for p in (*guide.accept_condition, *guide.by_law)]
    named += [t.source for t in (guide.statutory, guide.promised, guide.fee)]
    named += [q.source for q in guide.faq]
    named += [m.source for m in document.materials.materials]
    named += [r.source for r in document.situations.eligibility]
    named += [n.source for n in document.situations.notes]
    return {source for source in named if source}
