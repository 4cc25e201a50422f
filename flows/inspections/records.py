"""勘察笔录: made from what was found, read by both, signed as its very bytes, sealed by the office.

《行政许可法》第34条第3款: whether what was handed in is true is looked at by two or more members of
staff; so the record names two.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.eseal.port import SealOrder, SealPort
from flows.cases import repository as cases
from flows.cases.lifecycle import announce_move, note_event
from flows.cases.sight import sight_on
from flows.codes.service import qr_svg
from flows.guidance import repository as guidance
from flows.inspections import repository
from flows.inspections.errors import InspectionMoved, RecordChanged
from flows.inspections.moves import move, tell
from flows.inspections.seen import told_by_record
from flows.inspections.service import link_of, own, shown_to_staff
from flows.inspections.signing import SEAL, put_on_record
from flows.inspections.views import InspectionView
from flows.letters.facts import holder_of, in_words, verify_url
from flows.letters.rendering import Rendered, render
from flows.letters.sealing import NotSealed, seal_and_prove
from flows.staff.service import note_view
from flows.vault.service import read_stored
from foundation import db, files
from foundation.announcements import announce_after_commit
from foundation.clock import local, now
from foundation.errors import InvalidInput
from foundation.models import Case, Inspection, Staff
from foundation.queue import Payload, promise
from foundation.settings import settings
from foundation.viewer import StaffMember, Viewer

PATIENCE = timedelta(minutes=15)
TEMPLATE, TITLE = "inspection", "远程勘察笔录"
VERDICTS = {"fit": "符合", "unfit": "不符合", "not_applicable": "不适用"}


async def make_record(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str, companion: str
) -> InspectionView:
    """The record as it will be signed; the applicant is told that it waits for him.

    Args:
        companion: work number of the second inspector.
    Raises: Forbidden, CaseUnknown, InspectionUnknown, NotYourInspection, InspectionMoved,
    InvalidInput (points without a word, no second inspector).
    """
    case, inspection = await own(session, staff, number, inspection_id)
    if inspection.state == "recorded":
        raise InspectionMoved("笔录已经制作；要修改，请先收回。")
    second = await repository.colleague(session, companion.strip())
    if second is None or second.id == staff.staff_id:
        raise InvalidInput({"companion": "请填另一名勘察人员的工号：现场核查须由两名以上人员进行"})
    _must_be_answered(inspection)
    move(
        session, inspection, "record", staff.display_name, f"另一名勘察人员：{second.display_name}"
    )
    inspection.recorded_at = now()
    inspection.record = await _facts(session, case, inspection, second)
    drawn = await asyncio.to_thread(render, TEMPLATE, inspection.record, inspection.recorded_at)
    inspection.record_sha256 = await asyncio.to_thread(files.put, inspection.id, drawn.content)
    said = f"勘察笔录已制作，请申请人看过后签名。打开：{link_of(inspection.id)}"
    note_event(
        session, case, "inspection_record", staff.display_name, "勘察笔录已制作，等申请人签名"
    )
    announce_move(session, case, "inspection_record", said)
    return await shown_to_staff(session, inspection, staff)


async def read_record_as_staff(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str
) -> tuple[str, bytes]:
    """Name and PDF; the look is noted. Raises: Forbidden, CaseUnknown, InspectionUnknown,
    InspectionMoved."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    inspection = await repository.inspection_of_case(session, case.number, inspection_id)
    sight = await sight_on(session, staff, case)
    sight.must_not_tell(told_by_record(sight, inspection) if sight.hidden else ())
    await note_view(session, staff, case, "查看勘察笔录")
    return await _read(inspection)


async def read_own_record(
    session: AsyncSession, viewer: Viewer, inspection_id: str
) -> tuple[str, bytes]:
    """As staff read it. Raises: SignInRequired, InspectionUnknown, InspectionMoved."""
    viewer.must_be_signed_in()
    return await _read(await repository.access_inspection(session, viewer, inspection_id))


