"""A process is drawn with the mouse, refused, mended, published by a second person, and watched."""

from __future__ import annotations

import httpx
from playwright.async_api import Locator, expect

from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import submitted_case
from tests.factories.people import Person, sign_in
from tests.journeys.album import Album
from tests.journeys.conftest import AtWork
from tests.journeys.desk import Desk

DRAWER, LEAD, CLERK, OFFICER = "zhengjw", "huangwy", "lijh", "chenxm"
KEY, NAME = "outdoor_ads", "户外广告审批"
BESIDE = (700, 180)
"""An empty place of the sheet."""


async def test_a_process_is_drawn_published_and_watched(
    system: RunningSystem, at_work: AtWork, console_tokens: dict[str, str]
) -> None:
    drawer = await at_work(DRAWER)
    await draws(drawer)
    await is_refused_and_mended(drawer)
    lead = await at_work(LEAD, first="tab-open")
    await publishes(lead)
    for username in (CLERK, OFFICER):
        await at_work(username, first="tab-open")
    await watches_a_case(lead, system.place.url(API), console_tokens)


def shape(desk: Desk, name: str) -> Locator:
    return desk.page.locator(".djs-shape", has_text=name).first


async def chooses(desk: Desk, element: Locator) -> None:
    """Nothing first: the tool lets go of what is chosen when it is clicked again."""
    await desk.page.mouse.click(*BESIDE)
    await element.click()


async def appends(desk: Desk, after: Locator, kind: str, name: str = "") -> None:
    """By the pad beside an element; what is typed next is the name."""
    await chooses(desk, after)
    await desk.page.locator(f".djs-context-pad .entry[data-action='append.{kind}']").click()
    if name:
        await expect(desk.page.locator(".djs-direct-editing-content")).to_be_visible()
        await desk.page.keyboard.type(name)
        await desk.page.mouse.click(*BESIDE)
        await expect(shape(desk, name)).to_be_visible()


async def says(desk: Desk, name: str, **choices: str) -> None:
    """What the panel asks of a step: kind and role by their words."""
    await chooses(desk, shape(desk, name))
    for field, word in choices.items():
        await desk.press(f"prop-{field}")
        await desk.page.get_by_role("option", name=word, exact=True).filter(visible=True).click()


async def draws(desk: Desk) -> None:
    await desk.open("/processes")
    await desk.press("btn-new-process")
    await desk.see("new-name").fill(NAME)
    await desk.see("new-key").fill(KEY)
    await desk.press("btn-create-process")
    await appends(desk, desk.page.locator(".djs-shape[data-element-id=start]"), "step", "受理")
    await says(desk, "受理", step="受理", role="窗口受理员")
    await appends(desk, shape(desk, "受理"), "step", "审核")
    await says(desk, "审核", step="审核")
    await draws_the_end_and_connects(desk)


async def draws_the_end_and_connects(desk: Desk) -> None:
    """Dragged from the palette, joined by the tool that connects."""
    mouse, canvas = desk.page.mouse, await desk.see("process-canvas").bounding_box()
    assert canvas is not None
    place = (canvas["x"] + canvas["width"] - 90, canvas["y"] + canvas["height"] / 2)
    await desk.page.locator(".djs-palette .entry[data-action='create.end']").hover()
    await mouse.down()
    await mouse.move(*place, steps=6)
    await mouse.up()
    await chooses(desk, shape(desk, "审核"))
    await desk.page.locator(".djs-context-pad .entry[data-action='connect']").click()
    await mouse.move(place[0] - 30, place[1], steps=3)
    await mouse.move(*place, steps=3)
    await mouse.down()
    await mouse.up()
    await expect(desk.page.locator(".djs-connection")).to_have_count(3)


async def is_refused_and_mended(desk: Desk) -> None:
    await expect(desk.see("faults")).to_contain_text("用户任务「审核」")
    await expect(desk.see("faults")).to_contain_text("还没有选择办理角色")
    await Album(desk.page, "process").keep("01-drawn")
    await desk.press("btn-to-publish")
    await expect(desk.see("trial-refused")).to_be_visible()
    await expect(desk.see("trial")).to_contain_text("用户任务「审核」")
    await expect(desk.see("btn-publish-process")).to_be_disabled()
    await desk.page.get_by_role("button", name="回去修改").click()
    await says(desk, "审核", role="审批员")
    await desk.press("btn-undo")
    await expect(desk.see("faults")).to_contain_text("还没有选择办理角色")
    await desk.press("btn-redo")
    await expect(desk.see("faults")).to_contain_text("检查通过")
    await desk.press("btn-save-process")
    await expect(desk.see("save-state")).to_contain_text("已保存")
    await desk.press("btn-to-publish")
    await expect(desk.see("needs-second")).to_be_visible()


async def publishes(desk: Desk) -> None:
    """The second person sees the ways walked before anything is published."""
    await desk.open(f"/processes/templates/{KEY}/publish")
    await expect(desk.see("trial")).to_contain_text("试走通过")
    await Album(desk.page, "process").keep("02-publish", whole=True)
    await desk.see("publish-note").fill("第一版")
    await desk.press("btn-publish-process")
    await expect(desk.see("version-1")).to_contain_text("第一版")


async def watches_a_case(lead: Desk, server: str, tokens: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=server, trust_env=False, timeout=60) as http:
        number = await submitted_case(await sign_in(http))
        clerk, officer = Person(http, tokens[CLERK]), Person(http, tokens[OFFICER])
        await clerk.post(f"/staff/v1/processes/cases/{number}", {"template": KEY})
        await decides(clerk, number)
        await lead.open(f"/processes/monitor?tab=all&template={KEY}")
        await expect(lead.see(f"watched-{number}")).to_contain_text("审核")
        await lead.page.get_by_role("link", name=number).click()
        diagram = lead.see("case-diagram")
        await expect(diagram.locator(".mark-standing")).to_contain_text("审核")
        await expect(diagram.locator(".djs-shape.mark-walked")).to_contain_text("受理")
        await expect(diagram).to_contain_text("待认领")
        await Album(lead.page, "process").keep("03-case")
        await decides(officer, number)
        await lead.page.reload()
        await expect(lead.see("standing")).to_contain_text("流程已经结束")
        await lead.open("/processes/monitor?tab=figures")
        await expect(lead.see("step-figures")).to_contain_text("审核")


async def decides(person: Person, number: str) -> None:
    """The step of the case this person may take: claimed and passed."""
    steps = (await person.get("/staff/v1/processes/steps", params={"limit": 100}))["items"]
    step = next(one for one in steps if one["case_number"] == number)
    await person.post(f"/staff/v1/processes/steps/{step['id']}/claim")
    await person.post(f"/staff/v1/processes/steps/{step['id']}/complete", {"decision": "pass"})
