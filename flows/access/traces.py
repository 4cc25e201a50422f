"""What administrators do, written down in one place (等保三级: 安全审计)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import AccessRecord
from foundation.viewer import StaffMember

LONGEST = 200


def note_act(
    session: AsyncSession, staff: StaffMember, what: str, subject: str, reason: str = ""
) -> None:
    """`subject` is whom or what it was done to, as `staff:<id>`, `role:<id>`, `unit:<id>`."""
    session.add(
        AccessRecord(
            viewer=f"staff:{staff.username}"[:64],
            subject=subject[:64],
            what=what[:LONGEST],
            reason=reason[:LONGEST],
            at=now(),
        )
    )
