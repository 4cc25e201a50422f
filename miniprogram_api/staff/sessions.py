"""Staff sign-in and sign-out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, Field

from flows.staff import sign_in
from flows.staff.sign_in import StaffSessionView, StaffView
from foundation.clock import LocalMoment
from foundation.demo import staff_accounts
from foundation.errors import NotFound
from foundation.settings import settings
from miniprogram_api.auth import CurrentStaff, Token, anyone
from miniprogram_api.deps import Writing

router = APIRouter(tags=["staff"])

Client = Annotated[str, Header(description="浏览器，写在自己的登录列表里")]


class Login(BaseModel):
    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    otp: Annotated[str, Field(min_length=1, max_length=12)]


class Me(BaseModel):
    staff: StaffView
    expires_at: LocalMoment


class DemoAccount(BaseModel):
    username: str
    display_name: str
    role: str


class DemoAccounts(BaseModel):
    staff: list[DemoAccount]
    authenticator_url: str


@router.post("/staff/v1/login", dependencies=[Depends(anyone)])
async def login(body: Login, user_agent: Client = "") -> StaffSessionView:
    """Password and one-time code; five failures lock the account for a while."""
    return await sign_in.sign_in(body.username, body.password, body.otp, user_agent)


@router.get("/staff/v1/me")
async def me(staff: CurrentStaff, token: Token, session: Writing) -> Me:
    """Who is signed in; asking slides the idle limit."""
    expires_at = await sign_in.stay_signed_in(session, token)
    return Me(staff=sign_in.show_staff(staff), expires_at=expires_at)


@router.post("/staff/v1/logout", status_code=204)
async def logout(_staff: CurrentStaff, token: Token, session: Writing) -> None:
    await sign_in.sign_out(session, token)


@router.get("/api/v1/demo", dependencies=[Depends(anyone)])
async def demo_accounts() -> DemoAccounts:
    """The demonstration staff, only where the demonstration runs (`DEMO=1`)."""
    if not settings().demo:
        raise NotFound
    accounts = [
        DemoAccount(username=a.username, display_name=a.display_name, role=a.role)
        for a in staff_accounts()
    ]
    return DemoAccounts(staff=accounts, authenticator_url=settings().demo_authenticator_url)
