"""A 云勘察 between a desk and a phone: invited, agreed to, seen, recorded, signed, in the case."""

from __future__ import annotations

import httpx
from playwright.async_api import expect

from tests.factories.cases import submitted_case
from tests.factories.people import Person
from tests.journeys.access import Keyboard, grave_violations
from tests.journeys.conftest import AtWork
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.test_handoff import see_frames


async def _signed_in_phone(phone: Phone) -> str:
    """The citizen's token; the phone is signed in by the sign-on page."""
    await phone.open("/pages/sign-in/index")
    await phone.sign_in("陈大文")
    found = await phone.page.wait_for_function(
        """() => Object.values(localStorage).map(String)
             .filter((text) => text.includes('"kind":"citizen"'))
             .map((text) => text.match(/"token":"([^"]+)"/)?.[1]).find(Boolean)"""
    )
    return str(await found.json_value())


async def _write_name(phone: Phone) -> None:
    """On the pad, in one stroke."""
    pad = phone.see("sign-pad")
    await expect(pad).to_be_visible()
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box
    mouse = phone.page.mouse
    await mouse.move(box["x"] + 40, box["y"] + 60)
    await mouse.down()
    for step in range(30):
        await mouse.move(box["x"] + 40 + step * 7, box["y"] + 60 + (step % 6) * 12)
    await mouse.up()


async def _make_record(desk: Desk) -> None:
    """Every point is found fit; the second inspector is named."""
    for verdict in await desk.page.locator("[data-testid$='-fit']:visible").all():
        await verdict.click()
    await desk.see("inspection-notes").fill("后厨明亮，生熟分开。")
    await desk.see("companion").fill("huangwy")
    await desk.album.keep("inspection-04-room")
    await desk.press("btn-record")
    await expect(desk.see("inspection-recorded")).to_be_visible()


async def test_an_inspection_from_the_invitation_to_the_signature(phone: Phone, desk: Desk) -> None:
    context = phone.page.context
    await context.grant_permissions(["geolocation"])
    await context.set_geolocation({"longitude": 113.3612, "latitude": 23.12468, "accuracy": 12})
    token = await _signed_in_phone(phone)
    async with httpx.AsyncClient(base_url=phone.server, trust_env=False, timeout=60) as http:
        number = await submitted_case(Person(http, token))
    await desk.sign_in("chenxm")
    await desk.open(f"/cases/{number}")
    await desk.press("btn-invite-inspection")
    await desk.see("inspection-reason").fill("核对后厨布局和洗消间")
    await desk.album.keep("inspection-01-invite")
    await desk.press("btn-confirm")
    await expect(desk.see("inspection-invited")).to_be_visible()

    await phone.open(f"/pages/case/index?number={number}")
    await phone.press("btn-inspection")
    await expect(phone.see("btn-consent")).to_be_visible()
    await phone.album.keep("inspection-02-consent")
    for what in ("picture", "sound", "position"):
        await phone.press(f"consent-{what}")
    await phone.press("btn-consent")
    await desk.press("btn-enter-inspection")
    await see_frames(desk.page, "video-remote")
    await see_frames(phone.page, "video-remote")
    await desk.press("btn-still")
    await expect(desk.see("stills").last.get_by_role("button")).to_have_count(1)
    await phone.album.keep("inspection-03-live")
    await _make_record(desk)
    await _write_name(phone)
    await phone.album.keep("inspection-05-sign")
    await phone.press("btn-sign")
    await expect(phone.see("inspection-state")).to_have_text("笔录已签")
    await phone.album.keep("inspection-06-signed")
    await expect(desk.see("inspection-card")).to_contain_text("已盖电子印章")
    await desk.album.keep("inspection-07-signed")


async def test_who_cannot_write_on_glass_signs_by_keyboard(
    phone: Phone, at_work: AtWork, console_tokens: dict[str, str]
) -> None:
    token = await _signed_in_phone(phone)
    await at_work("huangwy", first="tab-open")
    async with httpx.AsyncClient(base_url=phone.server, trust_env=False, timeout=60) as http:
        citizen, lead = Person(http, token), Person(http, console_tokens["huangwy"])
        there = f"/staff/v1/cases/{await submitted_case(citizen)}/inspections"
        inspection = await _recorded(citizen, lead, there)
        await phone.page.emulate_media(reduced_motion="reduce")
        await phone.open(f"/pages/inspection/index?id={inspection}")
        await expect(phone.see("sign-pad")).to_be_visible()
        keyboard = Keyboard(phone)
        await keyboard.press("btn-other-way")
        await keyboard.fill("typed-name", "陈大文")
        await keyboard.press("typed-agree", " ")
        await phone.album.keep("inspection-08-typed")
        assert await grave_violations(phone.page) == []
        await keyboard.press("btn-confirm-typed")
        await expect(phone.see("inspection-state")).to_have_text("笔录已签")
        assert (await lead.get(there))["items"][0]["signed_by"] == "typed"


async def _recorded(citizen: Person, inspector: Person, there: str) -> str:
    """The id of an inspection whose record waits for the applicant."""
    found = await inspector.post(there, {"reason": "核对后厨布局"})
    mine, his = f"/api/v1/inspections/{found['id']}", f"{there}/{found['id']}"
    await citizen.post(f"{mine}/consent", {"picture": True, "sound": False, "position": False})
    await inspector.post(f"{his}/start", {})
    verdicts = {point["id"]: {"verdict": "fit", "note": ""} for point in found["points"]}
    said = {"findings": verdicts, "notes": "后厨明亮，生熟分开。"}
    (await inspector.ask("PUT", f"{his}/findings", json=said)).raise_for_status()
    await inspector.post(f"{his}/record", {"companion": "chenxm"})
    return str(found["id"])
