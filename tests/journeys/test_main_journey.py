"""From one sentence to an approved case: the main job, walked to its end."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.journeys import papers
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.wechat import WeChatPhone, words

WRONG_CREDIT_CODE = "92440106MADEMXJC4A"
ID_NUMBER, MOBILE = "440106198806153017", "13800138001"
MATERIALS = ("application_form", "business_licence", "layout_plan", "operation_flow", "rules_list")
SPARED = ("authorisation_letter", "agent_id_card", "legal_entity_certificate", "safety_director")


async def test_from_one_sentence_to_an_approved_case(
    phone: Phone, desk: Desk, wechat: WeChatPhone
) -> None:
    await asks_in_own_words(phone)
    await is_guided_to_the_list(phone)
    await signs_in_and_fills_the_form(phone)
    await hands_in_the_papers(phone)
    await mends_what_the_prereview_found(phone)
    number = await submits_once(phone)
    await finds_the_case_by_its_code(phone, number)
    await desk.sign_in("chenxm")
    await is_returned_for_supplement(phone, desk, number)
    await supplements(phone)
    await is_accepted_and_approved(phone, desk, number)
    await asks_where_it_stands(phone, number)
    await asks_the_same_in_wechat(phone, wechat, number)


async def asks_in_own_words(phone: Phone) -> None:
    await phone.open()
    await expect(phone.see("chat-input")).to_be_visible()
    await phone.album.keep("01-home")
    await phone.say("我想开个小餐馆要办什么证")
    card = phone.see("reply-item")
    await expect(card).to_contain_text("食品经营许可")
    await expect(phone.page.get_by_text("暂时忙不过来")).to_have_count(0)
    await expect(card).to_contain_text("工作日")
    await expect(card).to_contain_text("政务服务中心")
    await phone.album.keep("02-answer")


async def is_guided_to_the_list(phone: Phone) -> None:
    """One question at a time; the size of the place is told wrong and mended."""
    await phone.answer("btn-start-guidance")
    await phone.album.keep("03-question")
    await phone.answer("guidance-option-catering")
    await phone.answer("guidance-option-business")
    await phone.press("guidance-option-hot")
    await phone.press("guidance-option-drinks")
    await phone.album.keep("04-several-answers")
    await phone.answer("guidance-next")
    await phone.see("guidance-number-input").fill("800")
    await phone.answer("guidance-next")
    await phone.answer("guidance-back")
    await phone.see("guidance-number-input").fill("80")
    await phone.album.keep("05-answer-changed")
    await phone.answer("guidance-next")
    await phone.answer("guidance-option-store_only")
    await phone.answer("guidance-option-self")
    result = phone.see("guidance-result")
    for material in MATERIALS:
        await expect(result.get_by_test_id(f"material-{material}")).to_be_visible()
    await phone.album.keep("06-materials")
    await result.get_by_text("您这种情况不用交").click()
    for material in SPARED:
        await expect(result.get_by_test_id(f"not-needed-{material}")).to_contain_text("不用")
    await phone.album.keep("07-not-needed")


async def signs_in_and_fills_the_form(phone: Phone) -> None:
    """What the guest answered is in the form, so is the identity of the citizen."""
    await phone.press("btn-open-draft")
    await expect(phone.see("btn-sign-in")).to_be_visible()
    await phone.album.keep("08-sign-in")
    await phone.sign_in("陈大文")
    await expect(phone.see("form-principal_name")).to_have_value("陈大文")
    await expect(phone.see("form-principal_id_number")).to_have_value(ID_NUMBER)
    await expect(phone.see("form-area")).to_have_value("80")
    await expect(phone.see("form-business_form-catering")).to_have_attribute("aria-checked", "true")
    await phone.album.keep("09-form", whole=True)
    await phone.fill("credit_code", WRONG_CREDIT_CODE)
    await expect(phone.see("fault-credit_code")).to_contain_text("统一社会信用代码")
    await phone.album.keep("10-wrong-credit-code")
    await fills_the_rest(phone)


async def fills_the_rest(phone: Phone) -> None:
    await phone.fill("credit_code", papers.CREDIT_CODE)
    await expect(phone.see("fault-credit_code")).to_have_count(0)
    for field, text in {
        "applicant_name": papers.SHOP,
        "business_items": "热食类食品制售、自制饮品制售",
        "premises_address": papers.ADDRESS,
        "staff_count": "4",
        "manager_name": papers.OWNER,
        "manager_id_number": ID_NUMBER,
        "manager_phone": MOBILE,
    }.items():
        await phone.fill(field, text)
    await phone.press("form-manager_kind-part_time")
    await phone.press("form-delivery-electronic")
    await expect(phone.see("save-note")).to_contain_text("已保存")
    await phone.press("btn-form-next")


async def hands_in_the_papers(phone: Phone) -> None:
    """All but one; a zip that calls itself a PDF is refused with what to do."""
    await phone.upload("application_form", papers.zip_named_pdf("申请书.pdf"))
    card = phone.see("material-application_form")
    await expect(card).to_contain_text("压缩包")
    await phone.album.keep("11-zip-refused")
    await phone.hand_in("application_form", papers.application_form())
    await phone.hand_in("business_licence", papers.business_licence())
    await phone.hand_in("layout_plan", papers.floor_plan())
    await phone.hand_in("operation_flow", papers.operation_flow())
    await phone.album.keep("12-papers", whole=True)


async def mends_what_the_prereview_found(phone: Phone) -> None:
    await phone.press("btn-prereview")
    await expect(phone.see("prereview-progress")).to_be_visible()
    await phone.album.keep("13-prereview-running")
    verdict = phone.see("prereview-verdict")
    await expect(verdict).to_have_attribute("data-verdict", "fail")
    await expect(phone.see("finding-0")).to_contain_text("保证食品安全的规章制度目录清单")
    await expect(phone.see("btn-submit")).to_have_count(0)
    await phone.album.keep("14-prereview-missing")
    await phone.page.get_by_text("去修改").first.click()
    await phone.hand_in("rules_list", papers.rules_list())
    await phone.press("btn-prereview")
    await expect(verdict).to_have_attribute("data-verdict", "pass")
    await phone.album.keep("15-prereview-passed")


async def submits_once(phone: Phone) -> str:
    """Five presses in a row give one case, one receipt. Returns its number."""
    await phone.press("btn-submit")
    button = phone.see("btn-confirm-submit")
    await expect(button).to_be_visible()
    await phone.album.keep("16-confirm")
    await button.evaluate("button => { for (let n = 0; n < 5; n += 1) button.click() }")
    number = await phone.see("receipt-number").inner_text()
    await expect(phone.see("receipt-qr")).to_be_visible()
    await phone.album.keep("17-receipt")
    await phone.open("/pages/cases/index")
    await expect(phone.see(f"case-{number}")).to_be_visible()
    await expect(phone.page.locator("[data-testid^='case-TH']:visible")).to_have_count(1)
    await phone.album.keep("18-my-cases")
    return number


async def finds_the_case_by_its_code(phone: Phone, number: str) -> None:
    """What the code of the receipt leads to is the page of the case; it is left open."""
    await phone.press(f"case-{number}")
    async with phone.page.expect_response("**/receipt") as receipt:
        await phone.press("btn-receipt")
    address = (await (await receipt.value).json())["url"]
    await expect(phone.see("receipt-number")).to_have_text(number)
    await phone.page.goto(address)
    await expect(phone.see("timeline")).to_contain_text("提交")
    await expect(phone.page.get_by_text(number).first).to_be_visible()
    await phone.album.keep("19-case", whole=True)
    await phone.mark_page()


async def is_returned_for_supplement(phone: Phone, desk: Desk, number: str) -> None:
    """The case page, left open, shows it by itself."""
    await expect(desk.row(number)).to_have_count(1)
    await desk.album.keep("02-to-do")
    await desk.take(number)
    await expect(desk.see("btn-return")).to_be_visible()
    await desk.album.keep("03-case")
    await desk.press("btn-return")
    await desk.see("return-material-layout_plan").check()
    await (
        desk.see("return-note")
        .locator("textarea")
        .or_(desk.see("return-note"))
        .last.fill("布局图没有标出洗手池的位置，请补标后重新上传。")
    )
    await desk.album.keep("04-return")
    await desk.confirm()
    await expect(desk.see("case-status")).to_contain_text("待补正")
    await desk.album.keep("05-returned")
    await expect(phone.see("case-status")).to_contain_text("待补正")
    await expect(phone.see("supplement")).to_contain_text("洗手池")
    assert await phone.was_never_reloaded()
    await phone.album.keep("20-supplement-wanted")


async def supplements(phone: Phone) -> None:
    await phone.upload("layout_plan", papers.floor_plan("布局图-已补标.jpg"))
    await expect(phone.see("supplement")).to_contain_text("布局图-已补标.jpg")
    await phone.press("btn-supplement")
    await expect(phone.see("case-status")).to_contain_text("待受理")
    await phone.album.keep("21-supplemented")


async def is_accepted_and_approved(phone: Phone, desk: Desk, number: str) -> None:
    """Each decision reaches the open page, then the conversation; with its licence issued the case
    is over."""
    await desk.take(number)
    await desk.press("btn-accept")
    await desk.album.keep("06-accept")
    await desk.confirm()
    await expect(phone.see("case-status")).to_contain_text("已受理")
    await desk.take(number)
    await (
        desk.see("decision-note")
        .locator("textarea")
        .or_(desk.see("decision-note"))
        .last.fill("经审查，符合法定条件，准予许可。")
    )
    await desk.press("btn-approve")
    await desk.album.keep("07-approve")
    await desk.confirm()
    await desk.album.keep("08-approved")
    await expect(phone.see("case-status")).to_contain_text(re.compile("准予|已办结"))
    await phone.album.keep("22-approved", whole=True)
    await expect(phone.see("case-status")).to_contain_text("已办结")
    await phone.album.keep("22-licence-issued", whole=True)
    await phone.press("btn-back")
    await phone.press("tab-chat")
    await expect(phone.page.get_by_text("办件通知").last).to_be_visible()
    assert await phone.was_never_reloaded()
    await phone.album.keep("23-told-in-conversation")


async def asks_where_it_stands(phone: Phone, number: str) -> None:
    await phone.say("我的办件到哪一步了")
    card = phone.see("reply-case").last
    await expect(card).to_contain_text(number)
    await expect(card).to_contain_text("已办结")
    await phone.album.keep("24-where-it-stands")


async def asks_the_same_in_wechat(phone: Phone, wechat: WeChatPhone, number: str) -> None:
    """After binding the chat by the link sent into it, the same case answers there too."""
    asked = words(await wechat.say("我的办件到哪一步了"))
    link = re.search(r"https?://\S+/bind/\S+", asked)
    assert link, f"公众号没有给出绑定链接：{asked}"
    await phone.page.goto(link.group())
    await phone.album.keep("25-bind-wechat")
    await phone.page.get_by_role("link", name="去登录").click()
    await phone.page.get_by_role("button", name="陈大文").first.click()
    await expect(phone.page.get_by_text("绑定成功").first).to_be_visible()
    await phone.album.keep("26-wechat-bound")
    answer = words(await wechat.say("我的办件到哪一步了"))
    assert number in answer
    assert "已办结" in answer
