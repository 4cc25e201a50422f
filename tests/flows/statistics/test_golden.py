"""A small house counted by hand, through the API, on both databases: scope, groups, changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import update

from flows.statistics import following
from foundation import db
from foundation.models import CaseFact
from tests.factories.counted import STREET_OFFICE, Life, add_lives, live_on
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text("utf-8"))
STATISTICS, MARCH = "/staff/v1/statistics", "from=2026-03-01&to=2026-03-31"


def lives() -> list[Life]:
    made: list[Life] = []
    for told in GOLDEN["cases"]:
        events = tuple((act, str(when)) for act, when in told["events"])
        plain = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
        rest: dict[str, Any] = {k: v for k, v in plain.items() if k != "events"}
        made.append(Life(events=events, **rest))
    return made


@pytest.fixture
async def supervisor(client: httpx.AsyncClient) -> Person:
    await add_lives(*lives())
    await following.follow()
    return await staff_member(client, "supervisor")


async def rows(person: Person, by: str, more: str = "") -> dict[str, Any]:
    found = await person.get(f"{STATISTICS}?by={by}&{MARCH}{more}")
    return {" / ".join(row["labels"]): row["figures"] for row in found["items"]}


async def test_every_figure_is_the_one_worked_out_by_hand(supervisor: Person) -> None:
    figures = (await supervisor.get(f"{STATISTICS}?{MARCH}"))["totals"]["figures"]
    assert {k: round(v, 10) if isinstance(v, float) else v for k, v in figures.items()} == {
        **GOLDEN["march"]
    }


async def test_groups_filters_and_times(supervisor: Person) -> None:
    by_licence = await rows(supervisor, "licence")
    assert {k: v["received"] for k, v in by_licence.items()} == {
        "没有用电子证照": 3, "营业执照": 2, "身份证": 1
    }  # fmt: skip
    by_channel = await rows(supervisor, "source")
    assert by_channel["大厅窗口"]["received"] == 1
    days = await supervisor.get(f"{STATISTICS}?by=day&{MARCH}")
    assert [(r["keys"][0], r["figures"]["received"], r["figures"]["closed"])
            for r in days["items"]][:3] == [
        ("2026-03-02", 2, 0), ("2026-03-03", 0, 0), ("2026-03-04", 0, 0)
    ]  # fmt: skip
    weeks = await supervisor.get(f"{STATISTICS}?by=week,department&{MARCH}")
    assert [r["keys"][0] for r in weeks["items"]] == ["2026-03-02", "2026-03-09", "2026-03-16",
                                                      "2026-03-30"]  # fmt: skip
    months = await supervisor.get(f"{STATISTICS}?by=month&from=2026-03-01&to=2026-04-30")
    assert [(r["keys"][0], r["figures"]["received"]) for r in months["items"]] == [
        ("2026-03", 5), ("2026-04", 1)
    ]  # fmt: skip
    assert "没有登记地区" in await rows(supervisor, "region")
    only = await rows(supervisor, "department", f"&department={STREET_OFFICE}")
    assert [v["received"] for v in only.values()] == [1]
    none = await rows(supervisor, "department", "&licence=不存在")
    assert none == {}


async def test_beside_the_month_before_and_the_year_before(supervisor: Person) -> None:
    april = await supervisor.get(
        f"{STATISTICS}?by=channel&from=2026-04-01&to=2026-04-30&compare=true"
    )
    assert april["mom_period"] == {"date_from": "2026-03-01", "date_to": "2026-03-31"}
    assert april["yoy_period"] == {"date_from": "2025-04-01", "date_to": "2025-04-30"}
    assert april["totals"]["mom"]["received"] == 5
    assert april["totals"]["yoy"]["received"] == 0


async def test_staff_count_what_they_may_see(client: httpx.AsyncClient, supervisor: Person) -> None:
    street = await staff_member(client, "officer", STREET_OFFICE)
    found = await street.get(f"{STATISTICS}?by=item&{MARCH}")
    assert found["totals"]["figures"]["received"] == 1
    behind = await street.get(f"{STATISTICS}/cases?measure=received&{MARCH}")
    assert [c["number"] for c in behind["items"]] == ["E"]
    late = await supervisor.get(f"{STATISTICS}/cases?measure=return_rate&{MARCH}")
    assert [(c["number"], c["returns"], c["work_days"]) for c in late["items"]] == [("B", 2, 10)]


async def test_a_late_change_is_counted_where_it_belongs(supervisor: Person) -> None:
    await live_on("E", "approve", "2026-03-31 23:59")
    assert await following.follow() >= 1
    assert (await rows(supervisor, "channel"))["大厅窗口"]["approved"] == 1
    async with db.writing() as session:
        await session.execute(update(CaseFact).values(returns=99))
    await following.count_lately_again()
    figures = (await supervisor.get(f"{STATISTICS}?{MARCH}"))["totals"]["figures"]
    assert figures["returned_before"] == 1


async def test_small_cells_do_not_leave_the_house(supervisor: Person) -> None:
    path = f"{STATISTICS}/export?by=licence&{MARCH}&format=csv&measures=received,closed"
    sheet = (await supervisor.ask("GET", path)).content.decode("utf-8-sig").splitlines()
    assert sheet[1:4] == ["没有用电子证照,＜5,＜5", "营业执照,＜5,＜5", "身份证,＜5,＜5"]
    assert sheet[4] == "合计,5,4"
    within = await supervisor.ask("GET", f"{path}&situation=".replace("by=licence", "by=channel"))
    assert "粤省事,＜5,＜5" in within.content.decode()
    alone = path.replace("by=licence", "by=channel&licence=身份证")
    assert "合计,＜5,＜5" in (await supervisor.ask("GET", alone)).content.decode()
    whole = await supervisor.ask("GET", path.replace("by=licence", "by=channel"))
    assert "大厅窗口,1,0" in whole.content.decode()
    xlsx = await supervisor.ask("GET", path.replace("csv", "xlsx"))
    assert xlsx.content.startswith(b"PK")


async def test_what_cannot_be_counted_is_told(supervisor: Person) -> None:
    for query, field in (
        ("by=name", "by"), ("by=day,month", "by"), ("by=item,item", "by"),
        ("from=2026-03-02&to=2026-03-01", "from"), ("from=0001-01-01&to=0001-01-02", "from"),
    ):  # fmt: skip
        told = problem(await supervisor.ask("GET", f"{STATISTICS}?{query}"), 422)
        assert told["errors"][0]["field"] == field
    problem(await supervisor.ask("GET", f"{STATISTICS}/cases?measure=x"), 422)
    problem(await supervisor.ask("GET", f"{STATISTICS}/export?measures=x"), 422)
