"""退回补正: back to the applicant, told once all that is needed (《行政许可法》第32条)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.clock import recount
from flows.cases.lifecycle import move_case
from flows.cases.suspensions import open_suspension
from flows.guidance import repository as guidance
from flows.letters.service import write_letters
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, ReturnCause


async def send_back(
    session: AsyncSession, case: Case, note: str, material_ids: list[str], actor: str
) -> None:
    """The clocks stand still until the applicant supplements.

    Args:
        note: what is needed, as the applicant reads it.
        material_ids: the materials to be handed in anew.
    Raises: InvalidInput, CaseNotOpen, LetterFieldMissing.
    """
    document = await guidance.document_of(session, case.item_code, case.revision)
    known = {m.id for m in document.materials.materials}
    if set(material_ids) - known:
        raise InvalidInput({"material_ids": "有材料不属于这个事项，请刷新后再选"})
    was = case.status
    move_case(session, case, "return", actor, note)
    case.supplement = {"note": note, "material_ids": material_ids}
    for material_id in dict.fromkeys(material_ids) or [""]:
        session.add(ReturnCause(case_number=case.number, material_id=material_id, at=now()))
    open_suspension(session, case, "supplement", note, actor, resumes=was)
    await recount(session, case)
    await write_letters(session, case, "return", was, note)
