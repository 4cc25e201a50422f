"""A licence wanted on paper: granted, issued, handed over at the desk, and what the citizen says
of it read by who leads."""

from __future__ import annotations

import asyncio

import httpx
from playwright.async_api import expect

from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import filled_draft, task_of
from tests.factories.people import Person, sign_in
from tests.journeys.conftest import AtWork

CASES = "/api/v1/cases"
LOOKS = 120


async def granted_on_paper(citizen: Person, officer: Person) -> str:
    """The number of a case that waits to be handed over."""
    number = str((await filled_draft(citizen))["number"])
    case = await citizen.get(f"{CASES}/{number}")
    await citizen.patch(f"{CASES}/{number}", {"form": {**case["form"], "delivery": "post"}})
    await citizen.post(f"{CASES}/{number}/submit", {"anyway": True})
    for decision in ("accept", "approve"):
        task = await task_of(officer, number)
        await officer.post(f"/staff/v1/tasks/{task}/claim")
        said = {"decision": decision, "note": "符合条件"}
        await officer.post(f"/staff/v1/tasks/{task}/complete", said)
    for _ in range(LOOKS):
        if (await citizen.get(f"{CASES}/{number}"))["status"] == "certified":
            return number
        await asyncio.sleep(0.5)
    raise AssertionError(f"{number} 的证照一直没有签发")


async def test_a_paper_licence_is_handed_over_and_rated(
    system: RunningSystem, at_work: AtWork, console_tokens: dict[str, str]
) -> None:
    desk = await at_work("chenxm", first="tab-open")
    async with httpx.AsyncClient(
        base_url=system.place.url(API), trust_env=False, timeout=60
    ) as http:
        citizen = await sign_in(http)
        number = await granted_on_paper(citizen, Person(http, console_tokens["chenxm"]))
        await desk.take(number)
        await desk.see("delivery-note").fill("邮件号 EA123456789CN")
        await desk.album.keep("paper-01-delivery")
        await desk.press("btn-deliver")
        await expect(desk.page.get_by_test_id("delivery-note")).to_have_count(0)
        assert (await citizen.get(f"{CASES}/{number}"))["status"] == "closed"
        said = {"satisfaction": 5, "reasons": [], "text": "一次就办好了，证寄到家。"}
        await citizen.post(f"{CASES}/{number}/rating", said)
    lead = await at_work("huangwy", first="tab-open")
    await lead.open(f"/cases/{number}")
    await expect(lead.see("rating-card")).to_contain_text("一次就办好了，证寄到家。")
    await lead.see("rating-card").scroll_into_view_if_needed()
    await lead.album.keep("paper-02-rating")
