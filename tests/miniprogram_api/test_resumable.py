"""Uploads in parts: every byte once, in order, whatever breaks in between."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from flows.vault import upkeep
from flows.vault.uploads import CHUNK_BYTES
from foundation import db
from foundation import files as store
from foundation.clock import now
from foundation.models import FileUpload
from tests.factories.cases import draft
from tests.factories.documents import archive, pdf, photo
from tests.factories.people import LI, Person, open_guest, sign_in
from tests.factories.problems import problem
from tests.foundation.intake.samples import archive as zipped
from tests.miniprogram_api.conftest import KeepPromises

UPLOADS, VAULT = "/api/v1/uploads", "/api/v1/vault"


async def begin(citizen: Person, content: bytes, name: str = "合同.pdf", **more: Any) -> str:
    upload = await citizen.post(UPLOADS, {"name": name, "size": len(content), **more})
    assert (upload["offset"], upload["files"]) == (0, [])
    return f"{UPLOADS}/{upload['upload_id']}"


async def send(citizen: Person, path: str, offset: int, part: bytes) -> httpx.Response:
    return await citizen.ask("PATCH", path, content=part, headers={"Upload-Offset": str(offset)})


async def test_in_parts_it_becomes_a_file_of_the_vault(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    content = pdf("in parts", 3)
    path = await begin(citizen, content, sha256=hashlib.sha256(content).hexdigest())
    first = await send(citizen, path, 0, content[:700])
    assert (first.status_code, first.headers["upload-offset"]) == (200, "700")
    asked = await citizen.ask("HEAD", path)
    assert asked.headers["upload-offset"] == "700"
    assert asked.headers["upload-length"] == str(len(content))
    done = (await send(citizen, path, 700, content[700:])).json()
    (file,) = done["files"]
    assert (file["name"], file["pages"], file["size"]) == ("合同.pdf", 3, len(content))
    assert [f["id"] for f in (await citizen.get(VAULT))["items"]] == [file["id"]]
    assert (await citizen.get(path))["files"] == [file]
    part = hashlib.sha256(content[:700]).hexdigest()
    owner = f"upload-{path.rpartition('/')[2]}"
    assert store.get(owner, part) == content[:700]
    await keep_promises()
    with pytest.raises(FileNotFoundError):
        store.get(owner, part)


async def test_a_wrong_offset_is_told_the_right_one(citizen: Person) -> None:
    content = pdf()
    path = await begin(citizen, content)
    await send(citizen, path, 0, content[:100])
    for offset in (0, 99, 101, len(content)):
        refused = problem(await send(citizen, path, offset, content[offset:]), 409, "offset_wrong")
        assert refused["offset"] == 100


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_whatever_the_parts_and_repeats_the_file_is_the_same(
    citizen: Person, data: st.DataObject
) -> None:
    """Parts of any size, some sent twice or ahead of their turn: only what follows counts."""
    content = pdf("any order", data.draw(st.integers(1, 3)))
    cuts = data.draw(st.lists(st.integers(1, len(content) - 1), max_size=6, unique=True))
    edges = [0, *sorted(cuts), len(content)]
    parts = [(a, content[a:b]) for a, b in pairwise(edges)]
    path, reached, sent = await begin(citizen, content), 0, 0
    while reached < len(content):
        is_stray = sent < 20 and data.draw(st.booleans())
        sent += 1
        offset, part = (
            data.draw(st.sampled_from(parts))
            if is_stray
            else next(p for p in parts if p[0] == reached)
        )
        answer = await send(citizen, path, offset, part)
        if offset == reached:
            assert answer.status_code == 200, answer.text
            reached += len(part)
        else:
            assert problem(answer, 409, "offset_wrong")["offset"] == reached
    (file,) = (await citizen.get(path))["files"]
    assert file["size"] == len(content)


async def test_limits_are_told(citizen: Person) -> None:
    content = pdf()
    path = await begin(citizen, content + bytes(CHUNK_BYTES))
    problem(await send(citizen, path, 0, bytes(CHUNK_BYTES + 1)), 413, "chunk_too_large")
    problem(await send(citizen, path, 0, b""), 422, "invalid_input")
    path = await begin(citizen, content)
    problem(await send(citizen, path, 0, content + b"more"), 422, "invalid_input")
    for size, status in ((0, 422), (21 << 20, 413)):
        asked = await citizen.ask("POST", UPLOADS, json={"name": "a.pdf", "size": size})
        problem(asked, status)
    problem(await citizen.ask("PATCH", path, content=b"x"), 422)


async def test_too_many_open_uploads(citizen: Person) -> None:
    for _ in range(20):
        await begin(citizen, pdf())
    asked = await citizen.ask("POST", UPLOADS, json={"name": "a.pdf", "size": 9})
    problem(asked, 429, "too_many_uploads")


async def test_what_was_broken_on_the_way_is_begun_again(citizen: Person) -> None:
    content = pdf()
    path = await begin(citizen, content, sha256="0" * 64)
    problem(await send(citizen, path, 0, content), 422, "upload_broken")
    problem(await citizen.ask("GET", path), 404, "upload_unknown")
    assert (await citizen.get(VAULT))["total"] == 0


async def test_what_is_refused_is_not_kept(citizen: Person) -> None:
    path = await begin(citizen, archive(), name="材料.zip")
    problem(await send(citizen, path, 0, archive()), 415, "unsupported_file")
    problem(await citizen.ask("GET", path), 404, "upload_unknown")
    assert (await citizen.get(VAULT))["total"] == 0


async def test_a_zip_becomes_its_files(citizen: Person) -> None:
    content = zipped({"正面.jpg": photo(), "反面.jpg": photo(colour="gray")})
    path = await begin(citizen, content, name="身份证.zip")
    done = (await send(citizen, path, 0, content)).json()
    assert {f["name"] for f in done["files"]} == {"正面.jpg", "反面.jpg"}


async def test_what_came_in_parts_goes_into_any_case(citizen: Person) -> None:
    """It was sent for this case, whatever the same bytes were used for before."""
    content = pdf("plan")
    for _ in range(2):
        case = f"/api/v1/cases/{(await draft(citizen))['number']}"
        path = await begin(citizen, content)
        body = {"upload_id": path.rpartition("/")[2]}
        asked = await citizen.ask("PUT", f"{case}/materials/layout_plan", json=body)
        problem(asked, 409, "upload_unfinished")
        await send(citizen, path, 0, content)
        added = await citizen.ask("PUT", f"{case}/materials/layout_plan", json=body)
        assert [f["size"] for f in added.json()["files"]] == [len(content)]
    (file,) = (await citizen.get(VAULT))["items"]
    assert len(file["uses"]) == 2


async def test_only_its_owner_reaches_it(citizen: Person, client: httpx.AsyncClient) -> None:
    content = pdf()
    path = await begin(citizen, content)
    stranger = await sign_in(client, LI)
    problem(await send(stranger, path, 0, content), 404, "upload_unknown")
    problem(await stranger.ask("GET", path), 404, "upload_unknown")
    problem(await stranger.ask("DELETE", path), 404, "upload_unknown")
    guest = await open_guest(client)
    body = {"name": "a.pdf", "size": 9}
    problem(await guest.ask("POST", UPLOADS, json=body), 401, "sign_in_required")
    problem(await send(guest, path, 0, content), 401, "sign_in_required")


async def test_cancelled_and_lapsed_uploads_leave_nothing(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    content = pdf()
    part = hashlib.sha256(content[:50]).hexdigest()
    cancelled, lapsed, fresh = [await begin(citizen, content) for _ in range(3)]
    for path in (cancelled, lapsed, fresh):
        await send(citizen, path, 0, content[:50])
    await citizen.delete(cancelled)
    async with db.writing() as session:
        query = update(FileUpload).where(FileUpload.id == lapsed.rpartition("/")[2])
        await session.execute(query.values(expires_at=now() - timedelta(seconds=1)))
    problem(await citizen.ask("GET", lapsed), 404, "upload_unknown")
    assert (await upkeep.clear())["uploads"] == 1
    await keep_promises()
    for path in (cancelled, lapsed):
        with pytest.raises(FileNotFoundError):
            store.get(f"upload-{path.rpartition('/')[2]}", part)
    assert (await citizen.get(fresh))["offset"] == 50
