"""The main job without a mouse, each of its pages held to axe-core's rules on the way."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from tests.journeys import papers
from tests.journeys.access import Keyboard, grave_violations
from tests.journeys.conftest import DESK_SIZE, OpenPage
from tests.journeys.phone import Phone

QUESTION = "我想开个小餐馆要办什么证"
OWNER, ID_NUMBER = "李小红", "440106198806153017"
FORM = {
    "credit_code": papers.CREDIT_CODE,
    "applicant_name": papers.SHOP,
    "business_items": "热食类食品制售",
    "premises_address": papers.ADDRESS,
    "staff_count": "4",
    "manager_name": OWNER,
    "manager_id_number": ID_NUMBER,
    "manager_phone": "13800138001",
}
PAPERS = {
    "application_form": papers.application_form(OWNER),
    "business_licence": papers.business_licence(owner=OWNER),
    "layout_plan": papers.floor_plan(),
    "operation_flow": papers.operation_flow(),
    "rules_list": papers.rules_list(),
}


async def test_from_one_sentence_to_a_receipt(phone: Phone, open_page: OpenPage) -> None:
    desktop = Phone(await open_page(DESK_SIZE), phone.server)
    await desktop.page.emulate_media(reduced_motion="reduce")
    keyboard = Keyboard(desktop)
    await asks_and_is_guided(desktop, keyboard)
    await signs_in(desktop, keyboard)
    await fills_the_form(desktop, keyboard)
    for material, file in PAPERS.items():
        await hands_in(desktop, keyboard, material, file)
    await is_fair(desktop)
    await submits(desktop, keyboard)


async def is_fair(phone: Phone) -> None:
    found = await grave_violations(phone.page)
    assert found == [], found


async def asks_and_is_guided(phone: Phone, keyboard: Keyboard) -> None:
    await phone.open()
    await expect(phone.see("chat-input")).to_be_visible()
    await keyboard.press("skip-link")
    await keyboard.reach("chat-input")
    await keyboard.keys.type(QUESTION)
    await keyboard.keys.press("Enter")
    await expect(phone.see("reply-item")).to_be_visible()
    await is_fair(phone)
    await keyboard.press("btn-start-guidance", back=True)
    for option in ("catering", "business"):
        await keyboard.press(f"guidance-option-{option}", "Space")
        await expect(phone.see(f"guidance-option-{option}")).to_have_count(0)
    await keyboard.press("guidance-option-hot", "Space")
    await keyboard.press("guidance-next")
    await keyboard.fill("guidance-number-input", "80")
    await is_fair(phone)
    await keyboard.keys.press("Enter")
    for option in ("store_only", "self"):
        await expect(phone.see(f"guidance-option-{option}")).to_be_visible()
        await keyboard.press(f"guidance-option-{option}", "Space")
    await expect(phone.see("guidance-result")).to_be_visible()
    await is_fair(phone)
    await keyboard.press("btn-open-draft")


async def signs_in(phone: Phone, keyboard: Keyboard) -> None:
    await expect(phone.see("btn-sign-in")).to_be_visible()
    await is_fair(phone)
    await keyboard.press("btn-sign-in")
    account = phone.page.get_by_role("button", name=OWNER).first
    await account.focus()
    await keyboard.keys.press("Enter")
    await expect(phone.see("form-principal_name")).to_have_value(OWNER)


async def fills_the_form(phone: Phone, keyboard: Keyboard) -> None:
    """Leaving a faulty form brings the keyboard to the first fault."""
    await is_fair(phone)
    await keyboard.press("btn-form-next")
    await expect(phone.see("notice")).to_contain_text("要填好")
    assert (await phone.focused_mark()).startswith("form-")
    for field, text in FORM.items():
        await keyboard.fill(f"form-{field}", text)
    await keyboard.press("form-manager_kind-part_time", "Space")
    await keyboard.press("form-delivery-electronic")
    await expect(phone.see("save-note")).to_contain_text("已保存")
    await keyboard.press("btn-form-next")


async def hands_in(phone: Phone, keyboard: Keyboard, material: str, file: FilePayload) -> None:
    async with phone.page.expect_file_chooser() as chooser:
        await keyboard.press(f"upload-{material}")
    await (await chooser.value).set_files(file)
    await expect(phone.see(f"material-{material}")).to_contain_text("已传")


async def submits(phone: Phone, keyboard: Keyboard) -> None:
    """The dialogue holds the keyboard, and gives it back where it came from."""
    await keyboard.press("btn-prereview")
    await expect(phone.see("prereview-verdict")).to_have_attribute("data-verdict", "pass")
    await is_fair(phone)
    await keyboard.press("btn-submit")
    await expect(phone.see("btn-confirm-submit")).to_be_visible()
    await is_fair(phone)
    seen = set()
    for _ in range(5):
        await keyboard.keys.press("Tab")
        seen.add(await phone.focused_mark())
    assert seen == {"btn-sheet-cancel", "btn-confirm-submit"}
    await keyboard.keys.press("Escape")
    await expect(phone.see("btn-confirm-submit")).to_have_count(0)
    assert await phone.focused_mark() == "btn-submit"
    await keyboard.keys.press("Enter")
    await keyboard.press("btn-confirm-submit", "Space")
    await expect(phone.see("receipt-number")).to_be_visible()
    await is_fair(phone)
