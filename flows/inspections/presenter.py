"""From rows to what is shown of an inspection."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.inspections import repository
from flows.inspections.states import ACT_LABELS, LABELS, MOVES
from flows.inspections.views import InspectionView, Place, PointView, StepView, StillView
from flows.letters.facts import verify_url
from foundation.models import Inspection, InspectionStill
from foundation.viewer import StaffMember

OF_STAFF = ("start", "record", "reopen", "cancel")
OF_APPLICANT = ("consent", "decline", "sign")


def can_of_staff(inspection: Inspection, staff: StaffMember) -> list[str]:
    """The acts this person may do now; a colleague only looks on."""
    is_own = inspection.staff_id == staff.staff_id and "inspections.hold" in staff.permissions
    return _fitting(OF_STAFF, inspection) if is_own else []


def can_of_applicant(inspection: Inspection) -> list[str]:
    return _fitting(OF_APPLICANT, inspection)


async def show(
    session: AsyncSession, inspection: Inspection, can: list[str], *, for_staff: bool
) -> InspectionView:
    """Notes and verdicts are the inspector's until the record stands; the applicant reads them
    there."""
    await session.flush()
    case = await cases.case_by_number(session, inspection.case_number)
    stills = await repository.stills_of(session, inspection.id)
    events = await repository.events_of(session, inspection.id)
    return InspectionView(
        id=inspection.id,
        case_number=case.number,
        item_name=case.item_name,
        state=inspection.state,
        state_label=LABELS[inspection.state],
        inspector=inspection.staff_name,
        inspector_number=inspection.staff_number,
        reason=inspection.reason,
        focus=inspection.focus,
        proposed_at=inspection.proposed_at,
        expires_at=inspection.expires_at,
        created_at=inspection.created_at,
        started_at=inspection.started_at,
        consents=inspection.consents,
        has_position=inspection.position is not None,
        points=_points(inspection, for_staff or inspection.record is not None),
        notes=inspection.notes if for_staff else "",
        stills=[show_still(still) for still in stills],
        record_sha256=inspection.record_sha256,
        signed_at=inspection.signed_at,
        signed_by=_signed_by(inspection),
        is_sealed=inspection.sealed_sha256 is not None,
        record_number=inspection.record_number,
        verify_url=verify_url(inspection.token) if inspection.token else None,
        problem=inspection.problem if for_staff else None,
        steps=[
            StepView(act=e.act, label=ACT_LABELS[e.act], actor=e.actor, text=e.text, at=e.at)
            for e in events
        ],
        can=can,
    )


def show_still(still: InspectionStill) -> StillView:
    return StillView(
        id=still.id,
        sequence=still.sequence,
        taken_by="staff" if still.taken_by == "staff" else "citizen",
        point_id=still.point_id,
        taken_at=still.taken_at,
        place=Place.model_validate(still.place) if still.place else None,
        caption=still.caption,
        sha256=still.original_sha256,
    )


def _signed_by(inspection: Inspection) -> Literal["drawn", "typed"] | None:
    if inspection.signature is None:
        return None
    return "typed" if inspection.signature.get("kind") == "typed" else "drawn"


def _points(inspection: Inspection, is_told: bool) -> list[PointView]:
    said = inspection.answers if is_told else {}
    return [
        PointView(
            id=point["id"],
            text=point["text"],
            clause=point["clause"],
            verdict=said.get(point["id"], {}).get("verdict"),
            note=said.get(point["id"], {}).get("note", ""),
        )
        for point in inspection.checklist.get("points", [])
    ]


def _fitting(acts: tuple[str, ...], inspection: Inspection) -> list[str]:
    return [act for act in acts if inspection.state in MOVES[act]]
