"""Questions that belong to no item: answered from the FAQ, where an item has no better answer."""

from __future__ import annotations

from flows.conversations.replies import UNVERIFIED, command
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply, SourceView
from knowledge_base.faq import meant_faq
from knowledge_base.schemas import Faq


def answer_faq(turn: Turn) -> bool:
    """Whether the words are surely a FAQ; if so it is answered.

    While the talk is about an item, «收费吗» asks for that item's fee: what the item itself can
    answer is left to it.
    """
    faq = meant_faq(turn.text)
    if faq is None or (turn.item and faq.act and faq.act == turn.intent.name):
        return False
    turn.items = []
    turn.say(faq_reply(faq))
    return True


def faq_reply(faq: Faq) -> Reply:
    """The answer in the words of the content, with its source."""
    source = faq.source
    return Reply(
        kind="text",
        text=faq.answer if faq.verified else f"{faq.answer}\n（{UNVERIFIED}）",
        buttons=[Button(title="咨询人工", payload=command("human"))],
        data={"faq_id": faq.id, "question": faq.question, "verified": faq.verified},
        sources=[
            SourceView(
                title=source.title,
                document_number=source.document_number,
                url=source.url,
                as_of=source.as_of.isoformat(),
            )
        ],
    )
