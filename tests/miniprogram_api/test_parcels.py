"""断网收件: brought once over the wire, seen by whoever sits there, put where it belongs once."""

from __future__ import annotations

import asyncio
import base64
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text, update

from flows.devices import commands, upkeep
from flows.devices.contract import Ack
from flows.parcels.settling import forget_settled
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, CaseFile, DeviceCommand, Parcel, VaultFile
from tests.factories.cases import FOOD
from tests.factories.devices import enrolled
from tests.factories.halls import COUNTER
from tests.factories.parcels import HOLDER, bring, manifest_of
from tests.factories.people import CHEN_ID_NUMBER, LI, sign_in, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises
from tests.miniprogram_api.test_showings import Desk, desk, move, picture, timeline

__all__ = ["desk"]
AT = f"/staff/v1/counters/{COUNTER}/parcels"
PAPER = picture(90)


async def materials(desk: Desk) -> list[Any]:
    shown = (await desk.clerk.post(f"/staff/v1/counters/{COUNTER}/tablet",
             {"kind": "acceptance", "case_number": desk.number}))  # fmt: skip
    assert shown["standing"]
    places = (await desk.on_tablet())["content"]["materials"]
    return [m for m in places if len(m["files"]) < m["max_files"]]


async def brought(desk: Desk, *contents: bytes, **said: Any) -> dict[str, Any]:
    """A parcel of these photographs, accepted."""
    papers = contents or (PAPER,)
    listed = [(f"照片{n}.jpg", "", "营业执照", one) for n, one in enumerate(papers)]
    manifest = manifest_of(listed, **said)
    answer = await bring(desk.tablet.http, desk.tablet.token, manifest, list(papers))
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "accepted", answer.text
    return manifest


async def settle(desk: Desk, key: str, decision: str, **said: Any) -> httpx.Response:
    body = {"decision": decision, **said}
    return await desk.clerk.ask("POST", f"{AT}/{key}/decision", json=body)


async def test_it_is_kept_once_however_often_and_at_once_it_comes(desk: Desk) -> None:
    manifest = manifest_of([("照片.jpg", "", "营业执照", PAPER)])
    sent = await asyncio.gather(
        *(bring(desk.tablet.http, desk.tablet.token, manifest, [PAPER]) for _ in range(4))
    )
    assert {answer.status_code for answer in sent} == {200}, [a.text for a in sent]
    assert sorted(answer.json()["is_repeat"] for answer in sent) == [False, True, True, True]
    page = await desk.clerk.get(AT)
    assert [one["number"] for one in page["waiting"]] == [manifest["number"]]
    other = {**manifest, "note": "改过"}
    problem(
        await bring(desk.tablet.http, desk.tablet.token, other, [PAPER]),
        409, "idempotency_conflict",
    )  # fmt: skip


async def test_the_same_papers_again_under_another_key_are_a_duplicate(desk: Desk) -> None:
    first = await brought(desk)
    again = {**first, "key": uuid.uuid4().hex}
    told = (await bring(desk.tablet.http, desk.tablet.token, again, [PAPER])).json()
    assert (told["outcome"], first["number"] in told["detail"]) == ("duplicate", True)
    page = await desk.clerk.get(AT)
    assert (len(page["waiting"]), [p["state"] for p in page["settled"]]) == (1, ["duplicate"])
    other = manifest_of([("照片.jpg", "", "", PAPER)], holder={**HOLDER, "id_number": ""})
    told = (await bring(desk.tablet.http, desk.tablet.token, other, [PAPER])).json()
    assert told["outcome"] == "accepted"


async def test_what_was_altered_or_sealed_for_others_is_refused(desk: Desk) -> None:
    http, token = desk.tablet.http, desk.tablet.token
    manifest = manifest_of([("照片.jpg", "", "营业执照", PAPER)])
    foreign = base64.b64encode(bytes(range(1, 33))).decode()
    for answer in (
        await bring(http, token, manifest, [PAPER], sealing_key=foreign),
        await bring(http, token, manifest, [picture(10)]),
        await bring(http, token, manifest, []),
        await bring(http, token, {**manifest, "case_number": desk.number}, [PAPER]),
        await bring(http, token, manifest, [PAPER], key=uuid.uuid4().hex),
    ):
        problem(answer, 422, "parcel_unreadable")
    headers = {"Authorization": f"Bearer {token}"}
    plain = await http.put(
        f"/hall/v1/parcels/{manifest['key']}", headers=headers, files=[("sealed", ("l", b"{}"))]
    )
    problem(plain, 422, "parcel_unreadable")
    problem(await bring(http, "stranger", manifest, [PAPER], sealing_key=foreign), 401)
    zipped = manifest_of([("照片.zip", "", "", b"PK\x05\x06" + bytes(18))], signature=None)
    assert (await bring(http, token, zipped, [b"PK\x05\x06" + bytes(18)])).status_code >= 400
    async with db.reading() as session:
        assert (await session.scalars(select(Parcel))).all() == []


