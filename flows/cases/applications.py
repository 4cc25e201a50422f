"""The applicant's acts as the API offers them: opened once, handed in, taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import lifecycle, repository
from flows.cases.errors import CaseNotOpen
from flows.cases.presenter import show_receipt
from flows.cases.service import look_at_case, open_case, view_case
from flows.cases.states import LABELS
from flows.cases.views import CaseView, ReceiptView, SubmittedView
from foundation.idempotency import once
from foundation.viewer import Viewer


async def open_case_once(
    session: AsyncSession,
    viewer: Viewer,
    key: str | None,
    item_code: str,
    run_id: str | None,
    form: dict[str, Any] | None,
) -> CaseView:
    """`open_case` under an Idempotency-Key. Raises also: IdempotencyConflict."""
    opened: list[CaseView] = []

    async def act() -> dict[str, Any]:
        opened.append(await open_case(session, viewer, item_code, run_id, form))
        return {"number": opened[0].number}

    body = {"item_code": item_code, "guidance_run_id": run_id, "form": form}
    answer = await once(session, f"user:{viewer.user_id}", key, body, act)
    return opened[0] if opened else await look_at_case(session, viewer, answer["number"])


async def submit(session: AsyncSession, viewer: Viewer, number: str, anyway: bool) -> SubmittedView:
    case = await lifecycle.submit_case(session, viewer, number, anyway)
    receipt = show_receipt(case)
    assert receipt is not None
    return SubmittedView(
        number=case.number,
        status=case.status,
        receipt=receipt,
        status_label=LABELS[case.status],
        due_at=case.due_at,
    )


async def read_receipt(session: AsyncSession, viewer: Viewer, number: str) -> ReceiptView:
    """Raises: CaseUnknown, CaseNotOpen while nothing was handed in."""
    receipt = show_receipt(await repository.access_case(session, viewer, number))
    if receipt is None:
        raise CaseNotOpen("还没有提交，提交后才有受理回执。")
    return receipt


async def supplement(session: AsyncSession, viewer: Viewer, number: str, anyway: bool) -> CaseView:
    case = await lifecycle.supplement_case(session, viewer, number, anyway)
    return await view_case(session, case)


async def withdraw(session: AsyncSession, viewer: Viewer, number: str, reason: str) -> CaseView:
    case = await lifecycle.withdraw_case(session, viewer, number, reason.strip())
    return await view_case(session, case)
