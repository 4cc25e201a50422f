"""Documents (政策文件): what must be known of each, which are over, which name what is absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from foundation.clock import today
from knowledge_base.checks.references import repeated
from knowledge_base.schemas import KnowledgeDocument

NUMBERED = {"law", "rule", "policy"}
"""Kinds that are issued under a number; interpretations and answers are not."""


def check_documents(documents: Sequence[KnowledgeDocument]) -> Iterator[str]:
    """Faults, one sentence each."""
    yield from repeated("文件编号", [d.id for d in documents])
    yield from repeated("文号", [d.document_number for d in documents if d.document_number])
    known = {name for document in documents for name in _names(document)}
    for document in documents:
        where, replaced = f"文件《{document.title}》", document.replaced_by
        if not document.issuer:
            yield f"{where}缺少发文机关"
        if replaced and replaced in _names(document):
            yield f"{where}写着被自己替代"
        elif replaced and replaced not in known and _is_id(replaced):
            yield f"替代{where}的「{replaced}」不在知识库里"


def warn_documents(
    documents: Sequence[KnowledgeDocument], stale_days: int, on: date | None = None
) -> Iterator[str]:
    """What a reader of a quotation would miss, what is over, and what nobody looked at for long."""
    day = on or today()
    known = {name for document in documents for name in _names(document)}
    for document in documents:
        where = f"文件《{document.title}》"
        if lacking := [word for word, value in _wanted(document) if not value]:
            yield f"{where}缺少{'、'.join(lacking)}"
        replaced = document.replaced_by
        if replaced and replaced not in known and not _is_id(replaced):
            yield f"{where}由「{replaced}」替代，知识库里还没有它"
        if document.expires_on and document.expires_on <= day:
            successor = (
                f"由「{document.replaced_by}」替代" if document.replaced_by else "没有替代它的文件"
            )
            yield f"{where}已于{document.expires_on}失效，{successor}"
        elif (age := (day - document.as_of).days) > stale_days:
            yield f"{where}已{age}天没有重新核对（{document.as_of}）"


def _wanted(document: KnowledgeDocument) -> Iterator[tuple[str, object]]:
    if document.kind in NUMBERED:
        yield "文号", document.document_number
    yield "发布日期", document.published_on
    yield "网址", document.url


def _is_id(name: str) -> bool:
    """Whether a name is meant as a document's id, not as the title of one that is not here."""
    return re.fullmatch(r"[a-z0-9][a-z0-9_-]+", name) is not None


def _names(document: KnowledgeDocument) -> list[str]:
    """What another document may call it by."""
    return [n for n in (document.id, document.document_number, document.title) if n]
