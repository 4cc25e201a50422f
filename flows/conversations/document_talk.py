"""Answers quoted from documents: the passage, which document, number, article and date."""

from __future__ import annotations

from flows.catalogue.passages import notes_of, passage_of
from flows.catalogue.views import PassageView
from flows.conversations.replies import command
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply, SourceView
from knowledge_base.search.searcher import Hit
from knowledge_base.search.shelf import find

SURE, BESIDE, MOST = 0.75, 0.12, 2
"""From which score a passage answers, how near behind the first a second one is quoted too."""

QUOTED = 220
"""Characters of a passage said in the talk; the whole stands in the document."""


def answer_from_documents(turn: Turn, *, only_in_force: bool = False) -> bool:
    """Whether documents surely speak of the words; if so they are quoted.

    What holds here and today comes first; another place's rule, or one that is over, is only
    quoted where nothing else fits (never with `only_in_force`), and says what it is.
    """
    hits = [hit for hit in find(turn.text, ("passage",), 6) if hit.likeness >= SURE]
    here = [h for h in hits if h.region_scope == "home" and h.validity == "valid"]
    chosen = _nearest(here if here or only_in_force else hits)
    if not chosen:
        return False
    turn.items = []
    turn.say(quote(chosen))
    return True


def quote(hits: list[Hit]) -> Reply:
    """One reply that quotes passages, with a way to each document."""
    passages = [(passage_of(hit), notes_of(hit)) for hit in hits]
    return Reply(
        kind="policies",
        text="\n\n".join(_said(passage, notes) for passage, notes in passages),
        buttons=[
            *(
                Button(
                    title="查看全文" if len(passages) == 1 else f"查看《{passage.title[:12]}》",
                    payload=command(
                        "document_show", document_id=passage.document_id, article=passage.article
                    ),
                )
                for passage, _notes in passages
            ),
            Button(title="咨询人工", payload=command("human")),
        ],
        data={
            "passages": [
                {**passage.model_dump(mode="json"), "notes": notes} for passage, notes in passages
            ]
        },
        sources=[_source(passage) for passage, _notes in passages],
    )


def _nearest(hits: list[Hit]) -> list[Hit]:
    """The best, and the second where it is nearly as good and of another article."""
    return [hit for hit in hits[:MOST] if hit.score >= hits[0].score - BESIDE]


def _said(passage: PassageView, notes: list[str]) -> str:
    number = f"（{passage.document_number}）" if passage.document_number else ""
    where = "".join(s for s in (passage.label, f"「{passage.heading}」" if passage.heading else ""))
    text = passage.text if len(passage.text) <= QUOTED else f"{passage.text[:QUOTED]}……"
    since = f"\n（{passage.valid_from:%Y年%-m月%-d日}起施行）" if passage.valid_from else ""
    warned = f"\n请注意：{'；'.join(note.rstrip('。') for note in notes)}。" if notes else ""
    return f"《{passage.title}》{number}{where}：\n“{text}”{since}{warned}"


def _source(passage: PassageView) -> SourceView:
    return SourceView(
        title=passage.title,
        document_number=passage.document_number,
        url=passage.url,
        as_of=passage.as_of.isoformat(),
    )
