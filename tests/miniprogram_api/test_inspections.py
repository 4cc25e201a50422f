"""云勘察 through both doors: from the invitation to the signed, sealed record, and who may what."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pypdfium2
import pytest
from PIL import Image

from foundation.clock import today
from foundation.files import sha256_of
from tests.factories.cases import submitted_case
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises, Served

STAFF, MINE = "/staff/v1/cases", "/api/v1/inspections"
ALL = {"picture": True, "sound": True, "position": True}
HERE = {"longitude": "113.361200", "latitude": "23.124680", "accuracy": "12"}
NAME = [[(20.0 + i * 6, 40.0 + (i % 5) * 8, i * 16.0, 0.5) for i in range(30)]]


def photo(colour: str = "white") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(buffer, "JPEG")
    return buffer.getvalue()


async def send_still(person: Person, path: str, client_id: str, **fields: str) -> httpx.Response:
    files = {"file": ("still.jpg", photo(), "image/jpeg")}
    data = {"client_id": client_id, **fields}
    return await person.ask("POST", f"{path}/stills", files=files, data=data)


def signature(sha256: str) -> dict[str, Any]:
    return {"record_sha256": sha256, "width": 320, "height": 160, "strokes": NAME}


def findings(inspection: Any, note: str = "") -> dict[str, Any]:
    return {
        "findings": {p["id"]: {"verdict": "fit", "note": note} for p in inspection["points"]},
        "notes": "后厨明亮，设备已到位。",
    }


@pytest.fixture
async def number(citizen: Person) -> str:
    return await submitted_case(citizen)


@pytest.fixture
async def invited(officer: Person, number: str) -> Any:
    body = {"reason": "核对后厨布局", "focus": "冷藏、洗消间"}
    return await officer.post(f"{STAFF}/{number}/inspections", body)


async def test_from_the_invitation_to_the_sealed_record(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen = await sign_in(served.http)
    officer = await staff_member(served.http, "officer")
    second = await staff_member(served.http, "officer", name="李嘉豪")
    number = await submitted_case(citizen)
    there = f"{STAFF}/{number}/inspections"
    body = {"reason": "核对后厨布局"}
    inspection = await officer.post(there, body)
    assert (await officer.post(there, body))["id"] == inspection["id"]
    assert len(inspection["points"]) == 7
    mine, his = f"{MINE}/{inspection['id']}", f"{there}/{inspection['id']}"
    await keep_promises()
    said = (await citizen.get("/api/v1/chat/messages"))["items"]
    assert any(f"pages/inspection/index?id={inspection['id']}" in m["text"] for m in said)
    problem(await send_still(officer, his, "too-early"), 409, "inspection_moved")
    await _agree_and_take_stills(citizen, officer, inspection, mine, his)
    assert (await officer.get(there))["items"][0]["state"] == "under_way"
    companion = {"companion": second_username(second)}
    old, new = await _make_record_twice(citizen, officer, inspection, mine, his, companion)
    await _sign(citizen, mine, old, new)
    problem(await officer.ask("POST", f"{his}/reopen", json={}), 409, "inspection_moved")
    await keep_promises()
    seen = (await officer.get(there))["items"][0]
    assert (seen["is_sealed"], seen["problem"]) == (True, None)
    sealed = await officer.ask("GET", f"{his}/record")
    assert sealed.content.startswith(b"%PDF")
    assert sha256_of(sealed.content) != new
    await _anybody_may_check(served.http, seen, sealed.content)
    kinds = [e["kind"] for e in (await citizen.get(f"/api/v1/cases/{number}"))["timeline"]]
    assert kinds[-1] == "inspection_sign"
    assert {"inspection_invite", "inspection_record"} <= set(kinds)


async def _agree_and_take_stills(
    citizen: Person, officer: Person, inspection: Any, mine: str, his: str
) -> None:
    """Without position a still says so; with it, it says where; the same still is kept once."""
    shown = await citizen.post(f"{mine}/consent", {**ALL, "position": False})
    assert (shown["state"], shown["inspector"]) == ("consented", officer_name(inspection))
    refused = await citizen.ask("PUT", f"{mine}/position", json=numbers())
    problem(refused, 409, "not_consented")
    first = (await send_still(citizen, mine, "still-one", **HERE)).json()
    assert first["place"] is None
    assert "未授权位置" in first["caption"]
    await citizen.post(f"{mine}/consent", ALL)
    assert (await citizen.ask("PUT", f"{mine}/position", json=numbers())).status_code == 204
    point = inspection["points"][0]["id"]
    second_still = (await send_still(officer, his, "still-two", point_id=point)).json()
    assert second_still["place"]["latitude"] == pytest.approx(23.12468)
    assert inspection["case_number"] in second_still["caption"]
    again = (await send_still(officer, his, "still-two", point_id=point)).json()
    assert again["id"] == second_still["id"]
    picture = await officer.ask("GET", f"{his}/stills/{first['id']}")
    original = await officer.ask("GET", f"{his}/stills/{first['id']}?original=true")
    assert Image.open(io.BytesIO(picture.content)).height > 480
    assert sha256_of(original.content) == first["sha256"]


async def _make_record_twice(
    citizen: Person, officer: Person, inspection: Any, mine: str, his: str, companion: Any
) -> tuple[str, str]:
    """Hashes of a record and of what it became when it was taken back and changed."""
    problem(await officer.ask("POST", f"{his}/record", json=companion), 422)
    await officer.ask("PUT", f"{his}/findings", json=findings(inspection))
    alone = {"companion": inspection["inspector_number"]}
    problem(await officer.ask("POST", f"{his}/record", json=alone), 422)
    old = (await officer.post(f"{his}/record", companion))["record_sha256"]
    late = await officer.ask("PUT", f"{his}/findings", json=findings(inspection))
    problem(late, 409, "inspection_moved")
    await officer.post(f"{his}/reopen", {})
    refused = await citizen.ask("POST", f"{mine}/sign", json=signature(old))
    problem(refused, 409, "inspection_moved")
    await officer.ask("PUT", f"{his}/findings", json=findings(inspection, "已看"))
    new = (await officer.post(f"{his}/record", companion))["record_sha256"]
    assert new != old
    return old, new


async def _sign(citizen: Person, mine: str, old: str, new: str) -> None:
    """Only under the record as it stands, with a whole name, once."""
    pdf = await citizen.ask("GET", f"{mine}/record")
    assert sha256_of(pdf.content) == new
    problem(await citizen.ask("POST", f"{mine}/sign", json=signature(old)), 409, "record_changed")
    short = {**signature(new), "strokes": [NAME[0][:3]]}
    problem(await citizen.ask("POST", f"{mine}/sign", json=short), 422)
    signed = await citizen.post(f"{mine}/sign", signature(new))
    assert (signed["state"], signed["can"]) == ("signed", [])
    assert (await citizen.post(f"{mine}/sign", signature(new)))["signed_at"] == signed["signed_at"]


async def _anybody_may_check(http: httpx.AsyncClient, seen: Any, content: bytes) -> None:
    """The number stands on its page, and the sealed bytes are known."""
    assert seen["record_number"].endswith(f"〔{today().year}〕第000001号")
    assert "勘字" in seen["record_number"]
    token = seen["verify_url"].rpartition("/")[2]
    page = await http.get(f"/verify/{token}")
    assert seen["record_number"] in page.text
    assert "文书有效" in page.text
    sent = {"file": ("record.pdf", content, "application/pdf")}
    told = (await http.post("/api/v1/letters/verify", files=sent)).json()
    assert (told["verdict"], told["letter"]["number"]) == ("genuine", seen["record_number"])
    sent = {"file": ("record.pdf", content + b"\n% more", "application/pdf")}
    assert (await http.post("/api/v1/letters/verify", files=sent)).json()["verdict"] == "changed"


async def test_who_cannot_write_types_the_own_name(
    served: Served, keep_promises: KeepPromises
) -> None:
    """Bound to the record and the session like strokes, refused for another's name, printed as
    what it is."""
    citizen = await sign_in(served.http)
    officer = await staff_member(served.http, "officer")
    second = await staff_member(served.http, "officer", name="李嘉豪")
    there = f"{STAFF}/{await submitted_case(citizen)}/inspections"
    inspection = await officer.post(there, {"reason": "核对后厨布局"})
    mine, his = f"{MINE}/{inspection['id']}", f"{there}/{inspection['id']}"
    await citizen.post(f"{mine}/consent", ALL)
    await officer.post(f"{his}/start", {})
    await officer.ask("PUT", f"{his}/findings", json=findings(inspection))
    recorded = await officer.post(f"{his}/record", {"companion": second_username(second)})
    body = {"record_sha256": recorded["record_sha256"], "name": "陈 大文"}
    refused = await citizen.ask("POST", f"{mine}/confirm", json={**body, "name": "陈大武"})
    assert "本人的全名" in problem(refused, 422)["errors"][0]["message"]
    stale = await citizen.ask("POST", f"{mine}/confirm", json={**body, "record_sha256": "0" * 64})
    problem(stale, 409, "record_changed")
    signed = await citizen.post(f"{mine}/confirm", body)
    assert (signed["state"], signed["signed_by"], signed["can"]) == ("signed", "typed", [])
    again = await citizen.post(f"{mine}/confirm", body)
    assert again["signed_at"] == signed["signed_at"]
    await keep_promises()
    seen = (await officer.get(there))["items"][0]
    assert (seen["is_sealed"], seen["signed_by"], seen["problem"]) == (True, "typed", None)
    sealed = await officer.ask("GET", f"{his}/record")
    pages = pypdfium2.PdfDocument(sealed.content)
    printed = "".join("".join(p.get_textpage().get_text_bounded() for p in pages).split())
    assert "键入本人姓名确认（非手写签名）：陈大文" in printed
    assert "经粤省事实名登录（L2）" in printed


def numbers() -> dict[str, float]:
    return {name: float(value) for name, value in HERE.items()}


def officer_name(inspection: Any) -> str:
    return str(inspection["inspector"])


def second_username(person: Person) -> str:
    return f"officer-{person.user_id[:8]}"


def _routes(inspection_id: str, still_id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Every citizen route of one inspection, with a body that fits."""
    path = f"{MINE}/{inspection_id}"
    still = {"files": {"file": ("a.jpg", photo(), "image/jpeg")}, "data": {"client_id": "x" * 8}}
    return [
        ("GET", path, {}),
        ("POST", f"{path}/consent", {"json": ALL}),
        ("POST", f"{path}/decline", {"json": {}}),
        ("PUT", f"{path}/position", {"json": numbers()}),
        ("POST", f"{path}/stills", still),
        ("GET", f"{path}/stills/{still_id}", {}),
        ("GET", f"{path}/record", {}),
        ("POST", f"{path}/sign", {"json": signature("0" * 64)}),
        ("POST", f"{path}/confirm", {"json": {"record_sha256": "0" * 64, "name": "陈大文"}}),
    ]


