"""Sessions of guests, citizens and enterprises."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from flows.accounts import service
from flows.accounts.service import Channel, SessionView
from foundation.clock import now
from miniprogram_api.auth import CurrentViewer, Token, ViewerIfAny, anyone
from miniprogram_api.deps import SignOn, WeChat, Writing

router = APIRouter(prefix="/api/v1/sessions", tags=["sessions"])


class OpenSession(BaseModel):
    channel: Channel
    code: Annotated[str | None, Field(max_length=512)] = None
    redirect_uri: Annotated[str | None, Field(max_length=1024)] = None


class SignOnAddress(BaseModel):
    url: str


@router.post("")
async def open_session(
    body: OpenSession, current: ViewerIfAny, session: Writing, sign_on: SignOn, wechat: WeChat
) -> SessionView:
    """Open a session; called with a guest's token, what the guest began is kept."""
    proof = await service.prove(body.channel, body.code, body.redirect_uri, sign_on, wechat)
    return await service.open_session(session, body.channel, proof, current)


@router.get("/sign_on", dependencies=[Depends(anyone)])
async def sign_on_address(
    sign_on: SignOn,
    redirect_uri: Annotated[str, Query(max_length=1024)],
    channel: Channel = "yueshengshi",
) -> SignOnAddress:
    """Where the browser goes to sign in; it comes back to `redirect_uri` with `code`."""
    return SignOnAddress(url=sign_on.authorize_url(redirect_uri, channel))


@router.get("/current")
async def current_session(viewer: CurrentViewer) -> SessionView:
    return SessionView(expires_at=now(), user=service.show_user(viewer))


@router.delete("/current", status_code=204)
async def close_session(_viewer: CurrentViewer, token: Token, session: Writing) -> None:
    await service.close_session(session, token)
