"""A material photographed in WeChat: kept for who is signed in, read, filed, answered there."""

from __future__ import annotations

from base64 import b64encode

from tests.factories import papers
from tests.factories.cases import draft
from tests.factories.people import sign_in
from tests.miniprogram_api.conftest import KeepPromises, Served
from tests.miniprogram_api.test_one_conversation import PROGRESS, bind

ME = "o-chen"
LICENCE = papers.jpeg(papers.draw("business_licence", 7).picture)


async def photographed(served: Served, keep_promises: KeepPromises, content: bytes) -> str:
    """What the account wrote after a photo, until nothing more is promised."""
    seen = len(served.outside.phone(ME))
    assert await served.outside.do(ME, kind="image", picture=b64encode(content).decode())
    while await keep_promises():
        pass
    return served.outside.phone(ME)[seen:]


async def test_a_photo_is_filed_and_answered_in_the_chat(
    served: Served, keep_promises: KeepPromises
) -> None:
    served.rasa.means(PROGRESS, "ask_progress", "action_report_progress")
    citizen = await sign_in(served.http)
    case = await draft(citizen)
    await bind(served, keep_promises, ME)
    said = await photographed(served, keep_promises, LICENCE)
    assert "正在看" in said
    assert "已放进" in said
    assert "还缺" in said
    shown = await citizen.get(f"/api/v1/cases/{case['number']}")
    assert [m["id"] for m in shown["materials"] if m["files"]] == ["business_licence"]
    (kept,) = (await citizen.get("/api/v1/vault"))["items"]
    assert kept["document_kind"] == "business_licence"


async def test_a_guest_signs_in_first_and_nothing_is_fetched(
    served: Served, keep_promises: KeepPromises
) -> None:
    said = await photographed(served, keep_promises, LICENCE)
    assert "没有保存" in said
    assert "/bind/" in said


async def test_what_is_no_picture_is_told(served: Served, keep_promises: KeepPromises) -> None:
    served.rasa.means(PROGRESS, "ask_progress", "action_report_progress")
    await sign_in(served.http)
    await bind(served, keep_promises, ME)
    said = await photographed(served, keep_promises, b"GIF89a" + b"x" * 100)
    assert "再发一次" in said
