"""What a clerk puts on the tablet, and what comes back: once, bound, and never lost."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pypdf
import pytest
from PIL import Image
from sqlalchemy import update

from foundation import db, files
from foundation.clock import now
from foundation.models import Case, Signature
from hall_bridge.app import create_app
from tests.factories.cases import FOOD, submitted_case
from tests.factories.documents import pdf
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.factories.tablets import SIZE, Tablet, enrolled, written_name
from tests.fakes.serving import serving
from tests.miniprogram_api.conftest import KeepPromises

AT = f"/staff/v1/counters/{COUNTER}/tablet"


@dataclass(frozen=True)
class Desk:
    """A clerk on duty with the counter's tablet, and a case handed in."""

    clerk: Person
    tablet: Tablet
    number: str

    async def show(self, **wish: Any) -> Any:
        return await self.clerk.post(AT, wish)

    async def on_tablet(self) -> Any:
        """What its screen is told; the socket says the same."""
        from hall_bridge.counters import state_of

        return (await state_of(COUNTER))["showing"]

    async def shown(self, **wish: Any) -> Any:
        await self.show(**wish)
        return await self.on_tablet()


@pytest.fixture
async def desk(client: httpx.AsyncClient) -> AsyncIterator[Desk]:
    await open_hall()
    clerk = await staff_member(client, "clerk", name="李嘉豪")
    number = await submitted_case(await sign_in(client))
    assert (await clerk.ask("PUT", f"/staff/v1/counters/{COUNTER}/duty")).status_code == 200
    async with (
        serving(create_app()) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        yield Desk(clerk, await enrolled(http), number)


def picture(shade: int = 200) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (shade, 180, 160)).save(file, "JPEG")
    return file.getvalue()


async def timeline(desk: Desk) -> list[str]:
    case = await desk.clerk.get(f"/staff/v1/cases/{desk.number}")
    return [f"{event['kind']}:{event['text']}" for event in case["timeline"]]


async def move(desk: Desk, status: str) -> None:
    async with db.writing() as session:
        here = update(Case).where(Case.number == desk.number)
        await session.execute(here.values(status=status, closed_at=now()))


async def test_the_tablet_explains_what_the_clerk_puts_up_and_takes_back(desk: Desk) -> None:
    shown = await desk.shown(kind="text", title="怎么走", text="请到二楼收费处交费。")
    assert shown["content"]["text"] == "请到二楼收费处交费。"
    item = await desk.shown(kind="item", item_code=FOOD)
    assert item["content"]["item_name"]
    guide = (await desk.tablet.ask("GET", f"/items/{FOOD}")).json()
    material = guide["materials"][0]
    sample = await desk.shown(kind="sample", item_code=FOOD, material_id=material["id"])
    assert sample["content"]["material"]["name"] == material["name"]
    left = await desk.clerk.delete(f"{AT}/{sample['id']}")
    assert left["standing"] is None
    assert await desk.on_tablet() is None
    assert [one["state"] for one in left["latest"]] == ["taken_back"] * 3


async def test_a_tablet_belongs_to_who_sits_there(desk: Desk, client: httpx.AsyncClient) -> None:
    other = await staff_member(client, "clerk", name="别人")
    answer = await other.ask("POST", AT, json={"kind": "text", "text": "x"})
    problem(answer, 403, "not_at_counter")
    elsewhere = await desk.tablet.ask("GET", "/counters/tianhe-b01/photo")
    assert elsewhere.status_code == 403


