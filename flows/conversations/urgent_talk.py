"""Danger: what to do first and whom to call, before anything else."""

from __future__ import annotations

from flows.conversations.turn import Turn
from flows.conversations.views import Reply, SourceView
from knowledge_base.schemas.urgent import Urgent
from knowledge_base.urgent import any_danger, urgent_in


def help_if_urgent(turn: Turn) -> bool:
    """Whether the words themselves tell of danger; if so, help is given."""
    danger = urgent_in(turn.text)
    if danger is None:
        return False
    turn.say(_help(danger), status="handed_off")
    return True


def help_now(turn: Turn) -> None:
    """For words that were understood as a call for help, whatever they are."""
    turn.say(_help(urgent_in(turn.text) or any_danger()), status="handed_off")


def _help(danger: Urgent) -> Reply:
    listed = "、".join(f"{line.name} {line.number}" for line in danger.hotlines)
    return Reply(
        kind="handoff",
        text=f"{danger.say}\n电话：{listed}。",
        data={
            "urgent": danger.id,
            "phone": danger.hotlines[0].number,
            "hotlines": [line.model_dump() for line in danger.hotlines],
        },
        sources=[
            SourceView(
                title=danger.source.title,
                document_number=danger.source.document_number,
                url=danger.source.url,
                as_of=danger.source.as_of.isoformat(),
            )
        ],
    )
