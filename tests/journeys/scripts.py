"""Conversations as `conversations/<topic>.yaml` holds them: what is said, what is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FOLDER = Path(__file__).with_name("conversations")
Names = str | list[str]


class Expect(BaseModel):
    """What a citizen would want of an answer; what is left out is not looked at.

    `act`, `status`: one, or several that would do. `items`: short names, all of them among the
    items, cards and choices. `kinds`: of the replies, in order, others may stand between.
    `replies`: how many there are. `says`, `never`: words. `buttons`: part of a title each.
    `question`: id, or part of the text, of the question asked in this answer; `answers`: how many
    are answered. `urgent`: id in `content/urgent.yaml`, whose numbers are said and nothing else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Names | None = None
    status: Names | None = None
    items: list[str] = []
    kinds: list[str] = []
    replies: int | None = None
    says: list[str] = []
    never: list[str] = []
    buttons: list[str] = []
    question: str | None = None
    answers: int | None = None
    buttons_at_most: int | None = None
    urgent: str | None = None


class Step(BaseModel):
    """One of: words, a button (title or its number), another channel, a draft that is begun."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    say: str | None = None
    press: str | int | None = None
    switch: str | None = None
    begin: str | None = None
    expect: Expect = Expect()

    @model_validator(mode="before")
    @classmethod
    def _as(cls, data: dict[str, object]) -> dict[str, object]:
        return {("switch" if key == "as" else key): value for key, value in data.items()}

    @model_validator(mode="after")
    def _one(self) -> Step:
        given = [w for w in (self.say, self.press, self.switch, self.begin) if w is not None]
        if len(given) != 1:
            raise ValueError("每步只写 say、press、as、begin 中的一个")
        return self


class Conversation(BaseModel):
    """`channel`: guest | wechat | citizen:<account> | wechat:<account bound to it>."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    id: str
    about: str
    channel: str = "guest"
    steps: list[Step]

    @property
    def accounts(self) -> list[str]:
        """Demonstration accounts it speaks as; nobody else may do so meanwhile."""
        channels = [self.channel, *(step.switch for step in self.steps if step.switch)]
        return sorted({c.partition(":")[2] for c in channels if ":" in c})


def read_conversations(folder: Path = FOLDER) -> Iterator[Conversation]:
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            yield Conversation(topic=path.stem, **entry)
