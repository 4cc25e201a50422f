"""A video call inside a talk: who may be in it. The picture goes from one to the other; here only
the two parties' signals pass, and only while the citizen's consent stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.handoffs import repository
from flows.handoffs.errors import HandoffMoved, HandoffUnknown
from flows.handoffs.service import CITIZEN, move_video
from foundation import db
from foundation.models import Handoff
from foundation.viewer import StaffMember, Viewer


@dataclass(frozen=True, slots=True)
class Party:
    """One side of the call: the citizen of the handoff, or who speaks with them."""

    handoff_id: str
    role: str
    person: Viewer | StaffMember

    @property
    def channel(self) -> str:
        """Where the signals of the call are announced to every process."""
        return f"video:{self.handoff_id}"

    async def prove(self, session: AsyncSession) -> None:
        """Asked before every signal. Raises: HandoffUnknown, HandoffMoved."""
        handoff = await repository.handoff_by_id(session, self.handoff_id)
        if handoff is None or not self._is_party(handoff):
            raise HandoffUnknown
        if handoff.state != "accepted" or handoff.video != "agreed":
            raise HandoffMoved("视频已经结束，或市民还没有同意。")

    async def hang_up(self) -> None:
        """The call ends for both; a new one needs a new invitation and a new yes."""
        async with db.writing() as session:
            handoff = await repository.handoff_by_id(session, self.handoff_id, lock=True)
            if handoff and self._is_party(handoff) and handoff.video == "agreed":
                person = self.person
                name = person.display_name if isinstance(person, StaffMember) else CITIZEN
                await move_video(session, handoff, "hang_up", name)

    def _is_party(self, handoff: Handoff) -> bool:
        if isinstance(self.person, StaffMember):
            return handoff.staff_id == self.person.staff_id
        return handoff.user_id == self.person.user_id
