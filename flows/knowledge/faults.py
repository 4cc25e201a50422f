"""What is wrong with a body somebody is writing: its schema, then what content must hold beyond."""

from __future__ import annotations

from typing import Any, cast

from pydantic import ValidationError

from foundation.clock import today
from foundation.errors import InvalidInput
from foundation.models import KnowledgeRevision
from foundation.settings import settings
from foundation.wording import worded
from knowledge_base.catalogue import CatalogueEntry, ContentInvalid, catalogue
from knowledge_base.checks import check_faqs, check_item, check_rules
from knowledge_base.inspections import check_checklists
from knowledge_base.pieces import SHAPES, ShapeName, piece_of
from knowledge_base.schemas import Faq, ItemDocument, RuleSet
from knowledge_base.schemas.inspection import InspectionChecklist

MOST = 50


def faults_in(shape: str, body: dict[str, Any]) -> list[str]:
    """One sentence a fault, at most fifty; empty when it may be published."""
    if shape not in SHAPES:
        return ["没有这种知识"]
    try:
        content = piece_of(shape, body).content
    except ContentInvalid as error:
        return _sentences(error)[:MOST]
    if isinstance(content, ItemDocument):
        return list(check_item(CatalogueEntry(content, "")))[:MOST]
    if isinstance(content, Faq):
        return list(check_faqs([content], catalogue()))[:MOST]
    if isinstance(content, RuleSet):
        return list(check_rules(content, catalogue()))[:MOST]
    if isinstance(content, InspectionChecklist):
        return check_checklists([content], catalogue())[:MOST]
    return []


def must_be_sound(revision: KnowledgeRevision) -> None:
    """Raises: InvalidInput with every fault of a draft."""
    faults = faults_in(revision.shape, revision.body)
    if revision.expires_on and revision.expires_on <= today():
        faults.append("失效日期已过，请核对日期")
    if faults:
        listed = {f"body[{i}]": fault for i, fault in enumerate(faults)}
        raise InvalidInput(listed, f"还有{len(faults)}处要改：{faults[0]}")


def _sentences(error: ContentInvalid) -> list[str]:
    """What the schema refuses, field by field."""
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return [str(error)]
    return list(dict.fromkeys(worded(e) for e in cause.errors(include_url=False)))


def key_of(shape: str, body: dict[str, Any]) -> str:
    """The key a body names, as far as it is written already."""
    holder = body.get("item", {}) if shape == "item" else body
    name = "code" if shape in ("item", "brief", "rules", "checklist") else "id"
    value = holder.get(name) if isinstance(holder, dict) else None
    return value.strip()[:64] if isinstance(value, str) else ""


def title_of(shape: str, body: dict[str, Any]) -> str:
    holder = body.get("item", {}) if shape == "item" else body
    name = {"faq": "question", "document": "title"}.get(shape, "name")
    value = holder.get(name) if isinstance(holder, dict) else None
    return value.strip()[:300] if isinstance(value, str) else ""


def region_of(shape: str, body: dict[str, Any]) -> str:
    """The region of a sound body; of an unfinished one, home."""
    try:
        return piece_of(cast(ShapeName, shape), body).region
    except ContentInvalid:
        return settings().home_region
