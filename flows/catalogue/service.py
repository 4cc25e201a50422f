"""Reading the catalogue; nothing here touches anybody's rows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.brief_items import find_brief, show_brief
from flows.catalogue.errors import ItemUnknown
from flows.catalogue.standing import UNVERIFIED, region_note
from flows.catalogue.views import (
    GuideMaterial,
    ItemPage,
    ItemSummary,
    ItemView,
    ThemeCount,
    ThemePage,
)
from foundation.places_of_administration import name_of
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.pieces import Piece
from knowledge_base.search.items import Match, search_items

FINDABLE = 0.34
_ITEM_FIELDS = {
    "name",
    "short_name",
    "audience",
    "theme",
    "task_type",
    "project_type",
    "summary",
    "valid_from",
    "code_verified",
    "department",
    "use_level",
    "aliases",
}


def list_items(
    query: str, department: str, audience: str | None, theme: str, offset: int, limit: int
) -> ItemPage:
    """Items that fit, best match first, or by name where no words are given."""
    found = [
        _summary(entry, match)
        for entry, match in _candidates(query)
        if department in entry.document.item.department.name
        and (not theme or entry.document.item.theme == theme)
        and (audience is None or entry.document.item.audience in (audience, "both"))
    ]
    page = found[offset : offset + limit]
    following = offset + len(page)
    return ItemPage(
        items=page, total=len(found), next=str(following) if following < len(found) else None
    )


async def read_item(session: AsyncSession, code: str) -> ItemView:
    """Raises: ItemUnknown."""
    entry = catalogue().find(code)
    if entry:
        return _show(entry)
    found = await find_brief(session, code)
    if found is None:
        raise ItemUnknown
    return show_brief(*found)


def _show(entry: CatalogueEntry) -> ItemView:
    document, region = entry.document, Piece("item", entry.document).region
    item = document.item.model_dump(mode="json", include=_ITEM_FIELDS)
    return ItemView(
        code=entry.code,
        revision=entry.revision,
        is_guided=True,
        region=region,
        region_name=name_of(region),
        region_note=region_note(region),
        item={**item, "level": item["use_level"]},
        guide=document.guide.model_dump(mode="json"),
        materials=[
            GuideMaterial(
                id=m.id,
                name=m.name,
                required=m.required,
                conditional=m.when is not None,
                why=m.why,
                source_type=m.source_type,
                source_explain=m.source_explain,
                copies=m.copies.model_dump(by_alias=True),
                form_url=m.form_url,
                sample_url=m.sample_url,
                from_licence=m.from_licence,
                deferrable=m.deferrable,
                verified=m.verified,
            )
            for m in document.materials.materials
        ],
        questions_count=len(document.situations.questions),
        sources=[
            {"id": name, **source.model_dump(mode="json")}
            for name, source in document.item.sources.items()
        ],
        unverified_note=UNVERIFIED,
    )


def list_themes() -> ThemePage:
    """Themes with how many items each holds, the fullest first."""
    themes: dict[str, list[CatalogueEntry]] = {}
    for entry in catalogue():
        themes.setdefault(entry.document.item.theme, []).append(entry)
    counted = [
        ThemeCount(
            theme=name,
            count=len(entries),
            audience=sorted({e.document.item.audience for e in entries}),
        )
        for name, entries in themes.items()
    ]
    counted.sort(key=lambda t: (-t.count, t.theme))
    return ThemePage(items=counted, total=len(counted))


def _candidates(query: str) -> list[tuple[CatalogueEntry, Match | None]]:
    if not query.strip():
        return [(entry, None) for entry in catalogue()]
    matches = search_items(query, limit=len(catalogue()))
    found = [(catalogue().find(m.code), m) for m in matches if m.score >= FINDABLE]
    return [(entry, match) for entry, match in found if entry]


def _summary(entry: CatalogueEntry, match: Match | None) -> ItemSummary:
    item = entry.document.item
    return ItemSummary(
        code=entry.code,
        name=item.name,
        short_name=item.short_name,
        department=item.department.name,
        level=item.use_level,
        audience=item.audience,
        theme=item.theme,
        summary=item.summary,
        score=match.score if match else None,
        matched_by=match.matched_by if match else None,
    )