async def test_one_unreadable_file_does_not_cost_the_others(desk: Desk) -> None:
    """The person has a receipt and is at home."""
    http, token, broken = desk.tablet.http, desk.tablet.token, b"%PDF-1.4 and nothing else"
    paper, bad = ("照片.jpg", "", "营业执照", PAPER), ("合同.pdf", "", "租赁合同", broken)
    manifest = manifest_of([paper, bad], note="断网时收")
    told = (await bring(http, token, manifest, [PAPER, broken])).json()
    assert (told["outcome"], "合同.pdf" in told["detail"]) == ("accepted", True)
    assert (await bring(http, token, manifest, [PAPER, broken])).json()["is_repeat"]
    (line,) = (await desk.clerk.get(AT))["waiting"]
    seen = await desk.clerk.get(f"{AT}/{line['key']}")
    assert [one["name"] for one in seen["files"]] == ["照片.jpg"]
    assert ("断网时收" in seen["note"], "没有收下：「合同.pdf」" in seen["note"]) == (True, True)
    alone = manifest_of([bad], signature=None)
    assert (await bring(http, token, alone, [broken])).status_code in (415, 422)


@pytest.mark.parametrize("has_begun", [True, False])
async def test_what_a_device_gives_after_we_gave_it_up_is_kept(
    desk: Desk, keep_promises: KeepPromises, has_begun: bool
) -> None:
    """Failed by us, because a part was missing for a moment; failed by the device is no gift."""
    device = await enrolled("document_camera")
    async with db.writing() as session:
        session.add(
            DeviceCommand(
                id="d" * 32, device_id=device.device_id, counter_id=COUNTER, verb="take_picture",
                arguments={}, concerns=f"case:{desk.number}", asked_by="staff:x",
                request_id="q" * 16, state="failed", reason="高拍仪没有接上", created_at=now(),
                expires_at=now() + timedelta(seconds=30),
                acknowledged_at=now() if has_begun else None,
            )
        )  # fmt: skip
    result = {"picture": base64.b64encode(PAPER).decode()}
    async with db.writing() as session:
        said = Ack(type="ack", id="d" * 32, state="done", result=result)
        await commands.acknowledge(session, device.device_id, said)
    await keep_promises()
    assert len((await desk.clerk.get(AT))["waiting"]) == int(not has_begun)


async def test_it_goes_into_the_case_with_its_signature_once(desk: Desk) -> None:
    place = (await materials(desk))[0]
    key = (await brought(desk, item_code=FOOD))["key"]
    seen = await desk.clerk.get(f"{AT}/{key}")
    assert (seen["holder"], seen["has_account"]) == ("陈大文", True)
    assert seen["was_read_from_card"]
    assert seen["picture"].startswith("<svg")
    assert CHEN_ID_NUMBER not in str(seen)
    file = await desk.clerk.ask("GET", f"{AT}/{key}/files/0")
    assert file.headers["content-type"] == "image/jpeg"
    places = await desk.clerk.get(f"{AT}/{key}/places", params={"case_number": desk.number})
    assert (places["is_same_person"], places["obstacle"], places["known"]) == (True, "", [])
    assert place["id"] in [room["id"] for room in places["rooms"]]
    wish = {"case_number": desk.number, "placing": {"0": place["id"]}}
    problem(await settle(desk, key, "filed", case_number=desk.number), 422, "invalid_input")
    sent = await asyncio.gather(*(settle(desk, key, "filed", **wish) for _ in range(3)))
    assert {answer.status_code for answer in sent} == {200}, [a.text for a in sent]
    told = [event.partition(":")[0] for event in await timeline(desk)]
    assert (told.count("counter_offline"), told.count("counter_sign")) == (1, 1)
    (signed,) = (await desk.clerk.get(f"/staff/v1/cases/{desk.number}/signatures"))["items"]
    assert (signed["title"], signed["way"], signed["state"]) == ("断网收件单", "desk", "valid")
    paper = await desk.clerk.ask("GET", f"/staff/v1/cases/{desk.number}/signatures/{signed['id']}")
    assert paper.content.startswith(b"%PDF")
    async with db.reading() as session:
        files = select(CaseFile).where(CaseFile.material_id == place["id"])
        names = [one.name for one in (await session.scalars(files)).all()]
        looks = select(AccessRecord).where(AccessRecord.object_type == "parcels")
        assert len((await session.scalars(looks)).all()) == 2
        raw = b"".join(
            v if isinstance(v, bytes) else str(v).encode()
            for v in (await session.execute(text("SELECT * FROM parcels"))).one()
        )
    assert names.count("照片0.jpg") == 1
    assert CHEN_ID_NUMBER.encode() not in raw
    assert "陈大文".encode() not in raw
    problem(await settle(desk, key, "discarded", reason="想改"), 409, "parcel_settled")


async def test_a_case_of_somebody_else_needs_a_reason(desk: Desk) -> None:
    place = (await materials(desk))[0]
    key = (await brought(desk, holder={**HOLDER, "id_number": "440106199003078222"}))["key"]
    wish = {"case_number": desk.number, "placing": {"0": place["id"]}}
    problem(await settle(desk, key, "filed", **wish), 422, "invalid_input")
    done = await settle(desk, key, "filed", **wish, reason="代办人林女士交来")
    assert done.json()["settled"][0]["reason"] == "代办人林女士交来"


