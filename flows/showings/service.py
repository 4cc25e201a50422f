"""Put something on the counter's tablet, take it back, see what came back from it.

Whoever sits at a counter has its tablet; nobody else's. One thing stands there at a time, so that
what the visitor looks at is what the clerk speaks of.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.codes.service import qr_svg
from flows.devices.repository import devices_at
from flows.halls import repository as halls
from flows.halls.duty import counter_channel
from flows.halls.errors import CounterUnknown
from flows.halls.reach import SERVE
from flows.ratings import at_counter
from flows.ratings.errors import AlreadyRated
from flows.ratings.service import is_rateable
from flows.showings import repository, whereabouts
from flows.showings.contents import content_of, hash_of, rating_content, renewed, sendable
from flows.showings.errors import NotAtThisCounter, ShowingUnknown
from flows.showings.views import (
    LABELS,
    AnswerView,
    AskedAgain,
    DeliveryView,
    DeskView,
    Phone,
    PlaceView,
    ScreenView,
    Wish,
)
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.idempotency import once
from foundation.models import Counter, Delivery, Showing, new_id
from foundation.settings import settings
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

LASTS = {"signature": timedelta(minutes=30), "acceptance": timedelta(minutes=60)}
USUALLY = timedelta(minutes=15)
ONCE_MORE = timedelta(hours=2)
"""For so long what did not come to an answer is shown once more as it was."""
_LATEST = 12


async def look(session: AsyncSession, staff: StaffMember, counter_id: str) -> DeskView:
    """Raises: Forbidden, NotAtThisCounter."""
    await must_sit_at(session, staff, counter_id)
    rows = await repository.latest(session, counter_id, _LATEST)
    own = [row for row in rows if row.staff_id == staff.staff_id]
    deliveries = await repository.deliveries_at(session, counter_id, _LATEST)
    late = await repository.undecided_at(session, staff, counter_id)
    standing = next((row for row in own if stands(row)), None)
    has_tablet = any(one.kind == "tablet" for one in await devices_at(session, counter_id))
    return DeskView(
        standing=_answer(standing) if standing else None,
        screen=await _beside(standing, has_tablet) if standing else None,
        places=await whereabouts.places(standing.id) if standing else {},
        has_tablet=has_tablet,
        asked_again=await _asked_again(counter_id, own),
        latest=[_answer(row) for row in own],
        deliveries=[delivered(one) for one in deliveries],
        late=[delivered(one) for one in late],
    )


async def put_up(
    session: AsyncSession, staff: StaffMember, counter_id: str, wish: Wish, key: str | None
) -> DeskView:
    """Show it instead of whatever stands there; the same key again changes nothing.

    Raises: Forbidden, NotAtThisCounter, and as `content_of`.
    """
    await must_sit_at(session, staff, counter_id)

    async def act() -> dict[str, Any]:
        content, case = await content_of(session, staff, wish)
        number = case.number if case is not None else None
        visit = new_id()
        if wish.kind == "rating":
            content["event"] = at_counter.event_of(case, visit)
        showing = await show(session, counter_id, staff.staff_id, wish.kind, content, number)
        return {"id": showing.id}

    body = {"counter": counter_id, **wish.model_dump()}
    await once(session, f"showing:{staff.staff_id}", key, body, act)
    return await look(session, staff, counter_id)


async def take_back(
    session: AsyncSession, staff: StaffMember, counter_id: str, showing_id: str
) -> DeskView:
    """Back to the idle loop; gone already is no error. Raises: Forbidden, NotAtThisCounter."""
    await must_sit_at(session, staff, counter_id)
    showing = await repository.showing_at(session, counter_id, showing_id, lock=True)
    if showing is not None and showing.state == "shown":
        showing.state, showing.stands_at = "taken_back", None
        tell(session, counter_id)
    await session.flush()
    return await look(session, staff, counter_id)


async def show_again(
    session: AsyncSession, staff: StaffMember, counter_id: str, showing_id: str, key: str | None
) -> DeskView:
    """The same once more with a code nobody has opened: for whose phone came second or went dead.

    A new showing, so that what the first phone still holds is kept as one too late.
    Raises: Forbidden, NotAtThisCounter, ShowingUnknown, and as `renewed`.
    """
    await must_sit_at(session, staff, counter_id)

    async def act() -> dict[str, Any]:
        old = await repository.showing_at(session, counter_id, showing_id, lock=True)
        if old is None or old.staff_id != staff.staff_id or not may_come_again(old):
            raise ShowingUnknown
        content = await renewed(session, staff, old)
        showing = await show(
            session, counter_id, staff.staff_id, old.kind, content, old.case_number
        )
        return {"id": showing.id}

    body = {"counter": counter_id, "again": showing_id}
    await once(session, f"showing:{staff.staff_id}", key, body, act)
    return await look(session, staff, counter_id)


async def show(
    session: AsyncSession, counter_id: str, staff_id: str, kind: str, content: dict[str, Any],
    number: str | None,
) -> Showing:  # fmt: skip
    """Put a content up; the caller knows that this person may."""
    counter = await repository.lock_counter(session, counter_id)
    if counter is None:
        raise CounterUnknown
    before = await repository.standing(session, counter_id, lock=True)
    if before is not None:
        before.state, before.stands_at = "taken_back", None
        await session.flush()
    link = secrets.token_urlsafe(24)
    content = {**content, "link": link}
    showing = Showing(
        id=new_id(), hall_id=counter.hall_id, counter_id=counter_id, stands_at=counter_id,
        kind=kind, case_number=number, staff_id=staff_id, content=content,
        content_sha256=hash_of(content), state="shown", shown_at=now(),
        link_hash=token_hash(link),
        ends_at=now() + LASTS.get(kind, USUALLY), version=1,
    )  # fmt: skip
    session.add(showing)
    await session.flush()
    tell(session, counter_id)
    return showing


async def ask_for_rating(number: str) -> bool:
    """好差评 when a case ends: asked on the tablet of whoever ended it, if they sit at a counter
    where nothing else stands, and the applicant has not rated it. Once: a case ends once."""
    async with db.reading() as session:
        case = await cases.case_by_number(session, number)
        if not is_rateable(case):
            return False
    async with db.writing() as session:
        duty = await repository.ended_at(session, number)
        if duty is None or await on_screen(session, duty.counter_id) is not None:
            return False
        try:
            await at_counter.must_be_open(session, case)
        except AlreadyRated:
            return False
        content = {**rating_content(case), "event": at_counter.event_of(case, "")}
        await show(session, duty.counter_id, duty.staff_id, "rating", content, number)
    return True


async def on_screen(session: AsyncSession, counter_id: str) -> ScreenView | None:
    """What stands on the tablet now; nothing once whoever put it up has left the counter."""
    showing = await repository.standing(session, counter_id)
    if showing is None or not await is_served(session, showing):
        return None
    return await as_screen(showing)


async def is_served(session: AsyncSession, showing: Showing) -> bool:
    """It stands, and whoever put it up still sits there."""
    if not stands(showing):
        return False
    duty = await halls.duty_at(session, showing.counter_id)
    return duty is not None and duty.staff_id == showing.staff_id


async def place_of(session: AsyncSession, counter_id: str) -> PlaceView:
    """The counter as visitors see it. Raises: CounterUnknown."""
    counter = await halls.counter_by_id(session, counter_id)
    if counter is None:
        raise CounterUnknown
    hall = await repository.hall_of(session, counter.hall_id)
    duty = await halls.duty_at(session, counter_id)
    person = await repository.person(session, duty.staff_id) if duty else None
    return PlaceView(
        hall_name=hall.name, counter_number=counter.number, counter_name=counter.name,
        items=_served(counter), photo_sha256=person.photo_sha256 if person else None,
    )  # fmt: skip


async def as_screen(showing: Showing) -> ScreenView:
    link = showing.content.get("link")
    phone = None
    if link:
        url = f"{settings().hall_public_url.rstrip('/')}/counter/#/pad/{link}"
        phone = Phone(url=url, qr_svg=qr_svg(url), is_taken=showing.pad_hash is not None)
    return ScreenView.model_validate(
        {
            "id": showing.id, "kind": showing.kind, "content": sendable(showing.content),
            "content_sha256": showing.content_sha256, "shown_at": showing.shown_at,
            "ends_at": showing.ends_at, "phone": phone,
            "pointing": await whereabouts.pointed(showing.id),
        }
    )  # fmt: skip


def tell(session: AsyncSession, counter_id: str) -> None:
    announce_after_commit(session, counter_channel(counter_id), "showing", {"id": counter_id})


async def must_sit_at(session: AsyncSession, staff: StaffMember, counter_id: str) -> None:
    """Raises: Forbidden, NotAtThisCounter."""
    staff.must_hold(SERVE)
    mine = await halls.duty_of(session, staff.staff_id)
    if mine is None or mine.counter_id != counter_id:
        raise NotAtThisCounter


def stands(showing: Showing) -> bool:
    return showing.state == "shown" and showing.ends_at > now()


def may_come_again(showing: Showing) -> bool:
    return showing.state != "answered" and showing.shown_at > now() - ONCE_MORE


async def _beside(showing: Showing, has_tablet: bool) -> ScreenView:
    """The tablet's screen for its clerk. A rating is its giver's: where a tablet shows its code, no
    other screen does."""
    screen = await as_screen(showing)
    if showing.kind == "rating" and has_tablet:
        return screen.model_copy(update={"phone": None})
    return screen


async def _asked_again(counter_id: str, own: list[Showing]) -> AskedAgain | None:
    """Until something was shown after it."""
    asked = await whereabouts.asked_again(counter_id)
    newest = own[0] if own else None
    if asked is None or newest is None or newest.id != asked.showing_id:
        return None
    return asked if may_come_again(newest) else None


def _served(counter: Counter) -> list[dict[str, str]]:
    entries = ((code, catalogue().find(code)) for code in counter.items)
    return [{"code": code, "name": entry.document.item.name} for code, entry in entries if entry]


def delivered(delivery: Delivery) -> DeliveryView:
    """As the clerk is told of it."""
    return DeliveryView.model_validate(
        {**{name: getattr(delivery, name) for name in _TOLD}, "label": label_of(delivery)}
    )


_TOLD = (
    "key", "kind", "outcome", "detail", "made_at", "received_at", "decision", "decided_by",
    "decided_at", "reason",
)  # fmt: skip


def label_of(delivery: Delivery) -> str:
    """What was delivered, in words."""
    return "材料照片" if is_photo(delivery) else LABELS.get(delivery.kind, "")


def is_photo(delivery: Delivery) -> bool:
    """A picture for the acceptance on the screen, not its answer. Told of late ones only."""
    return "material_id" in (delivery.kept or {})


def _answer(showing: Showing) -> AnswerView:
    content, kind = showing.content, showing.kind
    about = content.get("title") or content.get("item_name") or ""
    if kind == "sample":
        about = content["material"]["name"]
    state = "taken_back" if showing.state == "shown" and not stands(showing) else showing.state
    return AnswerView.model_validate(
        {
            "id": showing.id, "kind": kind, "label": LABELS[kind], "about": about,
            "case_number": showing.case_number, "state": state,
            "answer": None if kind in ("rating", "signature") else showing.answer,
            "shown_at": showing.shown_at, "answered_at": showing.answered_at,
        }
    )  # fmt: skip
