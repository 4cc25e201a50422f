"""The citizen's own files (我的资料)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.cases.uploads import withdraw_file
from flows.prereview.readings import DocumentKind
from flows.vault import paging, service
from flows.vault.views import ConsentView, VaultFileView, VaultPage, Withdrawn
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.citizen.materials import PageNumber, as_page, as_thumbnail
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/api/v1/vault", tags=["vault"])


class ChangeFile(BaseModel):
    """Only what is sent is changed; null empties kind and validity."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str | None, Field(max_length=100)] = None
    document_kind: DocumentKind | None = None
    valid_until: date | None = None
    is_reusable: bool | None = None


class Consent(BaseModel):
    consent: bool


@router.get("")
async def list_vault(
    viewer: CurrentViewer, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> VaultPage:
    return await service.list_vault(session, viewer, cursor, limit)


@router.put("/consent")
async def answer_consent(body: Consent, viewer: CurrentViewer, session: Writing) -> ConsentView:
    """Whether files kept from now on may be used in further cases."""
    return await service.answer_consent(session, viewer, body.consent)


@router.patch("/{file_id}")
async def change_file(
    file_id: str, body: ChangeFile, viewer: CurrentViewer, session: Writing
) -> VaultFileView:
    changes = {name: getattr(body, name) for name in body.model_fields_set}
    return await service.change_file(session, viewer, file_id, changes)


@router.delete("/{file_id}")
async def withdraw(file_id: str, viewer: CurrentViewer, session: Writing) -> Withdrawn:
    """Erased here and in drafts; cases handed in keep their own copy."""
    return await withdraw_file(session, viewer, file_id)


@router.get("/{file_id}/thumbnail", response_class=Response)
async def read_thumbnail(file_id: str, viewer: CurrentViewer, session: Reading) -> Response:
    """The first page, at most 320 pixels (JPEG)."""
    return as_thumbnail(await service.read_thumbnail(session, viewer, file_id))


@router.get("/{file_id}/pages/{page}", response_class=Response)
async def draw_page(file_id: str, page: PageNumber, viewer: CurrentViewer) -> Response:
    """A page of a PDF or OFD as a picture (PNG); 404 beyond the last."""
    return as_page(await paging.draw_vault_page(viewer, file_id, page))