async def test_an_ended_case_takes_nothing_and_the_same_file_goes_in_once(desk: Desk) -> None:
    place = (await materials(desk))[0]
    first = (await brought(desk))["key"]
    second = (await brought(desk, PAPER, picture(20), number="A12-1128-002"))["key"]
    wish = {"case_number": desk.number, "placing": {"0": place["id"]}}
    assert (await settle(desk, first, "filed", **wish)).status_code == 200
    places = await desk.clerk.get(f"{AT}/{second}/places", params={"case_number": desk.number})
    assert places["known"] == [0]
    await move(desk, "approved")
    answer = await settle(
        desk, second, "filed", case_number=desk.number, placing={"0": place["id"], "1": place["id"]}
    )
    problem(answer, 409, "parcel_does_not_fit")
    problem(await settle(desk, second, "discarded"), 422, "invalid_input")
    assert (await settle(desk, second, "discarded", reason="办件已办结")).status_code == 200


async def test_without_a_case_it_goes_to_the_persons_own_vault(
    desk: Desk, keep_promises: KeepPromises
) -> None:
    key = (await brought(desk, item_code=FOOD))["key"]
    stranger = (await brought(desk, holder={**HOLDER, "name": "陈小文"}))["key"]
    problem(await settle(desk, stranger, "handed"), 409, "parcel_does_not_fit")
    assert (await settle(desk, key, "handed")).status_code == 200
    assert (await settle(desk, key, "handed")).status_code == 200
    citizen = await sign_in(desk.clerk.http)
    kept = (await citizen.get("/api/v1/vault"))["items"]
    assert [one["name"] for one in kept].count("照片0.jpg") == 1
    await keep_promises()
    said = (await citizen.get("/api/v1/chat/messages"))["items"]
    assert any("断网时窗口收下的「食品经营许可" in str(message) for message in said)
    async with db.reading() as session:
        owners = (await session.scalars(select(VaultFile.user_id))).all()
    other = await sign_in(desk.clerk.http, LI)
    assert other.user_id not in owners


async def test_only_whoever_sits_there_sees_it(desk: Desk, client: httpx.AsyncClient) -> None:
    key = (await brought(desk))["key"]
    colleague = await staff_member(client, "clerk", name="别人")
    for path in (AT, f"{AT}/{key}", f"{AT}/{key}/files/0"):
        problem(await colleague.ask("GET", path), 403, "not_at_counter")
    problem(await desk.clerk.ask("GET", f"{AT}/{'0' * 32}"), 404, "parcel_unknown")
    problem(await desk.clerk.ask("GET", f"{AT}/{key}/files/7"), 404, "parcel_unknown")


@pytest.mark.parametrize(
    ("verb", "result", "is_kept"),
    [
        ("take_picture", {"picture": base64.b64encode(PAPER).decode()}, True),
        ("sign", {"strokes": [[[20, 60], [60, 20], [100, 70]]]}, True),
        ("read_id_card", {"name": "陈大文", "number": CHEN_ID_NUMBER}, False),
    ],
)
async def test_what_a_device_gives_too_late_is_kept_for_the_clerk(
    desk: Desk, keep_promises: KeepPromises, verb: Any, result: dict[str, Any], is_kept: bool
) -> None:
    device = await enrolled("document_camera")
    async with db.writing() as session:
        session.add(
            DeviceCommand(
                id="c" * 32, device_id=device.device_id, counter_id=COUNTER, verb=verb,
                arguments={}, concerns=f"case:{desk.number}", asked_by="staff:x",
                request_id="r" * 16, state="acknowledged", created_at=now(),
                expires_at=now() - timedelta(seconds=1),
            )
        )  # fmt: skip
    await upkeep.tend()
    for _ in range(2):
        async with db.writing() as session:
            said = Ack(type="ack", id="c" * 32, state="done", result=result)
            await commands.acknowledge(session, device.device_id, said)
        await keep_promises()
    page = await desk.clerk.get(AT)
    assert len(page["waiting"]) == int(is_kept)
    if is_kept:
        seen = await desk.clerk.get(f"{AT}/{page['waiting'][0]['key']}")
        assert (seen["kind"], seen["wanted_case"]) == ("late", desk.number)
        assert bool(seen["picture"]) == (verb == "sign")


async def test_what_was_settled_leaves_only_its_line(desk: Desk) -> None:
    key = (await brought(desk))["key"]
    assert (await settle(desk, key, "discarded", reason="重复交来")).status_code == 200
    await forget_settled()
    assert (await desk.clerk.get(f"{AT}/{key}"))["files"]
    async with db.writing() as session:
        await session.execute(update(Parcel).values(decided_at=now() - timedelta(days=31)))
    await forget_settled()
    seen = await desk.clerk.get(f"{AT}/{key}")
    assert (seen["files"], seen["holder"], seen["state"]) == ([], "", "discarded")
