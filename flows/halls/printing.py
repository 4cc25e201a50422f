"""The codes that hang in a hall: printed once for each place and item, withdrawn, put on paper."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import counter_token, hall_token, printed_token, qr_svg, token_url
from flows.halls import repository
from flows.halls.errors import CounterUnknown
from flows.halls.service import MANAGE, find_hall, named
from flows.halls.sheets import Card, Poster, poster_of, sheet_of
from flows.halls.views import PrintedCodes, PrintedCodeView
from foundation.clock import local, now
from foundation.errors import InvalidInput
from foundation.models import Counter, Hall, PrintedCode
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

Kind = Literal["items", "counters", "hall"]
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SCAN_FOR_ITEM = "微信、粤省事或手机相机扫码：看材料、问情形、在线申报"
SCAN_FOR_HALL = (
    "取号：手机上拿号，快到时提醒您",
    "看排队：前面还有几个人，大约等多久",
    "预约：先约好时间；到了大厅，扫大屏上的「预约签到」码",
)
SCAN_FOR_WINDOW = "到窗口先扫码：核对材料，把手机上填好的交给窗口"


async def print_codes(
    session: AsyncSession, staff: StaffMember, hall_id: str, counter_id: str, items: Sequence[str]
) -> PrintedCodes:
    """Codes of items at a counter, or ('') at the hall's door; printed again they are the same.

    Raises: Forbidden, HallUnknown, CounterUnknown, InvalidInput.
    """
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    counters = await repository.counters(session, [hall.id])
    if counter_id and all(counter.id != counter_id for counter in counters):
        raise CounterUnknown
    unknown = [code for code in items if catalogue().find(code) is None]
    if unknown or not items:
        raise InvalidInput({"items": "请从事项目录里选至少一个事项"})
    moment = now()
    await repository.add_printed(
        session,
        [
            {
                "id": "".join(secrets.choice(_LETTERS) for _ in range(12)),
                "hall_id": hall.id, "counter_id": counter_id, "item_code": code,
                "made_by": staff.display_name, "made_at": moment, "withdrawn_at": None,
            }
            for code in dict.fromkeys(items)
        ],
    )  # fmt: skip
    return await list_codes(session, staff, hall_id)


async def list_codes(session: AsyncSession, staff: StaffMember, hall_id: str) -> PrintedCodes:
    """Every code printed for a hall, withdrawn ones last. Raises: Forbidden, HallUnknown."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    numbers = {w.id: w.number for w in await repository.counters(session, [hall.id])}
    rows = await repository.printed_of(session, hall.id)
    ordered = sorted(rows, key=lambda row: (row.withdrawn_at is not None,))
    return PrintedCodes(codes=[_printed(row, numbers) for row in ordered])


async def withdraw_code(
    session: AsyncSession, staff: StaffMember, hall_id: str, code_id: str, is_withdrawn: bool
) -> PrintedCodes:
    """Take a poster out of use, or back. Raises: Forbidden, HallUnknown, CounterUnknown."""
    staff.must_hold(MANAGE)
    await find_hall(session, hall_id, lock=True)
    code = await repository.printed_by_id(session, code_id)
    if code is None or code.hall_id != hall_id:
        raise CounterUnknown("没有这张码，请刷新后再试。")
    if (code.withdrawn_at is not None) != is_withdrawn:
        code.withdrawn_at = now() if is_withdrawn else None
        await session.flush()
    return await list_codes(session, staff, hall_id)


async def sheet(
    session: AsyncSession, staff: StaffMember, hall_id: str, kind: Kind, counter_id: str
) -> tuple[str, bytes]:
    """The file name and PDF of a hall's codes, of one counter only where it is named; of the hall
    itself, a page to hang at its door.

    Raises: Forbidden, HallUnknown, CounterUnknown, InvalidInput when there is nothing to print.
    """
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    if kind == "hall":
        return f"{hall.name}大厅码.pdf", await asyncio.to_thread(
            poster_of, _poster(hall), local(now())
        )
    counters = await repository.counters(session, [hall.id])
    chosen = [w for w in counters if w.id == counter_id] if counter_id else list(counters)
    if counter_id and not chosen:
        raise CounterUnknown
    if kind == "counters":
        cards = [_of_counter(counter) for counter in chosen if _has_code(counter)]
    else:
        places = {w.id: w.place for w in counters} | {"": hall.name}
        cards = [
            Card(
                token_url(printed_token(row.id)), named(row.item_code).name,
                places.get(row.counter_id, hall.name), SCAN_FOR_ITEM,
            )
            for row in await repository.printed_of(session, hall.id)
            if row.withdrawn_at is None and (not counter_id or row.counter_id == counter_id)
        ]  # fmt: skip
    if not cards:
        raise InvalidInput({"kind": "还没有可打印的码，请先添加窗口或选择事项生成海报码"})
    content = await asyncio.to_thread(sheet_of, hall.name, cards, local(now()))
    label = "事项海报" if kind == "items" else "窗口码"
    return f"{hall.name}{label}.pdf", content


def _has_code(counter: Counter) -> bool:
    return counter.state == "open" and counter.is_window


def _of_counter(counter: Counter) -> Card:
    url = token_url(counter_token(counter.id))
    return Card(url, f"{counter.number}窗口", counter.name, SCAN_FOR_WINDOW)


def _poster(hall: Hall) -> Poster:
    return Poster(
        url=token_url(hall_token(hall.id)), hall=hall.name, address=hall.address,
        title="扫码取号、预约", how="用微信、粤省事或手机相机扫一扫", does=SCAN_FOR_HALL,
    )  # fmt: skip


def _printed(row: PrintedCode, numbers: dict[str, str]) -> PrintedCodeView:
    url = token_url(printed_token(row.id))
    return PrintedCodeView(
        id=row.id, item=named(row.item_code), counter_id=row.counter_id,
        counter_number=numbers.get(row.counter_id, ""), url=url, qr_svg=qr_svg(url),
        made_by=row.made_by, made_at=row.made_at, withdrawn_at=row.withdrawn_at,
    )  # fmt: skip
