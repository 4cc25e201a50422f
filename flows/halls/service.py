"""Halls and counters as staff keep them, and how often their codes are scanned.

Whoever manages halls may change any: a district has few, and every change is audited.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.wishes import streets
from flows.halls import repository
from flows.halls.errors import (
    Changed,
    CounterTaken,
    CounterUnknown,
    HallUnknown,
    NoWindow,
    NumberTaken,
)
from flows.halls.views import (
    CounterView,
    HallList,
    HallView,
    ItemName,
    ScanFigures,
    ScanRow,
    State,
)
from foundation import db
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Counter, Hall, ScanCount
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

MANAGE = "halls.manage"
LONGEST_LOOK = timedelta(days=366)
KINDS = {
    "item": "事项海报", "counter": "窗口码", "case": "办件码", "hall": "大厅码", "ticket": "排队号",
    "handoff": "接力码", "device": "设备码", "terminal": "自助机", "arrival": "签到码",
}  # fmt: skip


async def list_halls(session: AsyncSession, staff: StaffMember) -> HallList:
    """Raises: Forbidden."""
    staff.must_hold(MANAGE)
    rows = await repository.halls(session)
    counters: dict[str, list[Counter]] = defaultdict(list)
    for counter in await repository.counters(session, [row.id for row in rows]):
        counters[counter.hall_id].append(counter)
    items = [named(entry.code) for entry in catalogue()]
    return HallList(
        halls=[_shown(row, counters[row.id]) for row in rows],
        regions=await streets(session),
        items=sorted(items, key=lambda item: item.name),
    )


async def save_hall(
    session: AsyncSession, staff: StaffMember, hall_id: str, version: int, said: dict[str, Any]
) -> HallView:
    """Open a hall (`version` 0) or change one; the same again changes nothing.

    Raises: Forbidden, Changed, InvalidInput.
    """
    staff.must_hold(MANAGE)
    hall = await repository.hall_by_id(session, hall_id, lock=True)
    if said["region"] and said["region"] not in await streets(session):
        raise InvalidInput({"region": "没有这个街道，请从列表里选，或留空表示区级大厅"})
    if hall is None:
        hall = Hall(id=hall_id, created_at=now(), version=1)
        session.add(hall)
    elif all(getattr(hall, name) == value for name, value in said.items()):
        return await _look(session, hall)
    elif hall.version != version:
        raise Changed(_same_key(version, "大厅"))
    _set(hall, said)
    await session.flush()
    return await _look(session, hall)


async def save_counter(
    session: AsyncSession,
    staff: StaffMember,
    hall_id: str,
    counter_id: str,
    version: int,
    said: dict[str, Any],
) -> HallView:
    """Add a counter (`version` 0) or change one. Raises: Forbidden, HallUnknown, NumberTaken,
    Changed, CounterTaken, InvalidInput."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id, lock=True)
    unknown = [code for code in said["items"] if catalogue().find(code) is None]
    if unknown:
        raise InvalidInput({"items": f"没有这些事项：{'、'.join(unknown)}，请重新选择"})
    counter = await repository.counter_by_id(session, counter_id)
    if counter and counter.hall_id != hall.id:
        raise NumberTaken("这个窗口标识已用于别的大厅，请换一个，例如在前面加上大厅的简称。")
    if counter and all(getattr(counter, name) == value for name, value in said.items()):
        return await _look(session, hall)
    if counter and counter.version != version:
        raise Changed(_same_key(version, "窗口"))
    if said["is_for_terminals"] and await repository.duty_at(session, counter_id):
        raise CounterTaken("这个窗口现在有人值班，请先请同事离岗，再改为自助服务位。")
    others = await repository.counters(session, [hall.id])
    if any(o.id != counter_id and o.number == said["number"] for o in others):
        raise NumberTaken(f"这个大厅已有{said['number']}号窗口，请换一个编号，或修改原来那一个。")
    if counter is None:
        counter = Counter(id=counter_id, hall_id=hall.id, created_at=now(), version=1)
        session.add(counter)
    _set(counter, said)
    await session.flush()
    return await _look(session, hall)


