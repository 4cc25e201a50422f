"""Topics (队列): a department's code, or `general`; and whose skills serve which."""

from __future__ import annotations

from pydantic import BaseModel

from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

SERVE = "handoffs.serve"
GENERAL, GENERAL_NAME = "general", "综合"


class TopicView(BaseModel):
    code: str
    name: str


def topic_of(item_code: str | None) -> TopicView:
    """The department of the item the talk is about, or 综合."""
    entry = catalogue().find(item_code) if item_code else None
    if entry is None:
        return TopicView(code=GENERAL, name=GENERAL_NAME)
    department = entry.document.item.department
    return TopicView(code=department.code, name=department.name)


def topics() -> list[TopicView]:
    """Every department of the catalogue, and 综合 first."""
    names: dict[str, str] = {}
    for entry in catalogue():
        department = entry.document.item.department
        names.setdefault(department.code, department.name)
    listed = [TopicView(code=code, name=name) for code, name in sorted(names.items())]
    return [TopicView(code=GENERAL, name=GENERAL_NAME), *listed]


def served_by(staff: StaffMember) -> tuple[str, ...] | None:
    """The topics a member of staff takes; None for all.

    Skills decide; without any, the departments of the grants that let them serve.
    """
    if staff.skills:
        return tuple(staff.skills)
    departments = staff.departments(SERVE)
    return None if departments is None else tuple(sorted(departments))


def serves(staff: StaffMember, topic: str) -> bool:
    served = served_by(staff)
    return served is None or topic in served
