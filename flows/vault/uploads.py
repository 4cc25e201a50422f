"""Uploads in parts (续传), in the words of tus: an offset, and what comes after it.

Each part is stored sealed as it comes, so a restart forgets nothing. With the last part the file
is taken in; only then is it in the vault, and the parts are erased.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.vault import repository
from flows.vault.errors import (
    ChunkTooLarge,
    OffsetWrong,
    TooManyUploads,
    UploadBroken,
    UploadUnfinished,
)
from flows.vault.presenter import show_upload
from flows.vault.service import keep, show_files
from flows.vault.views import UploadView
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.errors import InvalidInput, Unavailable
from foundation.intake.errors import FileRefused
from foundation.intake.names import clean_name
from foundation.intake.service import Received, SafeFile, take_in
from foundation.models import FileUpload, VaultFile
from foundation.queue import Payload, handles, promise
from foundation.settings import settings
from foundation.viewer import Viewer

CHUNK_BYTES = 4 << 20
LIFETIME = timedelta(hours=24)
MOST_OPEN, MOST_PARTS = 20, 400
ERASE = "uploads.erase_parts"


async def open_upload(
    session: AsyncSession, viewer: Viewer, name: str, size: int, sha256: str | None
) -> UploadView:
    """Raises: SignInRequired, FileRefused (empty, too_large), TooManyUploads."""
    viewer.must_be_signed_in()
    limit = settings().upload_max_bytes
    if not size or size > limit:
        raise FileRefused(clean_name(name), "too_large" if size else "empty", limit=limit >> 20)
    if await repository.count_open_uploads(session, viewer, now()) >= MOST_OPEN:
        raise TooManyUploads
    upload = FileUpload(
        user_id=viewer.user_id,
        name=clean_name(name),
        size=size,
        sha256=sha256,
        received=0,
        parts=[],
        vault_file_ids=[],
        expires_at=now() + LIFETIME,
    )
    session.add(upload)
    await session.flush()
    return show_upload(upload, [])


async def look_at_upload(session: AsyncSession, viewer: Viewer, upload_id: str) -> UploadView:
    """Raises: SignInRequired, UploadUnknown."""
    viewer.must_be_signed_in()
    upload = await repository.access_upload(session, viewer, upload_id, now())
    return await _show(session, viewer, upload)


async def files_brought(session: AsyncSession, viewer: Viewer, upload_id: str) -> list[VaultFile]:
    """The files of a finished upload. Raises: UploadUnknown, UploadUnfinished, VaultFileUnknown."""
    upload = await repository.access_upload(session, viewer, upload_id, now())
    if upload.received < upload.size:
        raise UploadUnfinished(offset=upload.received)
    return [
        await repository.access_file(session, viewer, file_id, lock=True)
        for file_id in upload.vault_file_ids
    ]


async def cancel_upload(session: AsyncSession, viewer: Viewer, upload_id: str) -> None:
    """What is in the vault already stays there. Raises: SignInRequired, UploadUnknown."""
    viewer.must_be_signed_in()
    upload = await repository.access_upload(session, viewer, upload_id, now(), lock=True)
    await forget_upload(session, upload)


async def add_part(viewer: Viewer, upload_id: str, offset: int, part: bytes) -> UploadView:
    """Take in the bytes that follow `offset`; with the last of them the file is in the vault.

    It has transactions of its own: none is open while the file is looked into.
    Raises: SignInRequired, UploadUnknown, OffsetWrong, ChunkTooLarge, InvalidInput, UploadBroken
    and FileRefused; after the last two the upload is over.
    """
    viewer.must_be_signed_in()
    async with db.reading() as session:
        upload = await repository.access_upload(session, viewer, upload_id, now())
    _must_fit(upload, offset, part)
    safe: list[SafeFile] = []
    if offset + len(part) == upload.size:
        try:
            safe = await _take_in_whole(upload, part)
        except (FileRefused, UploadBroken):
            async with db.writing() as session:
                held = await repository.access_upload(session, viewer, upload_id, now(), lock=True)
                await forget_upload(session, held)
            raise
    async with db.writing() as session:
        held = await repository.access_upload(session, viewer, upload_id, now(), lock=True)
        _must_fit(held, offset, part)
        await _move_on(session, viewer, held, part, safe)
        return await _show(session, viewer, held)


def _must_fit(upload: FileUpload, offset: int, part: bytes) -> None:
    if offset != upload.received:
        raise OffsetWrong(offset=upload.received)
    if len(part) > CHUNK_BYTES:
        raise ChunkTooLarge(f"一次最多传{CHUNK_BYTES >> 20}MB，请分成几次传。")
    if not part:
        raise InvalidInput({"body": "这一段是空的，请从系统给出的位置继续"})
    if offset + len(part) > upload.size:
        raise InvalidInput({"body": "传来的内容比开始时说的大，请重新上传"})
    if len(upload.parts) >= MOST_PARTS:
        raise InvalidInput({"body": "分得太碎了，请每次多传一些"})


async def _move_on(
    session: AsyncSession, viewer: Viewer, upload: FileUpload, part: bytes, safe: list[SafeFile]
) -> None:
    upload.received += len(part)
    if safe:
        files = [await keep(session, viewer, file) for file in safe]
        upload.vault_file_ids = list(dict.fromkeys(file.id for file in files))
        _promise_erasing(session, upload)
    else:
        upload.parts = [*upload.parts, await asyncio.to_thread(store.put, _owner(upload), part)]


async def _take_in_whole(upload: FileUpload, last: bytes) -> list[SafeFile]:
    content = await asyncio.to_thread(_joined, upload, last)
    if upload.sha256 and hashlib.sha256(content).hexdigest() != upload.sha256:
        raise UploadBroken({"file": f"「{upload.name}」在路上传坏了，请重新上传"})
    return await take_in(Received(upload.name, content))


def _joined(upload: FileUpload, last: bytes) -> bytes:
    try:
        return b"".join([*(store.get(_owner(upload), sha256) for sha256 in upload.parts), last])
    except FileNotFoundError as error:
        raise Unavailable("前面传的部分读不到了，请取消后重新上传。") from error


async def _show(session: AsyncSession, viewer: Viewer, upload: FileUpload) -> UploadView:
    files = await repository.files_by_id(session, viewer, upload.vault_file_ids)
    return show_upload(upload, await show_files(session, files))


async def forget_upload(session: AsyncSession, upload: FileUpload) -> None:
    """Remove the row; what was stored of it is erased after the commit."""
    _promise_erasing(session, upload)
    await session.delete(upload)


def _promise_erasing(session: AsyncSession, upload: FileUpload) -> None:
    if upload.parts:
        promise(session, ERASE, {"owner": _owner(upload), "sha256": upload.parts})
        upload.parts = []


@handles(ERASE)
async def erase_parts(payload: Payload) -> None:
    for sha256 in payload["sha256"]:
        await asyncio.to_thread(store.remove, payload["owner"], sha256)


def _owner(upload: FileUpload) -> str:
    return f"upload-{upload.id}"
