"""Guidance through the API: a walk, a change, a way back, and nobody else's run."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.factories.cases import FOOD, example_answers, finished_run, food
from tests.factories.people import Person, open_guest
from tests.factories.problems import problem

RUNS = "/api/v1/guidance/runs"


async def begin(person: Person) -> Any:
    return await person.post(RUNS, {"item_code": FOOD})


async def answer(person: Person, run: Any, name: str, value: Any) -> httpx.Response:
    body = {"question_id": name, "value": value}
    return await person.ask("POST", f"{RUNS}/{run['run_id']}/answers", json=body)


async def test_a_walk_ends_in_exactly_the_materials_of_the_situation(guest: Person) -> None:
    run = await finished_run(guest)
    expected = food().document.examples.examples[0].expect
    result = run["result"]
    assert result["eligible"] is expected.eligible
    required = {m["id"] for m in result["materials"] if m["required"]}
    assert required == set(expected.materials)
    spared = {m["id"]: m["why"] for m in result["not_needed"]}
    assert not set(spared) & required
    assert all(spared.values())
    assert result["where"]
    assert result["next_steps"]
    assert run["progress"] == {"answered": len(example_answers()), "remaining_at_most": 0}


async def test_a_first_question_has_what_a_form_needs(guest: Person) -> None:
    run = await begin(guest)
    assert run["result"] is None
    assert run["question"]["kind"] == "single"
    assert all(o["id"] and o["label"] for o in run["question"]["options"])
    assert run["progress"]["answered"] == 0


async def test_changing_an_answer_keeps_those_that_still_apply(guest: Person) -> None:
    run = await finished_run(guest)
    changed = (await answer(guest, run, "area", 300)).json()
    assert changed["question"] is None
    assert "300平方米" in [a["label"] for a in changed["answers"]]
    other = (await answer(guest, run, "business_form", "vending")).json()
    assert other["question"]["id"] == "sales_kinds"
    assert {a["question_id"] for a in other["answers"]} == {"business_form", "has_licence"}


async def test_a_street_stall_is_told_where_to_go_instead(guest: Person) -> None:
    run = await finished_run(guest, {"business_form": "street_stall"})
    assert run["result"]["eligible"] is False
    assert run["result"]["reasons"]
    assert run["result"]["advice"]
    assert run["result"]["materials"] == []


async def test_going_back_and_answering_again_comes_to_the_same(guest: Person) -> None:
    run = await finished_run(guest)
    back = await guest.delete(f"{RUNS}/{run['run_id']}/answers/dishes")
    assert back["question"]["id"] == "dishes"
    assert [a["question_id"] for a in back["answers"]] == ["business_form", "has_licence"]
    wishes = example_answers()
    while back["question"]:
        name = back["question"]["id"]
        back = (await answer(guest, run, name, wishes[name])).json()
    assert back == run


async def test_answering_twice_changes_nothing(guest: Person) -> None:
    run = await begin(guest)
    first = (await answer(guest, run, "business_form", "catering")).json()
    assert (await answer(guest, run, "business_form", "catering")).json() == first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("business_form", "space_station"),
        ("business_form", None),
        ("business_form", ["catering"]),
        ("business_form", {"id": "catering"}),
        ("business_form", "' OR 1=1 --"),
    ],
)
async def test_a_value_that_is_no_answer_is_refused(guest: Person, name: str, value: Any) -> None:
    run = await begin(guest)
    refusal = problem(await answer(guest, run, name, value), 422)
    assert refusal["errors"][0]["field"] == "value"
    assert "餐饮服务" in refusal["detail"]
    assert await guest.get(f"{RUNS}/{run['run_id']}") == run


@pytest.mark.parametrize("value", ["很大", -1, 1e9, float("1e400"), True, [80], "八十"])
async def test_a_number_out_of_range_is_refused(guest: Person, value: Any) -> None:
    run = await begin(guest)
    for name in ("business_form", "has_licence", "dishes"):
        run = (await answer(guest, run, name, example_answers()[name])).json()
    assert run["question"]["id"] == "area"
    content = f'{{"question_id":"area","value":{json.dumps(value)}}}'
    refused = await guest.ask("POST", f"{RUNS}/{run['run_id']}/answers", content=content)
    problem(refused, 422)


async def test_a_question_not_due_is_refused(guest: Person) -> None:
    run = await begin(guest)
    problem(await answer(guest, run, "handled_by", "self"), 409, "question_not_due")
    problem(await answer(guest, run, "shoe_size", 42), 409, "question_not_due")
    gone = await guest.ask("DELETE", f"{RUNS}/{run['run_id']}/answers/area")
    problem(gone, 409, "question_not_due")


async def test_somebody_elses_run_is_not_there(client: httpx.AsyncClient, guest: Person) -> None:
    run = await begin(guest)
    other = await open_guest(client)
    path = f"{RUNS}/{run['run_id']}"
    problem(await other.ask("GET", path), 404, "guidance_unknown")
    problem(await answer(other, run, "business_form", "catering"), 404, "guidance_unknown")
    problem(await other.ask("DELETE", f"{path}/answers/business_form"), 404, "guidance_unknown")
    assert await guest.get(path) == run


async def test_an_unknown_item_has_no_guidance(guest: Person) -> None:
    problem(await guest.ask("POST", RUNS, json={"item_code": "1" * 31}), 404, "item_unknown")
    problem(await guest.ask("POST", RUNS, json={}), 422)


async def test_answers_at_once_leave_a_run_that_holds(guest: Person) -> None:
    """Two presses at once: each is taken or told to look again, and the run still adds up."""
    run = await begin(guest)
    pressed = await asyncio.gather(
        *(answer(guest, run, "business_form", form) for form in ("catering", "canteen", "catering"))
    )
    assert {r.status_code for r in pressed} <= {200, 409}
    kept = await guest.get(f"{RUNS}/{run['run_id']}")
    assert kept["answers"][0]["value"] in ("catering", "canteen")
