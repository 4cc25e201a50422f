"""Files: taken in whole or refused in words, never half, and nothing else is lost."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from foundation.intake.service import Received, take_in
from foundation.settings import settings
from tests.factories.cases import draft, submitted_case
from tests.factories.documents import archive, locked_pdf, pdf, photo, word_document
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.foundation.intake.samples import archive as zipped
from tests.foundation.intake.samples import (
    bomb_png,
    forty_two_zip,
    heic,
    ofd,
    polyglots,
    zeros_zip,
)
from tests.miniprogram_api.conftest import KeepPromises, Served

CASES = "/api/v1/cases"
PLAN = "layout_plan"


async def opened(citizen: Person) -> str:
    return f"{CASES}/{(await draft(citizen))['number']}"


def files_of(case: Any, material_id: str = PLAN) -> list[Any]:
    found = next(m for m in case["materials"] if m["id"] == material_id)
    return list(found["files"])


@pytest.mark.parametrize(
    ("content", "name", "media_type", "shown"),
    [
        (pdf(), "平面图.pdf", "application/pdf", "平面图.pdf"),
        (photo(), "平面图.jpeg", "image/jpeg", "平面图.jpg"),
        (photo(kind="PNG"), "截图", "image/png", "截图.png"),
        (photo(), "其实是图.pdf", "image/jpeg", "其实是图.jpg"),
        (heic(), "IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        (ofd(), "发票.ofd", "application/ofd", "发票.ofd"),
        (pdf(), "../../etc/passwd", "application/pdf", "passwd.pdf"),
        (pdf(), "C:\\照片\\图.PDF", "application/pdf", "图.pdf"),
        (pdf(), "长" * 300 + ".pdf", "application/pdf", "长" * 94 + ".pdf"),
    ],
)
async def test_a_file_comes_back_as_it_was_taken_in(
    citizen: Person, content: bytes, name: str, media_type: str, shown: str
) -> None:
    path = await opened(citizen)
    (safe,) = await take_in(Received(name, content))
    answer = await citizen.upload(f"{path}/materials/{PLAN}", content, name=name)
    file = answer.json()["files"][0]
    size = len(safe.content)
    assert (file["name"], file["media_type"], file["size"]) == (shown, media_type, size)
    back = await citizen.ask("GET", f"{path}/materials/{PLAN}/files/{file['id']}")
    assert back.content == safe.content
    assert back.headers["content-type"] == media_type
    assert back.headers["content-disposition"].startswith("attachment;")
    assert "no-store" in back.headers["cache-control"]
    assert back.headers["x-content-type-options"] == "nosniff"


async def test_a_zip_is_the_files_in_it(citizen: Person) -> None:
    path = await opened(citizen)
    content = zipped({"一层.jpg": photo(), "二层.pdf": pdf()})
    answer = await citizen.upload(f"{path}/materials/{PLAN}", content, name="平面图.zip")
    assert {f["name"] for f in answer.json()["files"]} == {"一层.jpg", "二层.pdf"}


async def test_thumbnails_are_for_the_owner_and_for_staff_who_may_see(
    citizen: Person, client: httpx.AsyncClient
) -> None:
    number = await submitted_case(citizen)
    path = f"{CASES}/{number}"
    file = files_of(await citizen.get(path))[0]
    url = f"{path}/materials/{PLAN}/files/{file['id']}/thumbnail"
    assert file["has_thumbnail"]
    shown = await citizen.ask("GET", url)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["cache-control"].startswith("private")
    stranger = await sign_in(client, LI)
    problem(await stranger.ask("GET", url), 404, "case_unknown")
    officer = await staff_member(client)
    seen = await officer.ask("GET", url.replace("/api/v1", "/staff/v1"))
    assert seen.content == shown.content
    elsewhere = await staff_member(client, department_code="nobody's")
    problem(await elsewhere.ask("GET", url.replace("/api/v1", "/staff/v1")), 404)


async def test_several_files_and_the_same_file_twice(citizen: Person) -> None:
    path = await opened(citizen)
    url = f"{path}/materials/{PLAN}"
    await citizen.upload(url, pdf("one"), pdf("two"), pdf("one"))
    assert len(files_of(await citizen.get(path))) == 2
    await citizen.upload(url, pdf("two"))
    files = files_of(await citizen.get(path))
    assert len(files) == 2
    await citizen.delete(f"{url}/files/{files[0]['id']}")
    await citizen.delete(f"{url}/files/{files[0]['id']}")
    assert files_of(await citizen.get(path)) == files[1:]
    await citizen.delete(url)
    assert files_of(await citizen.get(path)) == []


async def test_a_file_shared_by_two_cases_outlives_one(citizen: Person) -> None:
    one, two = await opened(citizen), await opened(citizen)
    for path in (one, two):
        await citizen.upload(f"{path}/materials/{PLAN}", pdf("shared"))
    await citizen.delete(f"{one}/materials/{PLAN}")
    file = files_of(await citizen.get(two))[0]
    back = await citizen.ask("GET", f"{two}/materials/{PLAN}/files/{file['id']}")
    assert back.content == pdf("shared")


@pytest.mark.parametrize(
    ("content", "name", "status", "code", "said"),
    [
        (archive(), "材料.pdf", 415, "unsupported_file", "后缀"),
        (b"MZ\x90\x00" * 100, "照片.jpg", 415, "unsupported_file", "PDF"),
        (b"<svg onload='alert(1)'/>", "图.png", 415, "unsupported_file", "PDF"),
        (b"", "空.pdf", 422, "invalid_input", "空文件"),
    ],
    ids=["zip", "program", "svg", "empty"],
)
async def test_what_is_no_document_is_refused(
    citizen: Person, content: bytes, name: str, status: int, code: str, said: str
) -> None:
    path = await opened(citizen)
    await citizen.upload(f"{path}/materials/{PLAN}", pdf("kept"))
    before = await citizen.get(path)
    refused = await citizen.upload(f"{path}/materials/{PLAN}", pdf("new"), content, name=name)
    assert said in problem(refused, status, code)["detail"]
    assert await citizen.get(path) == before


async def test_too_many_files_are_refused_together(citizen: Person) -> None:
    path = await opened(citizen)
    most = next(m for m in (await citizen.get(path))["materials"] if m["id"] == PLAN)["max_files"]
    files = [pdf(f"page {i}") for i in range(most + 1)]
    refused = await citizen.upload(f"{path}/materials/{PLAN}", *files)
    assert str(most) in problem(refused, 422, "too_many_files")["detail"]
    assert files_of(await citizen.get(path)) == []


async def test_a_material_the_situation_does_not_need_is_refused(citizen: Person) -> None:
    path = await opened(citizen)
    for name in ("agent_id_card", "moon_rock"):
        refused = await citizen.upload(f"{path}/materials/{name}", pdf())
        problem(refused, 404, "material_unknown")


async def test_sixty_megabytes_are_refused_and_the_rest_is_kept(served: Served) -> None:
    citizen = await sign_in(served.http)
    path = await opened(citizen)
    await citizen.upload(f"{path}/materials/{PLAN}", pdf("kept"))
    before = await citizen.get(path)
    refused = await citizen.upload(f"{path}/materials/{PLAN}", pdf() + bytes(60 * 2**20))
    detail = problem(refused, 413, "too_large")["detail"]
    assert "20MB" in detail
    assert "都还在" in detail
    assert await citizen.get(path) == before


async def test_one_file_over_the_limit_is_named(citizen: Person) -> None:
    path = await opened(citizen)
    large = pdf() + bytes(settings().upload_max_bytes)
    refused = await citizen.upload(f"{path}/materials/{PLAN}", large, name="扫描件.pdf")
    assert "扫描件" in problem(refused, 413, "file_too_large")["detail"]


@pytest.mark.parametrize(
    "request_of",
    [{}, {"json": {}}, {"data": {"file": "text"}}, {"files": [("other", ("a.pdf", b"x"))]}],
)
async def test_an_upload_without_a_file_is_told(citizen: Person, request_of: Any) -> None:
    path = await opened(citizen)
    problem(await citizen.ask("PUT", f"{path}/materials/{PLAN}", **request_of), 422)


async def test_an_upload_cut_off_on_the_way_leaves_all_as_it_was(served: Served) -> None:
    citizen = await sign_in(served.http)
    path = await opened(citizen)
    await citizen.upload(f"{path}/materials/{PLAN}", pdf("kept"))
    before = await citizen.get(path)
    target = urlsplit(served.address)
    _, writer = await asyncio.open_connection(target.hostname, target.port)
    head = (
        f"PUT {path}/materials/{PLAN} HTTP/1.1\r\nHost: {target.netloc}\r\n"
        f"Authorization: Bearer {citizen.token}\r\nContent-Length: 500000\r\n"
        "Content-Type: multipart/form-data; boundary=cut\r\n\r\n"
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    )
    writer.write(head.encode() + pdf("never whole") + bytes(100_000))
    await writer.drain()
    writer.transport.abort()
    await asyncio.sleep(0.1)
    assert await citizen.get(path) == before
    assert (await served.http.get("/healthz")).status_code == 200


REFUSED_AT_THE_DOOR = {
    "image cut off": (photo()[:-800], "damaged"),
    "PDF cut off": (pdf()[:-200], "cut_off"),
    "PDF broken": (b"%PDF-1.4\nnothing in here\n%%EOF", "damaged"),
    "PDF locked": (locked_pdf(), "locked"),
    "PDF endless": (pdf("page", 500), "pages"),
    "PNG bomb": (bomb_png(), "pixels"),
    "ZIP bomb": (zeros_zip(), "bomb"),
    "ZIP in ZIP": (forty_two_zip(), "nested"),
    "PDF and ZIP": (polyglots()["PDF and ZIP"], "mixed"),
}


@pytest.mark.parametrize(
    ("content", "reason"), REFUSED_AT_THE_DOOR.values(), ids=REFUSED_AT_THE_DOOR
)
async def test_what_cannot_be_read_is_refused_at_once(
    citizen: Person, content: bytes, reason: str
) -> None:
    path = await opened(citizen)
    before = await citizen.get(path)
    told = problem(await citizen.upload(f"{path}/materials/{PLAN}", content), 422, "file_refused")
    assert told["reason"] == reason
    assert "请" in told["detail"]
    assert await citizen.get(path) == before


FAULTS = {"image too small": (photo(200, 150), "image_small")}


@pytest.mark.parametrize(("content", "rule"), FAULTS.values(), ids=FAULTS)
async def test_a_prereview_finds_what_cannot_be_read(
    citizen: Person, keep_promises: KeepPromises, content: bytes, rule: str
) -> None:
    path = await opened(citizen)
    await citizen.upload(f"{path}/materials/{PLAN}", content)
    await citizen.post(f"{path}/prereview")
    await keep_promises()
    review = await citizen.get(f"{path}/prereview")
    found = [f for f in review["findings"] if f["material_id"] == PLAN]
    assert [f["rule"] for f in found] == [rule]
    assert found[0]["level"] == "blocking"
    assert found[0]["advice"]
    assert found[0]["file_id"] == files_of(await citizen.get(path))[0]["id"]


async def test_a_word_file_goes_only_where_it_is_accepted(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    path = await opened(citizen)
    for material in ("rules_list", PLAN):
        answer = await citizen.upload(f"{path}/materials/{material}", word_document())
        assert answer.status_code == 200
    await citizen.post(f"{path}/prereview")
    await keep_promises()
    findings = (await citizen.get(f"{path}/prereview"))["findings"]
    assert [f["material_id"] for f in findings if f["rule"] == "file_type"] == [PLAN]
