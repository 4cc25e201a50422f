"""The letters of the viewer's own case."""

from __future__ import annotations

from fastapi import APIRouter, Response

from flows.cases import letters
from flows.letters.views import LettersView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading

router = APIRouter(prefix="/api/v1/cases/{number}/letters", tags=["letters"])


@router.get("")
async def list_letters(number: str, viewer: CurrentViewer, session: Reading) -> LettersView:
    """The oldest first; a letter can be downloaded once its seal is on."""
    return await letters.list_letters(session, viewer, number)


@router.get("/{letter_id}", response_class=Response)
async def read_letter(
    number: str, letter_id: str, viewer: CurrentViewer, session: Reading
) -> Response:
    """The sealed letter (PDF)."""
    name, content = await letters.read_letter(session, viewer, number, letter_id)
    return as_attachment(name, "application/pdf", content)
