"""A parcel arrives: opened, looked through, kept once; the very same again is said to be so."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices.contract import VERBS
from flows.halls import repository as halls
from flows.halls.duty import counter_channel
from flows.parcels import repository
from flows.parcels.errors import ParcelUnreadable
from flows.parcels.views import (
    Content,
    KitItem,
    KitMaterial,
    ListedFile,
    Manifest,
    OfflineKit,
    Taken,
)
from flows.signatures.strokes import Signature as Strokes
from flows.signatures.strokes import must_be_signature
from foundation import db, files
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.crypto import CiphertextInvalid, blind_index, sealing_key, unseal
from foundation.errors import Forbidden, IdempotencyConflict, InvalidInput
from foundation.intake.errors import FileRefused
from foundation.intake.service import Received, SafeFile, take_in
from foundation.models import Device, DeviceCommand, Parcel
from foundation.queue import Payload
from foundation.viewer import DeviceMember
from knowledge_base.catalogue import catalogue

ALIKE_WITHIN = timedelta(days=14)
OLDEST = timedelta(days=30)
_REPEATED = "这份收件之前已经收到，没有重复收。"


def owner_of(key: str) -> str:
    """The owner of a parcel's bytes in the file store."""
    return f"parcel-{key}"


async def offline_kit(session: AsyncSession, device: DeviceMember) -> OfflineKit:
    """What the agent at this device's counter keeps at hand. Raises: Forbidden."""
    counter = await halls.counter_by_id(session, device.counter_id)
    if counter is None:
        raise Forbidden("这台设备没有放在窗口，请到工作台「大厅」里选它所在的窗口。")
    entries = [one for one in catalogue() if not counter.items or one.code in counter.items]
    items = [
        KitItem(
            code=entry.document.item.code, name=entry.document.item.name,
            materials=[
                KitMaterial(id=m.id, name=m.name) for m in entry.document.materials.materials
            ],
        )
        for entry in entries
    ]  # fmt: skip
    return OfflineKit(
        hall_name=await repository.hall_name(session, device.hall_id),
        counter_number=counter.number, sealing_key=sealing_key(), items=items,
    )  # fmt: skip


async def take_parcel(
    device: DeviceMember, key: str, sealed: bytes, sealed_files: Sequence[bytes]
) -> Taken:
    """Keep it once by its key; sent again, it is told what became of it.

    Raises: Forbidden, ParcelUnreadable, InvalidInput, IdempotencyConflict (another content under
    the same key), FileRefused (nothing of it can be kept). The agent has it still then.
    """
    if not device.counter_id:
        raise Forbidden("这台设备没有放在窗口，请到工作台「大厅」里选它所在的窗口。")
    manifest, contents = await asyncio.to_thread(_opened, key, sealed, sealed_files)
    body = _hash(manifest.model_dump(mode="json"))
    async with db.reading() as session:
        before = await repository.parcel(session, key)
        if before is not None:
            return _repeated(before, body)
        twin = await _twin(session, device.hall_id, manifest)
    arrived = _Arrived([], [])
    if twin is None:
        arrived = await _take_in(manifest, contents)
        await asyncio.to_thread(_store, key, [one for one, _ in arrived.kept])
    async with db.writing() as session:
        await repository.lock_device(session, device.device_id)
        before = await repository.parcel(session, key)
        if before is not None:
            return _repeated(before, body)
        return await _keep(session, device, manifest, body, arrived)


async def take_late(payload: Payload) -> None:
    """Handler of `devices.late_result`: what a device gave after its command had lapsed is kept
    for the clerk, once."""
    async with db.reading() as session:
        command = await session.get(DeviceCommand, payload["command_id"])
        device = await session.get(Device, command.device_id) if command else None
        if command is None or device is None or not command.result:
            return
        if await repository.parcel(session, command.id) is not None:
            return
    late = await _late_content(command)
    if late is None:
        return
    content, safe = late
    await asyncio.to_thread(_store, command.id, safe)
    async with db.writing() as session:
        await repository.lock_device(session, device.id)
        if await repository.parcel(session, command.id) is None:
            label = f"{VERBS[command.verb].label}，设备过了时限才完成"
            _add(
                session, _Place(device.id, device.hall_id, command.counter_id), command.id, "late",
                label, command.created_at, content, _hash(content),
            )  # fmt: skip


