"""Who is asking: the citizen, enterprise or guest of a request, or the member of staff."""

from __future__ import annotations

from dataclasses import dataclass, field

from foundation.errors import AssuranceTooLow, Forbidden, SignInRequired
from foundation.scopes import OPENNESS, Scope, Shown

LEVELS = ("none", "L0", "L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A user as the request proved it. Rows are reached through the viewer, never by id alone."""

    user_id: str
    kind: str
    display_name: str
    assurance_level: str
    channel: str

    @property
    def is_guest(self) -> bool:
        return self.kind == "guest"

    def must_be_signed_in(self, level: str = "L2") -> None:
        """Raises: SignInRequired for guests, AssuranceTooLow below `level`."""
        if self.is_guest:
            raise SignInRequired
        if LEVELS.index(self.assurance_level) < LEVELS.index(level):
            raise AssuranceTooLow


_CONSULTATIONS = {"consultations.view", "consultations.read"}
"""Figures, and the words behind them."""
_OF_PEOPLE = {"cases.people", "cases.history", "cases.credit"}
"""Looking for people, at an applicant's other cases, at their credit; each look is noted."""
PERMISSIONS: dict[str, frozenset[str]] = {
    "clerk": frozenset(
        {"cases.view", "cases.accept", "handoffs.serve", "processes.work", "halls.serve"}
    ),
    "officer": frozenset(
        {"cases.view", "cases.accept", "cases.decide", "cases.reveal", "processes.work"}
        | {"handoffs.serve", "consultations.view", "statistics.view", "inspections.hold"}
        | {"halls.serve"}
        | _OF_PEOPLE
    ),
    "supervisor": frozenset(
        {"cases.view", "cases.decide", "cases.reveal", "knowledge.view", "knowledge.review"}
        | {"handoffs.serve", "handoffs.lead", "understanding.review", "letters.approve"}
        | {"publications.manage", "cases.lead", "inspections.hold"}
        | {"processes.work", "processes.lead", "processes.manage", "calendar.manage"}
        | {"statistics.view", "reports.manage", "ratings.view", "halls.manage"}
        | {"halls.serve"}
        | _OF_PEOPLE
        | _CONSULTATIONS
    ),
    "editor": frozenset(
        {"knowledge.view", "knowledge.edit", "knowledge.review", "search.manage"}
        | {"processes.manage"}
        | _CONSULTATIONS
        | {"understanding.correct", "understanding.review"}
    ),
    "admin": frozenset(
        {"organisation.view", "organisation.manage", "accounts.manage", "calendar.manage"}
        | {"halls.manage"}
    ),
    "security": frozenset({"organisation.view", "access.manage"}),
    "auditor": frozenset({"audit.read"}),
}
"""Roles as this house ships them; what an office changed about them stands in the database."""

ROLE_NAMES = {
    "clerk": "窗口受理员",
    "officer": "审批员",
    "supervisor": "科室负责人",
    "editor": "内容编辑",
    "admin": "系统管理员",
    "security": "安全管理员",
    "auditor": "审计管理员",
}
"""What every page, drawing and record calls a shipped role."""

ADMINISTRATORS = ("admin", "security", "auditor")
"""三员: system, security and audit administrator. Nobody is two of them, or anything beside."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff. An empty `department_code` is the comprehensive window (all items).

    `permissions` says what they may do at all, `scopes` where; without scopes the department is
    the only limit. `role` is the first of the roles held, for records and greetings; what may be
    done goes by `roles` and `permissions`.
    """

    staff_id: str
    username: str
    display_name: str
    role: str
    department: str
    department_code: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    skills: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    must_change_password: bool = False

    def must_hold(self, permission: str) -> None:
        """Raises: Forbidden."""
        if permission not in self.permissions:
            raise Forbidden

    def reach(self, permission: str) -> tuple[Scope, ...]:
        """The scopes that give a permission; none for who does not hold it."""
        own = frozenset({self.department_code}) if self.department_code else None
        scopes = self.scopes or (Scope(self.permissions, own, base=self.role),)
        held = tuple(scope for scope in scopes if permission in scope.permissions)
        return held if permission in self.permissions else ()

    def roles(
        self, permission: str, place: tuple[str, str, str | None] | None = None
    ) -> frozenset[str]:
        """The shipped roles in which the permission is held: at a case (department, item, region),
        or anywhere."""
        held = self.reach(permission)
        return frozenset(s.base for s in held if place is None or s.reaches(*place))

    def departments(self, permission: str) -> frozenset[str] | None:
        """Whose cases the permission is over; None for all."""
        limits = [scope.departments for scope in self.reach(permission)]
        if None in limits:
            return None
        return frozenset[str]().union(*(limit for limit in limits if limit is not None))

    def reaches(
        self, permission: str, department_code: str, item_code: str, region: str | None
    ) -> bool:
        """Whether the permission holds for this very case."""
        return any(s.reaches(department_code, item_code, region) for s in self.reach(permission))

    def must_reach(
        self, permission: str, department_code: str, item_code: str, region: str | None
    ) -> None:
        """Raises: Forbidden."""
        if not self.reaches(permission, department_code, item_code, region):
            raise Forbidden("您有这项权限，但不包括这个办件的部门、事项或街道。")

    @property
    def is_covered(self) -> bool:
        """Whether any grant hides anything; nearly nobody's does, and nothing need be looked at."""
        return any(rule.shown == "hidden" for scope in self.scopes for rule in scope.fields)

    def shown(
        self,
        case: tuple[str, str, str | None],
        field_id: str,
        usual: Shown,
    ) -> Shown:
        """How a form field of a case (department, item, region) is shown to this person.

        Of several grants the most open one counts; `usual` is for grants that say nothing of it.
        """
        ways = [s for s in self.reach("cases.view") if s.reaches(*case)]
        said = [way.shows(case[1], field_id) or usual for way in ways]
        return max(said, key=OPENNESS.index, default="hidden")


@dataclass(frozen=True, slots=True)
class DeviceMember:
    """A machine of a hall as it proved itself. An empty `counter_id` is the hall itself."""

    device_id: str
    kind: str
    hall_id: str
    counter_id: str
    name: str
