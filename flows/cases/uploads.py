"""Files of a case: taken in whole, sniffed, stored encrypted, given back only to who may see."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.errors import FileTooLarge, MaterialUnknown, TooManyFiles
from flows.cases.presenter import needed_materials, show_materials
from flows.cases.service import editable_case, read_record
from flows.cases.views import CaseMaterialView
from flows.guidance import repository as guidance
from flows.prereview.file_checks import MEDIA_TYPES, describe, sniff
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.crypto import CiphertextInvalid
from foundation.errors import InvalidInput, NotFound, Unavailable, UnsupportedFile
from foundation.models import Case, CaseFile
from foundation.queue import Payload, handles, promise
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base.schemas import Material

MAX_NAME = 100
REMOVE = "cases.remove_bytes"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came over the wire: the client's name for it and its bytes."""

    name: str
    content: bytes


async def add_files(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, uploads: list[Upload]
) -> CaseMaterialView:
    """Add files to a material; the same file twice is one file.

    Raises: InvalidInput, FileTooLarge, UnsupportedFile, MaterialUnknown, TooManyFiles, and
    nothing is stored then.
    """
    for upload in uploads:
        _accepted_kind(upload)
    case = await editable_case(session, viewer, number)
    material = await _material_of(session, case, material_id)
    present = [
        f for f in await repository.files_of(session, number) if f.material_id == material_id
    ]
    fresh = await asyncio.to_thread(_fresh, uploads, {f.sha256 for f in present})
    if len(present) + len(fresh) > material.max_files:
        raise TooManyFiles(
            {"file": f"「{material.name}」最多{material.max_files}个文件，请先删去多余的"}
        )
    for sha256, upload in fresh.items():
        await asyncio.to_thread(store.put, number, upload.content)
        session.add(_row(case, material, upload, sha256))
    case.updated_at = now()
    return await show_material(session, case, material_id)


async def remove_files(
    session: AsyncSession,
    viewer: Viewer,
    number: str,
    material_id: str,
    file_id: str | None = None,
) -> CaseMaterialView:
    """Remove one file, or all of a material; removing what is gone already is no error."""
    case = await editable_case(session, viewer, number)
    await _material_of(session, case, material_id)
    unused = await repository.remove_files(session, number, material_id, file_id)
    if unused:
        promise(session, REMOVE, {"number": number, "sha256": unused})
    case.updated_at = now()
    return await show_material(session, case, material_id)


@handles(REMOVE)
async def remove_bytes(payload: Payload) -> None:
    """Erase bytes that no row of the case names; under its lock, as they are added."""
    async with db.writing() as session:
        case = await repository.case_by_number(session, payload["number"], lock=True)
        used = {file.sha256 for file in await repository.files_of(session, case.number)}
        for sha256 in set(payload["sha256"]) - used:
            await asyncio.to_thread(store.remove, case.number, sha256)


async def read_own_file(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of the viewer's own case. Raises: CaseUnknown, NotFound."""
    case = await repository.access_case(session, viewer, number)
    return await read_file(session, case, material_id, file_id)


async def read_file(
    session: AsyncSession, case: Case, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a case the caller has already been let into. Raises: NotFound, Unavailable."""
    for file in await repository.files_of(session, case.number):
        if file.id == file_id and file.material_id == material_id:
            return file, await _bytes_of(file)
    raise NotFound("没有找到这个文件，可能已被删除。")


async def _bytes_of(file: CaseFile) -> bytes:
    try:
        return await asyncio.to_thread(store.get, file.case_number, file.sha256)
    except (FileNotFoundError, CiphertextInvalid) as error:
        raise Unavailable(f"「{file.name}」暂时读不到，请重新上传，或拨打12345。") from error


def clean_name(name: str, kind: str) -> str:
    """A name safe to show and to save under: no path, no control characters, true extension."""
    base = PurePath(name.replace("\\", "/")).name
    shown = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip() or "文件"
    stem = PurePath(shown).stem[: MAX_NAME - 6] or "文件"
    return f"{stem}.{kind}"


def _fresh(uploads: list[Upload], known: set[str]) -> dict[str, Upload]:
    """The uploads not held yet, by SHA-256."""
    named = {store.sha256_of(upload.content): upload for upload in uploads}
    return {sha256: upload for sha256, upload in named.items() if sha256 not in known}


def _row(case: Case, material: Material, upload: Upload, sha256: str) -> CaseFile:
    kind = _accepted_kind(upload)
    return CaseFile(
        case_number=case.number,
        material_id=material.id,
        name=clean_name(upload.name, kind),
        media_type=MEDIA_TYPES[kind],
        size=len(upload.content),
        sha256=sha256,
        uploaded_at=now(),
    )


def _accepted_kind(upload: Upload) -> str:
    """The kind by content. Raises: InvalidInput, FileTooLarge, UnsupportedFile."""
    limit = settings().upload_max_bytes
    if not upload.content:
        raise InvalidInput({"file": f"「{upload.name[:MAX_NAME]}」是空文件，请重新选择"})
    if len(upload.content) > limit:
        raise FileTooLarge(f"「{upload.name[:MAX_NAME]}」超过{limit // 2**20}MB，请压缩后再上传。")
    kind = sniff(upload.content)
    if kind is None:
        raise UnsupportedFile(
            f"「{upload.name[:MAX_NAME]}」的内容是{describe(upload.content)}，"
            "不是PDF、JPG或PNG，改文件后缀没有用。请另存为PDF或拍照后上传。"
        )
    return kind


async def _material_of(session: AsyncSession, case: Case, material_id: str) -> Material:
    document = await guidance.document_of(session, case.item_code, case.revision)
    for choice in needed_materials(case, document):
        if choice.material.id == material_id:
            return choice.material
    raise MaterialUnknown


async def show_material(session: AsyncSession, case: Case, material_id: str) -> CaseMaterialView:
    await session.flush()
    shown = show_materials(await read_record(session, case))
    return next(m for m in shown if m.id == material_id)
