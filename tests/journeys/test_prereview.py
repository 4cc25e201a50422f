"""What a citizen hands in: lent, kept, sent in the talk, refused, looked at by a person."""

from __future__ import annotations

import asyncio
import json
import re

import httpx
import pytest
from playwright.async_api import Route, expect

from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import FOOD, draft, fill
from tests.factories.people import Person
from tests.journeys import papers
from tests.journeys.access import grave_violations, suits_the_old
from tests.journeys.album import Album
from tests.journeys.conftest import AtWork
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone

WIDE = (1920, 1080)
OTHER_CODE = "92440106MADEMX0040"
NOTE = "执照是另一家店的，请上传大文餐饮店的营业执照。"


@pytest.fixture
def citizen(phone: Phone) -> Phone:
    """A phone whose pictures are kept together."""
    phone.album = Album(phone.page, "prereview")
    return phone


async def test_a_licence_is_lent_instead_of_an_upload_and_taken_back(citizen: Phone) -> None:
    await begins_a_draft(citizen, "陈大文")
    await citizen.press("licence-lend-business_licence")
    await citizen.page.get_by_role("link", name="陈大文").click()
    await citizen.album.keep("a1-consent")
    await citizen.page.get_by_role("button", name="同意出示").click()
    card = citizen.see("material-business_licence")
    await expect(card).to_contain_text("免提交")
    await card.scroll_into_view_if_needed()
    await citizen.album.keep("a2-lent")
    await citizen.press("licence-back-business_licence")
    await citizen.album.keep("a3-taking-back")
    await citizen.page.get_by_role("button", name="撤回", exact=True).click()
    await expect(citizen.see("licence-lend-business_licence")).to_contain_text("免提交")
    await expect(card).not_to_contain_text("已授权")


async def test_what_was_handed_in_once_serves_again_and_is_taken_back(citizen: Phone) -> None:
    await begins_a_draft(citizen, "黄秀英")
    await sends_a_long_file(citizen)
    await citizen.open("/pages/vault/index")
    await expect(citizen.see("vault-consent")).to_be_visible()
    await citizen.album.keep("b2-vault", whole=True)
    await citizen.press("consent-yes")
    await citizen.page.locator("[data-testid^='vault-reuse-']").click()
    await citizen.open(f"/pages/draft/index?code={FOOD}")
    await citizen.press("step-1")
    await citizen.press("vault-pick-layout_plan")
    await citizen.page.locator("[data-testid^='pick-']").click()
    await citizen.album.keep("b3-choosing")
    await citizen.press("btn-vault-choose")
    card = citizen.see("material-layout_plan")
    await expect(card).to_contain_text("布局图扫描件.jpg")
    await citizen.open("/pages/vault/index")
    await citizen.page.locator("[data-testid^='vault-more-']").click()
    await citizen.album.keep("b4-where-used", whole=True)
    await citizen.page.locator("[data-testid^='vault-withdraw-']").click()
    await citizen.album.keep("b5-taking-back")
    await citizen.press("btn-withdraw-confirm")
    await expect(citizen.page.get_by_text("这里还没有资料")).to_be_visible()


async def test_a_photo_in_the_talk_finds_its_place(citizen: Phone) -> None:
    await begins_a_draft(citizen, "李小红")
    await citizen.open()
    async with citizen.page.expect_file_chooser() as chooser:
        await citizen.press("chat-photo")
    await (await chooser.value).set_files(papers.business_licence())
    said = citizen.page.get_by_text("已放进")
    await expect(said).to_contain_text("是营业执照")
    await expect(said).to_contain_text("回答几个问题就清楚了")
    await citizen.album.keep("c1-told")
    await citizen.page.get_by_role("button", name="放错了，取出来").click()
    await expect(citizen.page.get_by_text("已从「营业执照」里取出来")).to_be_visible()
    await citizen.album.keep("c2-taken-out")


