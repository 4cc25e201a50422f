"""Every page of the console, opened on both of the office's screens by somebody who works there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.async_api import Page, expect

from foundation.viewer import PERMISSIONS
from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import submitted_case
from tests.factories.people import Person, sign_in
from tests.journeys.access import grave_violations
from tests.journeys.album import Album
from tests.journeys.conftest import DESK_SIZE, AtWork
from tests.journeys.desk import Desk

WIDE = (1920, 1080)
STAFF = {
    "huangwy": ("supervisor", "tab-open"),
    "zhengjw": ("editor", "entry-search"),
    "admin": ("admin", "unit-search"),
    "security": ("security", "grants-asked"),
    "auditor": ("auditor", "btn-audit"),
    "lijh": ("clerk", "tab-open"),
}
"""Who walks, in this order: the role, and the mark of the page they begin on."""
PROCESS, REPORT = "approval", "cases-daily"
_ROUTES = """() => document.querySelector('#app').__vue_app__.config.globalProperties.$router
  .getRoutes().filter(({ name, meta }) => name && !meta.isPublic)
  .map(({ name, path, meta }) => ({ name, path, needs: meta.needs ?? null, title: meta.title }))"""
_SPARE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WAITING = "main [aria-busy='true'], main .el-skeleton"


@dataclass
class Walk:
    """What was opened so far, and all that was wrong on it."""

    values: dict[str, str]
    opened: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def path_of(self, route: dict[str, Any]) -> str:
        """With its parts filled in. Raises: KeyError for a page nobody taught this walk to open."""
        parts = str(route["path"]).split("/")
        wanted = [part for part in parts if not part.endswith("?")]
        filled = [self.values[route["name"]] if part[:1] == ":" else part for part in wanted]
        return "/".join(filled)


async def test_every_page_opens_on_both_screens(
    system: RunningSystem, at_work: AtWork, console_tokens: dict[str, str]
) -> None:
    desks = {name: await at_work(name, WIDE, first) for name, (_, first) in STAFF.items()}
    async with httpx.AsyncClient(
        base_url=system.place.url(API), trust_env=False, timeout=60
    ) as http:
        people = {name: Person(http, console_tokens[name]) for name in STAFF}
        walk = Walk(await something_to_see(await sign_in(http), people))
    routes: list[dict[str, Any]] = await desks["huangwy"].page.evaluate(_ROUTES)
    for name, (role, _) in STAFF.items():
        mine = [r for r in routes if r["needs"] is None or r["needs"] in PERMISSIONS[role]]
        await walks(desks[name], walk, [r for r in mine if r["name"] not in walk.opened])
    assert {route["name"] for route in routes} - walk.opened == set()
    assert walk.wrong == []


async def something_to_see(citizen: Person, people: dict[str, Person]) -> dict[str, str]:
    """By the name of a page, what its path is completed with."""
    number, lead, editor = await submitted_case(citizen), people["huangwy"], people["zhengjw"]
    clerk = people["lijh"]
    watched = await submitted_case(citizen)
    await clerk.post(f"/staff/v1/processes/cases/{watched}", {"template": PROCESS})
    reviews = (await lead.get("/staff/v1/prereviews"))["items"]
    days = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
    run = await lead.post(f"/staff/v1/reports/{REPORT}/runs", days)
    rules = (await editor.get("/staff/v1/knowledge", params={"kind": "rules", "limit": 1}))["items"]
    entry = rules[0]["id"]
    return {
        "case": number,
        "process-case": watched,
        "prereview": reviews[0]["id"],
        "entry": entry,
        "entry-edit": entry,
        **dict.fromkeys(("process", "process-edit", "process-publish"), PROCESS),
        "report-run": run["id"],
        "report-edit": REPORT,
        **dict.fromkeys(("hall-board", "hall-queues"), "tianhe"),
    }


async def walks(desk: Desk, walk: Walk, routes: list[dict[str, Any]]) -> None:
    """Each page wide, then small; what is wrong is kept with the page's name."""
    page, said = desk.page, list[str]()
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.emulate_media(reduced_motion="reduce")
    for route in routes:
        path = walk.path_of(route)
        await desk.open(path)
        await expect(page).to_have_title(f"{route['title']} · 天河智慧政务办理台")
        await expect(page.locator(_WAITING)).to_have_count(0)
        found = [*await too_wide(page, WIDE), *await too_wide(page, DESK_SIZE)]
        found += [*said, *await grave_violations(page)]
        if f"#{path}" not in page.url:
            found.append(f"没有留在这一页：{page.url}")
        if found:
            await Album(page, "walk").keep(str(route["name"]))
        walk.wrong += [f"{route['name']}：{one}" for one in found]
        walk.opened.add(str(route["name"]))
        said.clear()


async def too_wide(page: Page, size: tuple[int, int]) -> list[str]:
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    spare = await page.evaluate(_SPARE)
    return [f"{width}×{height} 要左右拖动，宽出 {spare}"] if spare > 0 else []
