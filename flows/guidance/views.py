"""What a client is shown of a guidance run (contract: Guidance)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from flows.samples.views import SampleName


class OptionView(BaseModel):
    id: str
    label: str
    help: str | None = None


class QuestionView(BaseModel):
    id: str
    text: str
    help: str | None
    kind: Literal["single", "multiple", "number", "date", "text"]
    options: list[OptionView]
    unit: str | None
    minimum: float | None
    maximum: float | None


class AnswerView(BaseModel):
    """An answer given: `value` as sent, `label` as a person reads it."""

    question_id: str
    text: str
    value: Any
    label: str


class Progress(BaseModel):
    answered: int
    remaining_at_most: int


class MaterialView(BaseModel):
    id: str
    name: str
    required: bool
    why: str
    source: str
    source_explain: str
    copies: dict[str, Any]
    form_url: str | None
    sample_url: str | None
    samples: list[SampleName]
    from_licence: str | None
    deferrable: bool
    accept: list[str]
    max_files: int
    fill_explain: str | None
    verified: bool


class NotNeededView(BaseModel):
    id: str
    name: str
    why: str


class ResultView(BaseModel):
    """The end of a run: what to bring, where, how long, what it costs, and what to do next."""

    eligible: bool | Literal["unknown"]
    reasons: list[str]
    advice: list[str]
    materials: list[MaterialView]
    not_needed: list[NotNeededView]
    where: list[dict[str, Any]]
    when: str
    statutory_days: int | None
    promised_days: int | None
    promised_text: str
    fee: str
    visits: int
    next_steps: list[str]
    notes: list[str]
    unverified: bool


class RunView(BaseModel):
    run_id: str
    item_code: str
    item_name: str
    revision: str
    question: QuestionView | None
    progress: Progress
    answers: list[AnswerView]
    result: ResultView | None
