"""Writing a report: what it may be made of, what is wrong with it, what it would give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from flows.reports import repository
from flows.reports.computing import compute_table
from flows.reports.datasets import DATASETS
from flows.reports.definitions import Definition, read_definition
from flows.reports.formulas import FUNCTIONS
from flows.reports.recipients import people_named
from flows.reports.views import (
    CheckView,
    DatasetColumnView,
    DatasetView,
    FaultView,
    LanguageView,
    PersonView,
)
from flows.statistics import dimensions
from flows.statistics import repository as counted
from flows.statistics.periods import checked
from flows.statistics.tables import Table
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.viewer import ROLE_NAMES, StaffMember

MANAGE = "reports.manage"
LONGEST_YAML = 20_000


async def language(session: AsyncSession, staff: StaffMember) -> LanguageView:
    """What definitions may be made of, and who may be sent them. Raises: Forbidden."""
    staff.must_hold(MANAGE)
    departments = dimensions.departments()
    people = await repository.people(session)
    return LanguageView(
        datasets=[_dataset(name) for name in DATASETS],
        functions={name: said for name, (_, said) in FUNCTIONS.items()},
        choices={
            "department": departments,
            "item": await counted.item_names(session),
            "region": await counted.region_names(session),
            "channel": dict(dimensions.CHANNELS),
        },
        roles=dict(ROLE_NAMES),
        departments={**departments, **_units(people)},
        people=[
            PersonView(
                username=one.username, display_name=one.display_name, department=one.department
            )
            for one in people
        ],
    )


def _dataset(name: str) -> DatasetView:
    one = DATASETS[name]
    return DatasetView(
        id=name,
        label=one.label,
        is_listing=one.is_listing,
        dimensions=dict(one.dimensions),
        columns=[
            DatasetColumnView(id=k, label=c.label, shape=c.shape, sentence=c.sentence)
            for k, c in one.columns.items()
        ],
    )


def _units(people: Any) -> Mapping[str, str]:
    """Where people sit: a report is sent to units that need not answer for an item."""
    return {one.department_code: one.department for one in people if one.department_code}


async def check(session: AsyncSession, staff: StaffMember, text: str) -> CheckView:
    """What is wrong with a definition that is being written; counts nothing. Raises: Forbidden."""
    staff.must_hold(MANAGE)
    try:
        definition = read_yaml(text)
    except InvalidInput as wrong:
        told = [FaultView.model_validate(one) for one in wrong.extra["errors"]]
        return CheckView(faults=told, schedule="", next_at=None, recipients=0)
    schedule = definition.schedule
    people = await people_named(session, definition.recipients)
    return CheckView(
        faults=[],
        schedule=schedule.said() if schedule else "不定期",
        next_at=schedule.next(now()) if schedule else None,
        recipients=len(people),
    )


async def preview(
    session: AsyncSession,
    staff: StaffMember,
    text: str,
    since: date | None,
    until: date | None,
    most: int | None = None,
) -> Table:
    """The table a definition would give now, in the viewer's own scope; nothing is kept.

    Args:
        most: rows shown at most; the note under the table says how many there are.
    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(MANAGE)
    definition = read_yaml(text)
    if most is not None:
        definition.top = min(definition.top or most, most)
    return await compute_table(session, staff, definition, checked(since, until))


def read_yaml(text: str) -> Definition:
    """Raises: InvalidInput."""
    if len(text) > LONGEST_YAML:
        raise InvalidInput({"yaml": f"定义最多{LONGEST_YAML}个字符"})
    try:
        body = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidInput({"yaml": "不是有效的 YAML，请检查缩进和引号"}) from error
    return read_definition(body)


def body_of(definition: Definition) -> dict[str, Any]:
    """A definition as it is kept and shown: what was left to the usual is left out."""
    return definition.model_dump(mode="json", exclude_defaults=True)
