"""Samples of materials: how a paper looks, and what a clerk looks at on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from flows.samples import service
from flows.samples.views import SampleView
from miniprogram_api.auth import anyone

router = APIRouter(prefix="/api/v1", tags=["catalogue"], dependencies=[Depends(anyone)])

SampleId = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,48}$")]
SideNumber = Annotated[int, Path(ge=1, le=9)]


@router.get("/samples/{sample_id}")
async def read_sample(sample_id: SampleId) -> SampleView:
    """A sample with its numbered spots; the pictures have addresses of their own."""
    return await service.read_sample(sample_id)


@router.get("/samples/{sample_id}/sides/{side}", response_class=Response)
async def draw_side(sample_id: SampleId, side: SideNumber) -> Response:
    """One picture, as PNG."""
    content = await service.draw(sample_id, side)
    return Response(content, media_type="image/png", headers=service.MAY_BE_KEPT)
