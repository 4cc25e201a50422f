"""The tree of units: moves, merges, closures and undoing; grants and accounts follow it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from flows.organisation import seeding
from foundation import db
from foundation.models import Staff, StaffGrant
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

O = "/staff/v1/organisation"  # noqa: E741
MARKET, HEALTH = "11440106007519140X", "11440106007519204U"


@pytest.fixture
async def admin(client: httpx.AsyncClient) -> Person:
    """The system administrator of a house with the shipped tree."""
    async with db.writing() as session:
        assert await seeding.bring(session) == 33
        assert await seeding.bring(session) == 0
    return await staff_member(client, "admin")


async def units(admin: Person) -> dict[str, Any]:
    tree = await admin.get(O)
    return {u["name"]: u for u in tree["units"]}


def named(tree: dict[str, Any], words: str) -> Any:
    return next(u for name, u in tree.items() if words in name)


async def put(admin: Person, unit: Any, **changes: Any) -> httpx.Response:
    kept = {name: unit[name] for name in ("name", "code", "region", "parent_id", "version")}
    return await admin.ask("PUT", f"{O}/units/{unit['id']}", json={**kept, **changes})


async def test_a_grant_follows_the_tree(client: httpx.AsyncClient, admin: Person) -> None:
    """Merged departments stay in reach by their old code; undone, all is as before."""
    security = await staff_member(client, "security")
    tree = await units(admin)
    market, health = named(tree, "市场监督"), named(tree, "卫生健康")
    office = {"name": "登记科", "kind": "office", "parent_id": market["id"], "version": 1}
    made = await admin.post(f"{O}/units", office)
    assert (await admin.post(f"{O}/units", office))["id"] == made["id"]
    person = await staff_member(client, "")
    wish = {"role_id": "clerk", "units": [market["id"]]}
    await security.post(f"/staff/v1/people/{person.user_id}/grants", wish)
    body = {"display_name": "冯嘉仪", "unit_id": made["id"]}
    moved = await admin.ask("PUT", f"/staff/v1/people/{person.user_id}", json=body)
    assert moved.json()["department"] == "广州市天河区市场监督管理局 · 登记科"

    async def state() -> tuple[list[str] | None, str]:
        async with db.reading() as session:
            own = select(StaffGrant).where(StaffGrant.staff_id == person.user_id)
            grant = (await session.scalars(own)).one()
            row = await session.get_one(Staff, person.user_id)
            return grant.departments, row.department_code

    assert await state() == ([MARKET], MARKET)
    await admin.post(f"{O}/units/{health['id']}/merge", {"into": market["id"]})
    assert await state() == (sorted([MARKET, HEALTH]), MARKET)
    undo = (await admin.get(O))["undo"]
    assert (undo["label"], undo["unit"]) == ("合并", health["name"])
    after = await admin.post(f"{O}/undo", {"event_id": undo["id"]})
    assert after["undo"] is None
    assert await admin.post(f"{O}/undo", {"event_id": undo["id"]}) == after
    assert await state() == ([MARKET], MARKET)
    made = (await units(admin))["登记科"]
    assert (await put(admin, made, parent_id=health["id"])).status_code == 200
    assert await state() == ([MARKET], HEALTH)
    history = (await admin.get(f"{O}/units/{made['id']}"))["history"]
    assert [e["label"] for e in history] == ["移动", "设立"]
    problem(await admin.ask("POST", f"{O}/undo", json={"event_id": undo["id"]}), 409)


async def test_what_a_tree_may_not_be(client: httpx.AsyncClient, admin: Person) -> None:
    tree = await units(admin)
    root, market = named(tree, "天河区"), named(tree, "市场监督")
    root = next(u for u in tree.values() if u["kind"] == "district")
    bureau, hall = named(tree, "政务服务数据"), named(tree, "综合窗口")
    problem(await put(admin, bureau, parent_id=hall["id"]), 422)
    problem(await put(admin, bureau, parent_id=bureau["id"]), 422)
    problem(await put(admin, root, name="越秀区", parent_id=market["id"]), 422)
    problem(await put(admin, market, code=HEALTH), 422)
    problem(await put(admin, market, name="市场局", version=9), 409)
    problem(await admin.ask("POST", f"{O}/units/{root['id']}/close"), 422)
    problem(await admin.ask("POST", f"{O}/units/{bureau['id']}/close"), 409, "unit_busy")
    into = {"into": hall["id"]}
    problem(await admin.ask("POST", f"{O}/units/{bureau['id']}/merge", json=into), 422)
    street = named(tree, "石牌")
    person = {"username": "liming", "display_name": "黎明", "unit_id": street["id"]}
    made = await admin.post("/staff/v1/people", person)
    problem(await admin.ask("POST", "/staff/v1/people", json=person), 422)
    problem(await admin.ask("POST", f"{O}/units/{street['id']}/close"), 409, "unit_busy")
    posts = (await admin.post(f"{O}/units/{street['id']}/posts", {"name": "民政岗"}))["items"]
    path = f"{O}/posts/{posts[0]['id']}"
    held = {"staff_ids": [made["person"]["id"]]}
    shown = (await admin.ask("PUT", f"{path}/holders", json=held)).json()["items"]
    assert [h["name"] for h in shown[0]["holders"]] == ["黎明"]
    problem(await admin.ask("PUT", f"{path}/holders", json={"staff_ids": ["x"]}), 422)
    found = (await admin.get(f"/staff/v1/people?unit_id={root['id']}&q=黎"))["items"]
    assert [(p["posts"], p["state_label"]) for p in found] == [(["民政岗"], "待激活")]
    await admin.post(f"/staff/v1/people/{made['person']['id']}/disable")
    assert (await admin.post(f"{O}/units/{street['id']}/close"))["state"] == "closed"
