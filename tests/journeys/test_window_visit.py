"""A visit to the hall: phone, clerk's console and the counter's tablet at the same case."""

from __future__ import annotations

import httpx
from playwright.async_api import FilePayload, Page, expect

from operations.place import DEVICES, HALL_BRIDGE
from operations.system import RunningSystem
from tests.factories.cases import draft, fill
from tests.factories.documents import pdf
from tests.factories.people import CHEN_ID_NUMBER, Person
from tests.journeys.album import Album
from tests.journeys.conftest import DESK_SIZE, AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.tablet import Tablet, ask_to_sign, confirms
from tests.journeys.test_remote_inspection import _signed_in_phone

COUNTER, WITH_A_GUN = "tianhe-a01", "tianhe-a02"


async def _draft(phone: Phone) -> tuple[str, str, str]:
    """Number of a draft with its form filled, a text field of it and a material."""
    token = await _signed_in_phone(phone)
    async with httpx.AsyncClient(base_url=phone.server, trust_env=False, timeout=60) as http:
        citizen = Person(http, token)
        case = await draft(citizen)
        path = f"/api/v1/cases/{case['number']}"
        await citizen.patch(path, {"form": fill(case)})
        needed = [m["id"] for m in case["materials"] if m["required"]]
        for name in needed[1:]:
            assert (await citizen.upload(f"{path}/materials/{name}", pdf(name))).is_success
    fields = [f for s in case["form_schema"]["sections"] for f in s["fields"]]
    address = next(f["id"] for f in fields if f["kind"] == "address")
    return case["number"], address, needed[0]


async def _seated(at_work: AtWork, counter: str = COUNTER) -> Desk:
    """The clerk at a counter."""
    desk = await at_work("lijh", first="tab-open")
    await desk.sit_at(counter)
    await expect(desk.see("counter-code")).to_be_visible()
    await desk.album.keep("hall-02-code")
    return desk


async def _tablet(system: RunningSystem, open_page: OpenPage, code: str) -> Page:
    """A tablet at counter A01."""
    page = await open_page(DESK_SIZE)
    await page.goto(f"{system.place.url(HALL_BRIDGE)}/counter/")
    await page.locator("input[name=code]").fill(code)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("screen-code")).to_be_visible()
    await Album(page, "tablet").keep("hall-02-code")
    return page


async def _meet_by_screens_code(phone: Phone, desk: Desk, tablet: Page) -> None:
    token = await tablet.get_by_test_id("screen-code").get_attribute("data-token")
    await phone.page.goto(f"{phone.server}/q/{token}")
    await expect(phone.see("consent")).to_be_visible()
    await expect(phone.see("officer")).to_contain_text("李嘉豪")
    await expect(desk.see("handoff-head")).to_have_attribute("data-state", "claimed")
    await phone.album.keep("hall-03-consent", whole=True)


async def _fill_together(phone: Phone, desk: Desk, field: str) -> None:
    await desk.press(f"change-{field}")
    await desk.see(f"edit-{field}").fill("广州市天河区软件路13号")
    await expect(phone.page.get_by_text("窗口正在填这一项…")).to_be_visible()
    await desk.page.locator("[data-testid^='change-']").first.click()
    await expect(desk.see(f"unsent-{field}")).to_be_visible()
    await desk.press(f"change-{field}")
    await expect(desk.see(f"edit-{field}")).to_have_value("广州市天河区软件路13号")
    await desk.press(f"send-{field}")
    await expect(desk.see(f"waits-{field}")).to_be_visible()
    await expect(phone.see(f"proposal-{field}")).to_contain_text("软件路13号")
    await phone.album.keep("hall-05-proposal")
    await desk.album.keep("hall-05-waits")
    await phone.press(f"accept-{field}")
    await expect(desk.see(f"decided-{field}")).to_contain_text("同意")
    await expect(phone.see(f"form-{field}")).to_have_value("广州市天河区软件路13号")
    await phone.fill(field, "广州市天河区软件路15号")
    await expect(desk.see(f"shared-{field}")).to_contain_text("软件路15号")
    await phone.page.context.set_offline(True)
    await phone.fill(field, "广州市天河区软件路17号")
    await expect(phone.see("shared-note")).to_contain_text("网络断了")
    await phone.page.context.set_offline(False)
    await expect(desk.see(f"shared-{field}")).to_contain_text("软件路17号")


