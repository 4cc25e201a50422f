"""Cases (办件) of the citizen or enterprise who is signed in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.cases import applications, manual, prereviews, service
from flows.cases.views import CasePage, CaseView, PreReviewView, ReceiptView, SubmittedView
from flows.workflow import handing_in
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Cursor, IdempotencyKey, Licences, Limit, Reading, Writing

router = APIRouter(prefix="/api/v1/cases", tags=["cases"])


class OpenCase(BaseModel):
    item_code: Annotated[str, Field(min_length=1, max_length=40)]
    guidance_run_id: Annotated[str | None, Field(max_length=32)] = None
    form: dict[str, Any] | None = None


class ChangeForm(BaseModel):
    form: dict[str, Any]


class HandIn(BaseModel):
    """`anyway`: what the machine wants mended in the materials is left to a person."""

    anyway: bool = False


class WithdrawCase(BaseModel):
    reason: Annotated[str, Field(max_length=200)] = ""


@router.post("", status_code=201)
async def open_case(
    body: OpenCase, viewer: CurrentViewer, session: Writing, idempotency_key: IdempotencyKey = None
) -> CaseView:
    """A draft. The same Idempotency-Key, or the same guidance run, gives the same draft."""
    return await applications.open_case_once(
        session, viewer, idempotency_key, body.item_code, body.guidance_run_id, body.form
    )


@router.get("")
async def list_cases(
    viewer: CurrentViewer,
    session: Reading,
    limit: Limit = 20,
    cursor: Cursor = 0,
    status: Annotated[str | None, Query(max_length=24)] = None,
) -> CasePage:
    return await service.list_cases(session, viewer, status, cursor, limit)


@router.get("/{number}")
async def look_at_case(number: str, viewer: CurrentViewer, session: Reading) -> CaseView:
    return await service.look_at_case(session, viewer, number)


@router.patch("/{number}")
async def change_form(
    number: str, body: ChangeForm, viewer: CurrentViewer, session: Writing
) -> CaseView:
    """Save part of the form; wrong values are kept and named in `form_errors`."""
    return await service.change_form(session, viewer, number, body.form)


@router.post("/{number}/prereview", status_code=202)
async def ask_for_prereview(number: str, viewer: CurrentViewer, session: Writing) -> PreReviewView:
    """Start a pre-review; asking again about the same content starts no second one."""
    return await prereviews.ask_for_prereview(session, viewer, number)


@router.get("/{number}/prereview")
async def look_at_prereview(number: str, viewer: CurrentViewer, session: Reading) -> PreReviewView:
    return await prereviews.look_at_prereview(session, viewer, number)


@router.post("/{number}/prereview/manual")
async def ask_for_person(number: str, viewer: CurrentViewer, session: Writing) -> PreReviewView:
    """Have a person look after the machine; asking again changes nothing."""
    return await manual.ask_for_person(session, viewer, number)


@router.post("/{number}/submit")
async def submit_case(
    number: str,
    viewer: CurrentViewer,
    session: Writing,
    port: Licences,
    body: HandIn | None = None,
) -> SubmittedView:
    """Hand in once: any further press gives the same receipt."""
    anyway = body is not None and body.anyway
    return await handing_in.submit(port, session, viewer, number, anyway)


@router.get("/{number}/receipt")
async def read_receipt(number: str, viewer: CurrentViewer, session: Reading) -> ReceiptView:
    return await applications.read_receipt(session, viewer, number)


@router.post("/{number}/supplement")
async def supplement_case(
    number: str,
    viewer: CurrentViewer,
    session: Writing,
    port: Licences,
    body: HandIn | None = None,
) -> CaseView:
    """Hand in what the window asked for; repeating it changes nothing."""
    anyway = body is not None and body.anyway
    return await handing_in.supplement(port, session, viewer, number, anyway)


@router.post("/{number}/withdraw")
async def withdraw_case(
    number: str, viewer: CurrentViewer, session: Writing, body: WithdrawCase | None = None
) -> CaseView:
    """Take the case back before the decision; repeating it changes nothing."""
    return await handing_in.withdraw(session, viewer, number, body.reason if body else "")
