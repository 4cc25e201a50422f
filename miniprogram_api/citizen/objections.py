"""异议 to published results, by citizens who are signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from flows.publications import public
from flows.publications.views import ObjectionsView, ObjectionView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1", tags=["publications"])


class Objection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=2000)]


@router.post("/publications/{publication_id}/objections", status_code=201)
async def object_to(
    publication_id: Annotated[str, Path(max_length=32)],
    body: Objection,
    viewer: CurrentViewer,
    session: Writing,
) -> ObjectionView:
    """Say what is wrong; one's own open objection is answered as it stands."""
    return await public.object_to(session, viewer, publication_id, body.text)


@router.get("/objections")
async def own_objections(viewer: CurrentViewer, session: Reading) -> ObjectionsView:
    """One's own objections with their answers."""
    return await public.own_objections(session, viewer)
