"""What may be chosen in the filters of a list, and who work may be given to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import colleagues_of
from flows.cases.states import LABELS
from flows.worklists.columns import COLUMNS
from flows.worklists.presenter import CHANNELS
from flows.worklists.views import Choice, Choices
from foundation.scopes import Scope
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.letters import letter_book
from knowledge_base.parks import parks
from knowledge_base.places import home_streets
from knowledge_base.schemas import Item

_VERDICTS = {
    "pass": "预审通过",
    "fail": "预审要求修改",
    "inconclusive": "机器拿不准",
    "none": "没有预审",
}


async def choices(session: AsyncSession, staff: StaffMember) -> Choices:
    """Every filter with what it may be set to. Raises: Forbidden."""
    staff.must_hold("cases.view")
    items = [entry.document.item for entry in catalogue()]
    reach = staff.reach("cases.view")
    seen = [item for item in items if any(_reaches(s, item) for s in reach)]
    streets = home_streets()
    colleagues = await colleagues_of(session, staff, "cases.view")
    return Choices(
        statuses=_listed((id_, label) for id_, label in LABELS.items() if id_ != "draft"),
        items=_listed(sorted((item.code, item.name) for item in seen)),
        departments=_listed(sorted({(i.department.code, i.department.name) for i in seen})),
        streets=_listed((street, street) for street in streets),
        parks=_listed((park.id, park.name) for park in parks().values()),
        channels=_listed(CHANNELS.items()),
        verdicts=_listed(_VERDICTS.items()),
        letters=_listed((kind.id, kind.permit.title) for kind in letter_book().kinds),
        colleagues=_listed((c.staff_id, f"{c.display_name}（{c.department}）") for c in colleagues),
        columns=_listed(COLUMNS.items()),
    )


def _reaches(scope: Scope, item: Item) -> bool:
    """Some case of the item, whatever its street."""
    limits = ((scope.departments, item.department.code), (scope.items, item.code))
    return all(limit is None or value in limit for limit, value in limits)


def _listed(pairs: Iterable[tuple[str, str]]) -> list[Choice]:
    return [Choice(id=id_, label=label) for id_, label in pairs]
