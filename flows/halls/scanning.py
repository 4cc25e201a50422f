"""A code was scanned: where it leads, and one more for the figures of its place.

Only numbers are kept: no name, no address, no device.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import (
    CodeUnknown,
    Destination,
    arrival_hall,
    kind_of,
    printed_id,
    resolve,
)
from flows.halls import repository
from flows.halls.errors import CodeWithdrawn
from foundation import db
from foundation.clock import today
from foundation.logging import logger

Way = Literal["mini_program", "wechat", "yueshengshi", "yueshangtong", "browser"]

SCANS, WRONG_SCANS = 1200, 60
"""A minute from one address, behind which a hall may stand; of them codes that are none."""
SCANNED_OFTEN = "扫码的人太多，请一分钟后再扫。急着办的，可以直接打开办事助手。"
SCANNED_WRONG = "扫了太多无效的码，请一分钟后再试。也可以直接打开办事助手，告诉我们您想办什么。"

log = logger("halls")


async def open_code(token: str, way: Way) -> Destination:
    """Where a scanned code leads. Raises: CodeUnknown for what is not ours, CodeWithdrawn."""
    place = _nowhere()
    outcome = "refused"
    try:
        async with db.reading() as session:
            destination = await _resolve(session, token, place)
        outcome = "opened"
        return destination
    finally:
        await _count({**place, "way": way, "outcome": outcome})


async def open_code_in(session: AsyncSession, token: str, way: Way) -> Destination:
    """The same within the transaction of a talk, which commits the figure with its answer."""
    place = _nowhere()
    outcome = "refused"
    try:
        destination = await _resolve(session, token, place)
        outcome = "opened"
        return destination
    finally:
        figure = {"day": today(), **place, "way": way, "outcome": outcome}
        await repository.count_scan(session, figure)


def _nowhere() -> dict[str, str]:
    return {"hall_id": "", "counter_id": "", "kind": "", "item_code": ""}


def way_of(user_agent: str) -> Way:
    """By what a browser says of itself: WeChat's own says MicroMessenger, the province's
    applications their names where they say anything. Only figures depend on it."""
    said = user_agent.lower()
    if "yueshengshi" in said or "yss" in said:
        return "yueshengshi"
    if "yueshangtong" in said:
        return "yueshangtong"
    if "miniprogram" in said:
        return "mini_program"
    return "wechat" if "micromessenger" in said else "browser"


async def _resolve(session: AsyncSession, token: str, place: dict[str, str]) -> Destination:
    """`place` is filled with what the code tells, as far as it can be told."""
    code_id = printed_id(token)
    if code_id is not None:
        return await _printed(session, code_id, place)
    hall_id, counter_id = await repository.place_of_code(session, token)
    place |= {"hall_id": hall_id, "counter_id": counter_id, "kind": kind_of(token)}
    destination = resolve(token)
    if destination.kind == "item":
        place["item_code"] = token[1:]
    if destination.kind == "hall":
        return await _hall(session, token[1:], destination, place)
    if destination.kind == "arrival":
        place["hall_id"] = arrival_hall(token)
    if destination.kind == "device":
        return await _device(session, token, destination, place)
    if destination.kind != "counter":
        return destination
    counter = await repository.counter_by_id(session, token[1:])
    if counter is None:
        raise CodeUnknown("这个窗口码已停用。您可以直接打开办事助手，告诉我们您想办什么。")
    place |= {"hall_id": counter.hall_id, "counter_id": counter.id}
    if not counter.is_window:
        raise CodeUnknown("这里现在是自助机，不是窗口。请扫自助机屏幕上的码，或到旁边的窗口。")
    title = counter.place
    return replace(
        destination, title=title, page=f"{destination.page}&{urlencode({'place': title})}"
    )


async def _hall(
    session: AsyncSession, hall_id: str, destination: Destination, place: dict[str, str]
) -> Destination:
    """The hall whose door it hangs at; one that is not there is counted nowhere."""
    hall = await repository.hall_by_id(session, hall_id)
    if hall is None:
        raise CodeUnknown
    place["hall_id"] = hall.id
    if hall.state != "open":
        raise CodeUnknown("这个大厅已停用。请在「取号」里选别的大厅，或看办事地点。")
    return replace(destination, title=f"{hall.name}取号")


async def _device(
    session: AsyncSession, token: str, destination: Destination, place: dict[str, str]
) -> Destination:
    """Which device, and where it stands."""
    device = await repository.device_beginning(session, token[1:17])
    if device is None or device.state != "active":
        raise CodeUnknown("这台设备已停用，请用旁边的设备，或请窗口工作人员帮忙。")
    place |= {"hall_id": device.hall_id, "counter_id": device.counter_id}
    counter = await repository.counter_by_id(session, device.counter_id)
    hall = await repository.hall_by_id(session, device.hall_id)
    where = counter.place if counter else hall.name if hall else ""
    said = urlencode({"title": device.name, "place": where, "kind": device.kind})
    return replace(
        destination, title=f"{device.name}（{where}）", page=f"{destination.page}&{said}"
    )


async def _printed(session: AsyncSession, code_id: str, place: dict[str, str]) -> Destination:
    code = await repository.printed_by_id(session, code_id)
    if code is None:
        raise CodeUnknown
    place |= {
        "hall_id": code.hall_id, "counter_id": code.counter_id,
        "kind": "item", "item_code": code.item_code,
    }  # fmt: skip
    if code.withdrawn_at is not None:
        raise CodeWithdrawn
    destination = resolve(f"i{code.item_code}")
    where = {"hall": code.hall_id} | ({"counter": code.counter_id} if code.counter_id else {})
    return replace(destination, page=f"{destination.page}&{urlencode(where)}")


async def _count(what: dict[str, str]) -> None:
    """A figure that could not be written keeps nobody from what they scanned."""
    try:
        async with db.writing() as session:
            await repository.count_scan(session, {"day": today(), **what})
    except SQLAlchemyError as error:
        log.warning("scan_not_counted", error=repr(error))
