"""Where somebody may sit: the reach of a grant, said of halls and windows.

A grant that ends at streets reaches the halls of those streets; the district's own halls belong to
none, and lie outside of it as cases without a street do. A window that names its items is reached
by whoever may work on one of them; a window for everything by anybody of the hall.
"""

from __future__ import annotations

from foundation.models import Counter, Hall
from foundation.scopes import Scope
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

SERVE = "halls.serve"


def may_sit_at(staff: StaffMember, hall: Hall, counter: Counter) -> bool:
    return any(_reaches(scope, hall, counter) for scope in staff.reach(SERVE))


def _reaches(scope: Scope, hall: Hall, counter: Counter) -> bool:
    if scope.regions is not None and hall.region not in scope.regions:
        return False
    return not counter.items or any(_reaches_item(scope, code) for code in counter.items)


def _reaches_item(scope: Scope, code: str) -> bool:
    entry = catalogue().find(code)
    if scope.items is not None and code not in scope.items:
        return False
    if scope.departments is None:
        return True
    return entry is not None and entry.document.item.department.code in scope.departments
