"""A citizen's own files: kept once, shown with where they were used, changed and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.prereview.documents import repository as readings
from flows.prereview.readings import DocumentKind
from flows.vault import repository
from flows.vault.errors import FileInfected, ReuseNotAllowed
from flows.vault.presenter import show_file
from flows.vault.views import ConsentView, VaultFileView, VaultPage
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.crypto import CiphertextInvalid
from foundation.errors import InvalidInput, NotFound, Unavailable
from foundation.intake.names import clean_name
from foundation.intake.service import SafeFile
from foundation.models import FileUse, VaultConsent, VaultFile
from foundation.paging import next_cursor
from foundation.queue import Payload, handles, promise
from foundation.viewer import Viewer

REMOVE = "vault.remove_bytes"
RESCAN = "files.rescan"
"""Kept by `flows/cases/rescans.py`, which knows every copy."""


def owner_of(user_id: str) -> str:
    """The owner of a citizen's bytes in the file store."""
    return f"vault-{user_id}"


async def list_vault(session: AsyncSession, viewer: Viewer, offset: int, limit: int) -> VaultPage:
    """Raises: SignInRequired."""
    viewer.must_be_signed_in()
    files, total = await repository.list_files(session, viewer, offset, limit)
    consent = await repository.consent_of(session, viewer.user_id)
    return VaultPage(
        items=await show_files(session, files),
        total=total,
        next=next_cursor(offset, len(files), total),
        consent=consent.is_given if consent else None,
    )


async def show_files(session: AsyncSession, files: Sequence[VaultFile]) -> list[VaultFileView]:
    """The files with their uses, in the order given."""
    uses = await repository.uses_of(session, [f.id for f in files])
    return [show_file(f, [u for u in uses if u[0].vault_file_id == f.id]) for f in files]


async def keep(session: AsyncSession, viewer: Viewer, safe: SafeFile) -> VaultFile:
    """The vault's row for this file; the same bytes again are the same row.

    Stored under the user's lock, so that nobody erases the bytes before the row names them.
    """
    await repository.lock_vault(session, viewer.user_id)
    sha256 = await asyncio.to_thread(store.sha256_of, safe.content)
    held = await repository.file_by_content(session, viewer.user_id, sha256)
    if held is not None:
        held.scan = "clean" if safe.scan == "clean" else held.scan
        return held
    consent = await repository.consent_of(session, viewer.user_id)
    await asyncio.to_thread(store.put, owner_of(viewer.user_id), safe.content)
    file = VaultFile(
        user_id=viewer.user_id,
        name=safe.name,
        media_type=safe.media_type,
        size=len(safe.content),
        sha256=sha256,
        thumbnail_sha256=await keep_thumbnail(owner_of(viewer.user_id), safe.thumbnail),
        pages=safe.pages,
        notes=list(safe.notes),
        scan=safe.scan,
        is_reusable=bool(consent and consent.is_given),
        created_at=now(),
    )
    session.add(file)
    await session.flush()
    if safe.scan == "unreachable":
        promise_rescan(session, viewer.user_id, sha256)
    return file


async def keep_thumbnail(owner: str, thumbnail: bytes | None) -> str | None:
    """Its name in the owner's part of the store."""
    return await asyncio.to_thread(store.put, owner, thumbnail) if thumbnail else None


async def copy_thumbnail(file: VaultFile, owner: str) -> str | None:
    """The thumbnail again for another owner; one that is lost is no reason to stop."""
    if file.thumbnail_sha256 is None:
        return None
    with suppress(Unavailable):
        picture = await read_stored(owner_of(file.user_id), file.thumbnail_sha256, file.name)
        return await keep_thumbnail(owner, picture)
    return None


async def must_allow_reuse(session: AsyncSession, file: VaultFile, case_number: str) -> None:
    """The first case is what the file was handed over for; others need the citizen's consent.

    Raises: ReuseNotAllowed.
    """
    if not file.is_reusable and await repository.is_used_elsewhere(session, file.id, case_number):
        raise ReuseNotAllowed


