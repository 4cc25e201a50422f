"""What staff are shown of what is known."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment
from knowledge_base.plans import Report

EntryState = Literal["published", "not_yet", "expired", "withdrawn", "unpublished"]
OpenState = Literal["draft", "in_review", "returned"]


class EntryBrief(BaseModel):
    """One line of the list; `open_state` tells of a revision still being worked on."""

    id: str
    kind: str
    kind_label: str
    key: str
    title: str
    region: str
    region_name: str
    origin: str
    origin_label: str
    shape: str
    state: EntryState
    state_label: str
    open_state: OpenState | None
    open_author: str | None
    effective_from: date | None
    expires_on: date | None
    updated_at: LocalMoment


class EntryPage(BaseModel):
    items: list[EntryBrief]
    total: int
    next: str | None
    counts: dict[str, int]


class RevisionBrief(BaseModel):
    number: int
    shape: str
    state: str
    state_label: str
    author_name: str
    note: str
    fingerprint: str
    effective_from: date | None
    expires_on: date | None
    created_at: LocalMoment
    published_at: LocalMoment | None


class RevisionView(RevisionBrief):
    """`version` goes back with a save, so that nobody overwrites what they have not seen."""

    version: int
    body: dict[str, Any]
    raw: Any = None


class EventView(BaseModel):
    revision: int
    action: str
    action_label: str
    actor_name: str
    note: str
    at: LocalMoment


class EntryView(BaseModel):
    """An entry with what is published of it, what is being worked on, and its history.

    `may` names what the reader may do now: edit, submit, review, recall, discard, withdraw.
    """

    entry: EntryBrief
    published: RevisionView | None
    open: RevisionView | None
    revisions: list[RevisionBrief]
    events: list[EventView]
    faults: list[str]
    may: list[str]


class Change(BaseModel):
    """One difference; `path` is where in the body, `label` the same in words."""

    path: str
    label: str
    change: Literal["added", "removed", "changed"]
    before: str
    after: str


class DiffView(BaseModel):
    before: int
    after: int
    changes: list[Change]


class BrokenLink(BaseModel):
    url: str
    detail: str
    checked_at: LocalMoment
    entries: list[EntryBrief]


class HealthView(BaseModel):
    """What an editor should look after; `links_checked_at` is the oldest check of a known link."""

    expired: list[EntryBrief]
    expiring: list[EntryBrief]
    unsourced: list[EntryBrief]
    broken_links: list[BrokenLink]
    links_known: int
    links_checked: int
    links_checked_at: LocalMoment | None


BatchState = Literal["waiting", "running", "ready", "applying", "done", "failed", "discarded"]


class BatchView(BaseModel):
    """One import; `report` is what a page can show as it is.

    `may`: apply, discard. `problem` says why it failed and what to do.
    """

    id: str
    kind: str
    kind_label: str
    source: str
    file_name: str
    state: BatchState
    state_label: str
    done: int
    total: int
    report: Report
    problem: str | None
    actor_name: str
    may: list[str]
    created_at: LocalMoment
    finished_at: LocalMoment | None


class BatchPage(BaseModel):
    items: list[BatchView]
    total: int
    next: str | None
