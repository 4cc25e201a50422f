"""The self-service terminal: let in by a phone, then guided, photographed, handed in, printed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import httpx
import pytest
from playwright.async_api import Locator, expect

from foundation.clock import now
from foundation.models import new_id
from operations.place import API, DEVICES, HALL_BRIDGE
from operations.system import RunningSystem
from tests.factories.cases import FOOD, example_answers, fill
from tests.factories.documents import pdf
from tests.factories.people import Person
from tests.journeys.conftest import TERMINAL_SIZE, DrawCode, OpenPage
from tests.journeys.phone import Phone
from tests.journeys.terminal import Terminal
from tests.journeys.test_remote_inspection import _signed_in_phone

UPRIGHT, LYING, WALL = TERMINAL_SIZE, (1280, 800), (1920, 1080)
NAME, LENT = "陈大文", "business_licence"
PRIVATE = ("phone", "principal_name")


@pytest.fixture
async def desk(system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """The simulated devices beside the terminal."""
    address = f"{system.place.url(DEVICES)}/z01"
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=20) as http:
        yield http


async def test_an_application_at_the_terminal(
    system: RunningSystem,
    open_page: OpenPage,
    phone: Phone,
    desk: httpx.AsyncClient,
    draw_code: DrawCode,
) -> None:
    token = await _signed_in_phone(phone)
    terminal = Terminal(await open_page(UPRIGHT), system.place.url(HALL_BRIDGE))
    await terminal.page.clock.install()
    await terminal.enrol(await draw_code("tianhe-z01", "terminal", "Z01自助机"))
    await terminal.look_whole("01-welcome")
    await draws_a_number(terminal)
    await lets_in(terminal, phone)
    await is_guided(terminal)
    async with httpx.AsyncClient(
        base_url=system.place.url(API), trust_env=False, timeout=60
    ) as http:
        number, material = await fills_on_the_phone(Person(http, token))
    await lends_a_licence(terminal, phone, number)
    await photographs(terminal, desk, material)
    await hands_in(terminal, desk, number)
    await collects(terminal, desk, await a_licence(system, number))
    await reads_of_it_on_the_phone(phone)
    await is_warned(terminal)
    await leaves(terminal)


async def draws_a_number(terminal: Terminal) -> None:
    await terminal.press("btn-ticket")
    await expect(terminal.see("draw-A")).to_be_visible()
    await terminal.look_whole("02-lines")
    await terminal.press("draw-A")
    await expect(terminal.see("drawn-number")).to_contain_text("A")
    await terminal.look_whole("03-number")
    await terminal.press("btn-drawn-done")
    await terminal.press("btn-card")
    await terminal.look_whole("04-card")
    await terminal.press("btn-back")


async def lets_in(terminal: Terminal, phone: Phone) -> None:
    await terminal.press("btn-scan")
    code = terminal.see("visit-code")
    await expect(code).to_be_visible()
    await terminal.look_whole("05-code")
    address = str(await code.get_attribute("data-url"))
    await phone.page.goto(f"{phone.server}/q/{address.rpartition('/')[2]}")
    await phone.press("btn-continue-at-terminal")
    await expect(phone.see("terminal-there")).to_be_visible()
    await expect(terminal.see("home-panel")).to_contain_text("陈**，您好")
    assert NAME not in await terminal.page.content()
    await terminal.look_whole("06-home")


async def is_guided(terminal: Terminal) -> None:
    await terminal.press("btn-items")
    await types_on_the_screen(terminal)
    await terminal.see("item-search").fill("食品经营许可")
    await expect(terminal.see("item-panel")).to_contain_text("找到的事项")
    await terminal.look_whole("07-items")
    await terminal.press(f"item-{FOOD}")
    answers = example_answers()
    for step in range(len(answers)):
        question = terminal.see("question")
        await expect(question.or_(terminal.see("guidance-result"))).to_be_visible()
        if not await question.count():
            break
        if step == 1:
            await terminal.look_whole("08-question")
            await asks_in_traditional(terminal, question)
        await answers_one(terminal, question, answers)
    await expect(terminal.see("guidance-result")).to_be_visible()
    await terminal.look_whole("09-materials")
    await looks_at_a_sample(terminal, "09-sample")
    await terminal.press("btn-open-case")
    await expect(terminal.see("form-part")).to_be_visible()
    await terminal.look_whole("10-form")


async def asks_in_traditional(terminal: Terminal, question: Locator) -> None:
    before = await question.inner_text()
    await terminal.page.get_by_role("button", name="繁體（粵）").click()
    await expect(question).to_contain_text("營業執照")
    await terminal.look_whole("08-question-hant")
    await terminal.page.get_by_role("button", name="简体").click()
    assert await question.inner_text() == before


async def looks_at_a_sample(terminal: Terminal, name: str) -> None:
    """Over the step that asks for it; upright and lying."""
    await terminal.press("see-application_form")
    await expect(terminal.see("sample-picture")).to_be_visible()
    await terminal.press("look-1")
    await expect(terminal.see("spot")).to_be_visible()
    await terminal.look_whole(name)
    width, height = LYING
    await terminal.page.set_viewport_size({"width": width, "height": height})
    await terminal.album.keep(f"{name}-lying")
    await terminal.page.set_viewport_size({"width": UPRIGHT[0], "height": UPRIGHT[1]})
    await terminal.press("btn-close-sample")
    await expect(terminal.page.get_by_test_id("sample-dialog")).to_have_count(0)


async def types_on_the_screen(terminal: Terminal) -> None:
    """A finger on a field brings keys; characters come by pinyin."""
    field = terminal.see("item-search")
    await field.tap()
    keyboard = terminal.see("keyboard")
    await expect(keyboard).to_be_visible()
    for letter in "shi":
        await keyboard.get_by_role("button", name=letter, exact=True).tap()
    await expect(terminal.see("pinyin")).to_have_text("shi")
    await terminal.look_whole("07-keyboard")
    await keyboard.get_by_role("button", name="是", exact=True).tap()
    await expect(field).to_have_value("是")


async def goes_from_field_to_field(terminal: Terminal) -> None:
    """A finger goes straight from one field to the next, and takes a digit of a masked one back:
    what is deleted is the last real digit, once a tap."""
    keyboard = terminal.see("keyboard")
    phone, person = (terminal.page.locator(f"#field-{one}") for one in PRIVATE)
    masked = await phone.input_value()
    assert "*" in masked
    await person.tap()
    await expect(keyboard).to_have_attribute("data-keys", "chinese")
    await phone.tap()
    await expect(keyboard).to_have_attribute("data-keys", "digits")
    await expect(phone).to_be_focused()
    whole = await phone.input_value()
    await keyboard.get_by_role("button", name="删除", exact=True).tap()
    await expect(phone).to_have_value(whole[:-1])
    await keyboard.get_by_role("button", name=whole[-1], exact=True).tap()
    await expect(phone).to_have_value(whole)
    await terminal.look_whole("10-form-keyboard")
    await person.tap()
    await expect(keyboard).to_have_attribute("data-keys", "chinese")
    await expect(phone).to_have_value(masked)
    await keyboard.get_by_role("button", name="完成", exact=True).tap()
    await expect(keyboard).to_have_count(0)


async def answers_one(terminal: Terminal, question: Locator, answers: dict[str, object]) -> None:
    """The question in view; returns when the next one is there."""
    name = str(await question.get_attribute("data-question"))
    value = answers[name]
    if isinstance(value, str) and await terminal.see(f"option-{value}").count():
        await terminal.press(f"option-{value}")
    elif isinstance(value, list):
        for one in value:
            await terminal.press(f"option-{one}")
        await terminal.press("btn-answer")
    else:
        await terminal.see("answer").fill(str(value))
        await terminal.press("btn-answer")
    gone = terminal.page.locator(f'[data-question="{name}"]')
    await expect(gone).to_have_count(0)


async def fills_on_the_phone(citizen: Person) -> tuple[str, str]:
    """Form and papers but two, sent from the phone; the number and the paper to photograph."""
    page = await citizen.get("/api/v1/cases?status=draft&limit=1")
    number = str(page["items"][0]["number"])
    path = f"/api/v1/cases/{number}"
    case = await citizen.get(path)
    await citizen.patch(path, {"form": fill(case)})
    first, *others = [m["id"] for m in case["materials"] if m["required"] and "jpg" in m["accept"]]
    for material in [name for name in others if name != LENT]:
        done = await citizen.upload(f"{path}/materials/{material}", pdf(material))
        assert done.status_code == 200, done.text
    return number, str(first)


async def lends_a_licence(terminal: Terminal, phone: Phone, number: str) -> None:
    """Agreed to on the citizen's own phone; the terminal follows until the licence has come."""
    await types_and_turns_back(terminal, number)
    await hides_what_is_private(terminal)
    await terminal.press("btn-save-form")
    await terminal.look_whole("11-papers")
    await looks_at_a_sample(terminal, "11-sample")
    await terminal.press(f"lend-{LENT}")
    code = terminal.see("licence-code")
    await expect(code).to_be_visible()
    await terminal.look_whole("11-licence-code")
    await answers_on_the_phone(terminal, phone, "不同意，返回")
    await expect(terminal.see("licence-fault")).to_be_visible()
    await terminal.look_whole("11-licence-refused")
    await terminal.press("btn-licence-again")
    await answers_on_the_phone(terminal, phone, "同意出示")
    await expect(terminal.see(f"material-{LENT}")).to_have_attribute("data-given", "true")
    await terminal.look_whole("11-lent")