async def note_use(session: AsyncSession, file: VaultFile, use: FileUse) -> None:
    """Write down where a file is used, once for each material of a case."""
    if await repository.use(session, file.id, use.case_number, use.material_id) is None:
        use.vault_file_id = file.id
        session.add(use)


async def change_file(
    session: AsyncSession, viewer: Viewer, file_id: str, changes: dict[str, Any]
) -> VaultFileView:
    """Name, kind, validity, consent: only what is in `changes`.

    Raises: SignInRequired, VaultFileUnknown, InvalidInput.
    """
    viewer.must_be_signed_in()
    file = await repository.access_file(session, viewer, file_id, lock=True)
    if "name" in changes:
        file.name = clean_name(_said(changes["name"]), file.name.rpartition(".")[2])
    if "document_kind" in changes:
        kind: DocumentKind | None = changes["document_kind"]
        file.document_kind = kind.value if kind else None
    if "valid_until" in changes:
        until: date | None = changes["valid_until"]
        file.valid_until = until
    if changes.get("is_reusable") is not None:
        file.is_reusable = changes["is_reusable"]
    await session.flush()
    return (await show_files(session, [file]))[0]


def _said(name: str | None) -> str:
    if not name or not name.strip():
        raise InvalidInput({"name": "请给资料起个名字"})
    return f"{name.strip()}.x"  # the end of it is replaced by the true extension


async def answer_consent(session: AsyncSession, viewer: Viewer, is_given: bool) -> ConsentView:
    """Whether files kept from now on may be used again; files already kept are changed one by one
    (《个人信息保护法》第十四、十五条)."""
    viewer.must_be_signed_in()
    await repository.lock_vault(session, viewer.user_id)
    await session.merge(VaultConsent(user_id=viewer.user_id, is_given=is_given, said_at=now()))
    return ConsentView(consent=is_given)


async def read_thumbnail(session: AsyncSession, viewer: Viewer, file_id: str) -> bytes:
    """JPEG. Raises: SignInRequired, VaultFileUnknown, NotFound where the format has none."""
    viewer.must_be_signed_in()
    file = await repository.access_file(session, viewer, file_id)
    return await read_stored(owner_of(viewer.user_id), file.thumbnail_sha256, file.name)


async def read_content(file: VaultFile) -> bytes:
    """Raises: FileInfected, Unavailable."""
    if file.scan == "infected":
        raise FileInfected
    return await read_stored(owner_of(file.user_id), file.sha256, file.name)


async def read_stored(owner: str, sha256: str | None, name: str) -> bytes:
    """Bytes of the store, or a sentence. Raises: NotFound (never had any), Unavailable."""
    if sha256 is None:
        raise NotFound("这个文件没有缩略图。")
    try:
        return await asyncio.to_thread(store.get, owner, sha256)
    except (FileNotFoundError, CiphertextInvalid) as error:
        raise Unavailable(f"「{name}」暂时读不到，请重新上传，或拨打12345。") from error


async def erase(session: AsyncSession, file: VaultFile) -> None:
    """Take the file and the note of its uses out of the vault; its bytes go after the commit."""
    gone = [sha256 for sha256 in (file.sha256, file.thumbnail_sha256) if sha256]
    await repository.erase_file(session, file)
    promise_removal(session, file.user_id, gone)


def promise_removal(session: AsyncSession, user_id: str, hashes: Collection[str]) -> None:
    promise(session, REMOVE, {"user_id": user_id, "sha256": sorted(hashes)})


def promise_rescan(session: AsyncSession, user_id: str, sha256: str) -> None:
    promise(session, RESCAN, {"user_id": user_id, "sha256": sha256})


@handles(REMOVE)
async def remove_bytes(payload: Payload) -> None:
    """Erase bytes that no row of the vault names, and what was read of them; under its lock, as
    they are added."""
    async with db.writing() as session:
        await repository.lock_vault(session, payload["user_id"])
        used = await repository.hashes_in_use(session, payload["user_id"])
        for sha256 in set(payload["sha256"]) - used:
            await readings.forget_readings(session, sha256)
            await asyncio.to_thread(store.remove, owner_of(payload["user_id"]), sha256)
