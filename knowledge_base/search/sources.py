"""What the knowledge base holds, as documents to search."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.settings import settings
from knowledge_base.pieces import region_of_level
from knowledge_base.schemas import Faq, ItemDocument, RuleSet, ServicePlace
from knowledge_base.schemas.base import Content
from knowledge_base.schemas.brief import BriefItem
from knowledge_base.schemas.document import Article, KnowledgeDocument
from knowledge_base.schemas.inspection import InspectionChecklist
from knowledge_base.schemas.letter_text import LetterText
from knowledge_base.search.document import SearchDocument

GUIDED = 1.06
"""What an item with questions and conditions is worth beside one that is only described."""


def documents_of_content(content: Content) -> list[SearchDocument]:
    """What is searched of one content, whatever its shape."""
    if isinstance(content, ItemDocument):
        return [document_of_item(content)]
    if isinstance(content, BriefItem):
        return [document_of_brief(content)]
    if isinstance(content, Faq):
        return [document_of_faq(content)]
    if isinstance(content, ServicePlace):
        return [document_of_place(content)]
    if isinstance(content, KnowledgeDocument):
        return list(documents_of_document(content))
    if isinstance(content, RuleSet | LetterText | InspectionChecklist):
        return []  # rules judge and letters are written by them, nobody looks for them
    raise TypeError(f"nothing is searched of {type(content).__name__}")


def document_of_item(document: ItemDocument) -> SearchDocument:
    """A full item, found by its names and by the ways people ask for it."""
    item, guide = document.item, document.guide
    said = [item.summary, *(p.text for p in guide.accept_condition)]
    materials = [m.name for m in document.materials.materials]
    return SearchDocument(
        key=f"item:{item.code}",
        kind="item",
        title=item.name,
        aliases=(item.short_name, *item.aliases),
        asks=tuple(a.text for a in item.asks),
        body="\n".join([*said, *materials, item.theme]),
        department=item.department.name,
        audience=item.audience,
        theme=item.theme,
        region=region_of_level(item.use_level),
        weight=GUIDED,
        valid_from=item.valid_from,
        display=(
            ("summary", item.summary),
            ("department", item.department.name),
            ("short_name", item.short_name),
            ("level", item.use_level),
            ("audience", item.audience),
            ("theme", item.theme),
            ("guided", "yes"),
        ),
    )


def document_of_brief(item: BriefItem) -> SearchDocument:
    """An item as its catalogue gives it."""
    names = dict.fromkeys([*item.short_names, *item.spoken_names, item.catalog_name or ""])
    said = [item.accept_condition or "", *item.materials, *item.themes, item.department]
    return SearchDocument(
        key=f"item:{item.code}",
        kind="item",
        title=item.name,
        aliases=tuple(n for n in names if n and n != item.name),
        body="\n".join(s for s in said if s),
        department=item.department,
        audience=item.audience,
        theme=item.themes[0] if item.themes else "其他",
        region=item.region,
        display=(
            ("summary", f"{item.use_level}事项，由{item.department}办理。"),
            ("department", item.department),
            ("short_name", item.name),
            ("level", item.use_level),
            ("audience", item.audience),
            ("theme", item.themes[0] if item.themes else "其他"),
        ),
    )


def document_of_faq(faq: Faq) -> SearchDocument:
    return SearchDocument(
        key=f"faq:{faq.id}",
        kind="faq",
        title=faq.question,
        asks=tuple(faq.asks),
        body=faq.answer,
        display=(("answer", faq.answer),),
    )


def document_of_place(place: ServicePlace) -> SearchDocument:
    """A place, found by name, address and what is done there."""
    address = place.address.replace(place.phone, "") if place.phone else place.address
    return SearchDocument(
        key=f"place:{place.id}",
        kind="place",
        title=place.name,
        aliases=(address,),
        body="\n".join(place.services),
        region=settings().home_region,
        display=(("address", place.address), ("hours", place.hours)),
    )


def documents_of_document(document: KnowledgeDocument) -> Iterator[SearchDocument]:
    """One passage for each article, numbered from 0."""
    for number, article in enumerate(document.articles):
        yield SearchDocument(
            key=f"passage:{document.id}#{number}",
            kind="passage",
            title=document.title,
            heading=" ".join(s for s in (article.label, article.heading) if s),
            body=article.text,
            department=document.issuer or "",
            region=document.region,
            valid_from=document.valid_from,
            expires_on=document.expires_on,
            display=tuple(_shown(document, article)),
        )


def _shown(document: KnowledgeDocument, article: Article) -> Iterator[tuple[str, str]]:
    """What is quoted of an article, and where it stands."""
    yield "text", article.text
    yield "label", article.label
    yield "heading", article.heading
    yield "as_of", document.as_of.isoformat()
    if document.verified:
        yield "verified", "yes"
    for name in ("document_number", "issuer", "url", "replaced_by"):
        if value := getattr(document, name):
            yield name, value
    for name in ("published_on", "valid_from", "expires_on"):
        if day := getattr(document, name):
            yield name, day.isoformat()
    if article.page:
        yield "page", str(article.page)
