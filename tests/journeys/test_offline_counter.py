"""The bridge is down: the counter goes on taking papers and a signature; back again, they arrive
once and go into the case."""

from __future__ import annotations

import re
from asyncio import Event
from collections.abc import Awaitable

import httpx
from playwright.async_api import Dialog, Page, Route, expect

from operations.place import DEVICES, OFFLINE
from operations.system import RunningSystem
from tests.factories.cases import FOOD, submitted_case
from tests.factories.people import sign_in
from tests.journeys.access import grave_violations
from tests.journeys.conftest import DESK_SIZE, PHONE_SIZE, AtWork, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.tablet import COUNTER, Tablet, api_of

CLERK = "lijh"


async def test_papers_taken_without_the_server_reach_their_case(
    system: RunningSystem, at_work: AtWork, open_page: OpenPage
) -> None:
    async with api_of(system) as http:
        number = await submitted_case(await sign_in(http))
    clerk = await at_work(CLERK, first="tab-open")
    await clerk.sit_at(COUNTER)
    desk = Tablet(await open_page(DESK_SIZE), system.place.url(OFFLINE))
    await desk.page.goto(desk.server)
    await expect(desk.see("offline-net")).to_have_text("网络正常")
    await loses_the_server(clerk, system)
    await desk.album.keep("offline-01-online")
    system.stop_program("hall_bridge")
    try:
        await takes(system, desk, number)
    finally:
        system.start_program("hall_bridge")
    taken = desk.page.locator("[data-testid^='taken-']")
    await expect(taken).to_have_attribute("data-state", "delivered")
    await desk.album.keep("offline-06-delivered", whole=True)
    await clerk.press("btn-open-parcel")
    await expect(clerk.see("parcel")).to_contain_text("陈大文")
    await expect(clerk.see("parcel").locator("img").first).to_be_visible()
    await clerk.album.keep("offline-07-parcel")
    assert await grave_violations(clerk.page) == []
    await clerk.press("btn-settle")
    await expect(clerk.page.get_by_test_id("parcel")).to_have_count(0)
    await expect(clerk.see("parcels-card")).not_to_contain_text("待处理")
    await clerk.open(f"/cases/{number}")
    await expect(clerk.see("signatures-card")).to_contain_text("断网收件单")
    await expect(clerk.page.get_by_text("断网时窗口收下的材料已放进办件").first).to_be_visible()
    await look_small(desk, await open_page(PHONE_SIZE))


async def loses_the_server(clerk: Desk, system: RunningSystem) -> None:
    """The console, still open, says where to go on."""
    await clerk.page.context.set_offline(True)
    hint = clerk.see("offline-hint").get_by_role("link")
    await expect(hint).to_have_attribute("href", f"{system.place.url(OFFLINE)}/")
    await clerk.album.keep("offline-01-hint")
    await clerk.page.context.set_offline(False)
    await expect(clerk.page.get_by_test_id("offline-hint")).to_have_count(0)
    await reloads_without_the_server(clerk, system)


async def reloads_without_the_server(clerk: Desk, system: RunningSystem) -> None:
    """The page itself still comes from the gateway; what it asks of the server does not arrive."""
    away = "**/staff/v1/**"
    await clerk.page.route(away, lambda route: route.abort())
    await clerk.page.reload()
    hint = clerk.see("offline-hint").get_by_role("link")
    await expect(hint).to_have_attribute("href", f"{system.place.url(OFFLINE)}/")
    await clerk.album.keep("offline-01-reloaded")
    await clerk.page.unroute(away)
    await expect(clerk.see("duty-bar")).to_be_visible(timeout=15_000)


async def takes(system: RunningSystem, desk: Tablet, number: str) -> None:
    await expect(desk.see("offline-net")).to_have_text("连不上服务器", timeout=60_000)
    await desk.album.keep("offline-02-offline")
    await desk.press("btn-begin")
    async with httpx.AsyncClient(base_url=system.place.url(DEVICES), trust_env=False) as wires:
        await wires.post("/a02/press/card:chendawen")
        await desk.press("btn-card")
        await expect(desk.see("offline-name")).to_have_value("陈大文")
        await wires.post("/a02/press/card:none")
    await desk.see("offline-item").select_option(FOOD)
    await desk.see("offline-case").fill(number)
    row = desk.see("offline-material-operation_flow")
    await row.get_by_test_id("btn-shoot").click()
    await expect(row.locator("img")).to_be_visible()
    await desk.album.keep("offline-03-photographed", whole=True)
    await row.get_by_test_id("btn-shoot").click()
    await expect(desk.see("offline-fault")).to_contain_text("没有重复收")
    await desk.page.reload()
    await expect(desk.see("offline-name")).to_have_value("陈大文")
    await expect(row).to_contain_text("已封存")
    await desk.see("offline-clerk").fill("TH0118")
    await desk.write_name()
    await desk.press("btn-sign")
    await expect(desk.see("offline-signed")).to_be_visible()
    await desk.album.keep("offline-04-signed", whole=True)
    assert await grave_violations(desk.page) == []
    await desk.press("btn-take")
    await expect(desk.see("offline-number")).to_contain_text("A02-")
    await desk.album.keep("offline-05-receipt", whole=True)


