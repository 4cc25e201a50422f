"""What time does to cases: staff are warned, and what the item's law says comes to pass.

Asked every minute; each case is its own transaction, looked at again under its lock, so that a
sweep cut off or run twice does nothing twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.clock import recount
from flows.cases.lifecycle import move_case
from flows.cases.states import EXAMINED, FINAL
from flows.cases.suspensions import end_all
from flows.guidance import repository as guidance
from flows.letters.service import write_letters
from flows.notices.service import tell_holders
from flows.processes.mirror import recount_steps
from flows.workflow.handing_in import close_work
from foundation import db
from foundation.clock import local, now
from foundation.logging import logger
from foundation.models import Case
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import ItemDocument

SWEEP_SECONDS, AT_ONCE = 60.0, 500
SYSTEM = "系统"

log = logger("clocks")
Work = Callable[[AsyncSession, Case], Awaitable[bool]]


async def watch() -> dict[str, int]:
    """Everything that is due; how many cases each thing was done to."""
    return {"warned": await warn(), "lapsed": await lapse(), "approved": await approve_in_silence()}


async def warn() -> int:
    """黄牌、红牌: whoever has the case in hand and who leads is told, once for each end."""
    async with db.reading() as session:
        numbers = await cases.cases_to_warn(session, now(), AT_ONCE)
    return await _each(numbers, _warn)


async def _warn(session: AsyncSession, case: Case) -> bool:
    moment = now()
    if case.status not in EXAMINED or case.yellow_at is None or case.yellow_at > moment:
        return False
    is_red = case.red_at is not None and case.red_at <= moment
    level = "red" if is_red else "yellow"
    if case.warned in ("red", level):
        return False
    case.warned = level
    end = case.due_at or case.statutory_due_at
    assert end is not None
    by = f"{local(end):%Y年%-m月%-d日}"
    said = f"即将超期，{by}前必须办结" if is_red else f"快到期了，{by}前办结"
    if end <= moment:
        said = f"已超期，应在{by}前办结，请马上处理"
    words = f"「{case.item_name}」{case.number}{said}。"
    await tell_holders(session, case, level, by, words)
    return True


async def lapse() -> int:
    """逾期未补正: only of items that say so, and on which clause."""
    done = 0
    for item in [entry.document.item for entry in catalogue()]:
        if item.handling.supplement_lapse is None:
            continue
        since = now() - timedelta(days=item.handling.supplement_lapse.days)
        async with db.reading() as session:
            numbers = await cases.cases_left_lying(session, item.code, since, AT_ONCE)
        done += await _each(numbers, _lapse)
    return done


async def _lapse(session: AsyncSession, case: Case) -> bool:
    said = (await _document(session, case)).item.handling.supplement_lapse
    held = await cases.suspensions_of(session, case.number)
    asked = [one for one in held if one.kind == "supplement" and one.ended_at is None]
    if case.status != "supplement_required" or said is None or not asked:
        return False
    if asked[-1].started_at + timedelta(days=said.days) > now():
        return False
    words = f"逾期{said.days}日没有补正，依据{said.basis}，本次申请终止办理"
    was = case.status
    move_case(session, case, "lapse", SYSTEM, words)
    await end_all(session, case, SYSTEM)
    await close_work(session, case, "lapsed", words)
    await write_letters(session, case, "lapse", was, words)
    return True


async def approve_in_silence() -> int:
    """默认同意: a lawful term that ran out is approval, where the item names the clause."""
    codes = [e.document.item.code for e in catalogue() if e.document.item.handling.silent_approval]
    if not codes:
        return 0
    async with db.reading() as session:
        numbers = await cases.cases_past_term(session, codes, now(), AT_ONCE)
    return await _each(numbers, _approve)


async def _approve(session: AsyncSession, case: Case) -> bool:
    clause = (await _document(session, case)).item.handling.silent_approval
    stands = case.yellow_at is None
    is_due = case.statutory_due_at is not None and case.statutory_due_at < now()
    if case.status not in ("accepted", "reviewing") or stands or not is_due or clause is None:
        return False
    words = f"法定期限内没有作出决定，依据{clause}，视为准予"
    was = case.status
    move_case(session, case, "approve", SYSTEM, words)
    await close_work(session, case, "approved", words)
    await write_letters(session, case, "approve", was, words, deemed_by=clause)
    return True


async def count_anew(payload: Mapping[str, Any]) -> None:
    """Handler of `calendar.changed`: every case under way and its steps; safe to repeat."""
    after, moved = "", 0
    while True:
        async with db.reading() as session:
            numbers = await cases.cases_under_way(session, after, AT_ONCE)
        if not numbers:
            break
        moved += await _each(numbers, _count_anew)
        after = numbers[-1]
    log.info("clocks_counted_anew", day=payload.get("day"), moved=moved)


async def _count_anew(session: AsyncSession, case: Case) -> bool:
    if case.status in FINAL:
        return False
    moved = await recount(session, case)
    await recount_steps(session, case.number)
    return moved


async def _each(numbers: list[str], work: Work) -> int:
    """Each case in its own transaction; one that fails keeps no other from its turn."""
    done = 0
    for number in numbers:
        try:
            async with db.writing() as session:
                case = await cases.case_by_number(session, number, lock=True)
                done += await work(session, case)
        except Exception as error:
            log.error("clock_failed", case=number, error=repr(error))
    return done


async def _document(session: AsyncSession, case: Case) -> ItemDocument:
    return await guidance.document_of(session, case.item_code, case.revision)
