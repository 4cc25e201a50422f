"""The vault: one upload serves many cases, by consent, and is taken back at will."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import update

from flows.cases import rescans
from flows.vault import upkeep
from foundation import db
from foundation import files as store
from foundation.clock import now, today
from foundation.models import FileUse, VaultFile
from foundation.settings import Settings
from tests.factories.cases import draft, filled_draft
from tests.factories.documents import pdf, photo, word_document
from tests.factories.people import LI, Person, open_guest, sign_in
from tests.factories.problems import problem
from tests.fakes.clamd import clamd
from tests.miniprogram_api.conftest import KeepPromises

CASES, VAULT, PLAN = "/api/v1/cases", "/api/v1/vault", "layout_plan"


async def opened(citizen: Person) -> str:
    return f"{CASES}/{(await draft(citizen))['number']}"


async def choose(citizen: Person, case: str, file: Any, material: str = PLAN) -> httpx.Response:
    body = {"vault_file_id": file["id"]}
    return await citizen.ask("PUT", f"{case}/materials/{material}", json=body)


async def only_file(citizen: Person) -> Any:
    (file,) = (await citizen.get(VAULT))["items"]
    return file


def files_of(case: Any, material: str = PLAN) -> list[Any]:
    return list(next(m for m in case["materials"] if m["id"] == material)["files"])


async def test_what_is_handed_in_is_seen_with_where(citizen: Person) -> None:
    assert (await citizen.get(VAULT)) == {"items": [], "total": 0, "next": None, "consent": None}
    case = await opened(citizen)
    await citizen.upload(f"{case}/materials/{PLAN}", photo(), name="平面图.jpg")
    file = await only_file(citizen)
    assert (file["name"], file["is_reusable"], file["scan"]) == ("平面图.jpg", False, "off")
    (use,) = file["uses"]
    assert (use["material_id"], use["is_handed_in"]) == (PLAN, False)
    assert case.endswith(use["case_number"])
    assert use["item_name"]
    assert use["material_name"]
    await citizen.delete(f"{case}/materials/{PLAN}")
    assert (await only_file(citizen))["uses"] == []


async def test_used_again_only_by_consent(citizen: Person) -> None:
    one, two = await opened(citizen), await opened(citizen)
    await citizen.upload(f"{one}/materials/{PLAN}", pdf("plan"))
    file = await only_file(citizen)
    problem(await choose(citizen, two, file), 409, "reuse_not_allowed")
    assert (await choose(citizen, one, file)).status_code == 200
    await citizen.patch(f"{VAULT}/{file['id']}", {"is_reusable": True})
    chosen = (await choose(citizen, two, file)).json()
    assert [f["vault_file_id"] for f in chosen["files"]] == [file["id"]]
    again = (await choose(citizen, two, file)).json()
    assert len(again["files"]) == 1
    assert len((await only_file(citizen))["uses"]) == 2
    back = await citizen.ask("GET", f"{two}/materials/{PLAN}/files/{chosen['files'][0]['id']}")
    assert back.content == pdf("plan")


async def test_the_same_file_handed_in_again_needs_no_consent(citizen: Person) -> None:
    for _ in range(2):
        case = await opened(citizen)
        answer = await citizen.upload(f"{case}/materials/{PLAN}", pdf("plan"))
        assert answer.status_code == 200
    assert len((await only_file(citizen))["uses"]) == 2


async def test_consent_is_asked_once_and_holds_for_what_comes(citizen: Person) -> None:
    answer = await citizen.ask("PUT", f"{VAULT}/consent", json={"consent": True})
    assert answer.json() == {"consent": True}
    case = await opened(citizen)
    await citizen.upload(f"{case}/materials/{PLAN}", pdf())
    assert (await citizen.get(VAULT))["consent"] is True
    assert (await only_file(citizen))["is_reusable"]
    await citizen.ask("PUT", f"{VAULT}/consent", json={"consent": False})
    assert (await citizen.get(VAULT))["consent"] is False


async def test_name_kind_and_validity(citizen: Person) -> None:
    await citizen.upload(f"{await opened(citizen)}/materials/{PLAN}", pdf())
    path = f"{VAULT}/{(await only_file(citizen))['id']}"
    changes = {
        "name": "门店/营业执照.exe",
        "document_kind": "business_licence",
        "valid_until": str(today() + timedelta(days=30)),
    }
    file = await citizen.patch(path, changes)
    assert (file["name"], file["document_label"]) == ("营业执照.exe.pdf", "营业执照")
    assert file["validity"] == "expiring"
    for days, validity in ((31, "valid"), (0, "expiring"), (-1, "expired")):
        until = {"valid_until": str(today() + timedelta(days=days))}
        assert (await citizen.patch(path, until))["validity"] == validity
    file = await citizen.patch(path, {"valid_until": None, "document_kind": None})
    assert (file["validity"], file["document_kind"]) == ("unknown", None)
    for wrong in ({"name": " "}, {"document_kind": "spaceship"}, {"scan": "clean"}):
        problem(await citizen.ask("PATCH", path, json=wrong), 422)


async def test_taken_back_it_leaves_drafts_and_stays_where_it_was_handed_in(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    handed_in = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await citizen.post(f"{handed_in}/submit")
    plan = files_of(await citizen.get(handed_in))[0]
    listed = (await citizen.get(VAULT))["items"]
    file = next(f for f in listed if f["id"] == plan["vault_file_id"])
    await citizen.patch(f"{VAULT}/{file['id']}", {"is_reusable": True})
    in_draft = await opened(citizen)
    await choose(citizen, in_draft, file)
    told = await citizen.delete(f"{VAULT}/{file['id']}")
    assert told["drafts"] == 1
    assert [handed_in] == [f"{CASES}/{number}" for number in told["kept_in_cases"]]
    assert "仍保留" in told["message"]
    await keep_promises()
    assert files_of(await citizen.get(in_draft)) == []
    kept = files_of(await citizen.get(handed_in))[0]
    assert (kept["id"], kept["vault_file_id"]) == (plan["id"], None)
    back = await citizen.ask("GET", f"{handed_in}/materials/{PLAN}/files/{kept['id']}")
    assert back.content == pdf(PLAN)
    problem(await citizen.ask("DELETE", f"{VAULT}/{file['id']}"), 404, "vault_file_unknown")
    sha256 = store.sha256_of(pdf(PLAN))
    with pytest.raises(FileNotFoundError):
        store.get(f"vault-{citizen.user_id}", sha256)
    with pytest.raises(FileNotFoundError):
        store.get(in_draft.rpartition("/")[2], sha256)


async def test_thumbnails(citizen: Person) -> None:
    case = await opened(citizen)
    await citizen.upload(f"{case}/materials/{PLAN}", photo(900, 1600))
    file = await only_file(citizen)
    shown = await citizen.ask("GET", f"{VAULT}/{file['id']}/thumbnail")
    assert shown.headers["cache-control"].startswith("private")
    assert Image.open(io.BytesIO(shown.content)).size == (180, 320)
    await citizen.upload(f"{case}/materials/rules_list", word_document())
    word = next(f for f in (await citizen.get(VAULT))["items"] if not f["has_thumbnail"])
    problem(await citizen.ask("GET", f"{VAULT}/{word['id']}/thumbnail"), 404)


async def test_nobody_else_reaches_it(citizen: Person, client: httpx.AsyncClient) -> None:
    case = await opened(citizen)
    await citizen.upload(f"{case}/materials/{PLAN}", pdf())
    file = await only_file(citizen)
    path = f"{VAULT}/{file['id']}"
    stranger = await sign_in(client, LI)
    assert (await stranger.get(VAULT))["items"] == []
    drawn = await citizen.ask("GET", f"{path}/pages/1")
    assert drawn.content.startswith(b"\x89PNG")
    problem(await citizen.ask("GET", f"{path}/pages/2"), 404)
    pictures = [("GET", f"{path}/thumbnail"), ("GET", f"{path}/pages/1")]
    for method, url in (("PATCH", path), ("DELETE", path), *pictures):
        body: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
        problem(await stranger.ask(method, url, **body), 404, "vault_file_unknown")
    theirs = await opened(stranger)
    problem(await choose(stranger, theirs, file), 404, "vault_file_unknown")
    guest = await open_guest(client)
    for method, url in (("GET", VAULT), ("DELETE", path), *pictures):
        problem(await guest.ask(method, url), 401, "sign_in_required")
    problem(await choose(guest, case, file), 401, "sign_in_required")
    problem(await guest.upload(f"{case}/materials/{PLAN}", pdf()), 401, "sign_in_required")


async def test_a_file_nobody_may_use_again_leaves_in_time(
    citizen: Person, keep_promises: KeepPromises
) -> None:
    handed_in = f"{CASES}/{(await filled_draft(citizen))['number']}"
    await citizen.post(f"{handed_in}/submit")
    await citizen.upload(f"{await opened(citizen)}/materials/{PLAN}", pdf("in a draft"))
    files = (await citizen.get(VAULT))["items"]
    reusable = next(f for f in files if any(u["is_handed_in"] for u in f["uses"]))
    await citizen.patch(f"{VAULT}/{reusable['id']}", {"is_reusable": True})
    assert (await upkeep.clear())["files"] == 0
    long_ago = now() - timedelta(days=31)
    async with db.writing() as session:
        await session.execute(update(VaultFile).values(created_at=long_ago))
        await session.execute(update(FileUse).values(used_at=long_ago))
    assert (await upkeep.clear())["files"] == len(files) - 2
    await keep_promises()
    left = (await citizen.get(VAULT))["items"]
    assert {f["id"] for f in left} >= {reusable["id"]}
    kept = files_of(await citizen.get(handed_in))[0]
    back = await citizen.ask("GET", f"{handed_in}/materials/{PLAN}/files/{kept['id']}")
    assert back.status_code == 200


async def test_what_was_kept_unscanned_is_scanned_when_the_scanner_is_back(
    citizen: Person, keep_promises: KeepPromises, change_settings: Callable[..., Settings]
) -> None:
    change_settings(clamav_url="tcp://127.0.0.1:9")
    case = await opened(citizen)
    for content in (pdf("clean"), pdf("infected")):
        await citizen.upload(f"{case}/materials/{PLAN}", content)
    listed = (await citizen.get(VAULT))["items"]
    assert {f["scan"] for f in listed} == {"unreachable"}
    await keep_promises()
    assert {f["scan"] for f in (await citizen.get(VAULT))["items"]} == {"unreachable"}
    async with clamd(virus=pdf("infected")) as address, db.writing() as session:
        change_settings(clamav_url=address)
        assert await rescans.ask_again(session) == 2
        await session.commit()
        await keep_promises()
    assert sorted(f["scan"] for f in (await citizen.get(VAULT))["items"]) == ["clean", "infected"]
    bad = next(f for f in files_of(await citizen.get(case)) if f["scan"] == "infected")
    asked = await citizen.ask("GET", f"{case}/materials/{PLAN}/files/{bad['id']}")
    problem(asked, 409, "file_infected")
    again = await choose(citizen, case, {"id": bad["vault_file_id"]}, "rules_list")
    problem(again, 409, "file_infected")