async def scans(
    session: AsyncSession, staff: StaffMember, hall_id: str, since: date, until: date
) -> ScanFigures:
    """How often the hall's codes were scanned. Raises: Forbidden, HallUnknown, InvalidInput."""
    staff.must_hold(MANAGE)
    if not since <= until <= since + LONGEST_LOOK:
        raise InvalidInput({"until": "截止日期应不早于开始日期，最多看一年"})
    hall = await find_hall(session, hall_id)
    numbers = {w.id: w.number for w in await repository.counters(session, [hall.id])}
    counted = await repository.scans_of(session, hall.id, since, until)
    shown = _figures(counted, numbers, since, until)
    nowhere = await repository.scans_of(session, "", since, until)
    shown.unplaced = sum(one.count for one in nowhere if one.outcome == "refused")
    return shown


def _figures(
    counted: Sequence[ScanCount], numbers: dict[str, str], since: date, until: date
) -> ScanFigures:
    total, ways, days = Tally[str](), Tally[str](), Tally[date]()
    places: dict[tuple[str, str, str], Tally[str]] = defaultdict(Tally)
    for one in counted:
        total[one.outcome] += one.count
        ways[one.way] += one.count
        days[one.day] += one.count
        place = (numbers.get(one.counter_id, ""), one.kind, one.item_code)
        places[place][one.outcome] += one.count
    rows = [
        ScanRow(
            counter_number=number, kind=KINDS.get(kind, "其他"),
            target=named(code).name if code else "", opened=seen["opened"], refused=seen["refused"],
        )
        for (number, kind, code), seen in places.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.opened, -row.refused, row.counter_number, row.target))
    return ScanFigures(
        since=since, until=until, opened=total["opened"], refused=total["refused"],
        by_way=dict(sorted(ways.items())), rows=rows, days=dict(sorted(days.items())),
    )  # fmt: skip


async def counter_named(counter_id: str) -> str:
    """What hangs above a window, for anybody. Raises: CounterUnknown, NoWindow."""
    async with db.reading() as session:
        counter = await repository.counter_by_id(session, counter_id)
    if counter is None:
        raise CounterUnknown
    if not counter.is_window:
        raise NoWindow
    return counter.place


async def find_hall(session: AsyncSession, hall_id: str, *, lock: bool = False) -> Hall:
    hall = await repository.hall_by_id(session, hall_id, lock=lock)
    if hall is None:
        raise HallUnknown
    return hall


async def find_counter(session: AsyncSession, hall_id: str, counter_id: str) -> Counter:
    """Raises: CounterUnknown."""
    counter = await repository.counter_by_id(session, counter_id)
    if counter is None or counter.hall_id != hall_id:
        raise CounterUnknown
    return counter


async def _look(session: AsyncSession, hall: Hall) -> HallView:
    return _shown(hall, await repository.counters(session, [hall.id]))


def _same_key(version: int, what: str) -> str | None:
    """What to say where something stands already that was to be new."""
    return f"已有同一标识的{what}，请换一个标识，或修改原来那一个。" if version == 0 else None


def _set(row: Hall | Counter, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.updated_at = now()


def named(code: str) -> ItemName:
    entry = catalogue().find(code)
    return ItemName(code=code, name=entry.document.item.name if entry else "已下架的事项")


def _state(row: Hall | Counter) -> State:
    return "open" if row.state == "open" else "closed"


def _shown(hall: Hall, counters: Sequence[Counter]) -> HallView:
    return HallView(
        id=hall.id, name=hall.name, address=hall.address, place_id=hall.place_id,
        region=hall.region, state=_state(hall), version=hall.version,
        counters=[
            CounterView(
                id=w.id, number=w.number, name=w.name, items=[named(code) for code in w.items],
                is_for_terminals=w.is_for_terminals, state=_state(w), version=w.version,
            )
            for w in counters
        ],
    )  # fmt: skip
