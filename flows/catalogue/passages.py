"""Passages of documents, quoted with where they stand and what must be known of them."""

from __future__ import annotations

from datetime import date

from flows.catalogue.standing import UNVERIFIED, region_note, validity_note
from flows.catalogue.views import PassageView
from foundation.places_of_administration import name_of
from knowledge_base.search.searcher import Hit


def passage_of(hit: Hit) -> PassageView:
    """The article a hit of kind `passage` stands for, from what the index keeps for showing."""
    shown = hit.display
    document_id, _, number = hit.key.removeprefix("passage:").partition("#")
    return PassageView(
        document_id=document_id,
        title=hit.title,
        document_number=shown.get("document_number"),
        issuer=shown.get("issuer"),
        article=int(number),
        label=shown.get("label", ""),
        heading=shown.get("heading", ""),
        text=shown.get("text", ""),
        region_name=name_of(hit.region),
        valid_from=_day(shown.get("valid_from")),
        expires_on=_day(shown.get("expires_on")),
        verified="verified" in shown,
        url=shown.get("url"),
        as_of=date.fromisoformat(shown["as_of"]),
    )


def notes_of(hit: Hit) -> list[str]:
    """What a reader must be told before using a passage, the gravest first."""
    passage = passage_of(hit)
    notes = [
        region_note(hit.region),
        validity_note(passage.valid_from, passage.expires_on, hit.display.get("replaced_by")),
        None if passage.verified else UNVERIFIED,
    ]
    return [note for note in notes if note]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
