"""What waits at the counter one sits at: seen by whoever sits there, each look recorded."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.repository import citizens_by_number
from flows.cases import repository as cases
from flows.cases.states import FINAL
from flows.cases.states import LABELS as LABELS_OF_CASES
from flows.letters.facts import holder_of
from flows.parcels import repository
from flows.parcels.errors import ParcelUnknown
from flows.parcels.taking import owner_of
from flows.parcels.views import LABELS, ParcelFile, ParcelLine, ParcelPage, ParcelView, Places, Room
from flows.showings.contents import received
from flows.showings.service import must_sit_at
from flows.signatures.strokes import Signature as Strokes
from flows.signatures.strokes import as_svg
from foundation import files
from foundation.clock import now
from foundation.crypto import blind_index
from foundation.identifiers import IdentifierInvalid, ResidentId, mask_name, mask_phone
from foundation.models import AccessRecord, Case, Parcel, User
from foundation.viewer import LEVELS, StaffMember

SETTLED_SHOWN = timedelta(days=7)
_MOST = 100


async def list_parcels(session: AsyncSession, staff: StaffMember, counter_id: str) -> ParcelPage:
    """Names masked. Raises: Forbidden, NotAtThisCounter."""
    await must_sit_at(session, staff, counter_id)
    waiting = await repository.waiting_at(session, counter_id, _MOST)
    settled = await repository.settled_at(session, counter_id, now() - SETTLED_SHOWN, _MOST)
    return ParcelPage(
        waiting=[as_line(one) for one in waiting], settled=[as_line(one) for one in settled]
    )


async def look_at(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str
) -> ParcelView:
    """The look is recorded. Raises: Forbidden, NotAtThisCounter, ParcelUnknown."""
    parcel = await reach(session, staff, counter_id, key)
    content, whose = parcel.content or {}, _holder(parcel)
    note_look(session, staff, parcel, "查看断网收件")
    found = [] if not parcel.content else await accounts_of(session, parcel)
    written = content.get("signature")
    return ParcelView(
        **{**as_line(parcel).model_dump(), "holder": whose.get("name", "")},
        clerk=content.get("clerk", ""), id_number=_masked(whose.get("id_number", "")),
        phone=mask_phone(whose.get("phone", "")), was_read_from_card=whose.get("way") == "card",
        item_code=content.get("item_code", ""), wanted_case=content.get("case_number", ""),
        note=content.get("note", ""), files=listed(parcel),
        picture=as_svg(strokes_of(written)) if written else None, has_account=bool(found),
    )  # fmt: skip


async def read_file(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str, position: int
) -> tuple[ParcelFile, bytes]:
    """The look is recorded. Raises: Forbidden, NotAtThisCounter, ParcelUnknown."""
    parcel = await reach(session, staff, counter_id, key)
    entries = files_of(parcel)
    if not 0 <= position < len(entries):
        raise ParcelUnknown
    note_look(session, staff, parcel, "查看断网收件的材料")
    content = await asyncio.to_thread(files.get, owner_of(key), entries[position]["sha256"])
    return listed(parcel)[position], content


async def places_in(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str, number: str
) -> Places:
    """Raises: Forbidden, NotAtThisCounter, ParcelUnknown, CaseUnknown."""
    parcel = await reach(session, staff, counter_id, key)
    case = await cases.access_case_as_staff(session, staff, number)
    materials = await received(session, case)
    applicant = await cases.applicant_of(session, case)
    held = {one["sha256"] for material in materials for one in material["files"]}
    return Places(
        case_number=case.number, item_name=case.item_name,
        applicant=mask_name(holder_of(case, applicant)["holder"]),
        is_same_person=is_same_person(parcel, case, applicant), obstacle=obstacle_of(case),
        rooms=[
            Room(id=m["id"], name=m["name"], left=m["max_files"] - len(m["files"]))
            for m in materials
        ],
        known=[n for n, one in enumerate(files_of(parcel)) if one["sha256"] in held],
    )  # fmt: skip


async def reach(
    session: AsyncSession, staff: StaffMember, counter_id: str, key: str, *, lock: bool = False
) -> Parcel:
    """Raises: Forbidden, NotAtThisCounter, ParcelUnknown."""
    await must_sit_at(session, staff, counter_id)
    parcel = await repository.parcel(session, key, lock=lock)
    if parcel is None or parcel.counter_id != counter_id:
        raise ParcelUnknown
    return parcel


async def accounts_of(session: AsyncSession, parcel: Parcel) -> list[User]:
    """Accounts proved to be of the very person the parcel names."""
    whose = _holder(parcel)
    if not whose.get("id_number"):
        return []
    index = blind_index(str(whose["id_number"]).upper())
    return [
        user
        for user in await citizens_by_number(session, index)
        if (user.identity or {}).get("name") == whose.get("name")
        and LEVELS.index(user.assurance_level) >= LEVELS.index("L2")
    ]


def is_same_person(parcel: Parcel, case: Case, applicant: User) -> bool:
    """Whether the parcel names the one whose case it is; a late picture names nobody and belongs
    to the case it was asked for."""
    number = str(_holder(parcel).get("id_number", "")).upper()
    if not number:
        return parcel.kind == "late" and (parcel.content or {}).get("case_number") == case.number
    return applicant.id_number_index == blind_index(number)


def files_of(parcel: Parcel) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (parcel.content or {}).get("files", [])
    return found


def listed(parcel: Parcel) -> list[ParcelFile]:
    return [
        ParcelFile(
            position=n, name=one["name"], media_type=one["media_type"], size=one["size"],
            material_id=one["material_id"], material_name=one["material_name"],
        )
        for n, one in enumerate(files_of(parcel))
    ]  # fmt: skip


def strokes_of(written: dict[str, Any]) -> Strokes:
    """A pad's own result may say less of each point than a screen does."""
    lines = [[_point(p, n) for n, p in enumerate(stroke)] for stroke in written["strokes"]]
    points = [point for line in lines for point in line] or [(1.0, 1.0, 0.0, 0.5)]
    width = int(written.get("width") or max(p[0] for p in points) + 8)
    height = int(written.get("height") or max(p[1] for p in points) + 8)
    return Strokes(width, height, lines)


