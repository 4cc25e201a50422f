"""中止计时: what stops a case's clocks, and lets them run on (《行政许可法》第32条、第45条)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.clock import recount
from flows.cases.errors import CaseNotOpen, SuspensionUnknown
from flows.cases.lifecycle import announce_move, note_event
from flows.cases.states import EXAMINED, LABELS
from flows.cases.views import SuspensionView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, CaseSuspension, new_id

KINDS = {
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
}
"""Those of 《行政许可法》第45条: their time is no time of the office, and the applicant is told."""
ALL_KINDS = {"supplement": "申请人补正", **KINDS}
LONGEST = 365


async def suspend(
    session: AsyncSession, case: Case, kind: str, reason: str, days: int | None, actor: str
) -> CaseSuspension:
    """Stop the clocks for a reason of the law; the applicant is told. One of a kind at a time:
    asked for again while it is open, nothing changes.

    Args:
        days: how long it will take, as the applicant is told; None where nobody knows.
    Raises: InvalidInput, CaseNotOpen.
    """
    words = _checked(kind, reason, days)
    if case.status not in EXAMINED:
        raise CaseNotOpen(f"办件现在是「{LABELS[case.status]}」，不在审查期限内，不用中止计时。")
    for held in await repository.suspensions_of(session, case.number):
        if held.kind == kind and held.ended_at is None:
            return held
    made = open_suspension(session, case, kind, words, actor, days)
    await recount(session, case)
    lasts = f"，预计需要{days}天" if days else ""
    said = f"{KINDS[kind]}{lasts}，所需时间不计入办理期限。{words}"
    note_event(session, case, "suspend", actor, said)
    announce_move(session, case, "suspend", said)
    return made


async def resume(session: AsyncSession, case: Case, suspension_id: str, actor: str) -> None:
    """Let the clocks run on from the next day; again changes nothing.

    Raises: SuspensionUnknown; CaseNotOpen for the applicant's own supplementing.
    """
    held = await repository.suspension(session, case.number, suspension_id)
    if held is None:
        raise SuspensionUnknown
    if held.kind == "supplement":
        raise CaseNotOpen("要等申请人提交补正，计时才会恢复。")
    if held.ended_at is None:
        held.ended_at, held.ended_by = now(), actor
        await recount(session, case)
        said = f"{KINDS[held.kind]}已结束"
        note_event(session, case, "resume", actor, said)
        announce_move(session, case, "resume", said)


def open_suspension(
    session: AsyncSession,
    case: Case,
    kind: str,
    reason: str,
    actor: str,
    days: int | None = None,
    resumes: str = "",
) -> CaseSuspension:
    made = CaseSuspension(
        id=new_id(),
        case_number=case.number,
        kind=kind,
        reason=reason,
        resumes=resumes,
        expected_days=days,
        started_by=actor,
        started_at=now(),
    )
    session.add(made)
    return made


async def end_all(session: AsyncSession, case: Case, actor: str, kind: str | None = None) -> None:
    """End what is open, of a kind or of all; the clocks are not counted here."""
    for held in await repository.suspensions_of(session, case.number):
        if held.ended_at is None and kind in (None, held.kind):
            held.ended_at, held.ended_by = now(), actor


def show_suspension(one: CaseSuspension) -> SuspensionView:
    return SuspensionView(
        id=one.id,
        kind=one.kind,
        kind_label=ALL_KINDS[one.kind],
        reason=one.reason,
        expected_days=one.expected_days,
        started_by=one.started_by,
        started_at=one.started_at,
        ended_at=one.ended_at,
    )


def _checked(kind: str, reason: str, days: int | None) -> str:
    errors, words = {}, reason.strip()
    if kind not in KINDS:
        errors["kind"] = f"请选择中止的事由：{'、'.join(KINDS.values())}"
    if not 2 <= len(words) <= 500:
        errors["reason"] = "请用2至500个字写明理由，申请人会看到"
    if days is not None and not 1 <= days <= LONGEST:
        errors["expected_days"] = f"预计天数应为1至{LONGEST}"
    if errors:
        raise InvalidInput(errors)
    return words
