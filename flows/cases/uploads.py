"""Files of a case: taken in whole, stored encrypted, given back only to who may see.

A case keeps copies of its own. The citizen's vault notes where each file was used, and gives files
to further cases; what is taken back there leaves drafts, never what was handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.errors import CaseNotOpen, MaterialUnknown, TooManyFiles
from flows.cases.presenter import needed_materials, show_materials
from flows.cases.service import editable_case, read_record
from flows.cases.states import EDITABLE, LABELS
from flows.cases.views import CaseMaterialView
from flows.guidance import repository as guidance
from flows.vault import repository as vault_rows
from flows.vault import service as vault
from flows.vault import uploads as uploads_in_parts
from flows.vault.views import Withdrawn
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.intake.service import Received, take_in
from foundation.models import Case, CaseFile, FileUse, VaultFile
from foundation.queue import Payload, handles, promise
from foundation.viewer import Viewer
from knowledge_base.schemas import Material

REMOVE = "cases.remove_bytes"


async def add_files(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, received: list[Received]
) -> CaseMaterialView:
    """Add files to a material; the same file twice is one file, a ZIP is the files in it.

    Raises: SignInRequired, CaseUnknown, CaseNotOpen, MaterialUnknown, FileRefused, TooManyFiles,
    and nothing is stored then.
    """
    viewer.must_be_signed_in()
    await _must_be_wanted(viewer, number, material_id)
    safe = [file for one in received for file in await take_in(one)]
    case = await editable_case(session, viewer, number)
    material = await _material_of(session, case, material_id)
    files = [await vault.keep(session, viewer, file) for file in safe]
    contents = {kept.id: file.content for kept, file in zip(files, safe, strict=True)}
    await _put_in(session, case, material, files, contents)
    return await show_material(session, case, material_id)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files that lie here already: one of the vault, or those a finished upload brought.

    An electronic licence (`licence_id` of the contract) joins them here.
    """

    vault_file_id: str | None = None
    upload_id: str | None = None


async def add_chosen(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, chosen: Chosen
) -> CaseMaterialView:
    """Add what lies in the citizen's own vault.

    Raises: SignInRequired, CaseUnknown, CaseNotOpen, MaterialUnknown, VaultFileUnknown,
    UploadUnknown, UploadUnfinished, ReuseNotAllowed, FileInfected, TooManyFiles, Unavailable.
    """
    viewer.must_be_signed_in()
    case = await editable_case(session, viewer, number)
    material = await _material_of(session, case, material_id)
    files = await _chosen_files(session, viewer, number, chosen)
    contents = {file.id: await vault.read_content(file) for file in files}
    await _put_in(session, case, material, files, contents)
    return await show_material(session, case, material_id)


async def _chosen_files(
    session: AsyncSession, viewer: Viewer, number: str, chosen: Chosen
) -> list[VaultFile]:
    """What was just sent needs no further consent; what lay there may."""
    if chosen.upload_id:
        return await uploads_in_parts.files_brought(session, viewer, chosen.upload_id)
    file = await vault_rows.access_file(session, viewer, chosen.vault_file_id or "", lock=True)
    await vault.must_allow_reuse(session, file, number)
    return [file]


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
    removed = await repository.remove_files(session, number, material_id, file_id)
    origins = [file.vault_file_id for file in removed if file.vault_file_id]
    await vault_rows.forget_use(session, origins, number, material_id)
    _promise_removal(session, number, removed)
    case.updated_at = now()
    return await show_material(session, case, material_id)


async def withdraw_file(session: AsyncSession, viewer: Viewer, vault_file_id: str) -> Withdrawn:
    """Erase a file from the vault and from drafts; cases handed in keep their own copy
    (《个人信息保护法》第四十七条; what is handed in belongs to the case's archive).

    Raises: SignInRequired, VaultFileUnknown.
    """
    viewer.must_be_signed_in()
    file = await vault_rows.access_file(session, viewer, vault_file_id, lock=True)
    drafts, kept = set(), set()
    for case, used in await repository.copies_of(session, viewer, file.id):
        if case.submitted_at is None:
            await session.delete(used)
            _promise_removal(session, case.number, [used])
            case.updated_at = now()
            drafts.add(case.number)
        else:
            used.vault_file_id = None
            kept.add(case.number)
    await session.flush()
    await vault.erase(session, file)
    return Withdrawn(
        drafts=len(drafts), kept_in_cases=sorted(kept), message=_told(file, len(drafts), len(kept))
    )


def _told(file: VaultFile, drafts: int, kept: int) -> str:
    parts = [f"已从「我的资料」撤回「{file.name}」"]
    if drafts:
        parts.append(f"{drafts}个草稿里的这份材料也一并移除")
    if kept:
        parts.append(f"已提交的{kept}个办件按规定存档，仍保留提交时的那一份")
    return "；".join(parts) + "。"


@handles(REMOVE)
async def remove_bytes(payload: Payload) -> None:
    """Erase bytes that no row of the case names; under its lock, as they are added."""
    async with db.writing() as session:
        case = await repository.case_by_number(session, payload["number"], lock=True)
        used = set(_hashes(await repository.files_of(session, case.number)))
        for sha256 in set(payload["sha256"]) - used:
            await asyncio.to_thread(store.remove, case.number, sha256)


async def _must_be_wanted(viewer: Viewer, number: str, material_id: str) -> None:
    """Before files are looked into, and without holding anything."""
    async with db.reading() as session:
        case = await repository.access_case(session, viewer, number)
        if case.status not in EDITABLE:
            raise CaseNotOpen(f"办件现在是「{LABELS[case.status]}」，内容不能再改。")
        await _material_of(session, case, material_id)


async def _put_in(
    session: AsyncSession,
    case: Case,
    material: Material,
    files: list[VaultFile],
    contents: dict[str, bytes],
) -> None:
    """Rows and copies of the files the material does not hold yet. `contents`: by vault id."""
    present = await repository.files_of(session, case.number)
    held = {f.sha256 for f in present if f.material_id == material.id}
    fresh = list({f.sha256: f for f in files if f.sha256 not in held}.values())
    if len(held) + len(fresh) > material.max_files:
        raise TooManyFiles(
            {"file": f"「{material.name}」最多{material.max_files}个文件，请先删去多余的"}
        )
    for file in fresh:
        await asyncio.to_thread(store.put, case.number, contents[file.id])
        thumbnail = await vault.copy_thumbnail(file, case.number)
        session.add(_row(case, material, file, thumbnail))
        await vault.note_use(session, file, _use(case, material))
    case.updated_at = now()


def _row(case: Case, material: Material, file: VaultFile, thumbnail: str | None) -> CaseFile:
    return CaseFile(
        case_number=case.number,
        material_id=material.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        thumbnail_sha256=thumbnail,
        scan=file.scan,
        vault_file_id=file.id,
        uploaded_at=now(),
    )


def _use(case: Case, material: Material) -> FileUse:
    return FileUse(
        case_number=case.number,
        item_name=case.item_name,
        material_id=material.id,
        material_name=material.name,
        used_at=now(),
    )


def _promise_removal(session: AsyncSession, number: str, files: Iterable[CaseFile]) -> None:
    if hashes := sorted(set(_hashes(files))):
        promise(session, REMOVE, {"number": number, "sha256": hashes})


def _hashes(files: Iterable[CaseFile]) -> list[str]:
    return [name for f in files for name in (f.sha256, f.thumbnail_sha256) if name]


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