async def seal_record(port: SealPort, payload: Payload) -> None:
    """The signed record under the office's seal; repeating it changes nothing. Without a seal
    platform it waits.

    Raises: OutsideUnavailable, after which the promise is kept later.
    """
    async with db.reading() as session:
        inspection = await repository.inspection_by_id(session, payload["inspection_id"])
        if inspection is None or inspection.state != "signed" or inspection.sealed_sha256:
            return
        case = await cases.case_by_number(session, inspection.case_number)
    if not settings().eseal_url or inspection.signed_at is None:
        return
    drawn = await asyncio.to_thread(
        render, TEMPLATE, signed_facts(inspection), inspection.signed_at
    )
    try:
        sealed, _proof = await seal_and_prove(port, _order(case, inspection, drawn))
    except NotSealed as refusal:
        await _finish(inspection.id, None, refusal.problem)
        return
    await _finish(inspection.id, await asyncio.to_thread(files.put, inspection.id, sealed), None)


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what has waited for its seal too long; returns how many."""
    waiting = await repository.unsealed(session, now() - PATIENCE) if settings().eseal_url else []
    for inspection_id in waiting:
        promise(session, SEAL, {"inspection_id": inspection_id})
    return len(waiting)


def signed_facts(inspection: Inspection) -> dict[str, Any]:
    """The record as it was signed, with the signature and what it was made under.

    Raises: RecordChanged where the signature belongs to another record.
    """
    held, record = inspection.signature, inspection.record
    if held is None or record is None or held["record_sha256"] != inspection.record_sha256:
        raise RecordChanged
    signed_at = inspection.signed_at or now()
    return {
        **record,
        **_numbered(inspection),
        "signature": {**put_on_record(held), "at": _moment(signed_at)},
    }


def _numbered(inspection: Inspection) -> dict[str, str]:
    """The number and the code of a record that has them."""
    if not inspection.record_number or not inspection.token:
        return {}
    address = verify_url(inspection.token)
    site = address.partition("://")[2].rpartition("/")[0]
    return {
        "number": inspection.record_number,
        "verify_url": address,
        "verify_site": site,
        "qr": qr_svg(address),
    }


async def _finish(inspection_id: str, sha256: str | None, problem: str | None) -> None:
    async with db.writing() as session:
        inspection = await repository.inspection_by_id(session, inspection_id, lock=True)
        if inspection is None or inspection.sealed_sha256:
            return
        inspection.sealed_sha256 = sha256
        inspection.problem = problem[:200] if problem else None
        tell(session, inspection)
        data = {"id": inspection.id, "case_number": inspection.case_number}
        announce_after_commit(session, "staff", "letter", data)


def _order(case: Case, inspection: Inspection, drawn: Rendered) -> SealOrder:
    record = inspection.record or {}
    return SealOrder(
        business_id=inspection.id,
        department_code=case.department_code,
        department=record["department"],
        document=drawn.content,
        page=drawn.page,
        x=drawn.x,
        y=drawn.y,
    )


async def _read(inspection: Inspection) -> tuple[str, bytes]:
    sha256 = inspection.sealed_sha256 or inspection.record_sha256
    if sha256 is None:
        raise InspectionMoved("勘察笔录还没有制作。")
    content = await read_stored(inspection.id, sha256, TITLE)
    return f"{TITLE}（{inspection.case_number}）.pdf", content


def _must_be_answered(inspection: Inspection) -> None:
    points = inspection.checklist.get("points", [])
    left = [p["text"] for p in points if not inspection.answers.get(p["id"], {}).get("verdict")]
    if left:
        raise InvalidInput({"findings": f"还有{len(left)}项没有结论：{left[0]}"})
    bare = [
        p["text"]
        for p in points
        if inspection.answers[p["id"]]["verdict"] == "unfit"
        and not inspection.answers[p["id"]].get("note")
    ]
    if bare:
        raise InvalidInput({"findings": f"不符合的要写明看到了什么：{bare[0]}"})
    if not points and not inspection.notes:
        raise InvalidInput({"notes": "请写明勘察看到的情况"})


async def _facts(
    session: AsyncSession, case: Case, inspection: Inspection, second: Staff
) -> dict[str, Any]:
    """All that the template is given. Stills are named by their hash and so bound too."""
    document = await guidance.document_of(session, case.item_code, case.revision)
    user = await cases.applicant_of(session, case)
    stills = await repository.stills_of(session, inspection.id)
    return {
        "title": TITLE,
        "inspection_id": inspection.id,
        "case_number": case.number,
        "item": case.item_name,
        "department": document.item.department.name,
        **holder_of(case, user),
        "address": str(case.form.get("premises_address") or case.form.get("address") or ""),
        "inspectors": [
            {"name": inspection.staff_name, "number": inspection.staff_number},
            {"name": second.display_name, "number": second.username},
        ],
        "reason": inspection.reason,
        "started_at": _moment(inspection.started_at),
        "recorded_at": _moment(inspection.recorded_at),
        "date": in_words(inspection.recorded_at),
        "points": _points(inspection),
        "basis": inspection.checklist.get("basis", ""),
        "notes": inspection.notes,
        "stills": [
            {"sequence": s.sequence, "caption": s.caption, "sha256": s.original_sha256}
            for s in stills
        ],
        "signature": None,
    }


def _points(inspection: Inspection) -> list[dict[str, str]]:
    said = inspection.answers
    return [
        {
            "text": point["text"],
            "clause": point["clause"],
            "verdict": VERDICTS[said[point["id"]]["verdict"]],
            "note": said[point["id"]].get("note", ""),
        }
        for point in inspection.checklist.get("points", [])
    ]


def _moment(at: datetime | None) -> str:
    return f"{local(at):%Y年%-m月%-d日%H时%M分}" if at else ""