async def _late_content(command: DeviceCommand) -> tuple[Content, list[SafeFile]] | None:
    """None for what no clerk could put anywhere."""
    result = command.result or {}
    wanted = command.concerns.removeprefix("case:") if command.concerns[:5] == "case:" else ""
    content: Content = {
        "clerk": "",
        "holder": {},
        "item_code": "",
        "case_number": wanted,
        "note": "",
    }
    if command.verb == "take_picture":
        try:
            safe = [
                await _one(Received("高拍仪照片.jpg", base64.b64decode(str(result["picture"]))))
            ]
        except (KeyError, ValueError, FileRefused):
            return None
        return {**content, "files": _listed([(one, None) for one in safe]), "signature": None}, safe
    if command.verb == "sign" and result.get("strokes"):
        return {**content, "files": [], "signature": result}, []
    return None


def _opened(key: str, sealed: bytes, sealed_files: Sequence[bytes]) -> tuple[Manifest, list[bytes]]:
    try:
        manifest = Manifest.model_validate_json(unseal(sealed))
        contents = [unseal(one) for one in sealed_files]
    except (CiphertextInvalid, ValidationError):
        raise ParcelUnreadable from None
    hashes = [files.sha256_of(one) for one in contents]
    if manifest.key != key or hashes != [one.sha256 for one in manifest.files]:
        raise ParcelUnreadable("收件清单和送来的文件对不上，请在窗口电脑上重新送一次。")
    if manifest.content_sha256 != content_hash(manifest):
        raise ParcelUnreadable("收件清单和群众签名时看到的不一样，没有收下。")
    if not manifest.files and manifest.signature is None:
        raise InvalidInput({"files": "收件里没有材料，也没有签名"})
    if manifest.signature is not None:
        must_be_signature(Strokes(**manifest.signature.model_dump()))
    return manifest, contents


def content_hash(manifest: Manifest) -> str:
    """SHA-256 of what stood over the signature."""
    shown = {
        "number": manifest.number, "item_code": manifest.item_code,
        "case_number": manifest.case_number, "name": manifest.holder.name,
        "files": [[one.material_name, one.name, one.sha256] for one in manifest.files],
    }  # fmt: skip
    return _hash(shown)


