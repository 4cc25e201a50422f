"""Load by person and by step, and what processes took in a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import is_shared
from flows.access.members import members
from flows.engine.elements import ROLES, STEPS
from flows.processes.figures import repository
from flows.processes.figures.repository import Period
from flows.processes.monitoring.repository import Rows
from flows.processes.monitoring.standing import MOST_DAYS, watch_of
from flows.processes.monitoring.views import (
    DayFigures,
    Figures,
    Load,
    PersonLoad,
    StepFigures,
    StepLoad,
)
from flows.processes.rights import LEAD, WORK
from foundation.clock import GUANGZHOU
from foundation.errors import InvalidInput
from foundation.viewer import StaffMember


async def show_load(session: AsyncSession, staff: StaffMember, days: int) -> Load:
    """Who has how much in hand and did how much in the last days; what waits at which step.

    Raises: InvalidInput.
    """
    staff.must_hold(LEAD)
    watch = watch_of(days)
    held = await repository.in_hand(session, staff, watch)
    done = await repository.done_by(session, staff, watch.quiet_since)
    at_work = await repository.active(session)
    people = [
        _person(one, one.staff_id in at_work, held, done)
        for one in await members(session, even_left=True)
        if is_shared(one, staff, WORK)
    ]
    rows = await repository.steps_load(session, staff, watch)
    return Load(
        days=days,
        people=sorted(
            (one for one in people if one.is_active or one.in_hand),
            key=lambda one: (-one.in_hand, -one.done, one.name),
        ),
        steps=[
            StepLoad(
                key=key, template=template, node=node, name=name, open=opened, claimed=claimed,
                late=late,
            )
            for key, template, node, name, opened, claimed, late in rows
        ],
    )  # fmt: skip


def _person(
    one: StaffMember,
    is_active: bool,
    held: Mapping[str, tuple[int, int, datetime]],
    done: Mapping[str, int],
) -> PersonLoad:
    in_hand, late, oldest = held.get(one.staff_id, (0, 0, None))
    roles = sorted(one.roles(WORK))
    return PersonLoad(
        id=one.staff_id,
        name=one.display_name,
        role=roles[0] if roles else one.role,
        role_label="、".join(ROLES.get(role, role) for role in roles),
        department=one.department,
        is_active=is_active,
        in_hand=in_hand,
        late=late,
        oldest=oldest,
        done=done.get(one.staff_id, 0),
    )


async def show_figures(
    session: AsyncSession, staff: StaffMember, begins: date, ends: date, key: str = ""
) -> Figures:
    """Throughput, durations, returns and refusals from one day to another, both of them counted.

    Raises: InvalidInput.
    """
    staff.must_hold(LEAD)
    if begins > ends or (ends - begins).days >= MOST_DAYS:
        raise InvalidInput({"to": f"结束日期不能早于开始日期，一次最多看{MOST_DAYS}天"})
    period = Period(_midnight(begins), _midnight(ends + timedelta(days=1)), key)
    started = await repository.started_by_day(session, staff, period)
    ended = await repository.ended_by_day(session, staff, period)
    by_state, by_day = Counter[str](), Counter[str]()
    for day, state, count in ended:
        by_state[state] += count
        by_day[day] += count
    whole = await repository.times_of_processes(session, staff, period)
    times = await repository.times_of_steps(session, staff, period)
    return Figures(
        begins=begins,
        ends=ends,
        started=sum(started.values()),
        done=by_state["done"],
        refused=by_state["refused"],
        withdrawn=by_state["withdrawn"],
        p50_seconds=round(whole[0]) if whole else None,
        p90_seconds=round(whole[1]) if whole else None,
        days=_days(begins, ends, started, by_day),
        steps=_steps(await repository.steps_done(session, staff, period), times),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=GUANGZHOU).astimezone(UTC)


def _days(
    begins: date, ends: date, started: Mapping[str, int], ended: Mapping[str, int]
) -> list[DayFigures]:
    days = (begins + timedelta(days=n) for n in range((ends - begins).days + 1))
    return [
        DayFigures(
            day=day, started=started.get(day.isoformat(), 0), ended=ended.get(day.isoformat(), 0)
        )
        for day in days
    ]


def _steps(rows: Rows, times: Mapping[str, tuple[float, float]]) -> list[StepFigures]:
    return [
        StepFigures(
            node=node,
            name=name,
            kind_label=STEPS.get(kind, kind),
            done=done,
            p50_seconds=round(times[node][0]) if node in times else None,
            p90_seconds=round(times[node][1]) if node in times else None,
            mean_seconds=round(mean) if mean is not None else None,
            returns=returns,
            refusals=refusals,
            late=late,
        )
        for node, name, kind, done, mean, returns, refusals, late in rows
    ]
