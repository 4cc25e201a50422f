"""A case on its way, each step through the API's own doors: 食品经营许可 of a small restaurant."""

from __future__ import annotations

from typing import Any

from knowledge_base.catalogue import CatalogueEntry, catalogue
from tests.factories.documents import pdf
from tests.factories.people import Person

FOOD = "11440106007519140X4000131024000"
_FILLED = {
    "text": "天河小馆",
    "textarea": "热食类食品制售",
    "name": "陈大文",
    "id_number": "440106198806153017",
    "credit_code": "91440106MADEMX0030",
    "phone": "13800138001",
    "address": "广州市天河区石牌西路1号首层之一",
    "date": "2026-11-23",
}


def food() -> CatalogueEntry:
    entry = catalogue().find(FOOD)
    assert entry is not None
    return entry


def example_answers() -> dict[str, Any]:
    """The first worked example of the item: a restaurant of 80 m², eligible."""
    return dict(food().document.examples.examples[0].answers)


async def finished_run(person: Person, answers: dict[str, Any] | None = None) -> Any:
    """A guidance run with every question answered."""
    run = await person.post("/api/v1/guidance/runs", {"item_code": FOOD})
    wishes = answers or example_answers()
    while run["question"]:
        name = run["question"]["id"]
        body = {"question_id": name, "value": wishes[name]}
        run = await person.post(f"/api/v1/guidance/runs/{run['run_id']}/answers", body)
    return run


async def draft(person: Person) -> Any:
    """A draft after guidance, its form still to be filled."""
    run = await finished_run(person)
    body = {"item_code": FOOD, "guidance_run_id": run["run_id"]}
    return await person.post("/api/v1/cases", body)


def fill(case: Any) -> dict[str, Any]:
    """A right value for every field the case's form asks for."""
    fields = [f for section in case["form_schema"]["sections"] for f in section["fields"]]
    return {f["id"]: _value(f) for f in fields}


def _value(field: Any) -> Any:
    if field["kind"] == "select":
        return field["options"][0]["id"]
    if field["kind"] == "number":
        return field["minimum"] or 1
    return _FILLED[field["kind"]]


async def filled_draft(person: Person) -> Any:
    """A draft that will pass: form filled, every demanded material uploaded."""
    case = await draft(person)
    path = f"/api/v1/cases/{case['number']}"
    await person.patch(path, {"form": fill(case)})
    for material in case["materials"]:
        if material["required"]:
            done = await person.upload(f"{path}/materials/{material['id']}", pdf(material["id"]))
            assert done.status_code == 200, done.text
    return await person.get(path)


async def submitted_case(person: Person) -> str:
    """The number of a case handed in."""
    case = await filled_draft(person)
    done = await person.post(f"/api/v1/cases/{case['number']}/submit")
    return str(done["number"])


async def task_of(staff: Person, number: str) -> str:
    """The id of the task the case waits on."""
    case = await staff.get(f"/staff/v1/cases/{number}")
    return str(case["task"]["id"])
