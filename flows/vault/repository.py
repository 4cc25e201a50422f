"""Rows of the vault. A citizen's are reached through `access_*`, which take the viewer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.vault.errors import UploadUnknown, VaultFileUnknown
from foundation.db import fresh
from foundation.models import Case, FileUpload, FileUse, User, VaultConsent, VaultFile
from foundation.viewer import Viewer


async def access_file(
    session: AsyncSession, viewer: Viewer, file_id: str, *, lock: bool = False
) -> VaultFile:
    """The viewer's own file. Raises: VaultFileUnknown."""
    query = select(VaultFile).where(VaultFile.id == file_id, VaultFile.user_id == viewer.user_id)
    found: VaultFile | None = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise VaultFileUnknown
    return found


async def lock_vault(session: AsyncSession, user_id: str) -> None:
    """One at a time for each citizen, where bytes and rows must agree."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update())


async def list_files(
    session: AsyncSession, viewer: Viewer, offset: int, limit: int
) -> tuple[Sequence[VaultFile], int]:
    """The viewer's files, latest first, and how many there are in all."""
    own = VaultFile.user_id == viewer.user_id
    total = await session.scalar(select(func.count()).select_from(VaultFile).where(own))
    query = select(VaultFile).where(own).order_by(VaultFile.created_at.desc(), VaultFile.id)
    return (await session.scalars(query.offset(offset).limit(limit))).all(), total or 0


async def file_by_content(session: AsyncSession, user_id: str, sha256: str) -> VaultFile | None:
    return await session.scalar(
        select(VaultFile).where(VaultFile.user_id == user_id, VaultFile.sha256 == sha256)
    )


async def files_by_id(
    session: AsyncSession, viewer: Viewer, ids: Collection[str]
) -> Sequence[VaultFile]:
    query = select(VaultFile).where(VaultFile.id.in_(ids), VaultFile.user_id == viewer.user_id)
    return (await session.scalars(query)).all()


async def uses_of(
    session: AsyncSession, file_ids: Collection[str]
) -> Sequence[tuple[FileUse, datetime | None]]:
    """Uses with the moment their case was handed in (None: a draft), earliest first."""
    query = (
        select(FileUse, Case.submitted_at)
        .join(Case, Case.number == FileUse.case_number)
        .where(FileUse.vault_file_id.in_(file_ids))
        .order_by(FileUse.used_at)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def is_used_elsewhere(session: AsyncSession, file_id: str, case_number: str) -> bool:
    return bool(
        await session.scalar(
            select(
                exists().where(FileUse.vault_file_id == file_id, FileUse.case_number != case_number)
            )
        )
    )


async def use(
    session: AsyncSession, file_id: str, case_number: str, material_id: str
) -> FileUse | None:
    return await session.scalar(
        select(FileUse).where(
            FileUse.vault_file_id == file_id,
            FileUse.case_number == case_number,
            FileUse.material_id == material_id,
        )
    )


async def forget_use(
    session: AsyncSession, file_ids: Collection[str], case_number: str, material_id: str
) -> None:
    await session.execute(
        delete(FileUse).where(
            FileUse.vault_file_id.in_(file_ids),
            FileUse.case_number == case_number,
            FileUse.material_id == material_id,
        )
    )


async def erase_file(session: AsyncSession, file: VaultFile) -> None:
    await session.execute(delete(FileUse).where(FileUse.vault_file_id == file.id))
    await session.delete(file)


async def hashes_in_use(session: AsyncSession, user_id: str) -> set[str]:
    """Every SHA-256 some file of this user's vault still names."""
    rows = await session.execute(
        select(VaultFile.sha256, VaultFile.thumbnail_sha256).where(VaultFile.user_id == user_id)
    )
    return {sha256 for row in rows for sha256 in row if sha256}


async def consent_of(session: AsyncSession, user_id: str) -> VaultConsent | None:
    return await session.get(VaultConsent, user_id)


async def access_upload(
    session: AsyncSession, viewer: Viewer, upload_id: str, at: datetime, *, lock: bool = False
) -> FileUpload:
    """The viewer's own upload that has not lapsed. Raises: UploadUnknown."""
    query = select(FileUpload).where(
        FileUpload.id == upload_id,
        FileUpload.user_id == viewer.user_id,
        FileUpload.expires_at > at,
    )
    found: FileUpload | None = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise UploadUnknown
    return found


async def count_open_uploads(session: AsyncSession, viewer: Viewer, at: datetime) -> int:
    query = select(func.count()).select_from(FileUpload)
    return (
        await session.scalar(
            query.where(
                FileUpload.user_id == viewer.user_id,
                FileUpload.expires_at > at,
                FileUpload.received < FileUpload.size,
            )
        )
        or 0
    )


async def lapsed_uploads(session: AsyncSession, at: datetime) -> Sequence[FileUpload]:
    return (await session.scalars(select(FileUpload).where(FileUpload.expires_at <= at))).all()


async def left_behind(session: AsyncSession, before: datetime) -> Sequence[VaultFile]:
    """Files that may not be used again and that no use has touched since."""
    used_since = exists().where(FileUse.vault_file_id == VaultFile.id, FileUse.used_at > before)
    in_draft = (
        exists()
        .where(FileUse.vault_file_id == VaultFile.id, FileUse.case_number == Case.number)
        .where(Case.status == "draft")
    )
    query = select(VaultFile).where(
        ~VaultFile.is_reusable, VaultFile.created_at < before, ~used_since, ~in_draft
    )
    return (await session.scalars(query)).all()
