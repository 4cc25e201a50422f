"""The call of an inspection: who may be in it. It ends and begins again as the network will; the
inspection goes on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.inspections import repository
from flows.inspections.errors import InspectionMoved, InspectionUnknown
from flows.inspections.moves import CITIZEN, channel_of, note
from flows.inspections.states import LOOKING
from foundation import db
from foundation.models import Inspection
from foundation.viewer import StaffMember, Viewer


@dataclass(frozen=True, slots=True)
class InspectionParty:
    """One side of the call: the applicant, or the inspector."""

    inspection_id: str
    role: str
    person: Viewer | StaffMember

    @property
    def channel(self) -> str:
        return channel_of(self.inspection_id)

    async def prove(self, session: AsyncSession) -> None:
        """Asked before every signal. Raises: InspectionUnknown, InspectionMoved."""
        inspection = await repository.inspection_by_id(session, self.inspection_id)
        if inspection is None or not self._is_party(inspection):
            raise InspectionUnknown
        if inspection.state not in LOOKING or not inspection.consents.get("picture"):
            raise InspectionMoved("勘察没有在进行，或申请人没有同意提供画面。")

    async def hang_up(self) -> None:
        """Noted; either side may call again while the inspection is under way."""
        async with db.writing() as session:
            inspection = await repository.inspection_by_id(session, self.inspection_id)
            if inspection and self._is_party(inspection):
                person = self.person
                name = person.display_name if isinstance(person, StaffMember) else CITIZEN
                note(session, inspection, "hang_up", name)

    def _is_party(self, inspection: Inspection) -> bool:
        if isinstance(self.person, StaffMember):
            return inspection.staff_id == self.person.staff_id
        return inspection.user_id == self.person.user_id
