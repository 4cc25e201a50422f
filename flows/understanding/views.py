"""What staff are shown of understanding."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from flows.understanding.states import State
from foundation.clock import LocalMoment

Verdict = Literal["act", "fine", "unusable"]
Which = Literal["all", "none", "waiting", "returned", "approved", "settled", "undone"]


class ActChoice(BaseModel):
    id: str
    label: str


class CorrectionView(BaseModel):
    """`text` is the sentence as the bot would learn it. `right_act` only with verdict `act`."""

    verdict: Verdict
    right_act: str | None
    right_act_label: str
    text: str
    state: State
    state_label: str
    author_name: str
    reviewer_name: str
    note: str
    version: int
    updated_at: LocalMoment


class SentenceView(BaseModel):
    """One thing a citizen said: personal data masked. `may`: correct, review, undo."""

    message_id: str
    text: str
    act: str
    act_label: str
    confidence: float
    status: str
    item_name: str
    style: str
    at: LocalMoment
    correction: CorrectionView | None
    may: list[str]


class SentencePage(BaseModel):
    """`counts`: corrections by state. `acts`: what may be chosen, in the order shown."""

    items: list[SentenceView]
    total: int
    next: str | None
    counts: dict[str, int]
    acts: list[ActChoice]


class ModelVersion(BaseModel):
    """`figures` of this model and `before` of the one it was to replace, shares from 0 to 1 by
    name (`act_accuracy.cantonese`). `reasons` say why it was refused."""

    number: int
    state: Literal["training", "candidate", "refused", "failed", "published", "superseded"]
    state_label: str
    by: str
    created_at: LocalMoment
    published_at: LocalMoment | None = None
    corrections: int = 0
    figures: dict[str, float] = {}
    before: dict[str, float] = {}
    reasons: list[str] = []


class ModelPage(BaseModel):
    """`running` 0 is the model shipped with the software. `untrained`: corrections approved
    since the last training. `commands`: what an operator types."""

    running: int
    versions: list[ModelVersion]
    approved: int
    untrained: int
    commands: dict[str, str]
