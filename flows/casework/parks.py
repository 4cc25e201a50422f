"""园区: the enterprises of a park, their cases and what is due, for the officers who serve it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.casework import repository
from flows.casework.errors import ApplicantUnknown, ParkUnknown
from flows.casework.presenter import show_brief
from flows.casework.views import ParkBrief, ParkEnterprise, Parks, ParkView
from flows.lookup.indexing import ask_for_index
from flows.staff.looks import note_look
from foundation.viewer import StaffMember
from knowledge_base.parks import parks
from knowledge_base.schemas.park import Park

ENTERPRISES, DUE, REINDEXED = 100, 30, 500


async def list_parks(session: AsyncSession, staff: StaffMember) -> Parks:
    """Every park with its figures, as far as the reader may see cases. Raises: Forbidden."""
    staff.must_hold("cases.view")
    items = [await _brief(session, staff, park) for park in parks().values()]
    return Parks(items=items, total=len(items))


async def look_at_park(session: AsyncSession, staff: StaffMember, park_id: str) -> ParkView:
    """A park's enterprises and what is due; the look is noted. Raises: Forbidden, ParkUnknown."""
    staff.must_hold("cases.view")
    park = _park(park_id)
    brief = await _brief(session, staff, park)
    listed = await repository.park_members(session, park_id)
    rows = await repository.park_enterprises(session, staff, park_id, ENTERPRISES)
    due = await repository.park_due(session, staff, park_id, DUE)
    await note_look(session, staff, f"查看园区{park.name}的企业和办件")
    return ParkView(
        **brief.model_dump(),
        enterprises=[
            ParkEnterprise(
                user_id=id_, name=name, cases=cases, waiting=waiting or 0, is_listed=id_ in listed
            )
            for id_, name, cases, waiting in rows
        ],
        due=[show_brief(staff, row) for row in due],
    )


async def set_member(
    session: AsyncSession, staff: StaffMember, park_id: str, user_id: str, wanted: bool
) -> ParkView:
    """Count an applicant to a park, or no longer; their cases follow by the index.

    Raises: Forbidden, ParkUnknown, ApplicantUnknown.
    """
    staff.must_hold("cases.lead")
    _park(park_id)
    numbers = await repository.numbers_of(session, staff, user_id, REINDEXED)
    if not numbers:
        raise ApplicantUnknown
    if wanted:
        await repository.join_park(session, park_id, user_id, staff.username)
    else:
        await repository.leave_park(session, park_id, user_id)
    for number in numbers:
        ask_for_index(session, number)
    await session.flush()
    return await look_at_park(session, staff, park_id)


async def _brief(session: AsyncSession, staff: StaffMember, park: Park) -> ParkBrief:
    cases, waiting, late = await repository.park_figures(session, staff, park.id)
    return ParkBrief(
        id=park.id,
        name=park.name,
        kind=park.kind,
        address=park.address,
        streets=list(park.streets),
        cases=cases,
        waiting=waiting,
        late=late,
    )


def _park(park_id: str) -> Park:
    park = parks().get(park_id)
    if park is None:
        raise ParkUnknown
    return park
