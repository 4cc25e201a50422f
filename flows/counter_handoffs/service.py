"""A handoff from its code to its end: shown by a counter or a phone, spent by the other side once.

What is shared between the two is decided in `consent`, seen through `sight`.
"""

from __future__ import annotations

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.codes.service import handoff_code, handoff_token, qr_svg, token_url
from flows.counter_handoffs import repository
from flows.counter_handoffs.errors import (
    CodeExpired,
    CodeForCounter,
    CodeForPhone,
    CodeUsed,
    CounterBusy,
    HandoffOver,
    HandoffUnknown,
)
from flows.counter_handoffs.presenter import show_to_citizen
from flows.counter_handoffs.seats import (
    finish,
    is_live,
    must_be_staffed,
    my_counter,
    new_handoff,
    take_seat,
)
from flows.counter_handoffs.telling import CITIZEN, Party, note, tell, tell_counter
from flows.counter_handoffs.views import CitizenView, CurrentView, Offered
from flows.halls import repository as halls
from flows.halls.duty import OnDuty
from flows.halls.errors import CounterUnknown
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import CounterHandoff
from foundation.viewer import DeviceMember, StaffMember, Viewer

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


async def offer_at_counter(session: AsyncSession, counter_id: str, shown_on: str) -> Offered:
    """A code for the counter's screen; the one that screen showed before is void.

    Raises: CounterUnknown, NobodyThere, CounterBusy.
    """
    if await halls.counter_by_id(session, counter_id, lock=True) is None:
        raise CounterUnknown
    await must_be_staffed(session, counter_id)
    seated = await repository.seated_at(session, counter_id)
    if seated is not None and is_live(seated):
        raise CounterBusy("这个窗口正在接力，结束后才能给下一位群众出码。")
    await repository.remove_offers(session, counter_id=counter_id, shown_on=shown_on)
    handoff = new_handoff("counter", shown_on, "offered")
    handoff.counter_id = counter_id
    return await _offer(session, handoff)


async def offer_as_staff(session: AsyncSession, staff: StaffMember, counter_id: str) -> Offered:
    """The same on the clerk's screen. Raises: Forbidden, NotAtCounter, and as above."""
    mine = await my_counter(session, staff)
    if mine.counter_id != counter_id:
        raise CounterUnknown("您不在这个窗口值班，请先在「窗口」页上岗。")
    return await offer_at_counter(session, counter_id, "console")


async def offer_from_phone(
    session: AsyncSession, viewer: Viewer, case_number: str | None
) -> Offered:
    """A code for the clerk's scan gun or the counter's camera.

    Raises: SignInRequired, AssuranceTooLow, CaseUnknown.
    """
    viewer.must_be_signed_in()
    if case_number:
        await cases.access_case(session, viewer, case_number)
    await repository.remove_offers(
        session, counter_id=None, shown_on="phone", user_id=viewer.user_id
    )
    handoff = new_handoff("phone", "phone", "offered")
    handoff.user_id, handoff.case_number = viewer.user_id, case_number
    return await _offer(session, handoff)


async def ask_counter(
    session: AsyncSession, viewer: Viewer, counter_id: str, case_number: str | None
) -> CitizenView:
    """The printed code was scanned: it may be a photograph, so the clerk has to say yes. Asked
    again it is the same question.

    Raises: SignInRequired, AssuranceTooLow, CounterUnknown, NobodyThere, CaseUnknown.
    """
    viewer.must_be_signed_in()
    if await halls.counter_by_id(session, counter_id, lock=True) is None:
        raise CounterUnknown
    held = await repository.held_by(session, viewer.user_id)
    if held is not None and is_live(held) and held.counter_id == counter_id:
        return await show_to_citizen(session, held)
    await must_be_staffed(session, counter_id)
    if case_number:
        await cases.access_case(session, viewer, case_number)
    asked = await repository.asked_at(session, counter_id, now(), viewer.user_id)
    if asked:
        return await show_to_citizen(session, asked[0])
    handoff = new_handoff("phone", "phone", "asked")
    handoff.user_id, handoff.counter_id = viewer.user_id, counter_id
    handoff.case_number = case_number
    session.add(handoff)
    await session.flush()
    tell(session, handoff)
    return await show_to_citizen(session, handoff)


async def claim(session: AsyncSession, viewer: Viewer, token: str) -> CitizenView:
    """The phone scanned the counter's code. Spent once; who spent it may come again.

    Raises: SignInRequired, AssuranceTooLow, CodeUnknown, CodeForCounter, and as `take_seat`.
    """
    viewer.must_be_signed_in()
    handoff = await _spend(session, token, "counter")
    if handoff.state != "offered":
        if handoff.user_id == viewer.user_id:
            return await show_to_citizen(session, handoff)
        raise CodeUsed
    sitting = await take_seat(session, handoff, handoff.counter_id or "", viewer.user_id)
    note(session, handoff, CITIZEN, "claim", f"扫了{sitting.counter_number}窗口的码")
    tell(session, handoff)
    await session.flush()
    return await show_to_citizen(session, handoff)


