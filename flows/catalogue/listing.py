"""Items as lists: everything that can be found, by words or by name, guided ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flows.catalogue.standing import region_note
from flows.catalogue.views import ItemPage, ItemSummary, ThemeCount, ThemePage
from foundation.paging import next_cursor
from foundation.places_of_administration import lineage, name_of
from foundation.settings import settings
from knowledge_base.search import shelf
from knowledge_base.search.searcher import Filters, Hit
from knowledge_base.search.snapshot import Entry

FINDABLE = 0.34
MOST_FOUND = 200


def list_items(
    query: str, department: str, audience: str | None, theme: str, offset: int, limit: int
) -> ItemPage:
    """Items that fit, best match first, or by name where no words are given."""
    found = [
        item for item in _candidates(query, audience or "", theme) if department in item.department
    ]
    page = found[offset : offset + limit]
    return ItemPage(items=page, total=len(found), next=next_cursor(offset, len(page), len(found)))


def list_themes() -> ThemePage:
    """Themes with how many items each holds, the fullest first."""
    counts: Counter[str] = Counter()
    audiences: dict[str, set[str]] = {}
    for entry in shelf.entries("item"):
        counts[entry.theme] += 1
        audiences.setdefault(entry.theme, set()).add(entry.audience)
    themes = [
        ThemeCount(theme=theme, count=count, audience=sorted(audiences[theme]))
        for theme, count in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    ]
    return ThemePage(items=themes, total=len(themes))


def summary_of(found: Hit | Entry) -> ItemSummary:
    """One line of a list, from what the index keeps for showing."""
    shown = found.display
    hit = found if isinstance(found, Hit) else None
    return ItemSummary(
        code=found.key.removeprefix("item:"),
        name=found.title,
        short_name=shown.get("short_name", found.title),
        department=shown.get("department", ""),
        level=shown.get("level", ""),
        audience=shown.get("audience", "both"),
        theme=shown.get("theme", ""),
        summary=shown.get("summary", ""),
        is_guided="guided" in shown,
        region_name=name_of(found.region),
        region_note=region_note(found.region),
        score=hit.score if hit else None,
        matched_by=hit.matched_by if hit else None,
    )


def _candidates(query: str, audience: str, theme: str) -> Iterator[ItemSummary]:
    if query.strip():
        wanted = Filters(audience=audience, theme=theme)
        hits = shelf.find(query, ("item",), MOST_FOUND, wanted)
        return (summary_of(hit) for hit in hits if hit.score >= FINDABLE)
    wanted_entries = (
        entry
        for entry in shelf.entries("item")
        if (not theme or entry.theme == theme)
        and (not audience or entry.audience in (audience, "both"))
    )
    return map(summary_of, sorted(wanted_entries, key=_order))


def _order(entry: Entry) -> tuple[bool, int, str]:
    """Guided first, then the nearer place, then by name."""
    near = lineage(settings().home_region)
    distance = near.index(entry.region) if entry.region in near else len(near)
    return "guided" not in entry.display, distance, entry.title
