"""Staff sign-in: two factors, a code works once, a lock after five failures."""

from __future__ import annotations

import time
from datetime import timedelta

import httpx
import pyotp
import pytest
from sqlalchemy import text, update

from flows.demo import seed
from foundation import db
from foundation.clock import now
from foundation.demo import DEMO_PASSWORD, staff_accounts
from foundation.models import Staff, StaffSession
from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem

ACCOUNT = staff_accounts()[0]


def otp(shift_seconds: int = 0) -> str:
    return pyotp.TOTP(ACCOUNT.otp_secret).at(int(time.time()) + shift_seconds)


def credentials(**changed: str) -> dict[str, str]:
    return {
        "username": ACCOUNT.username, "password": DEMO_PASSWORD, "otp": otp(), **changed
    }  # fmt: skip


@pytest.fixture
async def accounts(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The demonstration staff exist."""
    assert await seed() == len(staff_accounts())
    assert await seed() == 0
    return client


async def login(http: httpx.AsyncClient, **changed: str) -> httpx.Response:
    return await http.post("/staff/v1/login", json=credentials(**changed))


async def test_password_and_code_open_a_session(accounts: httpx.AsyncClient) -> None:
    opened = (await login(accounts)).json()
    assert opened["staff"]["username"] == ACCOUNT.username
    assert "cases.decide" in opened["staff"]["permissions"]
    staff = Person(accounts, opened["token"])
    assert (await staff.get("/staff/v1/me"))["staff"] == opened["staff"]
    await staff.post("/staff/v1/logout")
    problem(await staff.ask("GET", "/staff/v1/me"), 401, "session_expired")


async def test_a_code_works_once(accounts: httpx.AsyncClient) -> None:
    code = otp()
    assert (await login(accounts, otp=code)).status_code == 200
    problem(await login(accounts, otp=code), 401, "login_failed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "nobody"},
        {"password": "wrong"},
        {"otp": "000000"},
        {"otp": "一二三四五六"},
        {"username": "' OR 1=1 --"},
    ],
)
async def test_whatever_is_wrong_is_said_alike(
    accounts: httpx.AsyncClient, wrong: dict[str, str]
) -> None:
    refusal = problem(await login(accounts, **wrong), 401, "login_failed")
    assert refusal["detail"].startswith("用户名、密码或动态码不正确")


async def test_a_nul_in_a_name_is_refused(accounts: httpx.AsyncClient) -> None:
    refused = await login(accounts, username="a\x00b")
    assert refused.status_code in (401, 422)
    problem(refused, refused.status_code)


async def test_an_old_code_is_wrong(accounts: httpx.AsyncClient) -> None:
    problem(await login(accounts, otp=otp(-120)), 401, "login_failed")


async def test_five_failures_lock_even_the_right_password(accounts: httpx.AsyncClient) -> None:
    for _ in range(4):
        problem(await login(accounts, password="wrong"), 401, "login_failed")
    problem(await login(accounts, password="wrong"), 423, "locked")
    problem(await login(accounts), 423, "locked")
    async with db.writing() as session:
        past = update(Staff).values(locked_until=now() - timedelta(seconds=1))
        await session.execute(past)
    assert (await login(accounts)).status_code == 200


async def test_a_success_forgets_earlier_failures(accounts: httpx.AsyncClient) -> None:
    for _ in range(4):
        await login(accounts, password="wrong")
    assert (await login(accounts)).status_code == 200
    for _ in range(4):
        problem(await login(accounts, password="wrong"), 401, "login_failed")


async def test_staff_who_left_are_out_at_once(accounts: httpx.AsyncClient) -> None:
    staff = Person(accounts, (await login(accounts)).json()["token"])
    async with db.writing() as session:
        await session.execute(update(Staff).values(is_active=False))
    problem(await staff.ask("GET", "/staff/v1/me"), 401)
    problem(await login(accounts, otp=otp(30)), 401)


async def test_an_idle_session_ends_and_a_used_one_slides(client: httpx.AsyncClient) -> None:
    staff = await staff_member(client)
    async with db.writing() as session:
        soon = update(StaffSession).values(expires_at=now() + timedelta(minutes=1))
        await session.execute(soon)
    before = now()
    slid = (await staff.get("/staff/v1/me"))["expires_at"]
    assert slid > (before + timedelta(minutes=20)).astimezone().isoformat()
    async with db.writing() as session:
        past = update(StaffSession).values(expires_at=now() - timedelta(seconds=1))
        await session.execute(past)
    problem(await staff.ask("GET", "/staff/v1/tasks"), 401, "session_expired")


async def test_tokens_of_citizens_and_staff_are_apart(client: httpx.AsyncClient) -> None:
    citizen, staff = await sign_in(client), await staff_member(client)
    problem(await citizen.ask("GET", "/staff/v1/me"), 401, "session_expired")
    problem(await staff.ask("GET", "/api/v1/cases"), 401, "session_expired")


async def test_passwords_and_secrets_are_not_kept_in_the_open(accounts: httpx.AsyncClient) -> None:
    async with db.reading() as session:
        rows = (await session.execute(text("SELECT * FROM staff"))).all()
    raw = b" ".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    assert DEMO_PASSWORD.encode() not in raw
    assert ACCOUNT.otp_secret.encode() not in raw