def _point(point: list[float], n: int) -> tuple[float, float, float, float]:
    x, y, at, pressure = (*point, *(n * 8.0, 0.5)[len(point) - 2 :])[:4]
    return float(x), float(y), float(at), float(pressure)


def note_look(session: AsyncSession, staff: StaffMember, parcel: Parcel, what: str) -> None:
    session.add(
        AccessRecord(
            viewer=f"staff:{staff.username}", subject=parcel.number or parcel.key,
            object_type="parcels", object_id=parcel.key, what=f"{what}（{parcel.label}）", at=now(),
        )
    )  # fmt: skip


def as_line(parcel: Parcel) -> ParcelLine:
    content = parcel.content or {}
    return ParcelLine.model_validate(
        {
            "key": parcel.key, "kind": parcel.kind, "number": parcel.number, "label": parcel.label,
            "holder": mask_name(_holder(parcel).get("name", "")),
            "file_count": len(files_of(parcel)), "is_signed": bool(content.get("signature")),
            "made_at": parcel.made_at, "received_at": parcel.received_at, "state": parcel.state,
            "state_label": LABELS[parcel.state], "case_number": parcel.case_number,
            "decided_by": parcel.decided_by, "reason": parcel.reason,
        }
    )  # fmt: skip


def _holder(parcel: Parcel) -> dict[str, Any]:
    whose: dict[str, Any] = (parcel.content or {}).get("holder", {})
    return whose


def _masked(id_number: str) -> str:
    try:
        return ResidentId.parse(id_number).masked()
    except IdentifierInvalid:
        return f"{id_number[:2]}…" if id_number else ""


def obstacle_of(case: Case) -> str:
    """Why nothing can be put into a case; empty where something can."""
    if case.status in FINAL:
        return f"这个办件已经是「{LABELS_OF_CASES[case.status]}」，不能再放材料。"
    return ""
