"""What the applicant does and is shown around handing in: opened once, the receipt."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.errors import CaseNotOpen
from flows.cases.presenter import show_receipt
from flows.cases.service import look_at_case, open_case
from flows.cases.states import LABELS
from flows.cases.views import CaseView, ReceiptView, SubmittedView
from foundation.idempotency import once
from foundation.models import Case
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


def show_submitted(case: Case) -> SubmittedView:
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
