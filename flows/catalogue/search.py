"""One search over everything a citizen may look for: items, FAQ and places, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from flows.catalogue.highlights import snippet_of, spans_of
from flows.catalogue.places import show_place
from flows.catalogue.service import list_items
from flows.catalogue.standing import UNVERIFIED
from flows.catalogue.views import (
    FaqView,
    Highlights,
    ItemSummary,
    PlaceView,
    SearchHit,
    SearchKind,
    SearchPage,
)
from foundation.errors import InvalidInput
from knowledge_base.faq import search_faqs
from knowledge_base.places import place_index
from knowledge_base.schemas import Faq
from knowledge_base.search.tokens import query_text

KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
MOST = 100
"""No list of one kind is longer; whoever looks for more needs other words."""

FAQ_FINDABLE = 0.42
"""Below it a FAQ shares no more with the words than the manner of asking."""


def search(query: str, kinds: Sequence[SearchKind], offset: int, limit: int) -> SearchPage:
    """What fits the words; nothing where there are none."""
    text = query_text(query)
    hits = [hit for kind in kinds for hit in _SEARCHES[kind](query, text)] if text else []
    hits.sort(key=lambda hit: -hit.score)
    page = hits[offset : offset + limit]
    following = offset + len(page)
    return SearchPage(
        items=page, total=len(hits), next=str(following) if following < len(hits) else None
    )


def parse_kinds(text: str) -> list[SearchKind]:
    """«item,faq» → kinds, all of them for an empty text. Raises: InvalidInput."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if not set(wanted) <= set(KINDS):
        raise InvalidInput({"kinds": f"可以查的种类有：{'、'.join(KINDS)}，用英文逗号分开"})
    return [kind for kind in KINDS if not wanted or kind in wanted]


def _items(query: str, text: str) -> Iterator[SearchHit]:
    for item in list_items(query, "", None, "", 0, MOST).items:
        yield _hit("item", item.code, item.name, item.summary, text, item.score or 0.0, item)


def _faqs(query: str, text: str) -> Iterator[SearchHit]:
    for match in search_faqs(query, MOST):
        if match.score >= FAQ_FINDABLE:
            faq = match.faq
            yield _hit("faq", faq.id, faq.question, faq.answer, text, match.score, _show_faq(faq))


def _places(query: str, text: str) -> Iterator[SearchHit]:
    for match in place_index().search(query)[:MOST]:
        place = show_place(match)
        words = f"{place.address}；{place.hours}；可办：{'、'.join(place.services)}"
        yield _hit("place", place.id, place.name, words, text, match.score, place)


def _none_yet(_query: str, _text: str) -> Iterator[SearchHit]:
    """Policies and packages are not published on this platform yet."""
    return iter(())


_SEARCHES: dict[SearchKind, Callable[[str, str], Iterator[SearchHit]]] = {
    "item": _items,
    "faq": _faqs,
    "place": _places,
    "policy": _none_yet,
    "package": _none_yet,
}


def _hit(
    kind: SearchKind,
    id_: str,
    title: str,
    body: str,
    text: str,
    score: float,
    detail: ItemSummary | FaqView | PlaceView,
) -> SearchHit:
    snippet = snippet_of(body, text)
    return SearchHit(
        kind=kind,
        id=id_,
        title=title,
        snippet=snippet,
        highlights=Highlights(title=spans_of(title, text), snippet=spans_of(snippet, text)),
        score=score,
        detail=detail,
    )


def _show_faq(faq: Faq) -> FaqView:
    return FaqView(
        **faq.model_dump(include={"id", "question", "answer", "verified"}),
        note=None if faq.verified else UNVERIFIED,
        source=faq.source.model_dump(mode="json"),
    )