async def types_and_turns_back(terminal: Terminal, number: str) -> None:
    """What was typed a moment ago is kept, and with it what the phone has filled meanwhile."""
    field = terminal.page.locator("#field-phone")
    await field.focus()
    await field.fill("13900139000")
    await terminal.press("btn-back")
    await terminal.see(f"draft-{number}").get_by_role("button").click()
    await terminal.press("show-phone")
    await expect(field).to_have_value("13900139000")
    await expect(field).to_have_value("139******00")


async def answers_on_the_phone(terminal: Terminal, phone: Phone, answer: str) -> None:
    code = terminal.see("licence-code")
    await expect(code).to_be_visible()
    await phone.page.goto(str(await code.get_attribute("data-url")))
    await phone.page.get_by_role("link", name="陈大文").click()
    await phone.page.get_by_role("button", name=answer).click()


async def hides_what_is_private(terminal: Terminal) -> None:
    """What stands in the form is masked until somebody asks to see it."""
    values = "inputs => inputs.map((one) => one.value)"
    await expect(terminal.see("show-principal_name")).to_be_visible()
    assert NAME not in await terminal.see("form-part").locator("input").evaluate_all(values)
    await terminal.press("show-principal_name")
    assert NAME in await terminal.see("form-part").locator("input").evaluate_all(values)
    await terminal.look_whole("10-form-shown")
    await goes_from_field_to_field(terminal)


