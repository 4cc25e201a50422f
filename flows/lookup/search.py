"""One box over everything: cases, people, letters, items, policies, questions everyone asks."""

from __future__ import annotations

from functools import lru_cache

from flows.catalogue import search as catalogue_search
from flows.lookup import marks
from flows.lookup.reading import ItemName
from flows.lookup.views import Found, Group
from knowledge_base.catalogue import Catalogue, catalogue
from knowledge_base.search.generation import IndexMissing

EACH = 6


def item_names() -> tuple[ItemName, ...]:
    """Every item by the names people call it, as they are compared."""
    return _names(catalogue())


@lru_cache(maxsize=2)
def _names(items: Catalogue) -> tuple[ItemName, ...]:
    return tuple(
        ItemName(entry.code, marks.plain(name))
        for entry in items
        for name in (entry.document.item.name, *entry.document.item.aliases)
    )


def knowledge_groups(query: str) -> list[Group]:
    """Items, policies and questions that fit the words, as citizens' search finds them; nothing
    while there is no index of them, so that cases are found all the same."""
    labels = {"item": "事项", "policy": "政策", "faq": "常见问题"}
    groups = []
    for kind, label in labels.items():
        try:
            page = catalogue_search.search(query, catalogue_search.parse_kinds(kind), 0, EACH)
        except IndexMissing:
            return []
        found = [
            Found(
                id=hit.id,
                title=hit.title,
                detail=hit.snippet[:120],
                key=catalogue_search.key_of(hit.kind, hit.id),
            )
            for hit in page.items
        ]
        groups.append(Group(kind=kind, label=label, items=found, has_more=page.total > EACH))
    return groups
