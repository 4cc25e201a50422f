"""The shipped content as pieces: every item, its rules, FAQ, documents, places, letters and
checklists."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT, Catalogue
from knowledge_base.documents import load_documents
from knowledge_base.inspections import load_checklists
from knowledge_base.letters import load_letter_texts
from knowledge_base.pieces import Piece
from knowledge_base.places import load_places
from knowledge_base.rules import load_rules
from knowledge_base.sheets import load_faqs


def pieces_of(root: Path = CONTENT) -> list[Piece]:
    """Raises: ContentInvalid."""
    return [
        *(Piece("item", entry.document) for entry in Catalogue.load(root)),
        *(Piece("faq", faq) for faq in load_faqs(root)),
        *(Piece("place", place) for place in load_places(root)),
        *(Piece("document", document) for document in load_documents(root)),
        *(Piece("rules", rules) for rules in load_rules(root)),
        *(Piece("letter", text) for text in load_letter_texts(root / "letters")),
        *(Piece("checklist", one) for one in load_checklists(root)),
    ]


@cache
def shipped_pieces() -> list[Piece]:
    """Those of this process's own content."""
    return pieces_of()
