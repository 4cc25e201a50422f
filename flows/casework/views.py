"""What staff are shown beside a case."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from flows.staff.views import Colleague, StaffCaseBrief
from foundation.clock import LocalMoment


class NoteVersionView(BaseModel):
    text: str
    changed_by: str
    at: LocalMoment


class NoteView(BaseModel):
    """`version` goes back with a change; `earlier` is what the note said before, newest first."""

    id: str
    text: str
    author: Colleague
    mentions: list[Colleague]
    is_pinned: bool
    is_mine: bool
    version: int
    created_at: LocalMoment
    updated_at: LocalMoment
    earlier: list[NoteVersionView]


class Notes(BaseModel):
    items: list[NoteView]
    total: int
    next: None = None


class MentionView(BaseModel):
    note_id: str
    number: str
    item_name: str
    author: str
    text: str
    at: LocalMoment
    is_new: bool


class Mentions(BaseModel):
    """`unseen` are those nobody has looked at yet."""

    items: list[MentionView]
    total: int
    unseen: int
    next: None = None


class SimilarCase(BaseModel):
    """A closed case of the item whose situation was alike; `likeness` from 0 to 1."""

    number: str
    status: str
    status_label: str
    likeness: float
    days: int | None
    closed_at: LocalMoment | None
    returned_for: list[str]


class Cause(BaseModel):
    material: str
    count: int


class SimilarCases(BaseModel):
    """`returned_for` counts what cases of this situation were sent back for; `looked_at` of how
    many closed cases."""

    items: list[SimilarCase]
    total: int
    looked_at: int
    approved: int
    rejected: int
    returned_for: list[Cause]
    next: None = None


class History(BaseModel):
    """The applicant's other cases as far as the reader may see them; the look was noted."""

    applicant: str
    items: list[StaffCaseBrief]
    total: int
    total_is_exact: bool
    next: None = None


class CreditRecordView(BaseModel):
    kind: str
    kind_label: str
    title: str
    authority: str
    on: date | None
    until: date | None


class CreditView(BaseModel):
    """What the credit platform knows today; nothing of it is kept."""

    subject: str
    number: str
    standing: str
    standing_label: str
    records: list[CreditRecordView]
    as_of: LocalMoment


class UsedItem(BaseModel):
    code: str
    name: str
    is_pinned: bool
    waiting: int
    done: int


class UsedItems(BaseModel):
    items: list[UsedItem]
    total: int
    next: None = None


class ParkBrief(BaseModel):
    """`cases` and `waiting` are counted to 9,999 of those the reader may see."""

    id: str
    name: str
    kind: str
    address: str
    streets: list[str]
    cases: int
    waiting: int
    late: int


class Parks(BaseModel):
    items: list[ParkBrief]
    total: int
    next: None = None


class ParkEnterprise(BaseModel):
    user_id: str
    name: str
    cases: int
    waiting: int
    is_listed: bool


class ParkView(ParkBrief):
    """`enterprises` by how many cases they have; `due` are the cases due next."""

    enterprises: list[ParkEnterprise]
    due: list[StaffCaseBrief]