async def test_another_citizens_inspection_is_nowhere(
    client: httpx.AsyncClient, citizen: Person, guest: Person, invited: Any
) -> None:
    """Every route of the list, and the list is every route there is."""
    li = await sign_in(client, LI)
    for method, path, request in _routes(invited["id"], "x"):
        problem(await li.ask(method, path, **request), 404, "inspection_unknown")
        problem(await guest.ask(method, path, **request), 401, "sign_in_required")
        problem(await client.request(method, path, **request), 401)
    assert (await li.get(MINE))["total"] == 0
    assert (await citizen.get(f"{MINE}/{invited['id']}"))["state"] == "invited"
    documented = {
        (method.upper(), path)
        for path, methods in client._transport.app.openapi()["paths"].items()  # type: ignore[attr-defined]
        if path.startswith(f"{MINE}/")
        for method in methods
    }
    assert documented == {(m, p) for m, p, _ in _routes("{inspection_id}", "{still_id}")}


async def test_who_holds_it_and_what_ends_it(
    client: httpx.AsyncClient, citizen: Person, officer: Person, invited: Any, number: str
) -> None:
    there = f"{STAFF}/{number}/inspections"
    colleague = await staff_member(client, "officer", name="李嘉豪")
    other = {"reason": "再看一次"}
    problem(await colleague.ask("POST", there, json=other), 409, "inspection_open")
    taken = await colleague.ask("POST", f"{there}/{invited['id']}/cancel", json={"reason": "我来"})
    problem(taken, 409, "inspection_taken")
    assert (await colleague.get(there))["items"][0]["can"] == []
    await citizen.post(f"{MINE}/{invited['id']}/decline", {"reason": "改上门"})
    assert (await officer.get(there))["items"][0]["state"] == "declined"
    late = await citizen.ask("POST", f"{MINE}/{invited['id']}/consent", json=ALL)
    problem(late, 409, "inspection_moved")
    problem(await officer.ask("POST", there, json={"reason": " "}), 422)
    again = await officer.post(there, other)
    gone = await officer.post(f"{there}/{again['id']}/cancel", {"reason": "改为上门"})
    assert (gone["state"], gone["can"]) == ("cancelled", [])