async def _send_photo(phone: Phone, desk: Desk, material: str) -> None:
    await desk.see("ask-material").select_option(material)
    await desk.see("ask-note").fill("四个角都拍进去")
    await desk.press("btn-ask-photo")
    await expect(phone.see("photo-ask")).to_contain_text("四个角")
    await phone.album.keep("hall-06-photo-ask")
    paper = FilePayload(name="材料.pdf", mimeType="application/pdf", buffer=pdf("材料"))
    async with phone.page.expect_file_chooser() as chooser:
        await phone.press("btn-take-photo")
    await (await chooser.value).set_files(paper)
    await expect(desk.see("ask-done")).to_be_visible()
    await desk.page.locator("[data-testid^='file-']").first.click()
    await expect(desk.see("viewer-close")).to_be_visible()
    await desk.album.keep("hall-07-paper")
    await desk.page.keyboard.press("Escape")


async def _write_on_glass(phone: Phone, desk: Desk, tablet: Page, field: str) -> None:
    """What is typed on the tablet waits for the phone like the clerk's."""
    await tablet.get_by_test_id(f"glass-change-{field}").click()
    await tablet.get_by_test_id(f"glass-{field}").fill("广州市天河区天府路1号")
    await _is_shown_something_meanwhile(desk, tablet, field)
    await tablet.get_by_test_id(f"glass-send-{field}").click()
    await expect(phone.see(f"proposal-{field}")).to_contain_text("天府路1号")
    await Album(tablet, "tablet").keep("hall-05-glass")
    await phone.press(f"refuse-{field}")
    await expect(tablet.get_by_text("等手机上确认")).to_have_count(0)


async def _is_shown_something_meanwhile(desk: Desk, tablet: Page, field: str) -> None:
    """What was typed and not sent is there when the form comes back."""
    address = desk.page.url
    await desk.open("/tablet")
    await desk.press("kind-text")
    await desk.see("tablet-text").fill("请到二楼收费处交费")
    await desk.press("btn-show")
    await expect(tablet.get_by_test_id("showing-text")).to_be_visible()
    await desk.press("btn-take-back")
    await tablet.get_by_test_id(f"unsent-{field}").scroll_into_view_if_needed()
    await Album(tablet, "tablet").keep("hall-05-unsent")
    await desk.page.goto(address)
    await tablet.get_by_test_id(f"glass-change-{field}").click()
    await expect(tablet.get_by_test_id(f"glass-{field}")).to_have_value("广州市天河区天府路1号")


async def _is_called(phone: Phone, desk: Desk) -> None:
    """A number drawn on the phone; the clerk calls until it is theirs."""
    await phone.open("/pages/queue/index")
    await phone.press("line-Z")
    await phone.press("btn-take")
    number = await phone.see("ticket-number").inner_text()
    await phone.album.keep("hall-01-number")
    await desk.open("/calling")
    current = desk.see("current-number")
    before = ""
    while before != number:
        await desk.press("btn-next")
        await expect(current).not_to_have_text(before)
        before = await current.inner_text()
    await desk.album.keep("hall-01-called")
    await expect(phone.page.get_by_text("A01窗口").first).to_be_visible()
    await phone.album.keep("hall-02-called")
    await desk.open("/counter")


async def _submits(phone: Phone, number: str) -> None:
    """On the phone, with what was filled together."""
    await phone.open(f"/pages/draft/index?number={number}&step=materials")
    await phone.press("btn-prereview")
    await phone.press("btn-submit")
    await phone.press("btn-confirm-submit")
    await expect(phone.see("receipt-number")).to_have_text(number)
    await phone.album.keep("hall-10-receipt", whole=True)


async def _confirms_and_signs(desk: Desk, glass: Tablet, number: str) -> None:
    """收件确认 on the tablet, and the signature on it."""
    await desk.open("/tablet")
    await confirms(desk, glass, number)
    await ask_to_sign(desk, number, "acceptance")
    await expect(glass.see("sign-pad")).to_be_visible()
    await glass.write_name()
    await glass.album.keep("hall-11-signed")
    await glass.press("btn-sign")
    await expect(desk.see("tablet-latest")).to_contain_text("已签名")