async def test_wrong_papers_handed_in_all_the_same_are_decided_by_a_person(
    system: RunningSystem, citizen: Phone, at_work: AtWork
) -> None:
    number = await hands_in_wrong_papers(system, citizen)
    await submits_all_the_same(citizen, number)
    officer = await at_work("chenxm", first="tab-open")
    await decides(officer, number)
    officer = await at_work("chenxm", WIDE, first="tab-open")
    await officer.open("/prereviews")
    await officer.page.get_by_text("已有结论").click()
    await officer.see(f"review-{number}").click()
    await expect(officer.page.locator(".stage img")).to_be_visible()
    await Album(officer.page, "prereview").keep("d7-decided-wide")
    await citizen.open()
    told = citizen.page.get_by_text(NOTE).last
    await told.scroll_into_view_if_needed()
    await expect(told).to_be_visible()
    await citizen.album.keep("d8-told")
    await citizen.open(f"/pages/case/index?number={number}")
    await expect(citizen.see("timeline")).to_contain_text("申请人选择照此提交")
    await citizen.album.keep("d9-case", whole=True)


async def test_a_rule_is_changed_as_a_form_tried_and_published(at_work: AtWork) -> None:
    editor = await at_work("zhengjw")
    await editor.open("/knowledge?kind=rules&q=食品经营许可")
    await editor.page.get_by_role("link", name="食品经营许可的预审规则").click()
    await editor.press("btn-edit")
    rule = editor.see("rule-operation_flow_words")
    await rule.get_by_role("button").first.click()
    await rule.get_by_label("怎么改").fill("请确认上传的是食品加工操作流程，手写也可以")
    await expect(editor.see("save-state")).to_have_attribute("data-phase", "saved")
    await Album(editor.page, "prereview").keep("e1-rule-form")
    await editor.press("btn-finish")
    await editor.press("btn-shadow")
    await Album(editor.page, "prereview").keep("e2-trial")
    await editor.press("btn-shadow-seen")
    await expect(editor.see("shadow")).to_contain_text("可以发布")
    await Album(editor.page, "prereview").keep("e3-tried", whole=True)
    await editor.press("btn-submit")
    await editor.confirm()
    colleague = await at_work("liangzq")
    await colleague.page.goto(editor.page.url)
    await expect(colleague.see("diff").locator("ins")).to_contain_text("手写也可以")
    await Album(colleague.page, "prereview").keep("e4-review", whole=True)
    await colleague.press("btn-publish")
    await colleague.see("act-note").fill("市民问过手写的行不行。")
    await colleague.confirm()
    await expect(colleague.see("history")).to_contain_text("市民问过手写的行不行。")
    await expect(colleague.see("btn-publish")).to_have_count(0)


async def begins_a_draft(citizen: Phone, name: str) -> None:
    """At its materials."""
    await citizen.open(f"/pages/draft/index?code={FOOD}")
    await citizen.sign_in(name)
    await citizen.press("step-1")
    await expect(citizen.see("material-business_licence")).to_be_visible()


async def sends_a_long_file(citizen: Phone) -> None:
    """In parts, each slow enough to see how far it is."""

    async def slowly(route: Route) -> None:
        await asyncio.sleep(0.3)
        await route.continue_()

    await citizen.page.route("**/api/v1/uploads/*", slowly)
    await citizen.upload("layout_plan", papers.heavy_scan("布局图扫描件.jpg"))
    card = citizen.see("material-layout_plan")
    await expect(card).to_contain_text(re.compile("正在上传 [1-9]"))
    await card.scroll_into_view_if_needed()
    await citizen.album.keep("b1-in-parts")
    await expect(card).to_contain_text("已传")


