"""Cases as rows, made in one go: for what counts them and does not ask how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation import db
from foundation.clock import GUANGZHOU
from foundation.models import (
    Case,
    CaseEvent,
    CaseFile,
    CaseRating,
    LicenceGrant,
    ManualReview,
    PreReview,
    ReturnCause,
    User,
)
from tests.factories.cases import FOOD

STREET_OFFICE = "12440106K10203040Q"
STATUSES = {
    "submit": "submitted", "supplement": "submitted", "accept": "accepted", "reject": "rejected",
    "return": "supplement_required", "approve": "approved", "withdraw": "withdrawn",
}  # fmt: skip


def at(text: str) -> datetime:
    """`2026-03-02` (noon) or `2026-03-02 23:59` on Guangzhou's clock."""
    day, _, hour = text.partition(" ")
    return datetime.fromisoformat(f"{day} {hour or '12:00'}").replace(tzinfo=GUANGZHOU)


@dataclass(frozen=True)
class Life:
    """`events` are (act, when) in their order, the first of them submit. `verdicts` are the
    machine's and, if a person looked, the person's."""

    number: str
    user: str
    events: tuple[tuple[str, str], ...]
    department: str = "11440106007519140X"
    item: str = FOOD
    channel: str = "yueshengshi"
    due: str | None = None
    answers: tuple[tuple[str, Any], ...] = ()
    verdicts: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    uploads: int = 0
    satisfaction: int | None = None


async def add_lives(*lives: Life) -> None:
    """Each case with whatever its life left behind."""
    async with db.writing() as session:
        for name in sorted({life.user for life in lives}):
            if await session.get(User, name) is None:
                session.add(User(id=name, kind="citizen", display_name=name))
        await session.flush()
        for life in lives:
            session.add(_case(life))
        await session.flush()
        for life in lives:
            session.add_all(_traces(life))
        await session.flush()
        for life in lives:
            session.add_all(_looks(life))


async def live_on(number: str, act: str, when: str) -> None:
    """One more step of a case's timeline."""
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        case.status = STATUSES[act]
        if act in ("approve", "reject", "withdraw"):
            case.closed_at = at(when)
        session.add(CaseEvent(case_number=number, kind=act, status=case.status, actor="某人",
                              at=at(when)))  # fmt: skip


def _case(life: Life) -> Case:
    last, when = life.events[-1]
    ended = last in ("approve", "reject", "withdraw")
    return Case(
        number=life.number, user_id=life.user, item_code=life.item, item_name="食品经营许可",
        department_code=life.department, revision="0" * 12, answers=dict(life.answers), form={},
        status=STATUSES[last], channel=life.channel, submitted_at=at(life.events[0][1]),
        due_at=at(f"{life.due} 23:59") if life.due else None,
        closed_at=at(when) if ended else None,
    )  # fmt: skip


def _traces(life: Life) -> list[Any]:
    number = life.number
    made: list[Any] = [
        CaseEvent(case_number=number, kind=act, status=STATUSES[act], actor="某人", at=at(when))
        for act, when in life.events
    ]
    made += [
        ReturnCause(case_number=number, material_id="layout_plan", at=at(when))
        for act, when in life.events
        if act == "return"
    ]
    made += [
        CaseFile(case_number=number, material_id=f"m{n}", name="a.pdf",
                 media_type="application/pdf", size=1, sha256="0" * 64)
        for n in range(life.uploads)
    ]  # fmt: skip
    made += [
        LicenceGrant(user_id=life.user, case_number=number, material_id=f"l{n}", licence_name=name,
                     kind="x", scope="x", state="granted")
        for n, name in enumerate(life.licences)
    ]  # fmt: skip
    if life.verdicts:
        made.append(_review(life))
    if life.satisfaction:
        made.append(CaseRating(case_number=number, user_id=life.user, channel=life.channel,
                               satisfaction=life.satisfaction, reasons=[], text=""))  # fmt: skip
    return made


def _review(life: Life) -> PreReview:
    machine, *people = life.verdicts
    return PreReview(
        id=f"review-{life.number}", case_number=life.number, status="done", findings=[],
        verdict=people[0] if people else machine, by="staff" if people else "machine",
        fingerprint="0" * 64, finished_at=at(life.events[0][1]),
    )  # fmt: skip


def _looks(life: Life) -> list[ManualReview]:
    return [
        ManualReview(prereview_id=f"review-{life.number}", case_number=life.number,
                     reason="submitted", state="decided", machine_verdict=life.verdicts[0],
                     verdict=said, decided_at=at(life.events[0][1]))
        for said in life.verdicts[1:]
    ]  # fmt: skip
