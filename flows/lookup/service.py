"""The one box: what was typed, looked for everywhere at once, each kind by its own rules.

Cases and letters only as far as the staff member may see cases; people only with the permission,
and each search for people is noted (《个人信息保护法》第51条).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.sight import applicant_told
from flows.cases.states import LABELS
from flows.lookup import repository
from flows.lookup.blind import seeing
from flows.lookup.reading import Wish, letter_number, read, read_person
from flows.lookup.search import EACH, item_names, knowledge_groups
from flows.lookup.views import Found, Group, LookupView
from flows.staff.looks import note_look
from flows.staff.presenter import mask_identity
from foundation import db
from foundation.clock import local
from foundation.models import User
from foundation.viewer import StaffMember

SHORTEST = 2
HINT = (
    "可以输入办件编号（或后四位）、申请人姓名、证件号后四位或打码的证件号、"
    "事项名称、政策里的词；至少两个字。"
)
UNSEEN = "表单里有您无权查看的内容的办件，没有按文字查找。"


async def look_up(session: AsyncSession, staff: StaffMember, query: str) -> LookupView:
    """Everything that fits, the few best of each kind. Raises: Forbidden (no work with cases)."""
    staff.must_hold("cases.view")
    text = query.strip()
    if len(text) < SHORTEST:
        return LookupView(groups=[], hint=HINT)
    wish = seeing(staff, read(text, item_names()))
    groups = [await _cases(session, staff, wish), await _letters(session, staff, text)]
    if "cases.people" in staff.permissions:
        groups.insert(1, await _people(session, staff, text))
    if wish.is_personal:
        await _note(staff, "按证件号或电话查找办件")
    elif not wish.number:
        groups += knowledge_groups(text)
    found = [group for group in groups if group.items]
    hint = f"{UNSEEN}{HINT}" if wish.unseen else HINT
    return LookupView(groups=found, hint=hint if found else f"没有找到「{text[:20]}」。{hint}")


async def _cases(session: AsyncSession, staff: StaffMember, wish: Wish) -> Group:
    rows = [] if wish.too_short else await repository.newest_cases(session, staff, wish, EACH + 1)
    items = [_case(staff, row) for row in rows[:EACH]]
    return Group(kind="case", label="办件", items=items, has_more=len(rows) > EACH)


def _case(staff: StaffMember, row: Row[Any]) -> Found:
    day = f"，{local(row.submitted_at):%Y-%m-%d}提交" if row.submitted_at else ""
    place = (row.department_code, row.item_code, row.region)
    told = f"{applicant_told(staff, place, row.applicant)}，{LABELS[row.status]}{day}"
    title = f"{row.item_name}（{row.number}）"
    return Found(id=row.number, title=title, detail=told, number=row.number)


async def _letters(session: AsyncSession, staff: StaffMember, text: str) -> Group:
    number = letter_number(text)
    rows: Sequence[Row[Any]] = []
    if number:
        rows = await repository.letters_numbered(session, staff, number, EACH)
    items = [
        Found(
            id=row.number,
            title=f"{row.title}（{row.number}）",
            detail=f"办件{row.case_number}，{local(row.created_at):%Y-%m-%d}",
            number=row.case_number,
        )
        for row in rows
    ]
    return Group(kind="letter", label="文书", items=items)


async def _people(session: AsyncSession, staff: StaffMember, text: str) -> Group:
    """Applicants by name or number, masked; looking at all is noted with what was not found."""
    wish = seeing(staff, read_person(text))
    if wish.too_short:
        return Group(kind="person", label="申请人", items=[])
    rows = await repository.people(session, staff, wish, EACH)
    if rows:
        await _note(staff, "查找申请人")
    items = [_person(user, count, newest) for user, count, newest in rows]
    return Group(kind="person", label="申请人", items=items)


def _person(user: User, count: int, newest: str) -> Found:
    told = f"{mask_identity(user)}，您能看到的办件{count}件"
    return Found(id=user.id, title=user.display_name, detail=told, number=newest)


async def _note(staff: StaffMember, what: str) -> None:
    """In a transaction of its own: what is looked at is read without the turn to write."""
    async with db.writing() as session:
        await note_look(session, staff, what)
