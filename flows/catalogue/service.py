"""One item whole; nothing here touches anybody's rows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.brief_items import find_brief, show_brief
from flows.catalogue.errors import ItemUnknown
from flows.catalogue.standing import UNVERIFIED, region_note
from flows.catalogue.views import GuideMaterial, ItemView
from flows.samples.service import sample_url, samples_of
from foundation.places_of_administration import name_of
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.pieces import Piece
from knowledge_base.schemas.materials import Material

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
        materials=[_show_material(m, entry.code) for m in document.materials.materials],
        questions_count=len(document.situations.questions),
        sources=[
            {"id": name, **source.model_dump(mode="json")}
            for name, source in document.item.sources.items()
        ],
        unverified_note=UNVERIFIED,
    )


def _show_material(m: Material, item_code: str) -> GuideMaterial:
    known = samples_of(m.name, item_code)
    return GuideMaterial(
        id=m.id,
        name=m.name,
        required=m.required,
        conditional=m.when is not None,
        why=m.why,
        source_type=m.source_type,
        source_explain=m.source_explain,
        copies=m.copies.model_dump(by_alias=True),
        form_url=m.form_url,
        sample_url=m.sample_url or sample_url(known),
        samples=known,
        from_licence=m.from_licence,
        deferrable=m.deferrable,
        verified=m.verified,
    )
