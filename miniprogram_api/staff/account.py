"""One's own account: enrolling, password, where one is signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from flows.staff import enrolment, own_sessions, passwords
from flows.staff.enrolment import Authenticator, Completion, EnrolCode
from flows.staff.own_sessions import SessionView
from miniprogram_api.auth import CurrentStaff, Token, anyone
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

Password = Annotated[str, Field(min_length=1, max_length=200)]


class PasswordChange(BaseModel):
    present: Password
    password: Password


class Sessions(BaseModel):
    items: list[SessionView]


@router.post("/enrolment", dependencies=[Depends(anyone)])
async def begin(body: EnrolCode, session: Writing) -> Authenticator:
    """The QR code of a new authenticator, for who holds the one-time code."""
    return await enrolment.begin(session, body)


@router.post("/enrolment/complete", status_code=204, dependencies=[Depends(anyone)])
async def complete(body: Completion, session: Writing) -> None:
    """A password of one's own and the authenticator's first code; uses up the one-time code."""
    await enrolment.complete(session, body)


@router.post("/me/password", status_code=204)
async def change_password(
    body: PasswordChange, staff: CurrentStaff, token: Token, session: Writing
) -> None:
    """Every other session of one's own ends."""
    await passwords.change_own(session, staff, token, body.present, body.password)


@router.get("/me/sessions")
async def list_sessions(staff: CurrentStaff, token: Token, session: Reading) -> Sessions:
    return Sessions(items=await own_sessions.list_own(session, staff, token))


@router.post("/me/sessions/end_others", status_code=204)
async def end_others(staff: CurrentStaff, token: Token, session: Writing) -> None:
    await own_sessions.end_others(session, staff, token)


@router.delete("/me/sessions/{session_id}", status_code=204)
async def end_session(session_id: str, staff: CurrentStaff, session: Writing) -> None:
    await own_sessions.end_one(session, staff, session_id)
