"""Brief items as clients read them: what an upstream catalogue tells, in the guide's fields."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.standing import UNVERIFIED, region_note
from flows.catalogue.views import GuideMaterial, ItemView
from flows.samples.service import sample_url, samples_of
from foundation.places_of_administration import name_of
from knowledge_base import repository
from knowledge_base.schemas import BriefItem

NOT_TOLD = "来源目录没有写明"
_CODE = re.compile(r"[0-9A-Z]{31}(?:[0-9]{2})?")


async def find_brief(session: AsyncSession, code: str) -> tuple[BriefItem, str] | None:
    """A published brief item and its revision; None also for what cannot be a code."""
    key = code.strip().upper()
    if not _CODE.fullmatch(key):
        return None
    found = await repository.published(session, shapes=["brief"], keys=[key])
    return (BriefItem.model_validate(found[0].body), found[0].fingerprint) if found else None


def show_brief(brief: BriefItem, revision: str) -> ItemView:
    return ItemView(
        code=brief.code,
        revision=revision,
        is_guided=False,
        region=brief.region,
        region_name=name_of(brief.region),
        region_note=region_note(brief.region),
        item=_identity(brief),
        guide=_guide(brief),
        materials=[_material(i, name) for i, name in enumerate(brief.materials, 1)],
        questions_count=0,
        sources=[{"id": "catalogue", **brief.source.model_dump(mode="json")}],
        unverified_note=UNVERIFIED,
    )


def summary_of(brief: BriefItem) -> str:
    return f"{brief.use_level}事项，由{brief.department}办理。"


def _identity(brief: BriefItem) -> dict[str, Any]:
    return {
        "name": brief.name,
        "short_name": (brief.short_names or [brief.name])[0],
        "audience": brief.audience,
        "theme": (brief.themes or ["其他"])[0],
        "task_type": brief.task_type,
        "project_type": None,
        "summary": summary_of(brief),
        "valid_from": None,
        "code_verified": True,
        "department": {"name": brief.department, "code": brief.code[:18]},
        "use_level": brief.use_level,
        "level": brief.use_level,
        "aliases": [*brief.short_names, *brief.spoken_names],
    }


def _guide(brief: BriefItem) -> dict[str, Any]:
    """The guide's fields; what upstream does not tell is null or empty, never guessed."""
    condition = brief.accept_condition
    if condition and "accept_condition" in brief.truncated:
        condition += "……（来源目录的文字在此截断）"
    place = {
        "name": brief.department,
        "address": brief.place,
        "hours": brief.hours or NOT_TOLD,
        "phone": brief.link_way,
        "windows": None,
        "location": None,
        "verified": False,
    }
    return {
        "accept_condition": [{"text": condition, "source": "catalogue", "verified": False}]
        if condition
        else [],
        "handle_flow": [],
        "statutory": brief.statutory.model_dump(mode="json") if brief.statutory else None,
        "promised": brief.promised.model_dump(mode="json") if brief.promised else None,
        "visits": {"count": brief.visits, "reason": None, "verified": False}
        if brief.visits is not None
        else None,
        "fee": None,
        "handle_area": None,
        "special_procedure": None,
        "by_law": [],
        "places": [place] if brief.place else [],
        "online_url": brief.online_url,
        "online_handle_depth": None,
        "link_way": brief.link_way,
        "supervise_way": brief.supervise_way,
        "result": None,
        "tips": [],
        "faq": [],
    }


def _material(number: int, name: str) -> GuideMaterial:
    known = samples_of(name, "")
    return GuideMaterial(
        id=f"material_{number}",
        name=name,
        required=True,
        conditional=False,
        why="来源目录列出的材料，具体要求以办理部门公布为准。",
        source_type="其他",
        source_explain=NOT_TOLD,
        copies={"original": 0, "copy": 0, "electronic": True},
        form_url=None,
        sample_url=sample_url(known),
        samples=known,
        from_licence=None,
        deferrable=False,
        verified=False,
    )