async def photographs(terminal: Terminal, desk: httpx.AsyncClient, material: str) -> None:
    await expect(terminal.see(f"material-{material}")).to_have_attribute("data-given", "false")
    await desk.post("/press/plug:camera")
    await terminal.press(f"shoot-{material}")
    await terminal.press("btn-take")
    await expect(terminal.see("camera-fault")).to_contain_text("高拍仪")
    await terminal.look_whole("12-camera-unplugged")
    await desk.post("/press/plug:camera")
    await until_taken(terminal)
    await terminal.look_whole("13-picture")
    await terminal.press("btn-use")
    await expect(terminal.see(f"material-{material}")).to_have_attribute("data-given", "true")


async def until_taken(terminal: Terminal) -> None:
    """The driver notices within two seconds that the camera is back; a person presses again."""
    outcome = terminal.see("picture").or_(terminal.see("camera-fault"))
    for _ in range(8):
        await terminal.press("btn-take")
        await expect(terminal.see("btn-take")).to_be_enabled()
        await expect(outcome).to_be_visible()
        if await terminal.see("picture").count():
            return
        await terminal.page.wait_for_timeout(700)
    pytest.fail("高拍仪接好后仍拍不了")


async def hands_in(terminal: Terminal, desk: httpx.AsyncClient, number: str) -> None:
    await terminal.press("btn-review")
    await expect(terminal.see("btn-submit")).to_be_visible()
    await terminal.look_whole("14-review")
    await expect(terminal.see("review-done")).to_be_visible()
    await terminal.look_whole("15-findings")
    await terminal.press("btn-submit")
    await expect(terminal.see("receipt-number")).to_have_text(number)
    before = (await desk.get("/state")).json()["printed"]
    await terminal.press("btn-print")
    await expect(terminal.see("printed")).to_be_visible()
    await terminal.look_whole("16-receipt")
    assert (await desk.get("/state")).json()["printed"] == before + 1


