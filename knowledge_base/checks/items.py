"""One item, and all items beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foundation.clock import today
from knowledge_base.catalogue import Catalogue, CatalogueEntry
from knowledge_base.checks.contradictions import check_reach, unchecked
from knowledge_base.checks.ends import expired_facts, stale_sources
from knowledge_base.checks.examples import check_example
from knowledge_base.checks.figures import check_guide
from knowledge_base.checks.references import check_codes, check_conditions, check_ids
from knowledge_base.checks.sources import check_sources, uncited_sources


def check_catalogue(catalogue: Catalogue) -> list[str]:
    """Every fault found, one sentence each; empty when all is well."""
    faults = [f"{e.document.item.name}：{fault}" for e in catalogue for fault in check_item(e)]
    seen: dict[str, str] = {}
    for entry in catalogue:
        for ask in entry.document.item.asks:
            other = seen.setdefault(ask.text, entry.document.item.name)
            if other != entry.document.item.name:
                faults.append(f"问法「{ask.text}」同时写在{other}和{entry.document.item.name}")
    return faults


def check_item(entry: CatalogueEntry, on: date | None = None) -> Iterator[str]:
    """Faults of one item as it stands `on` a day (today)."""
    document = entry.document
    yield from check_codes(document)
    yield from check_ids(document)
    yield from check_sources(document)
    yield from check_guide(document)
    yield from expired_facts(document, on or today())
    unsound = list(check_conditions(document))
    yield from unsound
    if unsound:
        return  # conditions that name nothing can be neither walked nor replayed
    yield from check_reach(document)
    for example in document.examples.examples:
        yield from check_example(document, example)


def warn_catalogue(catalogue: Catalogue, stale_days: int, on: date | None = None) -> list[str]:
    """What somebody should look at, though nothing is wrong: old sources, unused ones."""
    day = on or today()
    return [
        f"{entry.document.item.name}：{warning}"
        for entry in catalogue
        for warnings in (
            stale_sources(entry.document, day, stale_days),
            uncited_sources(entry.document),
            unchecked(entry.document),
        )
        for warning in warnings
    ]
