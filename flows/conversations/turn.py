"""One turn in progress: who speaks, what the talk is about, and what has come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations import repository
from flows.conversations.views import Answer, IntentView, ItemScore, Reply, Status
from foundation.viewer import Viewer
from knowledge_base.catalogue import CatalogueEntry, catalogue

# What a conversation remembers between turns, in `Conversation.context`.
ITEM, RUN, CASE = "item_code", "run_id", "case_number"
LAST_RUN, BESIDE, UNCLEAR = "last_run_id", "items_beside", "times_unclear"
ACT, OFFERED = "asked_about_item", "items_offered"


@dataclass(slots=True)
class Turn:
    """Handlers read the words and the context, and add replies."""

    session: AsyncSession
    viewer: Viewer
    talk: repository.Talk
    text: str
    intent: IntentView
    status: Status = "answered"
    items: list[ItemScore] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    @property
    def about(self) -> str | None:
        """The code of the item the talk is about."""
        return self.talk.context.get(ITEM)

    @property
    def item(self) -> CatalogueEntry | None:
        """That item, where it can be guided through."""
        return self.entry_of(self.about) if self.about else None

    @staticmethod
    def entry_of(code: str) -> CatalogueEntry | None:
        return catalogue().find(code)

    @property
    def beside(self) -> list[str]:
        """The codes of other items named together with it."""
        return list(self.talk.context.get(BESIDE) or ())

    @property
    def run_id(self) -> str | None:
        """The guidance run whose question is still open."""
        return self.talk.context.get(RUN)

    def remember(self, **facts: Any) -> None:
        """Keep facts for the next turns; None forgets one."""
        merged = {**self.talk.context, **facts}
        self.talk.context = {k: v for k, v in merged.items() if v is not None}

    def say(self, *replies: Reply, status: Status | None = None) -> None:
        self.replies += replies
        if status:
            self.status = status

    def answer(self) -> Answer:
        return Answer(
            status=self.status, intent=self.intent, items=self.items, replies=self.replies
        )
