"""A parcel is put where it belongs, once: into a case, into the person's own vault, or nowhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_and_tell
from flows.cases.receiving import receive
from flows.halls import repository as halls
from flows.parcels import repository
from flows.parcels.desk import (
    accounts_of,
    files_of,
    is_same_person,
    list_parcels,
    obstacle_of,
    reach,
    strokes_of,
)
from flows.parcels.errors import CannotFile, ParcelSettled
from flows.parcels.taking import owner_of
from flows.parcels.views import ParcelPage, Settling
from flows.showings.contents import received
from flows.signatures import papers
from flows.signatures import service as signatures
from flows.vault import service as vault
from foundation import db, files
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.intake.service import SafeFile
from foundation.models import Case, Parcel
from foundation.queue import promise
from foundation.reading import FileKind
from foundation.viewer import StaffMember, Viewer

HANDED = "parcels.handed"
KEPT_AFTER = {
    "filed": timedelta(days=30), "discarded": timedelta(days=30), "handed": timedelta(days=184),
}  # fmt: skip
"""Of what was handed over, the signature under its list lies nowhere else."""


async def settle(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str, wish: Settling
) -> ParcelPage:
    """The same again changes nothing.

    Raises: Forbidden, NotAtThisCounter, ParcelUnknown, ParcelSettled, CannotFile, CaseUnknown,
    InvalidInput.
    """
    parcel = await reach(session, staff, counter_id, key, lock=True)
    if parcel.state != "waiting":
        if parcel.state != wish.decision or (parcel.case_number or "") != wish.case_number:
            raise ParcelSettled
        return await list_parcels(session, staff, counter_id)
    if wish.decision == "filed":
        await _file(session, staff, parcel, wish)
    elif wish.decision == "handed":
        await _hand_over(session, parcel)
    elif not len(wish.reason) >= 2:
        raise InvalidInput({"reason": "请写明为什么不采用，2到200个字，例如：已请群众当场重交"})
    parcel.state, parcel.decided_by, parcel.decided_at = wish.decision, staff.display_name, now()
    parcel.reason = wish.reason or None
    await session.flush()
    return await list_parcels(session, staff, counter_id)


async def _file(session: AsyncSession, staff: StaffMember, parcel: Parcel, wish: Settling) -> None:
    if not wish.case_number:
        raise InvalidInput({"case_number": "请填办件编号"})
    case = await cases.access_case_as_staff(session, staff, wish.case_number, lock=True)
    if words := obstacle_of(case):
        raise CannotFile(words)
    applicant = await cases.applicant_of(session, case)
    if len(wish.reason) < 2 and not is_same_person(parcel, case, applicant):
        said = "这份收件不是用办件申请人的证件收的，请写明为什么放进这个办件，例如：代办人交来"
        raise InvalidInput({"reason": said})
    put = await _put_in(session, parcel, case, wish)
    await _sign(session, staff, parcel, case)
    when = papers.moment_in_words(parcel.made_at)
    said = f"{when}断网时窗口收下的材料已放进办件：{'、'.join(put) or '签名'}"
    note_and_tell(session, case, "counter_offline", staff.display_name, said)
    parcel.case_number = case.number


async def _put_in(session: AsyncSession, parcel: Parcel, case: Case, wish: Settling) -> list[str]:
    """Names of the materials that got a file; a file the case holds already is not put in again."""
    materials = {one["id"]: one for one in await received(session, case)}
    put: list[str] = []
    for position, entry in enumerate(files_of(parcel)):
        material = materials.get(wish.placing.get(position, ""))
        if material is None:
            raise InvalidInput({f"placing.{position}": f"请选「{entry['name']}」是哪份材料"})
        held = material["files"]
        if any(one["sha256"] == entry["sha256"] for m in materials.values() for one in m["files"]):
            continue
        if len(held) >= material["max_files"]:
            raise CannotFile(f"「{material['name']}」最多{material['max_files']}个文件，放不下了。")
        await receive(session, case, material["id"], await _safe(parcel, position))
        held.append({"sha256": entry["sha256"]})
        put.append(material["name"])
    return list(dict.fromkeys(put))


async def _sign(session: AsyncSession, staff: StaffMember, parcel: Parcel, case: Case) -> None:
    """The signature under the list, bound to the paper that says what was taken then. A late one
    of a pad has no list: the clerk sees it, and asks anew."""
    content = parcel.content or {}
    if not content.get("signature") or parcel.kind != "taken":
        return
    listed = [
        {"material": one["material_name"] or one["name"], "name": one["name"],
         "sha256": one["sent_sha256"]}
        for one in files_of(parcel)
    ]  # fmt: skip
    rows = [["收件编号", parcel.number], ["收件时间", papers.moment_in_words(parcel.made_at)],
            ["经手人", content["clerk"]]]  # fmt: skip
    record = await papers.offline_record(session, case, rows, listed, parcel.made_at)
    drawn = await asyncio.to_thread(papers.draw, record, parcel.made_at)
    counter = await halls.counter_by_id(session, parcel.counter_id)
    where = f"{counter.number}窗口" if counter else "窗口"
    await signatures.keep(
        session, case,
        signatures.Signed(
            key=parcel.key, showing_id=None, parcel_key=parcel.key,
            writing=strokes_of(content["signature"]), record=record,
            document_sha256=await asyncio.to_thread(files.put, case.number, drawn.content),
            content_sha256=content["content_sha256"], way="desk",
            witness=f"{where}{content['clerk']}", made_at=parcel.made_at,
        ),
    )  # fmt: skip


async def _hand_over(session: AsyncSession, parcel: Parcel) -> None:
    """Into the vault of whoever the card named, who is told."""
    found = await accounts_of(session, parcel)
    if not found:
        said = "没有找到姓名和身份证号都对得上的实名账号，请群众先在手机上登录一次，或放进办件。"
        raise CannotFile(said)
    if not files_of(parcel):
        raise CannotFile("这份收件只有签名，没有材料可以转给本人。")
    user = found[0]
    owner = Viewer(user.id, user.kind, user.display_name, user.assurance_level, "hall")
    for position in range(len(files_of(parcel))):
        await vault.keep(session, owner, await _safe(parcel, position))
    promise(session, HANDED, {"user_id": user.id, "key": parcel.key, "label": parcel.label})


async def _safe(parcel: Parcel, position: int) -> SafeFile:
    entry, owner = files_of(parcel)[position], owner_of(parcel.key)
    thumbnail = entry["thumbnail_sha256"]
    return SafeFile(
        name=entry["name"], kind=FileKind(entry["kind"]), scan=entry["scan"],
        pages=entry["pages"], notes=tuple(entry["notes"]),
        content=await asyncio.to_thread(files.get, owner, entry["sha256"]),
        thumbnail=await asyncio.to_thread(files.get, owner, thumbnail) if thumbnail else None,
    )  # fmt: skip


async def forget_settled() -> None:
    """What was settled a while ago leaves nothing but its line; safe to repeat."""
    async with db.writing() as session:
        moment = now()
        gone = {state: moment - kept for state, kept in KEPT_AFTER.items()}
        for parcel in await repository.to_forget(session, gone, 50):
            for entry in files_of(parcel):
                for sha256 in (entry["sha256"], entry["thumbnail_sha256"]):
                    if sha256:
                        await asyncio.to_thread(files.remove, owner_of(parcel.key), sha256)
            parcel.content = None
