"""Papers photographed at the counter, added to the running acceptance, once by key and by bytes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_and_tell
from flows.cases.receiving import receive
from flows.cases.states import FINAL, LABELS
from flows.showings import repository
from flows.showings.answering import is_too_late, keep, must_have_room, repeated
from flows.showings.contents import hash_of, received
from flows.showings.errors import ShowingUnknown
from flows.showings.service import tell
from flows.showings.views import Delivered
from flows.showings.whereabouts import Way
from flows.vault.service import keep_thumbnail
from foundation import db, files
from foundation.clock import now
from foundation.intake.service import Received, SafeFile, take_in
from foundation.models import Case, Delivery, Showing
from foundation.reading import FileKind


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as tablet or phone took it, for one material of the acceptance on its screen."""

    key: str
    material_id: str
    made_at: datetime
    file: Received
    way: Way = "tablet"


async def deliver_photo(counter_id: str, showing_id: str, photo: Photo) -> Delivered:
    """Raises: ShowingUnknown, IdempotencyConflict, TooManyLate, FileRefused."""
    sent = files.sha256_of(photo.material_id.encode() + photo.file.content)
    async with db.reading() as session:
        showing = await repository.showing_at(session, counter_id, showing_id)
        if showing is None or showing.kind != "acceptance":
            raise ShowingUnknown
        before = await repository.delivery(session, photo.key)
        if before is not None:
            return repeated(before, sent)
    safe = (await take_in(photo.file))[0]
    async with db.writing() as session:
        return await _put_in(session, counter_id, showing_id, photo, sent, safe)


async def _put_in(
    session: AsyncSession, counter_id: str, showing_id: str, photo: Photo, sent: str, safe: SafeFile
) -> Delivered:
    showing = await repository.showing_at(session, counter_id, showing_id, lock=True)
    if showing is None or showing.case_number is None:
        raise ShowingUnknown
    before = await repository.delivery(session, photo.key)
    if before is not None:
        return repeated(before, sent)
    case = await cases.case_by_number(session, showing.case_number, lock=True)
    made_at = max(showing.shown_at, min(photo.made_at, now()))
    outcome, detail = await _outcome(session, showing, case, photo, sent)
    if outcome == "accepted":
        await _add(session, showing, case, photo.material_id, safe, photo.way)
    keep(session, showing, photo.key, sent, outcome, detail, made_at)
    if outcome == "conflict":
        await must_have_room(session, showing)
        await _keep_bytes(session, case, photo, safe)
    return Delivered.model_validate({"outcome": outcome, "detail": detail, "is_repeat": False})


async def _outcome(
    session: AsyncSession, showing: Showing, case: Case, photo: Photo, sent: str
) -> tuple[str, str]:
    if await repository.same_photo(session, showing.id, sent) is not None:
        return "duplicate", "这张照片已经收过，没有重复添加。"
    if showing.state == "taken_back":
        return "conflict", "窗口已经收回收件清单，照片没有放进办件，请工作人员核对。"
    if showing.state == "answered":
        return "conflict", "收件清单已经确认过，照片没有放进办件，请工作人员核对。"
    if showing.ends_at < photo.made_at or is_too_late(showing, photo.way):
        return "conflict", "这一屏已经过了时间，照片没有放进办件，请工作人员核对。"
    material = await material_of(session, case, photo.material_id)
    closed = no_room(case, material)
    if closed or material is None:
        return "conflict", closed
    return "accepted", f"已放进「{material['name']}」。"


async def material_of(session: AsyncSession, case: Case, material_id: str) -> dict[str, Any] | None:
    """The material as the acceptance lists it, with its files."""
    return next((m for m in await received(session, case) if m["id"] == material_id), None)


def no_room(case: Case, material: dict[str, Any] | None) -> str:
    """Why a photo cannot go in; empty where it can."""
    if case.status in FINAL:
        return f"这个办件已经是「{LABELS[case.status]}」，照片没有放进办件，请工作人员核对。"
    if material is None:
        return "这个办件不需要这份材料，照片没有放进办件。"
    if len(material["files"]) >= material["max_files"]:
        return f"「{material['name']}」最多{material['max_files']}个文件，照片没有放进办件。"
    return ""


async def adopt(session: AsyncSession, delivery: Delivery, showing: Showing, case: Case) -> None:
    """Put a photo in that came too late; the caller knows that there is room."""
    assert delivery.kept is not None
    kept = delivery.kept
    thumbnail = kept["thumbnail_sha256"]
    safe = SafeFile(
        name=kept["name"], kind=FileKind(kept["kind"]), scan=kept["scan"],
        content=await asyncio.to_thread(files.get, showing.id, kept["sha256"]),
        thumbnail=await asyncio.to_thread(files.get, showing.id, thumbnail) if thumbnail else None,
    )  # fmt: skip
    await _add(session, showing, case, kept["material_id"], safe, kept.get("way", "tablet"))


async def _add(
    session: AsyncSession, showing: Showing, case: Case, material_id: str, safe: SafeFile, way: Way
) -> None:
    await receive(session, case, material_id, safe)
    materials = await received(session, case)
    name = next(m["name"] for m in materials if m["id"] == material_id)
    by = "在窗口用申请人的手机拍摄" if way == "phone" else "窗口拍摄"
    note_and_tell(session, case, "counter_photo", "窗口", f"{by}，放进「{name}」")
    if showing.state == "shown":
        content: dict[str, Any] = {**showing.content, "materials": materials}
        showing.content, showing.content_sha256 = content, hash_of(content)
        tell(session, showing.counter_id)


async def _keep_bytes(session: AsyncSession, case: Case, photo: Photo, safe: SafeFile) -> None:
    """Kept under the showing, not in the case: the clerk decides."""
    await session.flush()
    delivery = await repository.delivery(session, photo.key)
    assert delivery is not None
    sha256 = await asyncio.to_thread(files.put, delivery.showing_id, safe.content)
    delivery.kept = {
        "case_number": case.number, "material_id": photo.material_id, "name": safe.name,
        "kind": safe.kind.value, "scan": safe.scan, "sha256": sha256, "way": photo.way,
        "thumbnail_sha256": await keep_thumbnail(delivery.showing_id, safe.thumbnail),
    }  # fmt: skip
