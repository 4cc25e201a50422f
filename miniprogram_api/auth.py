"""Who may call a route. Every route depends on exactly one of these (tests/structure holds it)."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import Depends, Header

from flows.accounts.errors import SessionUnknown
from flows.accounts.service import viewer_of_token
from flows.staff.errors import StaffSessionUnknown
from flows.staff.sign_in import staff_of_token
from foundation import db
from foundation.audit.actor import act_as
from foundation.endpoints import authorises
from foundation.errors import Forbidden, SignInRequired
from foundation.settings import settings
from foundation.viewer import StaffMember, Viewer

Authorization = Annotated[str, Header(max_length=300)]


@authorises("anyone")
async def anyone() -> None:
    """Public: no rows of anybody are touched."""


async def bearer_token(authorization: Authorization = "") -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


@authorises("viewer")
async def current_viewer(token: Annotated[str, Depends(bearer_token)]) -> Viewer:
    """A guest, citizen or enterprise by bearer token. Raises: SignInRequired, SessionUnknown."""
    if not token:
        raise SignInRequired("请先打开办事助手建立会话，再继续。")
    async with db.reading() as session:
        viewer = await viewer_of_token(session, token)
    act_as(f"user:{viewer.user_id}", viewer.kind, token)
    return viewer


@authorises("viewer or nobody")
async def viewer_if_any(token: Annotated[str, Depends(bearer_token)]) -> Viewer | None:
    """For routes that know a guest again but need none; a dead token counts as none."""
    if not token:
        return None
    try:
        return await current_viewer(token)
    except SessionUnknown:
        return None


@authorises("staff")
async def current_staff(token: Annotated[str, Depends(bearer_token)]) -> StaffMember:
    """A member of staff by bearer token. Raises: StaffSessionUnknown."""
    if not token:
        raise StaffSessionUnknown
    async with db.reading() as session:
        staff = await staff_of_token(session, token)
    act_as(f"staff:{staff.username}", staff.role, token)
    return staff


@authorises("bot")
async def the_bot(token: Annotated[str, Depends(bearer_token)]) -> None:
    """Only our own Rasa process, by the shared action token."""
    expected = settings().action_token.get_secret_value()
    if not expected or not secrets.compare_digest(token.encode(), expected.encode()):
        raise Forbidden("只有本系统的对话引擎可以调用。")
    act_as("bot")


@authorises("platform signature")
async def signed_by_platform() -> None:
    """The route proves the platform's signature on the raw body itself, before anything else."""


CurrentViewer = Annotated[Viewer, Depends(current_viewer)]
ViewerIfAny = Annotated[Viewer | None, Depends(viewer_if_any)]
CurrentStaff = Annotated[StaffMember, Depends(current_staff)]
Token = Annotated[str, Depends(bearer_token)]
