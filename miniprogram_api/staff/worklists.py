"""What goes with lists: choices, saved views, many at once, receipts, exports, the one box."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from flows.exports import service as exports
from flows.exports.request import ExportRequest
from flows.exports.sheets import MEDIA_TYPES
from flows.exports.views import Exports, ExportView
from flows.lookup.service import look_up
from flows.lookup.views import LookupView
from flows.worklists import choosing
from flows.worklists.batches import service as batches
from flows.worklists.batches.service import BatchAct
from flows.worklists.queries import ListName
from flows.worklists.saved import service as saved
from flows.worklists.views import BatchResult, Choices, Receipts, SavedViews
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

Id = Annotated[str, Field(min_length=1, max_length=32)]


class SaveView(BaseModel):
    name: Annotated[str, Field(max_length=40)]
    list_name: ListName
    query: dict[str, Any]
    is_shared: bool = False


class Batch(BaseModel):
    """`ids`: tasks for claim, release and transfer; case numbers for watch and unwatch."""

    act: BatchAct
    ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    to: Annotated[str, Field(max_length=32)] = ""
    reason: Annotated[str, Field(max_length=500)] = ""


class Numbers(BaseModel):
    numbers: Annotated[list[Id], Field(min_length=1, max_length=100)]


@router.get("/lookup")
async def look_everywhere(
    staff: CurrentStaff,
    session: Reading,
    q: Annotated[str, Query(max_length=100)] = "",
) -> LookupView:
    """Cases, people, letters, items, policies and questions that fit the words."""
    return await look_up(session, staff, q)


@router.get("/lists/choices")
async def list_choices(staff: CurrentStaff, session: Reading) -> Choices:
    return await choosing.choices(session, staff)


@router.post("/lists/batch")
async def do_many(
    body: Batch, staff: CurrentStaff, session: Writing, idempotency_key: IdempotencyKey = None
) -> BatchResult:
    """Each row tells whether it went and why not."""
    return await batches.do_many(
        session, staff, idempotency_key, body.act, body.ids, body.to, body.reason
    )


@router.post("/lists/receipts")
async def list_receipts(body: Numbers, staff: CurrentStaff, session: Writing) -> Receipts:
    """Receipts to be printed together; each is noted as a look."""
    return await batches.receipts(session, staff, body.numbers)


@router.get("/saved_views")
async def list_views(staff: CurrentStaff, session: Reading) -> SavedViews:
    return await saved.list_views(session, staff)


@router.post("/saved_views")
async def save_view(body: SaveView, staff: CurrentStaff, session: Writing) -> SavedViews:
    """The same name again changes what is kept; sharing is for leads."""
    return await saved.save_view(
        session, staff, body.name, body.list_name, body.query, body.is_shared
    )


@router.delete("/saved_views/{view_id}")
async def drop_view(view_id: str, staff: CurrentStaff, session: Writing) -> SavedViews:
    return await saved.drop_view(session, staff, view_id)


@router.post("/exports", status_code=202)
async def ask_for_export(
    body: ExportRequest,
    staff: CurrentStaff,
    session: Writing,
    idempotency_key: IdempotencyKey = None,
) -> ExportView:
    """A file made by the worker; personal data masked unless permitted and reasoned."""
    return await exports.ask(session, staff, idempotency_key, body)


@router.get("/exports")
async def list_exports(staff: CurrentStaff, session: Reading) -> Exports:
    return await exports.list_exports(session, staff)


@router.get("/exports/{export_id}")
async def look_at_export(export_id: str, staff: CurrentStaff, session: Reading) -> ExportView:
    return await exports.look(session, staff, export_id)


@router.post("/exports/{export_id}/cancel")
async def cancel_export(export_id: str, staff: CurrentStaff, session: Writing) -> ExportView:
    return await exports.cancel(session, staff, export_id)


@router.get("/exports/{export_id}/file", response_class=Response)
async def take_export(export_id: str, staff: CurrentStaff, session: Writing) -> Response:
    """The finished file; taking it is noted."""
    name, format_, content = await exports.take(session, staff, export_id)
    return as_attachment(name, MEDIA_TYPES[format_], content)
