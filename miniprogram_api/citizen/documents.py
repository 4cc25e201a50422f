"""Policies, rules and collections of answers, as they can be quoted."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from flows.catalogue import documents
from flows.catalogue.views import DocumentView
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Reading

router = APIRouter(prefix="/api/v1", tags=["catalogue"], dependencies=[Depends(anyone)])


@router.get("/documents/{document_id}")
async def read_document(document_id: str, session: Reading) -> DocumentView:
    """A document in its articles, with what must be known before using it."""
    return await documents.read_document(session, document_id)