async def hands_in_wrong_papers(system: RunningSystem, citizen: Phone) -> str:
    """A form that is right, the licence of another shop, a plan nobody can read."""
    await citizen.open("/pages/me/index")
    await citizen.press("btn-sign-in")
    await citizen.sign_in("李小红")
    await expect(citizen.see("me-name")).to_contain_text("李")
    number = await filled_in(system, await token_of(citizen))
    await citizen.open(f"/pages/draft/index?number={number}&step=materials")
    await citizen.hand_in("application_form", papers.application_form())
    await citizen.hand_in("business_licence", papers.business_licence(code=OTHER_CODE))
    await citizen.hand_in("layout_plan", papers.floor_plan(damage="blur"))
    await citizen.hand_in("operation_flow", papers.operation_flow())
    await citizen.hand_in("rules_list", papers.rules_list())
    await citizen.press("btn-prereview")
    await expect(citizen.see("prereview-verdict")).to_have_attribute("data-verdict", "fail")
    await expect(citizen.page.get_by_text(OTHER_CODE).first).to_be_visible()
    await citizen.album.keep("d1-findings", whole=True)
    assert await grave_violations(citizen.page) == []
    await looks_how_it_should_be(citizen)
    await reads_it_in_large_type(citizen)
    await citizen.page.get_by_text("去修改").first.click()
    card = citizen.see("material-business_licence")
    await expect(card).to_contain_text(OTHER_CODE)
    await expect(card).to_be_in_viewport(ratio=0.8)
    await citizen.album.keep("d2-at-the-material")
    return number


async def looks_how_it_should_be(citizen: Phone) -> None:
    """Who is told that a paper will not do sees what one that does looks like."""
    await citizen.press("sample-business_licence")
    await expect(citizen.see("sample-picture")).to_be_visible()
    await expect(citizen.see("sample-sheet")).to_contain_text("常见退回原因")
    await citizen.album.keep("d1-sample")
    await citizen.press("btn-sample-close")
    assert await citizen.focused_mark() == "sample-business_licence"


async def reads_it_in_large_type(citizen: Phone) -> None:
    await citizen.page.emulate_media(reduced_motion="reduce")
    await citizen.press("elder-switch")
    await citizen.press("btn-notice-close")
    await citizen.album.keep("d1-findings-elder", whole=True)
    await suits_the_old(citizen)
    await citizen.press("step-1")
    await citizen.album.keep("d1-materials-elder", whole=True)
    await suits_the_old(citizen)
    await citizen.press("step-2")
    await citizen.press("elder-switch")
    await citizen.press("btn-notice-close")


async def submits_all_the_same(citizen: Phone, number: str) -> None:
    await citizen.press("step-2")
    await citizen.press("btn-submit-anyway")
    await expect(citizen.see("btn-confirm-submit")).to_be_visible()
    await citizen.album.keep("d3-all-the-same")
    await citizen.press("btn-confirm-submit")
    await expect(citizen.see("receipt-number")).to_have_text(number)


async def decides(officer: Desk, number: str) -> None:
    """Sees the page with its frames, says what is wrong."""
    album = Album(officer.page, "prereview")
    await officer.open("/prereviews")
    await expect(officer.see(f"review-{number}")).to_contain_text("申请人仍提交")
    await album.keep("d4-queue")
    await officer.see(f"review-{number}").click()
    await officer.press("finding-0")
    await expect(officer.page.locator(".stage img")).to_be_visible()
    await album.keep("d5-page-with-frames")
    assert await grave_violations(officer.page) == []
    await officer.press("verdict-fail")
    note = officer.see("verdict-note")
    await note.locator("textarea").or_(note).last.fill(NOTE)
    await officer.press("btn-decide")
    await expect(officer.see("verdict-panel")).to_contain_text("人工结论")
    await expect(officer.page.get_by_text("联系电话", exact=True)).to_have_count(1)
    await album.keep("d6-decided")


async def filled_in(system: RunningSystem, token: str) -> str:
    """The number of a draft whose form is right for the papers of the shop."""
    form = {
        "applicant_name": papers.SHOP,
        "principal_name": papers.OWNER,
        "credit_code": papers.CREDIT_CODE,
        "premises_address": papers.ADDRESS,
    }
    async with httpx.AsyncClient(base_url=system.place.url(API), trust_env=False) as http:
        person = Person(http, token)
        case = await draft(person)
        await person.patch(f"/api/v1/cases/{case['number']}", {"form": fill(case) | form})
    return str(case["number"])


async def token_of(citizen: Phone) -> str:
    """Of the session the phone holds."""
    kept = await citizen.page.evaluate("localStorage.getItem('tianhe.session')")
    return str(json.loads(kept)["token"])
