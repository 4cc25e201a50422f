"""A finished licence from the issuing machine beside a terminal, to whom it was issued only."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.service import viewer_of
from flows.devices.commands import ask_device
from flows.devices.views import CommandView
from flows.licences.repository import access_issued
from flows.self_service import repository
from flows.self_service.errors import LicenceNotReady, VisitOver
from flows.self_service.service import visit_of
from foundation.models import User
from foundation.viewer import DeviceMember


async def collect(session: AsyncSession, device: DeviceMember, licence_id: str) -> CommandView:
    """Have it made for whoever is at the terminal now; once a visit, however often it is pressed.

    Raises: NotATerminal, VisitOver, AssuranceTooLow, LicenceNotReady, NoDeviceHere, DeviceAway.
    """
    visit = await visit_of(session, device)
    row = await repository.last_visit(session, device.device_id)
    if visit.state != "open" or row is None or row.user_id is None:
        raise VisitOver
    viewer = viewer_of(await session.get_one(User, row.user_id), "terminal")
    viewer.must_be_signed_in("L2")
    own = await access_issued(session, viewer)
    licence = next((one for one in own if one.id == licence_id), None)
    if licence is None or licence.state != "issued":
        raise LicenceNotReady
    return await ask_device(
        session, device.counter_id, "licence", "issue_licence",
        {"number": licence.number, "title": licence.name}, f"device:{device.device_id}",
        request_id=f"{row.id}{licence.id[:24]}", concerns=f"case:{licence.case_number}",
    )  # fmt: skip
