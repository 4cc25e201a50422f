"""What a grant hides of the form comes through no other door: papers, letters, words, lists."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flows.cases import prereviews
from foundation import db
from foundation.clock import now
from foundation.models import Case, CaseEvent
from tests.factories.cases import FOOD, filled_draft, task_of
from tests.factories.papers_read import read_well
from tests.factories.people import CHEN_PHONE, Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

S = "/staff/v1"
PRINCIPAL, CODE = "principal_name", "credit_code"


def hide(*names: str) -> list[dict[str, str]]:
    return [{"item": "", "field": name, "shown": "hidden"} for name in names]


@pytest.fixture
async def number(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A case handed in after a reader read its papers."""
    monkeypatch.setattr(prereviews, "read", read_well)
    number = str((await filled_draft(citizen))["number"])
    await citizen.post(f"/api/v1/cases/{number}/prereview")
    await keep_promises()
    await citizen.post(f"/api/v1/cases/{number}/submit")
    await keep_promises()
    return number


async def first_file(staff: Person, number: str, material: str) -> str:
    case = await staff.get(f"{S}/cases/{number}")
    found = next(m for m in case["materials"] if m["id"] == material)
    return f"{S}/cases/{number}/materials/{material}/files/{found['files'][0]['id']}"


async def test_a_paper_that_tells_of_a_hidden_field_is_not_shown(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    """By the rules (信用代码 stands on 营业执照), and the application form repeats everything."""
    reader = await staff_member(client, "officer", fields=hide(CODE))
    shown = {m["id"]: m for m in (await reader.get(f"{S}/cases/{number}"))["materials"]}
    closed = {name for name, m in shown.items() if m["hidden_because"]}
    assert {"business_licence", "application_form"} <= closed
    assert "layout_plan" not in closed
    assert "统一社会信用代码" in shown["business_licence"]["hidden_because"]
    assert shown["business_licence"]["files"][0]["name"] == "第1个文件"
    for material, status in (("business_licence", 403), ("layout_plan", 200)):
        path = await first_file(officer, number, material)
        for door in (path, f"{path}/thumbnail"):
            answer = await reader.ask("GET", door)
            assert answer.status_code == status, door
            if status == 403:
                told = problem(answer, 403, "field_hidden")["detail"]
                assert "统一社会信用代码" in told
                assert "安全管理员" in told
        assert (await officer.ask("GET", path)).status_code == 200


async def test_a_grant_opens_or_closes_a_paper_by_itself(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    opened = [
        *hide(CODE, "material:layout_plan"),
        {"item": FOOD, "field": "material:business_licence", "shown": "clear"},
    ]
    reader = await staff_member(client, "officer", fields=opened)
    licence = await first_file(officer, number, "business_licence")
    plan = await first_file(officer, number, "layout_plan")
    assert (await reader.ask("GET", licence)).status_code == 200
    problem(await reader.ask("GET", plan), 403, "field_hidden")


async def test_readings_and_pages_of_a_manual_review(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    made = await officer.post(f"{S}/prereviews/take_over", {"case_number": number})
    assert any(f["name"] == "credit_code" for f in made["fields"])
    reader = await staff_member(client, "officer", fields=hide(CODE))
    path = f"{S}/prereviews/{made['id']}"
    shown = await reader.get(path)
    assert "business_licence" not in {f["material_id"] for f in shown["fields"]}
    assert "91440106MADEMX0030" not in str(shown)
    file = (await first_file(officer, number, "business_licence")).removeprefix(
        f"{S}/cases/{number}"
    )
    for door in (f"{path}{file}", f"{path}{file}/thumbnail", f"{path}{file}/pages/1"):
        problem(await reader.ask("GET", door), 403, "field_hidden")
        assert (await officer.ask("GET", door)).status_code != 403


async def test_letters_say_no_more_than_the_form(
    client: httpx.AsyncClient, officer: Person, number: str, keep_promises: KeepPromises
) -> None:
    """A licence names the person in charge; the receipt names the enterprise only."""
    reader = await staff_member(client, "supervisor", fields=hide(PRINCIPAL))
    stranger = await staff_member(client, "supervisor", fields=hide("applicant_name"))
    for decision in ("accept", "approve"):
        body = {"decision": decision}
        await officer.post(f"{S}/tasks/{await task_of(officer, number)}/complete", body)
    await keep_promises()
    listed = (await reader.get(f"{S}/cases/{number}/letters"))["items"]
    hidden = {one["kind"]: one for one in listed if one["hidden_because"]}
    assert "licence" in hidden
    assert not hidden["licence"]["can_download"]
    path = f"{S}/cases/{number}/letters/{hidden['licence']['id']}"
    problem(await reader.ask("GET", path), 403, "field_hidden")
    ask = {"why": "经营项目写错"}
    problem(await reader.ask("POST", f"{path}/correct/preview", json={}), 403, "field_hidden")
    problem(await reader.ask("POST", f"{path}/correct", json=ask), 403, "field_hidden")
    for one in (await stranger.get(f"{S}/cases/{number}/letters"))["items"]:
        assert "经营者名称" in one["hidden_because"], "every letter names its holder"
    assert (await officer.ask("GET", path)).status_code == 200


async def test_words_about_a_case_are_covered(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    """Notes, what a note said before, mentions and the timeline."""
    reader = await staff_member(client, "officer", fields=hide("phone"))
    path = f"{S}/cases/{number}/notes"
    body = {"text": f"已致电 {CHEN_PHONE} 约核查，另号138 1234 5678", "mentions": [reader.user_id]}
    await officer.post(path, body)
    async with db.writing() as session:
        told = f"电话{CHEN_PHONE}无人接听"
        session.add(
            CaseEvent(
                case_number=number, kind="claim", status="submitted", text=told, actor="陈晓敏",
                at=now(),
            )
        )  # fmt: skip
    seen = [
        await reader.get(path),
        await reader.get(f"{S}/mentions"),
        await reader.get(f"{S}/cases/{number}"),
    ]
    for answer in seen:
        assert CHEN_PHONE not in str(answer)
        assert "（已隐藏）" in str(answer)
    assert CHEN_PHONE in str(await officer.get(path))
    mine = await reader.post(path, {"text": f"我也打过{CHEN_PHONE}"})
    assert CHEN_PHONE in str([n for n in mine["items"] if n["is_mine"]])


async def test_lists_and_searches_do_not_tell(
    client: httpx.AsyncClient, officer: Person, citizen: Person, number: str
) -> None:
    """The applicant's name where it is hidden; and no finding by a number one may not see."""
    nameless = await staff_member(client, "officer", fields=hide(PRINCIPAL, "applicant_name"))
    line = (await nameless.get(f"{S}/cases"))["items"][0]
    assert (line["number"], line["applicant"]) == (number, "（无权查看）")
    assert (await nameless.get(f"{S}/tasks"))["items"][0]["case"]["applicant"] == "（无权查看）"
    assert (await nameless.get(f"{S}/cases/{number}"))["applicant"][
        "display_name"
    ] == "（无权查看）"
    problem(await nameless.ask("POST", f"{S}/cases/{number}/credit", json={"reason": "核对"}), 403)
    blind = await staff_member(client, "officer", fields=hide("phone"))
    for path in (f"{S}/cases", f"{S}/tasks", f"{S}/lookup"):
        told = problem(await blind.ask("GET", path, params={"q": CHEN_PHONE}), 403, "field_hidden")
        assert "办件编号" in told["detail"]
        assert (await officer.ask("GET", path, params={"q": CHEN_PHONE})).status_code == 200
    assert (await blind.get(f"{S}/cases", params={"q": number}))["total"] == 1


async def test_words_find_nothing_by_a_hidden_field(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    """Where a field of words is hidden, cases of the item are not looked through by words, in
    whichever field they stand; the number and the name of the item find them all the same."""
    name = "陈大文"
    by_words = [name, "石牌西路", f"{name} 食品经营"]
    nameless = await staff_member(client, "officer", fields=hide(PRINCIPAL))
    blind = await staff_member(client, "officer", fields=hide(""))
    phoneless = await staff_member(client, "officer", fields=hide("phone"))
    for words in by_words:
        for door in ("cases", "tasks"):
            asked = {"q": words}
            assert (await officer.get(f"{S}/{door}", params=asked))["total"] == 1, words
            assert (await phoneless.get(f"{S}/{door}", params=asked))["total"] == 1, words
            told = await nameless.get(f"{S}/{door}", params=asked)
            assert told["total"] == 0, words
            assert "没有按文字查找" in told["hint"]
            assert "没有按文字查找" in (await blind.get(f"{S}/{door}", params=asked))["hint"]
    for person in (nameless, blind):
        found = await person.get(f"{S}/lookup", params={"q": name})
        assert {g["kind"] for g in found["groups"]}.isdisjoint({"case", "person"})
        assert "没有按文字查找" in found["hint"]
        for words in (number, "食品经营许可"):
            assert (await person.get(f"{S}/cases", params={"q": words}))["total"] == 1


async def test_an_export_keeps_hidden_what_is_hidden(
    client: httpx.AsyncClient, number: str, keep_promises: KeepPromises
) -> None:
    reader = await staff_member(client, "officer", fields=hide("phone"))
    body = {
        "list_name": "cases", "query": {}, "columns": ["number", "id_number", "phone"],
        "format": "csv", "reveal": True, "reason": "专项核查",
    }  # fmt: skip
    made = await reader.post(f"{S}/exports", body)
    await keep_promises()
    text = (await reader.ask("GET", f"{S}/exports/{made['id']}/file")).content.decode("utf-8-sig")
    assert "（无权查看）" in text
    assert CHEN_PHONE not in text


async def test_stills_and_record_of_an_inspection(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    reader = await staff_member(client, "officer", fields=hide("premises_address"))
    path = f"{S}/cases/{number}/inspections"
    made = await officer.post(path, {"reason": "核对天河区石牌西路1号的后厨"})
    door = f"{path}/{made['id']}/stills/{'0' * 32}"
    problem(await reader.ask("GET", door), 403, "field_hidden")
    problem(await officer.ask("GET", door), 404)
    async with db.reading() as session:
        case = await session.get_one(Case, number)
        address = str(case.form["premises_address"])
    await officer.post(path.replace("inspections", "notes"), {"text": f"现场在{address}"})
    assert address not in str(await reader.get(path))
    assert address not in str(await reader.get(path.replace("inspections", "notes")))


async def test_the_security_administrator_sees_which_papers_are_closed(
    client: httpx.AsyncClient, number: str
) -> None:
    security = await staff_member(client, "security")
    reader = await staff_member(client, "officer", fields=hide(CODE))
    shown = await security.get(f"{S}/people/{reader.user_id}/preview/cases/{number}")
    why = {m["id"]: m["hidden_because"] for m in shown["materials"]}
    assert "统一社会信用代码" in why["business_licence"]
    assert why["layout_plan"] == ""
    fields = await security.get(f"{S}/grants/fields/{FOOD}")
    assert "material:business_licence" in {f["id"] for f in fields["items"]}
    masked = [{"item": FOOD, "field": "material:layout_plan", "shown": "masked"}]
    wish: dict[str, Any] = {"role_id": "officer", "fields": masked}
    grants = f"{S}/people/{reader.user_id}/grants"
    assert "整份" in str(problem(await security.ask("POST", grants, json=wish), 422))
