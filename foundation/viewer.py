"""Who is asking: the citizen, enterprise or guest of a request, or the member of staff."""

from __future__ import annotations

from dataclasses import dataclass, field

from foundation.errors import AssuranceTooLow, Forbidden, SignInRequired

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
    "clerk": frozenset({"cases.view", "cases.accept", "handoffs.serve", "processes.work"}),
    "officer": frozenset(
        {"cases.view", "cases.accept", "cases.decide", "cases.reveal", "processes.work"}
        | {"handoffs.serve", "consultations.view"}
        | _OF_PEOPLE
    ),
    "supervisor": frozenset(
        {"cases.view", "cases.decide", "cases.reveal", "knowledge.view", "knowledge.review"}
        | {"handoffs.serve", "handoffs.lead", "understanding.review"}
        | {"processes.work", "processes.lead", "processes.manage"}
        | {"cases.lead"}
        | _OF_PEOPLE
        | _CONSULTATIONS
    ),
    "editor": frozenset(
        {"knowledge.view", "knowledge.edit", "knowledge.review", "search.manage"}
        | {"processes.manage"}
        | _CONSULTATIONS
        | {"understanding.correct", "understanding.review"}
    ),
    "admin": frozenset(),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff. An empty `department_code` is the comprehensive window (all items)."""

    staff_id: str
    username: str
    display_name: str
    role: str
    department: str
    department_code: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    skills: tuple[str, ...] = ()

    def must_hold(self, permission: str) -> None:
        """Raises: Forbidden."""
        if permission not in self.permissions:
            raise Forbidden
