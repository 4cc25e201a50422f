"""Documents as clients read them: every article, and what must be known before using it."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.errors import DocumentUnknown
from flows.catalogue.standing import UNVERIFIED, region_note, validity_note, validity_of
from flows.catalogue.views import ArticleView, DocumentView
from foundation.places_of_administration import name_of
from knowledge_base import repository
from knowledge_base.schemas import KnowledgeDocument

_ID = re.compile(r"[a-z0-9_-]{3,64}")
KIND_LABELS = {
    "law": "法律法规",
    "rule": "规章",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "faq": "问答",
}


async def read_document(session: AsyncSession, document_id: str) -> DocumentView:
    """Raises: DocumentUnknown."""
    is_id = _ID.fullmatch(document_id)
    found = is_id and await repository.published(session, kinds=["document"], keys=[document_id])
    if not found:
        raise DocumentUnknown
    row = found[0]
    document = KnowledgeDocument.model_validate(row.body)
    notes = [
        region_note(document.region),
        validity_note(row.effective_from, row.expires_on, document.replaced_by),
        None if document.verified else f"内容未与官方文本逐字核对，{UNVERIFIED}。",
    ]
    return DocumentView(
        **document.model_dump(exclude={"articles", "expires_on", "valid_from"}),
        kind_label=KIND_LABELS[document.kind],
        region_name=name_of(document.region),
        valid_from=row.effective_from,
        expires_on=row.expires_on,
        validity=validity_of(row.effective_from, row.expires_on),
        notes=[note for note in notes if note],
        articles=[
            ArticleView(number=number, **article.model_dump())
            for number, article in enumerate(document.articles)
        ],
    )
