"""A photo in the talk: read by the worker, put where it belongs, judged, told once; undone."""

from __future__ import annotations

from typing import Any

from tests.factories import papers
from tests.factories.cases import FOOD, draft, food
from tests.factories.people import Person, open_guest
from tests.miniprogram_api.conftest import KeepPromises

MESSAGES = "/api/v1/chat/messages"
LICENCE = "business_licence"


async def kept(citizen: Person, content: bytes, name: str = "照片.jpg") -> str:
    """A file in the vault, sent in one part."""
    body = {"name": name, "size": len(content)}
    upload = await citizen.post("/api/v1/uploads", body)
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    path = f"/api/v1/uploads/{upload['upload_id']}"
    sent = await citizen.ask("PATCH", path, content=content, headers=headers)
    return str(sent.raise_for_status().json()["files"][0]["id"])


async def last_said(citizen: Person) -> Any:
    return (await citizen.get(MESSAGES))["items"][-1]


async def test_a_photo_finds_its_material_and_is_judged(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    case = await draft(citizen)
    file = await kept(citizen, papers.jpeg(papers.draw("business_licence", 7).picture))
    answer = await citizen.press(f'/photo_show{{"vault_file_id":"{file}"}}')
    assert "正在看" in answer["replies"][0]["text"]
    assert await keep_promises() >= 1
    told = await last_said(citizen)
    (reply,) = told["replies"]
    assert (told["author"], reply["kind"]) == ("notice", "case")
    assert "营业执照" in reply["text"]
    assert case["number"] == reply["data"]["number"]
    assert "还缺" in reply["text"]
    shown = await citizen.get(f"/api/v1/cases/{case['number']}")
    assert [f["name"] for m in shown["materials"] if m["id"] == LICENCE for f in m["files"]]
    (vault,) = (await citizen.get("/api/v1/vault"))["items"]
    assert vault["document_kind"] == "business_licence"

    undo = reply["buttons"][-1]["payload"]
    assert "取出来" in (await citizen.press(undo))["replies"][0]["text"]
    shown = await citizen.get(f"/api/v1/cases/{case['number']}")
    assert not [f for m in shown["materials"] if m["id"] == LICENCE for f in m["files"]]


async def test_what_is_no_material_is_asked_about(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    await draft(citizen)
    file = await kept(citizen, papers.jpeg(papers.draw("bank_card", 3).picture))
    await citizen.press(f'/photo_show{{"vault_file_id":"{file}"}}')
    await keep_promises()
    (reply,) = (await last_said(citizen))["replies"]
    assert "银行卡" in reply["text"]
    assert 1 <= len(reply["buttons"]) <= 4
    await citizen.press(reply["buttons"][0]["payload"])
    await keep_promises()
    (reply,) = (await last_said(citizen))["replies"]
    assert reply["kind"] == "case"
    assert [f["verdict"] for f in reply["data"]["findings"]]


async def test_without_a_draft_it_is_kept_for_later(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    file = await kept(citizen, papers.jpeg(papers.draw("id_card_front", 5).picture))
    await citizen.press(f'/photo_show{{"vault_file_id":"{file}"}}')
    await keep_promises()
    said = (await last_said(citizen))["text"]
    assert "居民身份证" in said
    assert "我的资料" in said


async def test_it_is_said_once_however_often_it_is_read(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    await draft(citizen)
    file = await kept(citizen, papers.jpeg(papers.draw("business_licence", 7).picture))
    for _ in range(2):
        await citizen.press(f'/photo_show{{"vault_file_id":"{file}"}}')
        await keep_promises()
    told = [m for m in (await citizen.get(MESSAGES))["items"] if m["author"] == "notice"]
    assert len(told) == 1


async def test_nobody_shows_a_photo_of_somebody_else(citizen: Person) -> None:
    file = await kept(citizen, papers.jpeg(papers.draw("id_card_front", 5).picture))
    guest = await open_guest(citizen.http)
    answer = await guest.press(f'/photo_show{{"vault_file_id":"{file}"}}')
    assert "正在看" not in str(answer["replies"])


async def test_before_guidance_only_what_everybody_needs_is_missing(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    case = await citizen.post("/api/v1/cases", {"item_code": FOOD})
    file = await kept(citizen, papers.jpeg(papers.draw("business_licence", 7).picture))
    await citizen.press(f'/photo_show{{"vault_file_id":"{file}"}}')
    await keep_promises()
    (reply,) = (await last_said(citizen))["replies"]
    assert reply["data"]["number"] == case["number"]
    always = {m.name for m in food().document.materials.materials if m.required and m.when is None}
    assert set(reply["data"]["missing"]) == always - {"营业执照"}
    assert "还有几样要看您的情况" in reply["text"]
    asked = await citizen.press(reply["buttons"][0]["payload"])
    assert asked["replies"][0]["kind"] == "question"
