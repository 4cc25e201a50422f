"""What staff are shown of reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from flows.statistics.tables import Cell, Shape, Table
from foundation.clock import LocalMoment


class RunBrief(BaseModel):
    """`mails` counts the copies to be mailed by state: waiting, sent, failed, no_address."""

    id: str
    key: str
    name: str
    version: int
    first_day: date
    last_day: date
    state: str
    problem: str
    asked_by: str
    created_at: LocalMoment
    done_at: LocalMoment | None
    mails: dict[str, int]


class ReportView(BaseModel):
    key: str
    name: str
    purpose: str
    dataset_label: str
    version: int
    schedule: str
    next_at: LocalMoment | None
    sensitivity: str
    last_run: RunBrief | None


class VersionView(BaseModel):
    number: int
    author: str
    created_at: LocalMoment


class DefinitionView(BaseModel):
    """`body` as it is edited; `yaml` the same as text."""

    key: str
    version: int
    body: dict[str, Any]
    yaml: str
    versions: list[VersionView]


class DatasetColumnView(BaseModel):
    id: str
    label: str
    shape: Shape
    sentence: str


class DatasetView(BaseModel):
    id: str
    label: str
    is_listing: bool
    dimensions: dict[str, str]
    columns: list[DatasetColumnView]


class PersonView(BaseModel):
    username: str
    display_name: str
    department: str


class LanguageView(BaseModel):
    """What a definition may be made of: datasets, the functions of formulas, what there is to
    filter by, and who may be sent a report. Codes lead to their names."""

    datasets: list[DatasetView]
    functions: dict[str, str]
    choices: dict[str, dict[str, str]]
    roles: dict[str, str]
    departments: dict[str, str]
    people: list[PersonView]


class FaultView(BaseModel):
    """`field` is the place in the definition, such as `columns.2.formula`."""

    field: str
    message: str


class CheckView(BaseModel):
    """What is wrong with a definition; where nothing is, when it would be made and sent."""

    faults: list[FaultView]
    schedule: str
    next_at: LocalMoment | None
    recipients: int


class Delivery(BaseModel):
    """One recipient's copy; `address` is masked."""

    copy_id: str
    display_name: str
    department: str
    mail: str
    attempts: int
    problem: str
    sent_at: LocalMoment | None


class RunView(BaseModel):
    """A run as the viewer may see it. `before`: the totals of the last run, column by column."""

    run: RunBrief
    table: Table
    before_days: tuple[date, date] | None
    before: list[Cell]
    deliveries: list[Delivery]


class RunPage(BaseModel):
    items: list[RunBrief]
    total: int
    next: str | None


class MailboxView(BaseModel):
    address: str | None
