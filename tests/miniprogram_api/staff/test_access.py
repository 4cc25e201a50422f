"""三员分立 through the doors: accounts, grants, locks, one's own account, and what scopes show."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import select

from flows.organisation import seeding
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, Case, Staff
from foundation.viewer import ADMINISTRATORS
from tests.factories.cases import FOOD, submitted_case, task_of
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

S = "/staff/v1"
MARKET = "11440106007519140X"
PASSWORD = "Zhuhe!7Bay2"


@dataclass
class House:
    """The three administrators and the tree this house ships."""

    admin: Person
    security: Person
    auditor: Person
    units: dict[str, Any]

    def unit(self, words: str) -> str:
        return next(str(u["id"]) for name, u in self.units.items() if words in name)


@pytest.fixture
async def house(client: httpx.AsyncClient) -> House:
    async with db.writing() as session:
        await seeding.bring(session)
    admin, security, auditor = [
        await staff_member(client, role, name=role) for role in ADMINISTRATORS
    ]
    tree = await admin.get(f"{S}/organisation")
    return House(admin, security, auditor, {u["name"]: u for u in tree["units"]})


async def account(house: House, username: str = "fengjy", unit: str = "市场监督") -> Any:
    """A new account with its one-time code."""
    body = {"username": username, "display_name": "冯嘉仪", "unit_id": house.unit(unit)}
    return await house.admin.post(f"{S}/people", body)


async def enrol(http: httpx.AsyncClient, username: str, code: str) -> tuple[str, httpx.Response]:
    """The secret of the new authenticator, and how completing went."""
    who = {"username": username, "code": code}
    shown = (await http.post(f"{S}/enrolment", json=who)).json()
    assert "<svg" in shown["qr_svg"]
    done = await http.post(
        f"{S}/enrolment/complete",
        json={**who, "password": PASSWORD, "otp": pyotp.TOTP(shown["secret"]).now()},
    )
    return shown["secret"], done


async def login(http: httpx.AsyncClient, username: str, secret: str, step: int = 1) -> Any:
    """`step`: a code works once, so the next one is taken."""
    otp = pyotp.TOTP(secret).at(int(time.time()) + 30 * step)
    body = {"username": username, "password": PASSWORD, "otp": otp}
    return await http.post(f"{S}/login", json=body)


async def test_from_an_account_to_a_first_look(client: httpx.AsyncClient, house: House) -> None:
    """Nothing before security agrees; what is granted holds at the next request, and so does
    what is taken back."""
    made = await account(house)
    person = f"{S}/people/{made['person']['id']}"
    problem(await client.post(f"{S}/enrolment", json={"username": "fengjy", "code": "X"}), 401)
    secret, done = await enrol(client, "fengjy", made["code"])
    assert done.status_code == 204
    used = {"username": "fengjy", "code": made["code"]}
    problem(await client.post(f"{S}/enrolment", json=used), 401, "enrolment_failed")
    opened = (await login(client, "fengjy", secret)).json()
    assert opened["staff"]["permissions"] == []
    feng = Person(client, opened["token"], opened["staff"]["id"])
    problem(await feng.ask("GET", f"{S}/cases"), 403, "forbidden")
    wish = {"role_id": "officer", "units": [house.unit("市场监督")]}
    asked = await house.admin.post(f"{person}/grant_requests", wish)
    assert (await house.admin.post(f"{person}/grant_requests", wish))["id"] == asked["id"]
    problem(await feng.ask("GET", f"{S}/cases"), 403, "forbidden")
    problem(await house.admin.ask("POST", f"{S}/grants/{asked['id']}/decide",
                                  json={"verdict": "approve"}), 403)  # fmt: skip
    waiting = await house.security.get(f"{S}/grants")
    assert [(g["person"]["name"], g["can"]) for g in waiting["items"]] == [
        ("冯嘉仪", ["approve", "refuse"])
    ]
    await house.security.post(f"{S}/grants/{asked['id']}/decide", {"verdict": "approve"})
    assert (await feng.get(f"{S}/cases"))["total"] == 0
    await house.security.post(f"{S}/grants/{asked['id']}/revoke", {})
    problem(await feng.ask("GET", f"{S}/cases"), 403, "forbidden")
    async with db.reading() as session:
        acts = (await session.scalars(select(AccessRecord.what).order_by(AccessRecord.id))).all()
    told = [what.split("：")[0] for what in acts]
    assert [t for t in told if t in ("开户", "激活账号", "申请授权", "批准授权", "撤销授权")] == [
        "开户", "激活账号", "申请授权", "批准授权", "撤销授权"
    ]  # fmt: skip


async def test_powers_stay_apart(client: httpx.AsyncClient, house: House) -> None:
    """Nobody grants himself, holds two, decides his own, or leaves the house without one."""
    made = await account(house)
    person = f"{S}/people/{made['person']['id']}"
    own = f"{S}/people/{house.security.user_id}/grants"
    wish = {"role_id": "clerk"}
    problem(await house.security.ask("POST", own, json=wish), 403, "not_for_oneself")
    for role, other in (("clerk", "security"), ("auditor", "admin")):
        given = await house.security.post(f"{person}/grants", {"role_id": role})
        both = await house.security.ask("POST", f"{person}/grants", json={"role_id": other})
        problem(both, 409, "powers_apart")
        await house.security.post(f"{S}/grants/{given['id']}/revoke", {})
    problem(
        await house.security.ask("POST", f"{S}/people/{house.admin.user_id}/grants", json=wish),
        409, "powers_apart",
    )  # fmt: skip
    limited = {"role_id": "auditor", "items": [FOOD]}
    problem(await house.security.ask("POST", f"{person}/grants", json=limited), 422)
    second = await house.security.post(f"{person}/grants", {"role_id": "security"})
    other_way = f"{S}/people/{house.security.user_id}"
    taken = await house.security.ask("POST", f"{S}/grants/{second['id']}/revoke", json={})
    assert taken.status_code == 200
    problem(await house.admin.ask("POST", f"{other_way}/disable"), 409, "last_administrator")
    problem(await house.admin.ask("POST", f"{other_way}/reset"), 409, "last_administrator")
    problem(
        await house.admin.ask("POST", f"{S}/people/{house.admin.user_id}/disable"), 409,
        "not_oneself",
    )  # fmt: skip
    kept = {"name": "窗口受理员", "permissions": ["cases.view", "access.manage"], "version": 0}
    problem(await house.security.ask("PUT", f"{S}/roles/clerk", json=kept), 409, "powers_apart")
    fixed = {"name": "审计管理员", "permissions": [], "version": 0}
    problem(await house.security.ask("PUT", f"{S}/roles/auditor", json=fixed), 409, "powers_apart")
    problem(await house.auditor.ask("GET", f"{S}/people"), 403)


async def test_a_reset_account_waits_for_security(client: httpx.AsyncClient, house: House) -> None:
    """All sessions end, old secrets are void, and who resets cannot come in alone."""
    made = await account(house)
    person = f"{S}/people/{made['person']['id']}"
    secret, _ = await enrol(client, "fengjy", made["code"])
    await house.security.post(f"{person}/grants", {"role_id": "officer"})
    feng = Person(client, (await login(client, "fengjy", secret)).json()["token"])
    reset = await house.admin.post(f"{person}/reset")
    assert reset["person"]["state"] == "locked"
    problem(await feng.ask("GET", f"{S}/me"), 401, "session_expired")
    problem(await login(client, "fengjy", secret), 401, "login_failed")
    fresh, done = await enrol(client, "fengjy", reset["code"])
    assert done.status_code == 204
    problem(await login(client, "fengjy", fresh), 423, "locked")
    problem(await house.admin.ask("POST", f"{person}/unlock"), 403)
    await house.security.post(f"{person}/unlock")
    token = (await login(client, "fengjy", fresh, step=-1)).json()
    if "token" not in token:  # that code was the one used in enrolling
        token = (await login(client, "fengjy", fresh)).json()
    feng = Person(client, token["token"])
    problem(await house.security.ask("POST", f"{person}/lock", json={"reason": " "}), 422)
    await house.security.post(f"{person}/lock", {"reason": "异地登录"})
    problem(await feng.ask("GET", f"{S}/me"), 401, "session_expired")


async def test_ones_own_password_and_sessions(client: httpx.AsyncClient, house: House) -> None:
    made = await account(house)
    secret, _ = await enrol(client, "fengjy", made["code"])
    here = Person(client, (await login(client, "fengjy", secret)).json()["token"])
    async with db.writing() as session:
        row = await session.get_one(Staff, made["person"]["id"])
        row.otp_last_step = 0
    there = Person(client, (await login(client, "fengjy", secret)).json()["token"])
    listed = (await here.get(f"{S}/me/sessions"))["items"]
    assert [s["is_this"] for s in listed] == [True, False]
    path = f"{S}/me/password"
    for weak in ("short1A!", "alllowercase1", "Fengjy2026!x", "Aa1!1234zzz", "Admin2026!x"):
        refused = await here.ask("POST", path, json={"present": PASSWORD, "password": weak})
        assert problem(refused, 422)["errors"][0]["field"] == "password"
    wrong = {"present": "not this", "password": "Lychee+9Bay"}
    assert problem(await here.ask("POST", path, json=wrong), 422)["errors"][0]["field"] == "present"
    await here.post(path, {"present": PASSWORD, "password": "Lychee+9Bay"})
    problem(await there.ask("GET", f"{S}/me"), 401, "session_expired")
    assert len((await here.get(f"{S}/me/sessions"))["items"]) == 1
    problem(await here.ask("DELETE", f"{S}/me/sessions/{listed[1]['id']}"), 404)
    await here.delete(f"{S}/me/sessions/{listed[0]['id']}")
    problem(await here.ask("GET", f"{S}/me"), 401)


async def test_an_old_password_must_be_changed_first(
    client: httpx.AsyncClient, change_settings: Any
) -> None:
    staff = await staff_member(client, "officer")
    async with db.writing() as session:
        row = await session.get_one(Staff, staff.user_id)
        row.password_changed_at = now() - timedelta(days=400)
    me = (await staff.get(f"{S}/me"))["staff"]
    assert (me["must_change_password"], me["permissions"]) == (True, [])
    problem(await staff.ask("GET", f"{S}/tasks"), 403, "forbidden")
    change_settings(staff_password_days=0)
    assert "cases.view" in (await staff.get(f"{S}/me"))["staff"]["permissions"]


async def test_scopes_by_item_street_and_field(
    client: httpx.AsyncClient, citizen: Person, officer: Person, house: House
) -> None:
    """The case of 石牌西路 is seen by who has its street; acts and fields follow the grant."""
    number = await submitted_case(citizen)
    async with db.writing() as session:
        case = await session.get_one(Case, number)
        case.region = "石牌街道"
    task = await task_of(officer, number)
    person = await staff_member(client, "")
    grants = f"{S}/people/{person.user_id}/grants"
    elsewhere = {"role_id": "officer", "regions": ["林和街道"]}
    viewing = {
        "role_id": "clerk", "units": [house.unit("市场监督")], "items": [FOOD],
        "regions": ["石牌街道"],
        "fields": [
            {"item": FOOD, "field": "phone", "shown": "hidden"},
            {"item": "", "field": "premises_address", "shown": "masked"},
        ],
    }  # fmt: skip
    problem(await person.ask("GET", f"{S}/cases/{number}"), 403)
    await house.security.post(grants, elsewhere)
    assert (await person.get(f"{S}/cases"))["total"] == 0
    problem(await person.ask("GET", f"{S}/cases/{number}"), 404, "case_unknown")
    given = await house.security.post(grants, viewing)
    shown = await person.get(f"{S}/cases/{number}")
    assert "phone" not in shown["form"]
    assert "13800138001" not in str(shown)
    assert shown["form"]["premises_address"] == "广***"
    assert shown["hidden_fields"] == ["phone"]
    listed = [f["id"] for s in shown["form_schema"]["sections"] for f in s["fields"]]
    assert "phone" not in listed
    # 林和街道 gives deciding and revealing, 石牌街道 only accepting: powers do not leak across.
    reveal = {"fields": ["phone"], "reason": "核对"}
    problem(await person.ask("POST", f"{S}/cases/{number}/reveal", json=reveal), 403)
    no = {"decision": "reject", "note": "不符"}
    problem(await person.ask("POST", f"{S}/tasks/{task}/complete", json=no), 403)
    await _preview_tells(house, person, number)
    await house.security.post(f"{S}/grants/{given['id']}/revoke", {})
    problem(await person.ask("GET", f"{S}/cases/{number}"), 404, "case_unknown")


async def _preview_tells(house: House, person: Person, number: str) -> None:
    """With their eyes: by which grant, and how each field."""
    why = await house.security.get(f"{S}/people/{person.user_id}/preview/cases/{number}")
    assert why["is_visible"]
    assert [r["fits"] for r in why["reasons"]] == [False, True]
    assert {f["id"]: f["shown"] for f in why["fields"]}["phone"] == "hidden"
    seen = await house.security.get(f"{S}/people/{person.user_id}/preview")
    assert (seen["cases"], seen["whole"]) == (1, 1)


async def test_a_changed_role_reaches_its_holders(officer: Person, house: House) -> None:
    roles = {r["id"]: r for r in (await house.security.get(f"{S}/roles"))["roles"]}
    wish = {
        "name": "审批员", "note": "", "version": 0,
        "permissions": [p for p in roles["officer"]["permissions"] if p != "cases.reveal"],
    }  # fmt: skip
    changed = (await house.security.ask("PUT", f"{S}/roles/officer", json=wish)).json()
    assert changed["removed"] == ["cases.reveal"]
    assert "cases.reveal" not in (await officer.get(f"{S}/me"))["staff"]["permissions"]
    problem(await house.security.ask("PUT", f"{S}/roles/officer", json=wish), 409, "conflict")
    own = {"name": "核查员", "permissions": ["cases.view"], "base": "officer"}
    made = await house.security.post(f"{S}/roles", own)
    assert (await house.security.post(f"{S}/roles", own))["id"] == made["id"]
    path = f"{S}/people/{officer.user_id}/grants"
    given = await house.security.post(path, {"role_id": made["id"]})
    busy = await house.security.ask("POST", f"{S}/roles/{made['id']}/close")
    assert "1人" in problem(busy, 409, "role_in_use")["detail"]
    await house.security.post(f"{S}/grants/{given['id']}/revoke", {})
    assert (await house.security.ask("POST", f"{S}/roles/{made['id']}/close")).status_code == 204
    problem(await house.security.ask("POST", path, json={"role_id": made["id"]}), 404)
