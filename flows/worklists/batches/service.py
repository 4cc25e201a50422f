"""Claim, release, hand over, watch: many at once, each by the same act as one alone.

A row that cannot be done says why and keeps none of the others back. Doing the same again changes
nothing, so a batch that broke off is simply sent again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import case_token, qr_svg, token_url
from flows.staff.work import claim_task, release_task, transfer_task
from flows.worklists.batches import repository
from flows.worklists.views import BatchResult, BatchRow, ReceiptLine, Receipts
from foundation.clock import now
from foundation.errors import Problem
from foundation.idempotency import once
from foundation.models import AccessRecord
from foundation.viewer import StaffMember

BatchAct = Literal["claim", "release", "transfer", "watch", "unwatch"]
NOT_YOURS = "没有找到这件，可能已由他人办结，或不在您的办理范围"
One = Callable[[str], Awaitable[object]]


async def do_many(
    session: AsyncSession,
    staff: StaffMember,
    key: str | None,
    act: BatchAct,
    ids: Sequence[str],
    to: str,
    reason: str,
) -> BatchResult:
    """`ids` are tasks for claim, release and transfer, case numbers for watch and unwatch.

    Raises: Forbidden, IdempotencyConflict.
    """
    staff.must_hold("cases.view")
    wanted = list(dict.fromkeys(ids))
    body = {"act": act, "ids": wanted, "to": to, "reason": reason}

    async def carry_out() -> dict[str, object]:
        if act in ("watch", "unwatch"):
            return (await _watch(session, staff, act == "watch", wanted)).model_dump()
        return (await _work(session, staff, act, wanted, to, reason)).model_dump()

    answer = await once(session, f"staff:{staff.staff_id}", key, body, carry_out)
    return BatchResult.model_validate(answer)


async def receipts(session: AsyncSession, staff: StaffMember, numbers: Sequence[str]) -> Receipts:
    """Receipts to be printed together; each is noted as a look. Raises: Forbidden."""
    staff.must_hold("cases.view")
    rows = await repository.receipts(session, staff, numbers)
    for row in rows:
        seen = f"打印收件回执（{row.number}）"
        session.add(
            AccessRecord(viewer=f"staff:{staff.username}", subject=row.user_id, what=seen, at=now())
        )
    items = []
    for row in rows:
        url = token_url(case_token(row.number))
        items.append(
            ReceiptLine(
                number=row.number,
                item_name=row.item_name,
                applicant=row.display_name,
                submitted_at=row.submitted_at,
                due_at=row.due_at,
                url=url,
                qr_svg=qr_svg(url),
            )
        )
    return Receipts(items=items, total=len(items))


async def _work(
    session: AsyncSession,
    staff: StaffMember,
    act: BatchAct,
    ids: Sequence[str],
    to: str,
    reason: str,
) -> BatchResult:
    acts: dict[str, One] = {
        "claim": partial(claim_task, session, staff),
        "release": partial(release_task, session, staff),
        "transfer": partial(transfer_task, session, staff, to=to, reason=reason),
    }
    one = acts[act]
    numbers = await repository.in_order(session, ids)
    rows = [await _try(session, task_id, number, one) for task_id, number in numbers.items()]
    lost = [_row(i, "", NOT_YOURS) for i in ids if i not in numbers]
    return _result([*rows, *lost])


async def _watch(
    session: AsyncSession, staff: StaffMember, wanted: bool, numbers: Sequence[str]
) -> BatchResult:
    seen = await repository.visible_numbers(session, staff, numbers) if wanted else set(numbers)
    act = repository.watch if wanted else repository.unwatch
    rows = []
    for number in sorted(numbers):
        if number in seen:
            await act(session, staff.staff_id, number)
        rows.append(_row(number, number, "" if number in seen else NOT_YOURS))
    return _result(rows)


async def _try(session: AsyncSession, task_id: str, number: str, one: One) -> BatchRow:
    """One row inside a savepoint: what it began and could not end is undone, nothing else."""
    try:
        async with session.begin_nested():
            await one(task_id)
    except Problem as problem:
        return _row(task_id, number, problem.detail)
    return _row(task_id, number, "")


def _row(id_: str, number: str, message: str) -> BatchRow:
    return BatchRow(id=id_, number=number, ok=not message, message=message)


def _result(rows: list[BatchRow]) -> BatchResult:
    done = sum(row.ok for row in rows)
    return BatchResult(items=rows, done=done, failed=len(rows) - done)