async def claim_as_staff(session: AsyncSession, staff: StaffMember, token: str) -> str:
    """The clerk scanned a phone's code. Raises: Forbidden, NotAtCounter, and as `claim`."""
    mine = await my_counter(session, staff)
    return await _claim_from_phone(session, mine.counter_id, token)


async def claim_at_counter(session: AsyncSession, device: DeviceMember, token: str) -> str:
    """The tablet's camera read a phone's code."""
    return await _claim_from_phone(session, device.counter_id, token)


async def _claim_from_phone(session: AsyncSession, counter_id: str, token: str) -> str:
    handoff = await _spend(session, token.strip().rsplit("/", 1)[-1], "phone")
    if handoff.state != "offered":
        if handoff.counter_id == counter_id and is_live(handoff):
            return handoff.id
        raise CodeUsed
    sitting = await take_seat(session, handoff, counter_id, handoff.user_id or "")
    note(session, handoff, officer(sitting), "claim", "扫了申请人手机上的码")
    tell(session, handoff)
    return handoff.id


async def accept(session: AsyncSession, staff: StaffMember, handoff_id: str) -> str:
    """Say yes to a waiting phone, or go on where a colleague left; either way the citizen consents
    to this officer before anything is seen.

    Raises: Forbidden, NotAtCounter, HandoffUnknown, HandoffOver, and as `take_seat`.
    """
    mine = await my_counter(session, staff)
    handoff = await repository.handoff_at(session, mine.counter_id, handoff_id, lock=True)
    if handoff is None:
        raise HandoffUnknown
    if handoff.state == "asked":
        if handoff.code_expires_at is None or handoff.code_expires_at <= now():
            raise HandoffOver("群众等候已超时，请群众再扫一次窗口的码。")
        await take_seat(session, handoff, mine.counter_id, handoff.user_id or "")
        note(session, handoff, officer(mine), "accept", "同意接力")
    elif not is_live(handoff):
        raise HandoffOver
    elif handoff.staff_id != staff.staff_id:
        handoff.staff_id, handoff.state, handoff.consent = staff.staff_id, "claimed", None
        note(session, handoff, officer(mine), "accept", "接替同事，等申请人重新同意")
    tell(session, handoff)
    return handoff.id


async def end(session: AsyncSession, viewer: Viewer, handoff_id: str) -> CitizenView:
    """By its owner, at any time; ended again it stays as it is."""
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if handoff.state != "ended":
        await finish(session, handoff, CITIZEN, "citizen", "申请人结束了接力")
    return await show_to_citizen(session, handoff)


async def end_as_staff(session: AsyncSession, staff: StaffMember, handoff_id: str) -> None:
    """By whoever sits at the counter now; a question from a phone is declined by it."""
    mine = await my_counter(session, staff)
    handoff = await repository.handoff_at(session, mine.counter_id, handoff_id, lock=True)
    if handoff is None:
        raise HandoffUnknown
    if handoff.state != "ended":
        await finish(session, handoff, officer(mine), "staff", "窗口结束了接力")


async def current(session: AsyncSession, viewer: Viewer) -> CurrentView:
    """The one under way, or the last one."""
    found = await repository.latest_of(session, viewer)
    return CurrentView(handoff=await show_to_citizen(session, found) if found else None)


async def look_at(session: AsyncSession, viewer: Viewer, handoff_id: str) -> CitizenView:
    found = await repository.access_handoff(session, viewer, handoff_id)
    return await show_to_citizen(session, found)


def officer(sitting: OnDuty) -> Party:
    """Whoever sits at a counter, by the name and number that hang there."""
    name = f"{sitting.display_name}（{sitting.counter_number}窗口）"
    return Party("staff", name, f"staff:{sitting.staff_id}")


async def _offer(session: AsyncSession, handoff: CounterHandoff) -> Offered:
    code = "".join(secrets.choice(_LETTERS) for _ in range(16))
    handoff.code_hash = token_hash(code)
    session.add(handoff)
    await session.flush()
    if handoff.counter_id:
        tell_counter(session, handoff.counter_id)
    token = handoff_token(code)
    assert handoff.code_expires_at is not None
    return Offered(
        handoff_id=handoff.id, token=token, qr_svg=qr_svg(token_url(token)),
        expires_at=handoff.code_expires_at,
    )  # fmt: skip


async def _spend(session: AsyncSession, token: str, origin: str) -> CounterHandoff:
    """The handoff of a code, locked. Raises: CodeUnknown, CodeExpired, CodeForCounter,
    CodeForPhone."""
    handoff = await repository.by_code(session, token_hash(handoff_code(token)))
    if handoff is None:
        raise CodeExpired
    if handoff.origin != origin:
        raise CodeForCounter if origin == "counter" else CodeForPhone
    ends = handoff.code_expires_at
    if handoff.state == "offered" and (ends is None or ends <= now()):
        raise CodeExpired
    return handoff