async def a_licence(system: RunningSystem, number: str) -> str:
    """As 电子证照 has issued it, because of a letter of the case; its id."""
    moment = now().replace(tzinfo=None).isoformat(" ")
    licence = new_id()
    insert = (
        "INSERT INTO issued_licences (id, letter_id, case_number, user_id, name, number, "
        "valid_until, platform_code, state, issued_at, created_at) "
        "SELECT ?, letters.id, cases.number, cases.user_id, '食品经营许可证', "
        "'JY14401060000000', '2031-11-27', '', 'issued', ?, ? "
        "FROM cases JOIN letters ON letters.case_number = cases.number "
        "WHERE cases.number = ? LIMIT 1"
    )
    path = system.place.data_dir / "app.db"
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        assert database.execute(insert, (licence, moment, moment, number)).rowcount == 1
    return licence


async def collects(terminal: Terminal, desk: httpx.AsyncClient, licence: str) -> None:
    await terminal.press("btn-receipt-done")
    await expect(terminal.see("home-panel")).to_contain_text("办理中")
    await terminal.see(f"licence-{licence}").get_by_role("button").click()
    await terminal.look_whole("17-collect")
    await terminal.press("btn-confirm-collect")
    await expect(terminal.see("collected")).to_be_visible()
    await terminal.look_whole("18-collected")
    issued = (await desk.get("/state")).json()["issued"]
    assert issued[-1]["number"] == "JY14401060000000"
    await terminal.press("btn-collect-done")


async def reads_of_it_on_the_phone(phone: Phone) -> None:
    await phone.page.goto(f"{phone.server}/app/#/pages/licences/index?title=别的标题")
    await expect(phone.see("collected")).to_contain_text("领取")
    await expect(phone.page.get_by_role("heading", level=1)).to_have_text("我的证照")
    await phone.album.keep("licences")


async def is_warned(terminal: Terminal) -> None:
    """Nobody touches it for two and a half minutes; one press and it goes on."""
    await expect(terminal.see("home-panel")).to_contain_text("办理中和办完的")
    await is_asked_whether_there(terminal)
    await terminal.look_whole("19-warning")
    await terminal.press("btn-warn-go-on")
    await expect(terminal.see("idle-warning")).to_have_count(0)
    await expect(terminal.see("home-panel")).to_be_visible()


async def is_asked_whether_there(terminal: Terminal) -> None:
    await terminal.page.clock.fast_forward(152_000)
    await expect(terminal.see("idle-warning")).to_contain_text("秒后退出")


async def leaves(terminal: Terminal) -> None:
    """By the warning's own way out, as whoever turned away and comes back."""
    await terminal.page.set_viewport_size({"width": LYING[0], "height": LYING[1]})
    await terminal.look_whole("20-home-lying")
    await terminal.page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    await terminal.look_whole("20-home-wall")
    await is_asked_whether_there(terminal)
    await terminal.press("btn-warn-leave")
    await expect(terminal.see("ending")).to_contain_text("已退出，")
    await terminal.press("large-type")
    await terminal.page.get_by_role("button", name="繁體（粵）").click()
    await terminal.look_whole("21-left-lying-large")
