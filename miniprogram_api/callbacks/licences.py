"""The browser comes back from 电子证照 with the holder's answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse

from flows.licences import lending
from miniprogram_api.auth import signed_by_platform
from miniprogram_api.deps import Licences

router = APIRouter(
    prefix="/callbacks/licences", tags=["callbacks"], dependencies=[Depends(signed_by_platform)]
)


@router.get("", response_class=RedirectResponse)
async def come_back(
    licences: Licences,
    state: Annotated[str, Query(max_length=100)] = "",
    credential: Annotated[str, Query(max_length=200)] = "",
    error: Annotated[str, Query(max_length=100)] = "",
) -> RedirectResponse:
    """On to the draft. The state carries our own signature and works once."""
    return RedirectResponse(await lending.come_back(licences, state, credential, error), 303)