async def look_small(desk: Tablet, page: Page) -> None:
    """On a narrow window, with somebody else's visit begun."""
    small = Tablet(page, desk.server)
    await page.goto(desk.server)
    await small.press("btn-begin")
    await expect(small.see("btn-take")).to_be_disabled()
    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    await small.album.keep("offline-08-small", whole=True)
    await says_what_did_not_succeed(small)
    await signs_the_list_that_stood_there(small)
    await loses_nothing_unasked(small)
    await says_that_it_was_not_sent_again(small)


def answer(route: Route, detail: str) -> Awaitable[None]:
    return route.fulfill(status=502, json={"detail": detail})


async def says_what_did_not_succeed(small: Tablet) -> None:
    """Until the next thing is done, however often the page looks for news meanwhile."""
    await small.page.route("**/agent/v1/card", lambda route: answer(route, "读卡器没有回应。"))
    await small.press("btn-card")
    await expect(small.see("offline-trouble")).to_have_text("读卡器没有回应。")
    await small.page.wait_for_timeout(3_500)
    await expect(small.see("offline-trouble")).to_have_text("读卡器没有回应。")
    await small.album.keep("offline-09-trouble")


async def signs_the_list_that_stood_there(small: Tablet) -> None:
    """A file laid down while somebody signs is not under the signature."""
    asked, laid_down = Event(), Event()

    async def writes_slowly(route: Route) -> None:
        asked.set()
        await laid_down.wait()
        await route.fulfill(json={"width": 300, "height": 100, "strokes": [[[1, 1, 0], [9, 9, 9]]]})

    await small.page.route("**/agent/v1/signature", writes_slowly)
    await small.press("btn-sign-pad")
    await asked.wait()
    await small.page.get_by_test_id("btn-shoot").first.click()
    await expect(small.see("offline-signature")).to_contain_text("以上1份文件")
    laid_down.set()
    await expect(small.see("offline-signature")).to_contain_text("签名以后清单变了")
    await expect(small.page.get_by_test_id("offline-signed")).to_have_count(0)


async def loses_nothing_unasked(small: Tablet) -> None:
    """Asked before it is thrown away; still there where that did not succeed."""
    questions: list[str] = []

    async def says_yes(dialog: Dialog) -> None:
        questions.append(dialog.message)
        await dialog.accept()

    small.page.on("dialog", says_yes)
    await small.see("offline-name").fill("陈大文")
    parcels = re.compile(r"/agent/v1/parcels/[^/]+$")
    await small.page.route(parcels, lambda route: answer(route, "没有删掉，请再试一次。"))
    await small.press("btn-cancel")
    await expect(small.see("offline-trouble")).to_have_text("没有删掉，请再试一次。")
    await expect(small.see("offline-name")).to_have_value("陈大文")
    await small.page.unroute(parcels)
    await small.press("btn-cancel")
    await expect(small.see("btn-begin")).to_be_visible()
    assert len(questions) == 2
    assert questions[0].startswith("已收的1份文件、签名、填好的内容会删掉，不能找回。")


async def says_that_it_was_not_sent_again(small: Tablet) -> None:
    async def one_refused(route: Route) -> None:
        state = await (await route.fetch()).json()
        state["parcels"][0] |= {"state": "refused", "detail": "办件已经办结"}
        await route.fulfill(json=state)

    await small.page.route("**/agent/v1/state", one_refused)
    await small.page.route("**/again", lambda route: answer(route, "没有送到，请稍候再送。"))
    await small.press("btn-again")
    await expect(small.see("taken-fault")).to_have_text("没有送到，请稍候再送。")
    await small.album.keep("offline-10-not-sent", whole=True)