async def _one(received: Received) -> SafeFile:
    """A picture or paper as it may be stored; a ZIP is none. Raises: FileRefused."""
    opened = await take_in(received)
    if len(opened) != 1:
        raise InvalidInput({"files": f"「{received.name}」是压缩包，断网收件只收照片和单个文件"})
    return opened[0]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What could be kept of a parcel, each as it was listed, and why the rest could not."""

    kept: list[tuple[SafeFile, ListedFile | None]]
    refused: list[str]


async def _take_in(manifest: Manifest, contents: Sequence[bytes]) -> _Arrived:
    """The person has a receipt and went home: one unreadable file does not cost the others.

    Raises: FileRefused, InvalidInput where nothing is left.
    """
    arrived = _Arrived([], [])
    for listed, content in zip(manifest.files, contents, strict=True):
        try:
            arrived.kept.append((await _one(Received(listed.name, content)), listed))
        except (FileRefused, InvalidInput) as told:
            if len(manifest.files) == 1 and manifest.signature is None:
                raise
            arrived.refused.append(told.detail)
    if not arrived.kept and manifest.signature is None:
        raise InvalidInput({"files": "".join(arrived.refused)})
    return arrived


async def _keep(
    session: AsyncSession, device: DeviceMember, manifest: Manifest, body: str, arrived: _Arrived
) -> Taken:
    twin = await _twin(session, device.hall_id, manifest)
    moment, made_at = now(), datetime.fromtimestamp(manifest.made_at / 1000, UTC)
    entry = catalogue().find(manifest.item_code)
    parcel = _add(
        session, _Place(device.device_id, device.hall_id, device.counter_id), manifest.key, "taken",
        entry.document.item.name if entry else "未选事项",
        max(moment - OLDEST, min(made_at, moment)),
        None if twin else _content(manifest, arrived), _mark(manifest),
    )  # fmt: skip
    parcel.number, parcel.body_sha256 = manifest.number, body
    if twin is not None:
        parcel.state, parcel.decided_at = "duplicate", moment
        said = f"和{twin.number}是同一份，没有重复收。"
        return Taken(outcome="duplicate", detail=said, is_repeat=False)
    lost = "".join(f"其中没有收下：{words}请联系群众补交。" for words in arrived.refused)
    return Taken(outcome="accepted", detail=f"已送到窗口的工作台。{lost}", is_repeat=False)


def _content(manifest: Manifest, arrived: _Arrived) -> Content:
    return {
        "clerk": manifest.clerk, "holder": manifest.holder.model_dump(),
        "item_code": manifest.item_code, "case_number": manifest.case_number,
        "note": "\n".join([manifest.note, *(f"没有收下：{w}" for w in arrived.refused)]).strip(),
        "content_sha256": manifest.content_sha256, "files": _listed(arrived.kept),
        "signature": manifest.signature.model_dump() if manifest.signature else None,
    }  # fmt: skip


async def _twin(session: AsyncSession, hall_id: str, manifest: Manifest) -> Parcel | None:
    """The same papers of the same person under another key."""
    since = now() - ALIKE_WITHIN
    return await repository.same_before(session, hall_id, _mark(manifest), since)


def _mark(manifest: Manifest) -> str:
    hashes = sorted(one.sha256 for one in manifest.files)
    writing = manifest.signature.model_dump() if manifest.signature else None
    whose = manifest.holder.id_number or manifest.holder.name
    return blind_index(json.dumps([whose, manifest.item_code, hashes, writing]))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something was taken."""

    device_id: str
    hall_id: str
    counter_id: str


def _add(
    session: AsyncSession, place: _Place, key: str, kind: str, label: str, made_at: datetime,
    content: Content | None, mark: str,
) -> Parcel:  # fmt: skip
    parcel = Parcel(
        key=key, kind=kind, device_id=place.device_id, hall_id=place.hall_id,
        counter_id=place.counter_id, number="", label=label, body_sha256=_hash(content), mark=mark,
        content=content, state="waiting", made_at=made_at, received_at=now(),
    )  # fmt: skip
    session.add(parcel)
    announce_after_commit(session, "staff", "counter", {"counter_id": place.counter_id})
    announce_after_commit(session, counter_channel(place.counter_id), "parcel", {"key": key})
    return parcel


def _store(key: str, safe: Sequence[SafeFile]) -> None:
    for one in safe:
        files.put(owner_of(key), one.content)
        if one.thumbnail:
            files.put(owner_of(key), one.thumbnail)


def _listed(kept: Sequence[tuple[SafeFile, ListedFile | None]]) -> list[dict[str, object]]:
    return [
        {
            "name": one.name, "kind": one.kind.value, "scan": one.scan, "size": len(one.content),
            "sha256": files.sha256_of(one.content), "media_type": one.media_type,
            "thumbnail_sha256": files.sha256_of(one.thumbnail) if one.thumbnail else None,
            "pages": one.pages, "notes": list(one.notes),
            "material_id": of.material_id if of else "",
            "material_name": of.material_name if of else "",
            "sent_sha256": of.sha256 if of else "",
        }
        for one, of in kept
    ]  # fmt: skip


def _repeated(before: Parcel, body: str) -> Taken:
    """Raises: IdempotencyConflict."""
    if before.body_sha256 != body:
        raise IdempotencyConflict
    outcome = "duplicate" if before.state == "duplicate" else "accepted"
    return Taken.model_validate({"outcome": outcome, "detail": _REPEATED, "is_repeat": True})


def _hash(value: object) -> str:
    kept = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(kept.encode()).hexdigest()
