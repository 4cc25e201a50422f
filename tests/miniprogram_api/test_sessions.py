"""Sessions: guests, citizens, enterprises, and what is kept when a guest signs in."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex

import httpx
import pytest
from sqlalchemy import update

from flows.conversations.replies import command
from foundation import db
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import UserSession
from tests.factories.cases import FOOD, finished_run
from tests.factories.people import (
    CHEN,
    DENG_SLOW,
    LI,
    RESTAURANT,
    RETURN_TO,
    WU_REFUSED,
    ZHOU_LOW_LEVEL,
    Person,
    open_guest,
    sign_in,
    sign_on_code,
)
from tests.factories.problems import problem

SESSIONS = "/api/v1/sessions"


async def test_a_guest_is_nobody_with_a_token(client: httpx.AsyncClient) -> None:
    opened = (await client.post(SESSIONS, json={"channel": "guest"})).json()
    assert opened["user"]["kind"] == "guest"
    assert opened["user"]["assurance_level"] == "none"
    assert opened["expires_at"].endswith("+08:00")
    assert datetime.fromisoformat(opened["expires_at"]) > now() + timedelta(days=6)


async def test_a_guest_who_returns_is_the_same_guest(guest: Person) -> None:
    again = await guest.post(SESSIONS, {"channel": "guest"})
    assert again["user"]["id"] == guest.user_id


async def test_a_citizen_is_shown_masked(citizen: Person) -> None:
    user = (await citizen.get(f"{SESSIONS}/current"))["user"]
    assert user == {
        "id": citizen.user_id,
        "kind": "citizen",
        "display_name": "陈*文",
        "assurance_level": "L2",
    }


async def test_an_enterprise_is_shown_by_its_name(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, RESTAURANT)
    user = (await person.get(f"{SESSIONS}/current"))["user"]
    assert (user["kind"], user["display_name"]) == (
        "enterprise",
        "广州天河小馆餐饮管理有限公司（演示）",
    )


async def test_the_same_citizen_is_one_user_on_every_device(client: httpx.AsyncClient) -> None:
    assert (await sign_in(client)).user_id == (await sign_in(client)).user_id


async def test_a_mini_program_signs_in_by_its_code(client: httpx.AsyncClient) -> None:
    def body(code: str) -> dict[str, str]:
        return {"channel": "miniprogram", "code": code}

    once, again = f"alice.{token_hex(4)}", f"alice.{token_hex(4)}"
    first = (await client.post(SESSIONS, json=body(once))).json()
    second = (await client.post(SESSIONS, json=body(again))).json()
    assert first["user"]["id"] == second["user"]["id"]
    assert first["user"]["kind"] == "guest"
    for refused in (once, "reject"):
        problem(await client.post(SESSIONS, json=body(refused)), 400)


async def test_low_assurance_opens_no_case(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, ZHOU_LOW_LEVEL)
    refused = await person.ask("POST", "/api/v1/cases", json={"item_code": FOOD})
    assert "实名" in problem(refused, 403, "assurance_too_low")["detail"]


async def test_a_guest_opens_no_case(guest: Person) -> None:
    refused = await guest.ask("POST", "/api/v1/cases", json={"item_code": FOOD})
    problem(refused, 401, "sign_in_required")


@pytest.mark.impatient
@pytest.mark.parametrize(
    ("uid", "status", "code"),
    [(WU_REFUSED, 502, "sign_on_refused"), (DENG_SLOW, 503, "outside_unavailable")],
)
async def test_a_platform_that_fails_is_said_so(
    client: httpx.AsyncClient, uid: str, status: int, code: str
) -> None:
    body = {"channel": "yueshengshi", "redirect_uri": RETURN_TO}
    body["code"] = await sign_on_code(client, uid)
    problem(await client.post(SESSIONS, json=body), status, code)


async def test_a_code_works_once_and_for_its_own_address(client: httpx.AsyncClient) -> None:
    code = await sign_on_code(client, CHEN)
    body = {"channel": "yueshengshi", "code": code, "redirect_uri": RETURN_TO}
    assert (await client.post(SESSIONS, json=body)).status_code == 200
    problem(await client.post(SESSIONS, json=body), 400, "sign_on_code_invalid")
    stolen = {**body, "code": await sign_on_code(client, CHEN), "redirect_uri": "http://127.0.0.1/"}
    problem(await client.post(SESSIONS, json=stolen), 400, "sign_on_code_invalid")


INCOMPLETE: list[dict[str, str]] = [
    {},
    {"channel": "telepathy"},
    {"channel": "yueshengshi"},
    {"channel": "yueshengshi", "code": "made-up"},
    {"channel": "miniprogram"},
    {"channel": "guest", "code": "x" * 600},
]


async def test_an_incomplete_sign_in_is_told_what_lacks(client: httpx.AsyncClient) -> None:
    for body in INCOMPLETE:
        assert problem(await client.post(SESSIONS, json=body), 422)["errors"], body


async def test_a_token_nobody_gave_opens_nothing(client: httpx.AsyncClient) -> None:
    for given in ("", "Bearer", "Bearer made-up", "Basic abc", "Bearer 　"):
        headers = httpx.Headers({"Authorization": given}, encoding="utf-8")
        problem(await client.get(f"{SESSIONS}/current", headers=headers), 401)


async def test_a_session_ends_by_time_and_by_sign_out(client: httpx.AsyncClient) -> None:
    person = await open_guest(client)
    await person.delete(f"{SESSIONS}/current")
    problem(await person.ask("GET", f"{SESSIONS}/current"), 401, "session_expired")
    other = await open_guest(client)
    async with db.writing() as session:
        mine = UserSession.token_hash == token_hash(other.token)
        ended = update(UserSession).where(mine).values(expires_at=now() - timedelta(seconds=1))
        await session.execute(ended)
    problem(await other.ask("GET", f"{SESSIONS}/current"), 401, "session_expired")


async def test_signing_in_keeps_what_the_guest_began(client: httpx.AsyncClient) -> None:
    guest = await open_guest(client)
    run = await finished_run(guest)
    await guest.press(command("item_ask", item_code=FOOD))
    citizen = await sign_in(client, guest=guest)
    kept = await citizen.get(f"/api/v1/guidance/runs/{run['run_id']}")
    assert kept["answers"] == run["answers"]
    assert (await citizen.get("/api/v1/chat/messages"))["total"] == 2
    case = await citizen.post(
        "/api/v1/cases", {"item_code": FOOD, "guidance_run_id": run["run_id"]}
    )
    assert case["status"] == "draft"
    assert (await guest.ask("GET", f"/api/v1/guidance/runs/{run['run_id']}")).status_code == 404


async def test_two_talks_become_one_when_a_known_citizen_signs_in(
    client: httpx.AsyncClient,
) -> None:
    citizen = await sign_in(client)
    await citizen.press("/case_list")
    guest = await open_guest(client)
    await guest.press("/human")
    again = await sign_in(client, guest=guest)
    page = await again.get("/api/v1/chat/messages")
    assert page["total"] == 4
    assert "12345" in page["items"][-1]["text"]


async def test_nobody_takes_over_what_a_citizen_began(client: httpx.AsyncClient) -> None:
    """Signing in with another citizen's token in hand hands nothing over."""
    chen = await sign_in(client)
    run = await finished_run(chen)
    li = await sign_in(client, LI, guest=chen)
    assert li.user_id != chen.user_id
    problem(await li.ask("GET", f"/api/v1/guidance/runs/{run['run_id']}"), 404)
    assert (await chen.get(f"/api/v1/guidance/runs/{run['run_id']}"))["run_id"] == run["run_id"]
