"""The applicant of a case: other cases (办件历史) and credit (信用), by permission; looks are
noted."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.credit.port import CreditPort, CreditReport
from flows.cases import repository as cases
from flows.cases.sight import NOT_SHOWN, sight_on
from flows.casework import repository
from flows.casework.presenter import show_brief
from flows.casework.views import CreditRecordView, CreditView, History
from flows.staff.presenter import mask_identity
from flows.staff.service import note_view
from foundation import db
from foundation.clock import now
from foundation.errors import Conflict
from foundation.models import User
from foundation.viewer import StaffMember

LISTED = 20
STANDINGS = {"good": "信用良好", "watched": "列入重点关注", "dishonest": "列入严重失信主体名单"}
KINDS = {
    "licence": "行政许可",
    "penalty": "行政处罚",
    "dishonest": "失信惩戒",
    "honour": "守信激励",
    "commitment": "信用承诺",
}


async def history_of(session: AsyncSession, staff: StaffMember, number: str) -> History:
    """Other cases of the applicant, as far as the staff member may see them; noted.

    Raises: Forbidden, CaseUnknown.
    """
    staff.must_hold("cases.history")
    case = await cases.access_case_as_staff(session, staff, number)
    user = await cases.applicant_of(session, case)
    rows = await repository.cases_of_applicant(session, staff, user.id, number, LISTED + 1)
    await note_view(session, staff, case, "查看申请人的其他办件")
    items = [show_brief(staff, row) for row in rows[:LISTED]]
    exact = len(rows) <= LISTED
    sight = await sight_on(session, staff, case)
    name = NOT_SHOWN if sight.hides_applicant else user.display_name
    return History(applicant=name, items=items, total=len(items), total_is_exact=exact)


async def credit_of(port: CreditPort, staff: StaffMember, number: str, reason: str) -> CreditView:
    """What the credit platform says of the applicant today. The look is noted before the platform
    is asked, with no transaction open meanwhile; nothing of the answer is kept.

    Raises: Forbidden, CaseUnknown, Conflict (nobody to ask about), OutsideUnavailable.
    """
    staff.must_hold("cases.credit")
    async with db.writing() as session:
        case = await cases.access_case_as_staff(session, staff, number)
        user = await cases.applicant_of(session, case)
        (await sight_on(session, staff, case)).must_know_applicant()
        asked = _number_of(user)
        await note_view(session, staff, case, "查询申请人信用", reason.strip())
    report = await port.report(asked, user.kind == "enterprise")
    return _show(report, user)


def _number_of(user: User) -> str:
    identity = user.identity or {}
    field = "credit_code" if user.kind == "enterprise" else "id_number"
    number = str(identity.get(field) or "")
    if not number:
        raise Conflict("申请人没有实名信息，查不了信用。")
    return number


def _show(report: CreditReport, user: User) -> CreditView:
    return CreditView(
        subject=user.display_name,
        number=mask_identity(user),
        standing=report.standing,
        standing_label=STANDINGS[report.standing],
        records=[
            CreditRecordView(
                kind=record.kind,
                kind_label=KINDS[record.kind],
                title=record.title,
                authority=record.authority,
                on=record.on,
                until=record.until,
            )
            for record in report.records
        ],
        as_of=now(),
    )
