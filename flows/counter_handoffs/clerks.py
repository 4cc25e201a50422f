"""What the counter's side does in a handoff: the clerk by their seat, the tablet by its counter."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.counter_handoffs import asking, editing
from flows.counter_handoffs.desk import party_of
from flows.counter_handoffs.errors import NotShared
from flows.counter_handoffs.presenter import record_of
from flows.counter_handoffs.seats import live_handoff_at, seat_of_staff
from flows.counter_handoffs.sight import window_of
from flows.counter_handoffs.telling import Party
from flows.counter_handoffs.views import EditResults, EditWish, Locked
from foundation.models import CounterHandoff
from foundation.viewer import DeviceMember, StaffMember


async def propose(
    session: AsyncSession, staff: StaffMember, handoff_id: str, wishes: list[EditWish]
) -> EditResults:
    """Raises: as `seat_of_staff` and `editing.propose`."""
    handoff, mine = await seat_of_staff(session, staff, handoff_id, lock=True)
    return await editing.propose(session, handoff, party_of(staff, mine), wishes, staff)


async def take_back(
    session: AsyncSession, staff: StaffMember, handoff_id: str, edit_id: str
) -> None:
    handoff, mine = await seat_of_staff(session, staff, handoff_id, lock=True)
    await editing.take_back(session, handoff, party_of(staff, mine), edit_id)


async def hold(session: AsyncSession, staff: StaffMember, handoff_id: str, field: str) -> Locked:
    """Raises: NotShared for what the clerk cannot read, and as `seat_of_staff`."""
    handoff, _ = await seat_of_staff(session, staff, handoff_id, lock=True)
    await _must_read(session, handoff, field, staff)
    return await editing.hold(session, handoff, "staff", field)


async def let_go(session: AsyncSession, staff: StaffMember, handoff_id: str, field: str) -> None:
    handoff, _ = await seat_of_staff(session, staff, handoff_id, lock=True)
    await editing.let_go(session, handoff, "staff", field)


async def ask_for_photo(
    session: AsyncSession, staff: StaffMember, handoff_id: str, material_id: str, words: str
) -> str:
    handoff, mine = await seat_of_staff(session, staff, handoff_id, lock=True)
    party = party_of(staff, mine)
    return await asking.ask_for_photo(session, handoff, party, material_id, words.strip())


async def withdraw_ask(
    session: AsyncSession, staff: StaffMember, handoff_id: str, ask_id: str
) -> None:
    handoff, mine = await seat_of_staff(session, staff, handoff_id, lock=True)
    await asking.withdraw(session, handoff, party_of(staff, mine), ask_id)


async def propose_at_screen(
    session: AsyncSession, device: DeviceMember, handoff_id: str, wishes: list[EditWish]
) -> EditResults:
    """What is typed on the counter's tablet, confirmed on the citizen's own phone like the rest."""
    handoff = await live_handoff_at(session, device.counter_id, handoff_id, lock=True)
    party = Party("counter", "窗口平板", f"device:{device.device_id}")
    return await editing.propose(session, handoff, party, wishes)


async def hold_at_screen(
    session: AsyncSession, device: DeviceMember, handoff_id: str, field: str
) -> Locked:
    handoff = await live_handoff_at(session, device.counter_id, handoff_id, lock=True)
    await _must_read(session, handoff, field, None)
    return await editing.hold(session, handoff, "counter", field)


async def let_go_at_screen(
    session: AsyncSession, device: DeviceMember, handoff_id: str, field: str
) -> None:
    handoff = await live_handoff_at(session, device.counter_id, handoff_id, lock=True)
    await editing.let_go(session, handoff, "counter", field)


async def _must_read(
    session: AsyncSession, handoff: CounterHandoff, field: str, staff: StaffMember | None
) -> None:
    window = window_of(handoff, await record_of(session, handoff), staff)
    if not window.may_fill or not window.may_read(field):
        raise NotShared
