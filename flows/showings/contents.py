"""What stands on the screen, by kind, and the hash that names exactly it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.presenter import show_materials
from flows.cases.service import read_record
from flows.cases.states import OVER
from flows.catalogue.service import read_item
from flows.ratings import at_counter
from flows.showings.errors import ShowingMoved
from flows.showings.views import RatingContent, Wish
from flows.signatures.papers import draw, record_of
from flows.staff.service import note_view
from foundation import files
from foundation.clock import now
from foundation.errors import InvalidInput, NotFound
from foundation.models import Case, Showing
from foundation.reading import render_pdf
from foundation.viewer import StaffMember

SECRET = ("record", "event", "link")
"""Parts of a content that no screen is sent."""


async def content_of(
    session: AsyncSession, staff: StaffMember, wish: Wish
) -> tuple[dict[str, Any], Case | None]:
    """Raises: InvalidInput, NotFound, Forbidden, CaseUnknown, ShowingMoved, AlreadyRated."""
    case = None
    if wish.case_number:
        case = await cases.access_case_as_staff(session, staff, wish.case_number)
    if wish.kind == "rating":
        if case is not None:
            await at_counter.must_be_open(session, case)
        return rating_content(case), case
    if wish.kind in ("acceptance", "signature"):
        if case is None:
            raise InvalidInput({"case_number": "请填办件编号"})
        if case.status in OVER:
            raise ShowingMoved("这个办件已经办结，不能再收件或签名。")
        await note_view(session, staff, case, "在窗口平板上出示")
        made = (
            _acceptance(session, case) if wish.kind == "acceptance" else _paper(session, case, wish)
        )
        return await made, case
    return await _explained(session, wish), case


async def renewed(session: AsyncSession, staff: StaffMember, before: Showing) -> dict[str, Any]:
    """The content of a showing for another like it: the very paper, the materials as they are now.

    Raises: Forbidden, CaseUnknown, ShowingMoved, AlreadyRated.
    """
    content = {name: value for name, value in before.content.items() if name != "link"}
    if before.case_number is None:
        return content
    case = await cases.access_case_as_staff(session, staff, before.case_number)
    if before.kind == "rating":
        await at_counter.must_be_open(session, case)
        return content
    if case.status in OVER:
        raise ShowingMoved("这个办件已经办结，不能再收件或签名。")
    if before.kind == "acceptance":
        content["materials"] = await received(session, case)
    return content


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of what a screen is sent."""
    shown = json.dumps(sendable(content), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()


def sendable(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in SECRET}


def rating_content(case: Case | None) -> dict[str, Any]:
    name = case.item_name if case is not None else ""
    return RatingContent(item_name=name, levels=at_counter.levels()).model_dump()


async def received(session: AsyncSession, case: Case) -> list[dict[str, Any]]:
    """The materials of a case with their files, by name and hash."""
    record = await read_record(session, case)
    return [
        {
            "id": material.id,
            "name": material.name,
            "max_files": material.max_files,
            "files": [
                {"id": f.id, "name": f.name, "media_type": f.media_type, "sha256": f.sha256}
                for f in record.files
                if f.material_id == material.id
            ],
        }
        for material in show_materials(record)
    ]


async def _acceptance(session: AsyncSession, case: Case) -> dict[str, Any]:
    materials = await received(session, case)
    return {"case_number": case.number, "item_name": case.item_name, "materials": materials}


async def _paper(session: AsyncSession, case: Case, wish: Wish) -> dict[str, Any]:
    moment = now()
    record = await record_of(session, case, wish.purpose, wish.text, moment)
    drawn = await asyncio.to_thread(draw, record, moment)
    sha256 = await asyncio.to_thread(files.put, case.number, drawn.content)
    pages = await asyncio.to_thread(render_pdf, drawn.content)
    return {
        "case_number": case.number, "item_name": case.item_name, "purpose": wish.purpose,
        "title": record["title"], "document_sha256": sha256, "pages": len(pages),
        "record": record,
    }  # fmt: skip


async def _explained(session: AsyncSession, wish: Wish) -> dict[str, Any]:
    if wish.kind == "text":
        if not wish.text:
            raise InvalidInput({"text": "请写要给群众看的内容"})
        return {"title": wish.title, "text": wish.text}
    item = await read_item(session, wish.item_code)
    shown: dict[str, Any] = {"item_code": item.code, "item_name": item.item["name"]}
    if wish.kind == "item":
        return shown
    sample = next((m for m in item.materials if m.id == wish.material_id), None)
    if sample is None:
        raise NotFound("这个事项没有这份材料，请重新选。")
    return {**shown, "material": sample.model_dump(mode="json")}
