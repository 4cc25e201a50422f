"""From rows to what a client is shown of the vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flows.prereview.readings import KIND_LABELS, DocumentKind
from flows.vault.views import FileUseView, UploadView, Validity, VaultFileView
from foundation.clock import today
from foundation.models import FileUpload, FileUse, VaultFile

SOON = timedelta(days=30)


def show_file(file: VaultFile, uses: Sequence[tuple[FileUse, datetime | None]]) -> VaultFileView:
    kind = DocumentKind(file.document_kind) if file.document_kind else None
    return VaultFileView(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        pages=file.pages,
        has_thumbnail=file.thumbnail_sha256 is not None,
        notes=file.notes,
        scan=file.scan,
        document_kind=kind,
        document_label=KIND_LABELS[kind] if kind else None,
        valid_until=file.valid_until,
        validity=validity_on(today(), file.valid_until),
        is_reusable=file.is_reusable,
        uses=[show_use(use, handed_in) for use, handed_in in uses],
        created_at=file.created_at,
    )


def show_use(use: FileUse, handed_in: datetime | None) -> FileUseView:
    return FileUseView(
        case_number=use.case_number,
        item_name=use.item_name,
        material_id=use.material_id,
        material_name=use.material_name,
        used_at=use.used_at,
        is_handed_in=handed_in is not None,
    )


def show_upload(upload: FileUpload, files: list[VaultFileView]) -> UploadView:
    return UploadView(
        upload_id=upload.id,
        offset=upload.received,
        size=upload.size,
        expires_at=upload.expires_at,
        files=files,
    )


def validity_on(day: date, until: date | None) -> Validity:
    """A document is valid through its last day; within a month of it, it is soon over."""
    if until is None:
        return "unknown"
    if until < day:
        return "expired"
    return "expiring" if until - day <= SOON else "valid"