async def _is_accepted(phone: Phone, desk: Desk, number: str) -> None:
    await phone.open(f"/pages/case/index?number={number}")
    await desk.take(number)
    await desk.press("btn-accept")
    await desk.confirm()
    await expect(phone.see("case-status")).to_contain_text("已受理")
    await phone.album.keep("hall-12-accepted", whole=True)
    await desk.album.keep("hall-12-accepted")


async def _is_rated(desk: Desk, glass: Tablet) -> None:
    """The visit ends; the tablet asks how it was."""
    await desk.open("/calling")
    await desk.press("btn-finish")
    await desk.open("/tablet")
    await desk.press("kind-rating")
    await desk.press("btn-show")
    await glass.press("level-5")
    await glass.album.keep("hall-13-rating")
    await glass.press("btn-rate")
    await expect(desk.see("tablet-latest")).to_contain_text("已评价")


async def test_a_visit_of_three_windows(
    system: RunningSystem, open_page: OpenPage, phone: Phone, at_work: AtWork,
    draw_code: DrawCode,
) -> None:  # fmt: skip
    """From the number to the rating: phone, clerk's screen and the tablet on the counter."""
    number, field, material = await _draft(phone)
    desk = await _seated(at_work)
    tablet = await _tablet(system, open_page, await draw_code(COUNTER, "tablet", "A01平板"))
    glass = Tablet(tablet, system.place.url(HALL_BRIDGE))
    await _is_called(phone, desk)
    await _meet_by_screens_code(phone, desk, tablet)
    await phone.press(f"case-{number}")
    await phone.press("share-form")
    await phone.press("share-basic")
    await phone.press("btn-agree")
    await expect(phone.see("running")).to_be_visible()
    await expect(desk.see("shared-form")).to_be_visible()
    await phone.album.keep("hall-04-running", whole=True)
    await desk.album.keep("hall-04-running", whole=True)
    await expect(tablet.get_by_test_id(f"screen-{field}")).to_be_visible()
    await Album(tablet, "tablet").keep("hall-04-running")
    for page in (desk.page, tablet):
        assert CHEN_ID_NUMBER not in await page.content()
    await _write_on_glass(phone, desk, tablet, field)
    await _fill_together(phone, desk, field)
    await _send_photo(phone, desk, material)
    await phone.press("elder-switch")
    await phone.album.keep("hall-08-elder", whole=True)
    assert await phone.spare_width() == 0
    await phone.press("elder-switch")
    await phone.press("btn-end")
    await phone.press("btn-confirm-end")
    await expect(desk.see("counter-code")).to_be_visible()
    await expect(desk.page.get_by_test_id("shared-form")).to_have_count(0)
    await expect(tablet.get_by_test_id("handoff-panel")).to_have_count(0)
    await phone.album.keep("hall-09-ended", whole=True)
    await _submits(phone, number)
    await _confirms_and_signs(desk, glass, number)
    await _is_accepted(phone, desk, number)
    await _is_rated(desk, glass)


async def test_a_visit_begun_by_the_phones_own_code(
    system: RunningSystem, phone: Phone, at_work: AtWork
) -> None:
    """Read by the gun that the agent of the counter's computer holds; no key is pressed."""
    number, _, _ = await _draft(phone)
    desk = await _seated(at_work, WITH_A_GUN)
    await phone.open(f"/pages/draft/index?number={number}")
    await phone.press("btn-at-counter")
    await expect(phone.see("own-code")).to_be_visible()
    await phone.album.keep("hall-10-own-code")
    token = await phone.see("own-code").get_attribute("data-token")
    async with httpx.AsyncClient(trust_env=False) as http:
        gun = f"{system.place.url(DEVICES)}/a02/press/scan:{phone.server}/q/{token}"
        assert (await http.post(gun)).is_success
    await expect(phone.see("consent")).to_be_visible()
    await phone.press("btn-tick-all")
    await phone.press("btn-agree")
    await expect(desk.see("shared-papers")).to_be_visible()
    await desk.album.keep("hall-11-everything", whole=True)
    await desk.press("btn-end-handoff")
    await desk.press("btn-confirm-end")
    await expect(phone.see("btn-again")).to_be_visible()