async def test_received_materials_are_confirmed_by_their_very_files(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    files_ = [(m, f) for m in shown["content"]["materials"] for f in m["files"]]
    page = f"/counters/{COUNTER}/showings/{shown['id']}/files/{files_[0][1]['id']}/pages/1"
    preview = await desk.tablet.ask("GET", page)
    assert preview.headers["content-type"] == "image/png"
    bare = await desk.tablet.answer(shown, outcome="disputed")
    problem(bare, 422)
    done = await desk.tablet.answer(shown, outcome="disputed", text="少收了一份租赁合同")
    assert done.json()["outcome"] == "accepted"
    assert await desk.on_tablet() is None
    assert (await desk.tablet.ask("GET", page)).status_code == 404
    assert any("counter_dispute" in t and "少收了一份租赁合同" in t for t in await timeline(desk))
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    await desk.tablet.answer(shown, outcome="confirmed")
    assert any("counter_confirm" in one and "A12窗口" in one for one in await timeline(desk))
    latest = (await desk.clerk.get(AT))["latest"][0]
    hashes = {f"{m['id']}:{f['sha256']}" for m, f in files_}
    assert set(latest["answer"]["files"]) == hashes


async def test_a_list_that_changed_meanwhile_is_not_confirmed(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    material = shown["content"]["materials"][0]["id"]
    added = (await desk.tablet.photograph(shown["id"], material, picture())).json()
    assert added["outcome"] in ("accepted", "conflict")
    again = await desk.tablet.answer(shown, outcome="confirmed")
    assert again.json()["outcome"] == ("conflict" if added["outcome"] == "accepted" else "accepted")


async def sign(desk: Desk, shown: Any, **said: Any) -> Any:
    answer = await desk.tablet.answer(shown, **{**SIZE, "strokes": written_name(), **said})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_signature_is_bound_to_the_paper_and_sealed(
    desk: Desk, keep_promises: KeepPromises
) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number, purpose="acceptance")
    assert "record" not in shown["content"]
    assert "link" not in shown["content"]
    page = await desk.tablet.ask("GET", f"/counters/{COUNTER}/showings/{shown['id']}/pages/1")
    assert page.content.startswith(b"\x89PNG")
    scribble = await desk.tablet.answer(shown, **SIZE, strokes=[[(1, 1, 0, 0.5)] * 3])
    assert "太短" in problem(scribble, 422)["detail"]
    done = await sign(desk, shown)
    assert done == {**done, "outcome": "accepted", "is_repeat": False}
    await keep_promises()
    signed = (await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures"))["items"]
    assert [(one["state"], one["is_sealed"], one["way"]) for one in signed] == [
        ("valid", True, "tablet")
    ]
    path = f"/staff/v1/cases/{desk.number}/signatures/{signed[0]['id']}"
    pdf = await desk.clerk.ask("GET", path)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert shown["content"]["document_sha256"] in text.replace("\n", "").replace(" ", "")
    assert "A12窗口李嘉豪" in text.replace("\n", "")


async def test_a_changed_document_makes_its_signature_invalid(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number, purpose="application")
    await sign(desk, shown)
    listed = f"/staff/v1/cases/{desk.number}/signatures"
    assert (await desk.clerk.get(listed))["items"][0]["state"] == "valid"
    async with db.writing() as session:
        case = await session.get_one(Case, desk.number)
        case.form = {**case.form, "applicant_name": "另一家店"}
    assert (await desk.clerk.get(listed))["items"][0]["state"] == "outdated"
    async with db.writing() as session:
        row = (await session.scalars(Signature.__table__.select())).first()
        signature = await session.get_one(Signature, row)
        signature.strokes = {**signature.strokes, "strokes": written_name(9.0)}
    assert (await desk.clerk.get(listed))["items"][0]["state"] == "broken"


async def test_bytes_that_are_gone_make_a_signature_invalid(desk: Desk) -> None:
    shown = await desk.shown(
        kind="signature", case_number=desk.number, purpose="commitment", text="三十日内补交原件。"
    )
    await sign(desk, shown)
    files.remove(desk.number, shown["content"]["document_sha256"])
    listed = await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures")
    assert listed["items"][0]["state"] == "broken"


async def test_a_signature_sent_many_times_is_one(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number)
    key, made_at = str(uuid.uuid4()), now().isoformat()
    said = {**SIZE, "strokes": written_name(), "key": key, "made_at": made_at}
    answers = await asyncio.gather(*(desk.tablet.answer(shown, **said) for _ in range(5)))
    told = [answer.json() for answer in answers]
    assert {one["outcome"] for one in told} == {"accepted"}
    assert sum(not one["is_repeat"] for one in told) == 1
    other = await desk.tablet.answer(shown, **said | {"strokes": written_name(3.0)})
    problem(other, 409, "idempotency_conflict")
    again = await desk.tablet.answer(shown, **SIZE, strokes=written_name())
    assert again.json()["outcome"] == "duplicate"
    signed = await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures")
    assert signed["total"] == 1


async def test_what_comes_late_is_kept_and_shown_to_the_clerk(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number)
    taken = now()
    await move(desk, "withdrawn")
    late = await sign(desk, shown, made_at=taken.isoformat())
    assert late["outcome"] == "conflict"
    assert "办结" in late["detail"]
    told = (await desk.clerk.get(AT))["deliveries"][0]
    assert (told["outcome"], told["detail"]) == ("conflict", late["detail"])
    signed = await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures")
    assert signed["total"] == 0


async def test_a_phone_signs_by_a_code_that_opens_once(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number)
    link = shown["phone"]["url"].rpartition("/")[2]
    http = desk.tablet.http
    secret = (await http.post(f"/hall/v1/pads/{link}")).json()["secret"]
    problem(await http.post(f"/hall/v1/pads/{link}"), 409, "pad_taken")
    assert (await desk.on_tablet())["phone"]["is_taken"]
    phone = Tablet(http, secret)
    seen = (await phone.ask("GET", "/pad")).json()
    assert seen["content"]["document_sha256"] == shown["content"]["document_sha256"]
    assert (await phone.ask("GET", "/pad/pages/1")).content.startswith(b"\x89PNG")
    body = {
        "key": str(uuid.uuid4()), "content_sha256": seen["content_sha256"],
        "made_at": now().isoformat(), **SIZE, "strokes": written_name(),
    }  # fmt: skip
    assert (await phone.ask("POST", "/pad/answer", json=body)).json()["outcome"] == "accepted"
    assert (await phone.ask("POST", "/pad/answer", json=body)).json()["is_repeat"]
    assert (await phone.ask("GET", "/pad")).status_code == 404
    assert (await http.post("/hall/v1/pads/" + "x" * 32)).status_code == 404
    assert (await phone.ask("GET", f"/items/{FOOD}")).status_code == 401


async def test_a_photo_arrives_once_by_key_and_by_bytes(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    free = [m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"]]
    material, key = free[0], str(uuid.uuid4())
    sent = [await desk.tablet.photograph(shown["id"], material["id"], picture(), key)]
    sent.append(await desk.tablet.photograph(shown["id"], material["id"], picture(), key + "1"))
    assert [one.json()["outcome"] for one in sent] == ["accepted", "duplicate"]
    now_shown = await desk.on_tablet()
    held = next(m for m in now_shown["content"]["materials"] if m["id"] == material["id"])
    assert len(held["files"]) == len(material["files"]) + 1
    assert now_shown["content_sha256"] != shown["content_sha256"]
    await desk.clerk.delete(f"{AT}/{shown['id']}")
    late = await desk.tablet.photograph(shown["id"], material["id"], picture(90))
    assert late.json()["outcome"] == "conflict"


async def test_a_photo_changes_no_case_that_is_decided(desk: Desk) -> None:
    shown = await desk.shown(kind="acceptance", case_number=desk.number)
    material = next(m for m in shown["content"]["materials"] if len(m["files"]) < m["max_files"])
    async with db.writing() as session:
        decided = update(Case).where(Case.number == desk.number)
        await session.execute(decided.values(status="approved"))
    said = (await desk.tablet.photograph(shown["id"], material["id"], picture())).json()
    assert said["outcome"] == "conflict"
    assert "已经是「准予通过」，照片没有放进办件" in said["detail"]


async def test_an_answer_of_before_it_was_shown_or_of_tomorrow_is_set_right(desk: Desk) -> None:
    shown = await desk.shown(kind="signature", case_number=desk.number)
    await sign(desk, shown, made_at=(now() + timedelta(days=1)).isoformat())
    signed = (await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures"))["items"][0]
    assert signed["made_at"] <= signed["received_at"]


async def test_two_bridges_keep_a_signature_once(desk: Desk) -> None:
    """The first answer is lost with its bridge; the tablet sends the same to another."""
    shown = await desk.shown(kind="signature", case_number=desk.number)
    said = {
        **SIZE, "strokes": written_name(), "key": str(uuid.uuid4()), "made_at": now().isoformat(),
    }  # fmt: skip
    async with (
        serving(create_app()) as other,
        httpx.AsyncClient(base_url=other, trust_env=False) as http,
    ):
        there = Tablet(http, desk.tablet.token)
        sent = [one.answer(shown, **said) for one in (desk.tablet, there, desk.tablet, there)]
        told = [answer.json() for answer in await asyncio.gather(*sent)]
    assert sorted(one["is_repeat"] for one in told) == [False, True, True, True]
    signed = await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures")
    assert signed["total"] == 1


async def test_a_photo_of_who_serves_is_shown_at_the_counter(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    admin = await staff_member(client, "admin", name="系统管理员")
    path = f"/staff/v1/people/{desk.clerk.user_id}/photo"
    at_counter = f"/counters/{COUNTER}/photo"
    assert (await desk.tablet.ask("GET", at_counter)).status_code == 404
    problem(await admin.ask("PUT", path, files={"file": ("a.pdf", pdf("x"))}), 415)
    person = (await admin.ask("PUT", path, files={"file": ("我.jpg", picture())})).json()
    assert person["has_photo"]
    seen = await desk.tablet.ask("GET", at_counter)
    assert Image.open(io.BytesIO(seen.content)).format == "JPEG"
    assert seen.content != picture()
    assert not (await admin.delete(path))["has_photo"]
    assert (await desk.tablet.ask("GET", at_counter)).status_code == 404


async def test_the_next_clerk_finds_nothing_of_the_last_ones_visitor(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    await desk.show(kind="acceptance", case_number=desk.number)
    assert (await desk.on_tablet())["kind"] == "acceptance"
    await desk.clerk.delete("/staff/v1/duty")
    assert await desk.on_tablet() is None
    other = await staff_member(client, "clerk", name="王芳")
    assert (await other.ask("PUT", f"/staff/v1/counters/{COUNTER}/duty")).status_code == 200
    assert await desk.on_tablet() is None
    assert (await other.get(AT))["standing"] is None
    mine = await other.post(AT, {"kind": "text", "title": "请稍候", "text": "马上为您办理"})
    assert mine["standing"]["kind"] == "text"
