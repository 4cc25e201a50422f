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
from foundation import files as store
from foundation.clock import now
from foundation.errors import InvalidInput, NotFound, UnsupportedFile
from foundation.models import Case, CaseFile
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base.schemas import Material

MAX_NAME = 100


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
    kinds = [_accepted_kind(upload) for upload in uploads]
    case = await editable_case(session, viewer, number)
    material = await _material_of(session, case, material_id)
    present = [
        f for f in await repository.files_of(session, number) if f.material_id == material_id
    ]
    hashes = await asyncio.gather(
        *(asyncio.to_thread(store.put, upload.content) for upload in uploads)
    )
    known = {f.sha256 for f in present}
    for upload, kind, sha256 in zip(uploads, kinds, hashes, strict=True):
        if sha256 not in known:
            known.add(sha256)
            session.add(
                CaseFile(
                    case_number=number,
                    material_id=material_id,
                    name=clean_name(upload.name, kind),
                    media_type=MEDIA_TYPES[kind],
                    size=len(upload.content),
                    sha256=sha256,
                    uploaded_at=now(),
                )
            )
    if len(known) > material.max_files:
        raise TooManyFiles(
            {"file": f"「{material.name}」最多{material.max_files}个文件，请先删去多余的"}
        )
    case.updated_at = now()
    return await _show_material(session, case, material_id)


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
    await repository.remove_files(session, number, material_id, file_id)
    case.updated_at = now()
    return await _show_material(session, case, material_id)


async def read_file(
    session: AsyncSession, case: Case, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a case the caller has already been let into. Raises: NotFound."""
    for file in await repository.files_of(session, case.number):
        if file.id == file_id and file.material_id == material_id:
            return file, await asyncio.to_thread(store.get, file.sha256)
    raise NotFound("没有找到这个文件，可能已被删除。")


def clean_name(name: str, kind: str) -> str:
    """A name safe to show and to save under: no path, no control characters, true extension."""
    base = PurePath(name.replace("\\", "/")).name
    shown = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip() or "文件"
    stem = PurePath(shown).stem[: MAX_NAME - 6] or "文件"
    return f"{stem}.{kind}"


def _accepted_kind(upload: Upload) -> str:
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


async def _show_material(session: AsyncSession, case: Case, material_id: str) -> CaseMaterialView:
    await session.flush()
    shown = show_materials(await read_record(session, case))
    return next(m for m in shown if m.id == material_id)
