"""What a list is asked for: filters, order, page; checked at the door."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from flows.cases.states import LABELS

Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
CaseOrder = Literal["newest", "oldest", "due"]
TaskOrder = Literal["due", "newest", "oldest"]
TaskState = Literal["open", "mine", "done"]
ListName = Literal["open", "mine", "done", "watched", "cases"]
STATUSES = frozenset(LABELS) - {"draft"}


class CaseFilters(BaseModel):
    """Which cases; an empty field narrows nothing. Lists share it, and saved views keep it."""

    model_config = ConfigDict(frozen=True)

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    status: Annotated[str, Field(max_length=200, description="多个用英文逗号分开")] = ""
    item: Code = ""
    department: Code = ""
    street: Code = ""
    park: Code = ""
    channel: Code = ""
    verdict: Literal["", "pass", "fail", "inconclusive", "none"] = ""
    letter: Code = ""
    warning: Literal["", "any", "yellow", "red"] = ""
    due_within: Annotated[int | None, Field(ge=0, le=365, description="几天内到期")] = None
    submitted_from: date | None = None
    submitted_to: date | None = None

    @field_validator("status")
    @classmethod
    def _known(cls, text: str) -> str:
        wrong = [one for one in text.split(",") if one and one not in STATUSES]
        if wrong:
            raise ValueError(f"没有「{wrong[0]}」这种办件状态")
        return text

    @field_validator("due_within", mode="before")
    @classmethod
    def _none_for_nothing(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def is_joined(self) -> bool:
        """Whether rows of other tables decide."""
        return bool(self.park or self.verdict or self.letter)

    @property
    def statuses(self) -> list[str]:
        return [one for one in self.status.split(",") if one]


class Page(BaseModel):
    """How much of a list, from where."""

    model_config = ConfigDict(frozen=True)

    limit: Annotated[int, Field(ge=1, le=100, description="一页多少条")] = 20
    cursor: Annotated[str, Field(max_length=300, description="上一页给出的 next")] = ""


class CaseQuery(CaseFilters, Page):
    """`watched` keeps to the cases somebody watches (关注)."""

    sort: CaseOrder = "newest"
    watched: bool = False


class TaskQuery(CaseFilters, Page):
    state: TaskState = "open"
    kind: Literal["", "acceptance", "decision"] = ""
    sort: TaskOrder = "due"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but state, order and page chooses."""
        return self.model_dump(exclude={"state", "sort", "limit", "cursor"}) != _ALL_WORK


_ALL_WORK = TaskQuery().model_dump(exclude={"state", "sort", "limit", "cursor"})
