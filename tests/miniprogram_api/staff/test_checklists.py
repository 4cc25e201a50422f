"""勘察清单: written by an editor, published by a second, used from the next inspection on."""

from __future__ import annotations

from typing import Any

import httpx

from knowledge_base import serving
from knowledge_base.inspections import checklist_of
from tests.factories.cases import FOOD
from tests.factories.people import staff_member
from tests.factories.problems import problem

KNOWLEDGE = "/staff/v1/knowledge"


async def test_a_checklist_is_changed_by_two_people(client: httpx.AsyncClient) -> None:
    editor = await staff_member(client, "editor", name="郑嘉雯")
    second = await staff_member(client, "editor", name="梁志强")
    page = await editor.get(f"{KNOWLEDGE}?kind=checklist")
    assert page["total"] == 3
    (one,) = [e for e in page["items"] if e["key"] == FOOD]
    path = f"{KNOWLEDGE}/{one['id']}"
    entry = await editor.get(path)
    body: dict[str, Any] = dict(entry["published"]["body"])
    added = {"id": "chimney", "text": "排烟口避开居民窗户", "source": "nowhere", "clause": "第三条"}
    body["points"] = [*body["points"], added]
    wanted = {"body": body, "version": 0, "note": "增加排烟"}
    saved = await editor.ask("PUT", f"{path}/draft", json=wanted)
    assert saved.status_code == 200
    told = problem(await editor.ask("POST", f"{path}/draft/submit"), 422)
    assert "points.7.source: 依据 nowhere 不在事项的来源里" in str(told["errors"])
    added["source"] = "food_safety_law"
    wanted["version"] = saved.json()["open"]["version"]
    await editor.ask("PUT", f"{path}/draft", json=wanted)
    await editor.post(f"{path}/draft/submit")
    await second.post(f"{path}/review", {"decision": "publish"})
    await serving.follow_now()
    points = checklist_of(FOOD)["points"]
    assert points[-1]["text"] == "排烟口避开居民窗户"
    assert points[-1]["clause"].endswith("第三条")
    assert len(points) == 8
