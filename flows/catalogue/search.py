"""One search over everything a citizen may look for, best first, with what must be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.highlights import snippet_of, spans_of
from flows.catalogue.listing import summary_of
from flows.catalogue.passages import notes_of, passage_of
from flows.catalogue.places import show_place
from flows.catalogue.standing import UNVERIFIED
from flows.catalogue.views import (
    FaqView,
    Highlights,
    ItemSummary,
    SearchDetail,
    SearchHit,
    SearchKind,
    SearchPage,
)
from flows.searching.records import note_search
from foundation.errors import InvalidInput
from foundation.paging import next_cursor
from knowledge_base.faq import faqs_by_id
from knowledge_base.places import place_index
from knowledge_base.schemas import Faq
from knowledge_base.search import shelf
from knowledge_base.search.searcher import Hit
from knowledge_base.search.tokens import query_text

KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
MOST = 60
"""No list of one kind is longer; whoever looks for more needs other words."""

FINDABLE, FAQ_FINDABLE, PASSAGE_FINDABLE = 0.34, 0.3, 0.25
"""Below it a thing shares no more with the words than the manner of asking."""

NEAREST, NEAR = 3, 0.08
"""How many items are offered where nothing fits, and below which score not even those."""


def search(query: str, kinds: Sequence[SearchKind], offset: int, limit: int) -> SearchPage:
    """What fits the words; nothing where there are none."""
    text = query_text(query)
    found = {kind: list(_SEARCHES[kind](query, text)) for kind in kinds} if text else {}
    hits = [hit for of_kind in found.values() for hit in of_kind]
    hits.sort(key=lambda hit: (hit.matched_by != "pinned", -hit.score))
    page = hits[offset : offset + limit]
    return SearchPage(
        items=page,
        total=len(hits),
        next=next_cursor(offset, len(page), len(hits)),
        counts={kind: len(of_kind) for kind, of_kind in found.items()},
        nearest=[] if hits else _nearest(query),
    )


def record(session: AsyncSession, query: str, page: SearchPage) -> SearchPage:
    """The same page with the id of its record, kept for the editors."""
    first = page.items[0] if page.items else None
    key = key_of(first.kind, first.id) if first else ""
    return page.model_copy(
        update={"search_id": note_search(session, query, "search", page.total, key)}
    )


def key_of(kind: SearchKind, id_: str) -> str:
    """Under which key the index holds a result."""
    return f"{'passage' if kind == 'policy' else kind}:{id_}"


def parse_kinds(text: str) -> list[SearchKind]:
    """«item,faq» → kinds, all of them for an empty text. Raises: InvalidInput."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if not set(wanted) <= set(KINDS):
        raise InvalidInput({"kinds": f"可以查的种类有：{'、'.join(KINDS)}，用英文逗号分开"})
    return [kind for kind in KINDS if not wanted or kind in wanted]


def _nearest(query: str) -> list[ItemSummary]:
    """The few items that come nearest to words nothing fits, if any come near at all."""
    near = shelf.find(query, ("item",), NEAREST)
    return [summary_of(hit) for hit in near if hit.score >= NEAR]


def _items(query: str, text: str) -> Iterator[SearchHit]:
    for hit in shelf.find(query, ("item",), MOST):
        if hit.score >= FINDABLE:
            item = summary_of(hit)
            notes = [item.region_note] if item.region_note else []
            yield _hit("item", item.code, item.name, item.summary, text, hit, item, notes)


def _faqs(query: str, text: str) -> Iterator[SearchHit]:
    known = faqs_by_id()
    for hit in shelf.find(query, ("faq",), MOST):
        faq = known.get(hit.key.removeprefix("faq:"))
        if faq and hit.score >= FAQ_FINDABLE and hit.validity == "valid":
            notes = [] if faq.verified else [UNVERIFIED]
            detail = _show_faq(faq)
            yield _hit("faq", faq.id, faq.question, faq.answer, text, hit, detail, notes)


def _passages(query: str, text: str) -> Iterator[SearchHit]:
    """Articles of documents; what belongs elsewhere or no longer holds says so."""
    for hit in shelf.find(query, ("passage",), MOST):
        if hit.score >= PASSAGE_FINDABLE:
            passage = passage_of(hit)
            title = " ".join(s for s in (passage.title, passage.label, passage.heading) if s)
            yield _hit(
                "policy", hit.key.removeprefix("passage:"), title, passage.text, text, hit,
                passage, notes_of(hit),
            )  # fmt: skip


def _places(query: str, text: str) -> Iterator[SearchHit]:
    for match in place_index().search(query)[:MOST]:
        place = show_place(match)
        words = f"{place.address}；{place.hours}；可办：{'、'.join(place.services)}"
        notes = [place.note] if place.note else []
        yield SearchHit(
            kind="place", id=place.id, title=place.name, snippet=snippet_of(words, text),
            highlights=_marked(place.name, snippet_of(words, text), text),
            score=match.score, matched_by="words", notes=notes, detail=place,
        )  # fmt: skip


def _none_yet(_query: str, _text: str) -> Iterator[SearchHit]:
    """Packages are not published on this platform yet."""
    return iter(())


_SEARCHES: dict[SearchKind, Callable[[str, str], Iterator[SearchHit]]] = {
    "item": _items,
    "faq": _faqs,
    "place": _places,
    "policy": _passages,
    "package": _none_yet,
}


def _hit(
    kind: SearchKind,
    id_: str,
    title: str,
    body: str,
    text: str,
    found: Hit,
    detail: SearchDetail,
    notes: list[str],
) -> SearchHit:
    snippet = snippet_of(body, text)
    return SearchHit(
        kind=kind,
        id=id_,
        title=title,
        snippet=snippet,
        highlights=_marked(title, snippet, text),
        score=found.score,
        matched_by=found.matched_by,
        notes=notes,
        detail=detail,
    )


def _marked(title: str, snippet: str, text: str) -> Highlights:
    return Highlights(title=spans_of(title, text), snippet=spans_of(snippet, text))


def _show_faq(faq: Faq) -> FaqView:
    return FaqView(
        **faq.model_dump(include={"id", "question", "answer", "verified"}),
        note=None if faq.verified else UNVERIFIED,
        source=faq.source.model_dump(mode="json"),
    )
