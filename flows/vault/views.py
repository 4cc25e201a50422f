"""What a client is shown of the vault and of an upload."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

Validity = Literal["unknown", "valid", "expiring", "expired"]


class FileUseView(BaseModel):
    """`is_handed_in`: the case keeps its own copy, whatever becomes of the vault's."""

    case_number: str
    item_name: str
    material_id: str
    material_name: str
    used_at: LocalMoment
    is_handed_in: bool


class VaultFileView(BaseModel):
    """`scan`: clean, off (no virus scanner is set up), unreachable (not yet scanned)."""

    id: str
    name: str
    media_type: str
    size: int
    pages: int | None
    has_thumbnail: bool
    notes: list[str]
    scan: str
    document_kind: str | None
    document_label: str | None
    valid_until: date | None
    validity: Validity
    is_reusable: bool
    uses: list[FileUseView]
    created_at: LocalMoment


class VaultPage(BaseModel):
    """`consent` is null until the citizen was asked whether files may be used again."""

    items: list[VaultFileView]
    total: int
    next: str | None
    consent: bool | None


class ConsentView(BaseModel):
    consent: bool


class Withdrawn(BaseModel):
    """What became of a file that was taken back, in figures and in one sentence."""

    drafts: int
    kept_in_cases: list[str]
    message: str


class UploadView(BaseModel):
    """`offset` bytes of `size` are here; `files` once it is finished (a ZIP gives several)."""

    upload_id: str
    offset: int
    size: int
    expires_at: LocalMoment
    files: list[VaultFileView]
