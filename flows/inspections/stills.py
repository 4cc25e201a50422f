"""Stills of an inspection: taken in safely, captioned by the server, the original kept beside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.sight import sight_on
from flows.inspections import repository
from flows.inspections.applicant import FRESH, Position, as_place
from flows.inspections.captions import burn_in, caption_of
from flows.inspections.errors import InspectionMoved, NotConsented, TooManyStills
from flows.inspections.moves import CITIZEN, move, note, tell
from flows.inspections.presenter import show_still
from flows.inspections.rescans import promise_rescan
from flows.inspections.seen import told_by_stills
from flows.inspections.service import own
from flows.inspections.states import LOOKING
from flows.inspections.views import StillView
from flows.staff.service import note_view
from flows.vault.errors import FileInfected
from flows.vault.service import read_stored
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.errors import InvalidInput, NotFound, UnsupportedFile
from foundation.intake.service import Received, SafeFile, take_in
from foundation.models import Inspection, InspectionStill, new_id
from foundation.viewer import StaffMember, Viewer

MAX_STILLS = 60
LATE = timedelta(hours=12)
"""How old a still may be that waited for the network."""
Let = Callable[[AsyncSession], Awaitable[Inspection]]


@dataclass(frozen=True, slots=True)
class Shot:
    """A still as it came. `client_id` tells a second sending; `position` only from the device."""

    client_id: str
    received: Received
    taken_at: datetime | None = None
    point_id: str | None = None
    position: Position | None = None


async def add_by_staff(
    staff: StaffMember, number: str, inspection_id: str, shot: Shot
) -> StillView:
    """A picture of the call, placed where the applicant's device last said it was.

    Raises: Forbidden, CaseUnknown, InspectionUnknown, NotYourInspection, InspectionMoved,
    NotConsented, FileRefused, TooManyStills.
    """

    async def let(session: AsyncSession) -> Inspection:
        _case, inspection = await own(session, staff, number, inspection_id)
        return inspection

    return await _add(let, shot, "staff", staff.display_name)


async def add_by_applicant(viewer: Viewer, inspection_id: str, shot: Shot) -> StillView:
    """The applicant's own picture, with or without a call. Raises: as `add_by_staff`."""
    viewer.must_be_signed_in()

    async def let(session: AsyncSession) -> Inspection:
        return await repository.access_inspection(session, viewer, inspection_id, lock=True)

    return await _add(let, shot, "citizen", CITIZEN)


async def read_as_staff(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str, still_id: str,
    *, original: bool,
) -> bytes:  # fmt: skip
    """JPEG; the look is noted. Raises: Forbidden, CaseUnknown, InspectionUnknown, NotFound."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    inspection = await repository.inspection_of_case(session, case.number, inspection_id)
    sight = await sight_on(session, staff, case)
    sight.must_not_tell(told_by_stills(sight))
    content = await _read(session, inspection, still_id, original=original)
    await note_view(session, staff, case, "查看云勘察照片")
    return content


async def read_own(
    session: AsyncSession, viewer: Viewer, inspection_id: str, still_id: str
) -> bytes:
    """JPEG. Raises: SignInRequired, InspectionUnknown, NotFound."""
    viewer.must_be_signed_in()
    inspection = await repository.access_inspection(session, viewer, inspection_id)
    return await _read(session, inspection, still_id, original=False)


async def _read(
    session: AsyncSession, inspection: Inspection, still_id: str, *, original: bool
) -> bytes:
    still = await repository.still_of(session, inspection.id, still_id)
    if still is None:
        raise NotFound("没有找到这张照片。")
    if still.scan == "infected":
        raise FileInfected("这张照片查出病毒，已停用，不能打开。")
    name = still.original_sha256 if original else still.shown_sha256
    return await read_stored(inspection.id, name, f"照片{still.sequence}")


async def _add(let: Let, shot: Shot, taken_by: str, actor: str) -> StillView:
    """Let in, the file opened with no transaction under way, let in again and kept."""
    async with db.writing() as session:
        inspection = await let(session)
        if held := await repository.still_sent(session, inspection.id, shot.client_id):
            return show_still(held)
        _must_be_wanted(inspection, shot)
    safe = await take_in(shot.received)
    if len(safe) != 1 or not safe[0].media_type.startswith("image/"):
        raise UnsupportedFile("现场照片请用JPG或PNG图片。")
    async with db.writing() as session:
        inspection = await let(session)
        if held := await repository.still_sent(session, inspection.id, shot.client_id):
            return show_still(held)
        _must_be_wanted(inspection, shot)
        still = await _kept(session, inspection, shot, safe[0], taken_by)
        if inspection.state == "consented":
            move(session, inspection, "start", actor)
            inspection.started_at = inspection.started_at or now()
        note(session, inspection, "take", actor, f"第{still.sequence}张")
        tell(session, inspection)
        await session.flush()
        return show_still(still)


def _must_be_wanted(inspection: Inspection, shot: Shot) -> None:
    if inspection.state not in LOOKING:
        raise InspectionMoved("现在不能拍照：请先同意勘察，或笔录已经制作。")
    if not inspection.consents.get("picture"):
        raise NotConsented("申请人没有同意提供画面，不能拍照。")
    known = {point["id"] for point in inspection.checklist.get("points", [])}
    if shot.point_id and shot.point_id not in known:
        raise InvalidInput({"point_id": "没有这个检查项"})
    if not 8 <= len(shot.client_id) <= 64:
        raise InvalidInput({"client_id": "照片的编号应为8至64个字符"})


async def _kept(
    session: AsyncSession, inspection: Inspection, shot: Shot, safe: SafeFile, taken_by: str
) -> InspectionStill:
    count = await repository.count_stills(session, inspection.id)
    if count >= MAX_STILLS:
        raise TooManyStills
    taken_at = _moment_of(shot)
    place = _place_of(inspection, shot, taken_by)
    caption = caption_of(inspection.case_number, taken_at, place)
    shown = await asyncio.to_thread(burn_in, safe.content, caption)
    put, owner = store.put, inspection.id
    still = InspectionStill(
        id=new_id(),
        inspection_id=inspection.id,
        client_id=shot.client_id,
        sequence=count + 1,
        taken_by=taken_by,
        point_id=shot.point_id,
        taken_at=taken_at,
        place=place,
        caption=caption,
        sent_sha256=store.sha256_of(shot.received.content),
        original_sha256=await asyncio.to_thread(put, owner, safe.content),
        shown_sha256=await asyncio.to_thread(put, owner, shown),
        thumbnail_sha256=await asyncio.to_thread(put, owner, safe.thumbnail)
        if safe.thumbnail
        else None,
        scan=safe.scan,
        size=len(safe.content),
        received_at=now(),
    )
    session.add(still)
    if still.scan == "unreachable":
        promise_rescan(session, still)
    return still


def _moment_of(shot: Shot) -> datetime:
    """When it was taken by the device's clock, where that can be true; else now."""
    at = shot.taken_at
    if at is None or at.tzinfo is None or not now() - LATE <= at <= now() + timedelta(minutes=5):
        return now()
    return at


def _place_of(inspection: Inspection, shot: Shot, taken_by: str) -> dict[str, Any] | None:
    """The device's own word with the picture; else, for the inspector's, its last fresh one."""
    if not inspection.consents.get("position"):
        return None
    if shot.position is not None and taken_by == "citizen":
        return as_place(inspection, shot.position)
    held = inspection.position
    if held and datetime.fromisoformat(held["at"]) >= now() - FRESH:
        return held
    return None
