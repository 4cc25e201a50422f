"""A report while it is written: every fault at its field, when it is due, whom it reaches."""

from __future__ import annotations

import httpx
import pytest
import yaml

from tests.factories.people import Person, staff_member
from tests.miniprogram_api.staff.test_reports import MARCH, REPORTS, house

SOUND = {
    "key": "streets",
    "name": "街道收件",
    "dataset": "cases",
    "group": ["department"],
    "columns": [
        {"id": "received", "label": "收件", "source": "received"},
        {"id": "half", "label": "一半", "formula": "received ÷ 2"},
    ],
    "schedule": {"every": "month", "working_day": 2, "at": "09:10"},
    "recipients": {"roles": ["supervisor"]},
}


@pytest.fixture
async def leader(client: httpx.AsyncClient) -> Person:
    await house()
    return await staff_member(client, "supervisor", name="黄婉仪")


async def faults(person: Person, **changes: object) -> dict[str, str]:
    text = yaml.safe_dump({**SOUND, **changes}, allow_unicode=True)
    told = await person.post(f"{REPORTS}/check", {"yaml": text})
    return {one["field"]: one["message"] for one in told["faults"]}


async def test_every_fault_stands_beside_its_field(leader: Person) -> None:
    columns = [
        SOUND["columns"][0],  # type: ignore[index]
        {"id": "wrong", "label": "增长", "formula": "mom(recieved)"},
        {"id": "wrong", "label": "又一列", "source": "nowhere"},
    ]
    told = await faults(
        leader,
        columns=columns,
        group=["department", "street"],
        filters={"day": ["2026-03-01"], "channel": []},
        sort={"by": "gone"},
        charts=[{"kind": "bar", "title": "图", "y": ["gone"]}],
    )
    assert set(told) == {
        "columns.1.formula", "columns.2.id", "columns.2.source", "group.1", "filters.day",
        "filters.channel", "sort.by", "charts.0.y",
    }  # fmt: skip
    assert "recieved" in told["columns.1.formula"]
    empty = await faults(leader, name="", columns=[], schedule={"every": "month"})
    assert empty["name"] == "必须填写"
    assert empty["columns"] == "至少要有一项"
    assert "第几个工作日" in empty["schedule"]


async def test_a_sound_definition_says_when_and_to_how_many(leader: Person) -> None:
    text = yaml.safe_dump(SOUND, allow_unicode=True)
    told = await leader.post(f"{REPORTS}/check", {"yaml": text})
    assert told["faults"] == []
    assert told["schedule"] == "每月第2个工作日 09:10"
    assert told["next_at"] is not None
    assert told["recipients"] == 1
    table = await leader.post(f"{REPORTS}/preview", {"yaml": text, **MARCH, "limit": 1})
    assert len(table["rows"]) == 1
    assert table["totals"] == ["合计", 3, 1.5]
    assert any("共 2 行" in note for note in table["notes"])


async def test_the_language_names_what_may_be_chosen(leader: Person) -> None:
    told = await leader.get(f"{REPORTS}/language")
    assert told["roles"]["supervisor"] == "科室负责人"
    assert told["choices"]["channel"]["yueshengshi"] == "粤省事"
    assert any(one["display_name"] == "黄婉仪" for one in told["people"])
    assert set(told["choices"]) == {"department", "item", "region", "channel"}
