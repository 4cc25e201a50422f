"""The applicant's side: consent to each thing by itself, tell where he is, sign or refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.inspections import repository
from flows.inspections.errors import InspectionMoved, NotConsented
from flows.inspections.moves import CITIZEN, move, note, tell
from flows.inspections.presenter import can_of_applicant, show
from flows.inspections.states import LOOKING
from flows.inspections.views import InspectionsView, InspectionView
from flows.notices import service as notices
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Inspection
from foundation.viewer import Viewer

FRESH = timedelta(minutes=2)
"""How long a position stands for where the device is."""
CONSENT_LABELS = {"picture": "画面", "sound": "声音", "position": "位置"}


@dataclass(frozen=True, slots=True)
class Position:
    """WGS 84 degrees, accuracy in metres, as the device told."""

    longitude: float
    latitude: float
    accuracy: float


async def list_own(session: AsyncSession, viewer: Viewer, number: str | None) -> InspectionsView:
    """The viewer's own, the newest first. Raises: SignInRequired."""
    viewer.must_be_signed_in()
    rows = await repository.inspections_of(session, viewer, number)
    items = [await _shown(session, row) for row in rows]
    return InspectionsView(items=items, total=len(items))


async def look_at(session: AsyncSession, viewer: Viewer, inspection_id: str) -> InspectionView:
    """Raises: SignInRequired, InspectionUnknown."""
    viewer.must_be_signed_in()
    return await _shown(session, await repository.access_inspection(session, viewer, inspection_id))


async def consent(
    session: AsyncSession, viewer: Viewer, inspection_id: str, given: dict[str, bool]
) -> InspectionView:
    """Picture, sound and position, each by itself (个人信息保护法第14、29条); said anew it counts
    from then on, and a position no longer consented to is forgotten.

    Raises: SignInRequired, InspectionUnknown, InspectionMoved.
    """
    inspection = await _own(session, viewer, inspection_id)
    consents = {name: bool(given.get(name)) for name in CONSENT_LABELS}
    is_first = move(session, inspection, "consent", CITIZEN, _words(consents))
    if not is_first and consents != inspection.consents:
        note(session, inspection, "consent", CITIZEN, _words(consents))
    inspection.consents = consents
    if not consents["position"]:
        inspection.position = None
    if is_first:
        await _tell_inspector(session, inspection, "consented", f"申请人{_words(consents)}")
    return await _shown(session, inspection)


async def decline(
    session: AsyncSession, viewer: Viewer, inspection_id: str, reason: str
) -> InspectionView:
    """No, before or during it, or to signing the record. Again changes nothing.

    Raises: SignInRequired, InspectionUnknown, InspectionMoved.
    """
    inspection = await _own(session, viewer, inspection_id)
    if inspection.state == "declined":
        return await _shown(session, inspection)
    what = "拒绝在笔录上签名" if inspection.state == "recorded" else "不同意云勘察"
    said = f"{what}。{reason.strip()}"[:500]
    move(session, inspection, "decline", CITIZEN, said)
    case = await cases.case_by_number(session, inspection.case_number)
    note_event(session, case, "inspection_decline", CITIZEN, said)
    await _tell_inspector(session, inspection, "declined", f"申请人{said}")
    return await _shown(session, inspection)


async def tell_position(
    session: AsyncSession, viewer: Viewer, inspection_id: str, position: Position
) -> None:
    """Where the device is now; only the last is kept.

    Raises: SignInRequired, InspectionUnknown, InspectionMoved, NotConsented.
    """
    inspection = await _own(session, viewer, inspection_id)
    if inspection.state not in LOOKING:
        raise InspectionMoved
    inspection.position = as_place(inspection, position)
    tell(session, inspection)


def as_place(inspection: Inspection, position: Position) -> dict[str, object]:
    """A position with its moment. Raises: NotConsented, InvalidInput."""
    if not inspection.consents.get("position"):
        raise NotConsented("您没有同意提供位置，位置不会记下。")
    if not (-180 <= position.longitude <= 180 and -90 <= position.latitude <= 90):
        raise InvalidInput({"longitude": "位置不在地球上，请重新定位"})
    return {
        "longitude": round(position.longitude, 6),
        "latitude": round(position.latitude, 6),
        "accuracy": round(max(position.accuracy, 0.0), 1),
        "at": now().isoformat(),
    }


async def _own(session: AsyncSession, viewer: Viewer, inspection_id: str) -> Inspection:
    viewer.must_be_signed_in()
    return await repository.access_inspection(session, viewer, inspection_id, lock=True)


async def _tell_inspector(
    session: AsyncSession, inspection: Inspection, about: str, text: str
) -> None:
    case = await cases.case_by_number(session, inspection.case_number)
    people = [inspection.staff_id]
    await notices.tell(session, case, people, "inspection", f"{inspection.id[:8]}:{about}", text)


async def _shown(session: AsyncSession, inspection: Inspection) -> InspectionView:
    return await show(session, inspection, can_of_applicant(inspection), for_staff=False)


def _words(consents: dict[str, bool]) -> str:
    return "；".join(
        f"{'同意' if consents[name] else '不同意'}提供{label}"
        for name, label in CONSENT_LABELS.items()
    )
