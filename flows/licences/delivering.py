"""送达: a case is over once its holder has the licence it was for (《行政许可法》第44条).

An electronic licence is its holder's from the moment 电子证照 issued it, and as good as paper; what
he wanted on paper is handed over by somebody, who says so. A case whose drawn process still runs
goes by its steps (制证, 签发).
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import move_case
from flows.guidance import repository as guidance
from flows.licences import repository
from foundation import db
from foundation.logging import logger
from foundation.models import Case, IssuedLicence, Task

TASK = "delivery"
CHOICE, ELECTRONIC = "delivery", "electronic"
"""The form field that asks how the licence is wanted, and the answer that wants no paper."""
SYSTEM, AT_ONCE = "系统", 200
STANDS = frozenset({"approved", "certified"})

log = logger("licences")


async def deliver(session: AsyncSession, case: Case, licence: IssuedLicence) -> bool:
    """What follows for the locked case from its licence being issued; again changes nothing."""
    if case.status not in STANDS or await repository.is_under_way(session, case.number):
        return False
    paper = await _wanted_on_paper(session, case)
    named = f"《{licence.name}》（{licence.number}）"
    if not paper:
        said = f"电子证照{named}已签发，可以在办件页和电子证照里使用"
        move_case(session, case, "issue", SYSTEM, said)
        return True
    if case.status == "approved":
        move_case(session, case, "certify", SYSTEM, f"{named}已签发，领取方式：{paper}")
    session.add(Task(case_number=case.number, kind=TASK, name=f"送达：{paper}"[:100]))
    return True


async def deliver_left() -> int:
    """Cases whose licence was issued while their process still ran; returns how many moved on."""
    async with db.reading() as session:
        waiting = await repository.issued_not_delivered(session, AT_ONCE)
    done = 0
    for number, licence_id in waiting:
        try:
            async with db.writing() as session:
                case = await cases.case_by_number(session, number, lock=True)
                licence = await repository.issued_by_id(session, licence_id)
                done += licence is not None and await deliver(session, case, licence)
        except Exception as error:
            log.error("delivery_failed", case=number, error=repr(error))
    return done


async def _wanted_on_paper(session: AsyncSession, case: Case) -> str:
    """How, in the form's own words; "" where the electronic licence is all that was wanted."""
    chosen = case.form.get(CHOICE)
    document = await guidance.document_of(session, case.item_code, case.revision)
    fields = [field for field in document.form.fields() if field.id == CHOICE]
    if not fields or chosen in (None, "", ELECTRONIC):
        return ""
    return next((one.label for one in fields[0].options if one.id == chosen), "")
