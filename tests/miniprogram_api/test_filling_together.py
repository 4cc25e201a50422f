"""共填 over the wire: proposals, locks, merges, offline edits; values reach the draft one way."""

from __future__ import annotations

from typing import Any

import httpx

from flows.counter_handoffs.merging import LOCK_LASTS
from tests.factories.cases import submitted_case
from tests.factories.counters import Meeting, agree, edit, meeting, put
from tests.factories.problems import problem
from tests.flows.counter_handoffs.ageing import age_locks


async def filling(client: httpx.AsyncClient) -> tuple[Meeting, str, dict[str, str]]:
    """A meeting that shares its form, a text field of it, and the versions the phone saw."""
    met = await meeting(client)
    phone = await met.share("form")
    fields = [f for s in met.case["form_schema"]["sections"] for f in s["fields"]]
    return met, next(f["id"] for f in fields if f["kind"] == "address"), phone["marks"]


async def draft_of(met: Meeting) -> Any:
    return (await met.citizen.get(f"/api/v1/cases/{met.case['number']}"))["form"]


async def shown_field(met: Meeting, name: str) -> Any:
    shown = (await met.clerk.get(met.of_desk))["shared"]["form"]
    return next(f for s in shown for f in s["fields"] if f["id"] == name)


async def fill(met: Meeting, *edits: Any) -> list[Any]:
    done = await met.citizen.post(f"{met.of_phone}/edits", {"edits": list(edits)})
    results: list[Any] = done["results"]
    return results


async def propose(met: Meeting, *edits: Any) -> list[Any]:
    done = await met.clerk.post(f"{met.of_desk}/edits", {"edits": list(edits)})
    results: list[Any] = done["results"]
    return results


async def test_what_the_citizen_types_is_in_the_draft_and_at_the_counter(
    client: httpx.AsyncClient,
) -> None:
    met, name, marks = await filling(client)
    one = edit(name, "天河路1号", marks[name])
    assert [r["outcome"] for r in await fill(met, one)] == ["applied"]
    assert [r["outcome"] for r in await fill(met, one)] == ["applied"]
    assert (await draft_of(met))[name] == "天河路1号"
    assert (await shown_field(met, name))["value"] == "天河路1号"
    trace = (await met.citizen.get(met.of_phone))["trace"]
    assert [t["act"] for t in trace].count("edit") == 1
    assert all("天河路" not in t["text"] for t in trace)


async def test_the_counter_proposes_and_the_citizen_decides(client: httpx.AsyncClient) -> None:
    met, name, _ = await filling(client)
    before = (await draft_of(met))[name]
    seen = await shown_field(met, name)
    wish = edit(name, "天河路2号", seen["mark"])
    assert [r["outcome"] for r in await propose(met, wish)] == ["proposed"]
    assert (await draft_of(met))[name] == before
    phone = await met.citizen.get(met.of_phone)
    assert [(e["value"], e["current"]) for e in phone["edits"]] == [("天河路2号", before)]
    path = f"{met.of_phone}/decisions"
    await met.citizen.post(path, {"decisions": {wish["edit_id"]: False}})
    await met.citizen.post(path, {"decisions": {wish["edit_id"]: True}})
    assert (await draft_of(met))[name] == before
    later = edit(name, "天河路3号", seen["mark"])
    await propose(met, later)
    done = await met.citizen.post(path, {"decisions": {later["edit_id"]: True}})
    assert done["edits"] == []
    assert (await draft_of(met))[name] == "天河路3号"
    shown = (await met.clerk.get(met.of_desk))["edits"]
    assert [e["state"] for e in shown] == ["refused", "accepted"]
    unknown = await met.citizen.ask("POST", path, json={"decisions": {"no-such-edit": True}})
    problem(unknown, 404, "edit_unknown")


async def test_edits_that_met_are_the_citizens_choice(client: httpx.AsyncClient) -> None:
    """The draft page on another phone counts: a version is the value's own mark."""
    met, name, marks = await filling(client)
    await met.citizen.patch(
        f"/api/v1/cases/{met.case['number']}", {"form": {name: "另一部手机填的"}}
    )
    late = edit(name, "离线时填的", marks[name])
    assert [r["outcome"] for r in await fill(met, late)] == ["conflict"]
    assert (await draft_of(met))[name] == "另一部手机填的"
    waits = (await met.citizen.get(met.of_phone))["edits"]
    assert [(e["value"], e["current"]) for e in waits] == [("离线时填的", "另一部手机填的")]
    assert [r["outcome"] for r in await propose(met, edit(name, "窗口", marks[name]))] == [
        "conflict"
    ]
    path = f"{met.of_phone}/decisions"
    await met.citizen.post(path, {"decisions": {late["edit_id"]: True}})
    assert (await draft_of(met))[name] == "离线时填的"
    assert [e["state"] for e in (await met.citizen.get(met.of_phone))["edits"]] == ["conflict"]


async def test_one_side_writes_in_a_field_at_a_time(client: httpx.AsyncClient) -> None:
    met, name, marks = await filling(client)
    of_clerk, of_phone = f"{met.of_desk}/locks/{name}", f"{met.of_phone}/locks/{name}"
    assert (await put(met.clerk, of_clerk))["is_yours"]
    held = await put(met.citizen, of_phone)
    assert (held["is_yours"], held["side"]) == (False, "staff")
    assert [r["outcome"] for r in await fill(met, edit(name, "等", marks[name]))] == ["locked"]
    assert [x["field"] for x in (await met.citizen.get(met.of_phone))["locks"]] == [name]
    await met.citizen.delete(of_phone)  # not theirs: nothing happens
    assert not (await put(met.citizen, of_phone))["is_yours"]
    await met.clerk.delete(of_clerk)
    assert (await put(met.citizen, of_phone))["is_yours"]
    await age_locks(met.handoff, LOCK_LASTS)
    assert (await put(met.clerk, of_clerk))["is_yours"]
    assert [r["outcome"] for r in await propose(met, edit(name, "好", marks[name]))] == ["proposed"]
    unknown = await met.citizen.ask("PUT", f"{met.of_phone}/locks/nothing_here")
    problem(unknown, 404, "edit_unknown")


async def test_the_counter_writes_nowhere_it_cannot_read(client: httpx.AsyncClient) -> None:
    met, name, marks = await filling(client)
    fields = [f for s in met.case["form_schema"]["sections"] for f in s["fields"]]
    number = next(f["id"] for f in fields if f["kind"] == "id_number")
    path = f"{met.of_desk}/edits"
    blind = {"edits": [edit(number, "440106198806153017", marks[number])]}
    problem(await met.clerk.ask("POST", path, json=blind), 403, "not_shared")
    problem(await met.clerk.ask("PUT", f"{met.of_desk}/locks/{number}"), 403, "not_shared")
    await met.share("basic")
    closed = {"edits": [edit(name, "x", marks[name])]}
    problem(await met.clerk.ask("POST", path, json=closed), 409, "form_closed")
    problem(await met.citizen.ask("POST", f"{met.of_phone}/edits", json=closed), 409, "form_closed")


async def test_what_is_no_value_of_the_form_is_told_and_not_kept(
    client: httpx.AsyncClient,
) -> None:
    met, name, marks = await filling(client)
    wrong = [edit("no_such_field", "x", ""), edit(name, "长" * 2001, marks[name])]
    results = await fill(met, *wrong, edit(name, "对的", marks[name]))
    assert [r["outcome"] for r in results] == ["invalid", "invalid", "applied"]
    assert results[0]["message"]
    bad = {"edits": [{"edit_id": "x", "field": name, "base": "", "value": "x"}]}
    problem(await met.citizen.ask("POST", f"{met.of_phone}/edits", json=bad), 422)


async def test_a_clerk_takes_a_proposal_back(client: httpx.AsyncClient) -> None:
    met, name, _ = await filling(client)
    wish = edit(name, "收回", (await shown_field(met, name))["mark"])
    await propose(met, wish)
    await met.clerk.delete(f"{met.of_desk}/edits/{wish['edit_id']}")
    phone = await met.citizen.get(met.of_phone)
    assert phone["edits"] == []
    await met.citizen.post(f"{met.of_phone}/decisions", {"decisions": {wish["edit_id"]: True}})
    assert (await draft_of(met))[name] != "收回"


async def test_a_case_handed_in_is_read_only(client: httpx.AsyncClient) -> None:
    met, name, marks = await filling(client)
    number = await submitted_case(met.citizen)
    body = {"case_number": number, "parts": ["form"]}
    phone = await agree(met.citizen, met.of_phone, body)
    assert phone["may_fill"] is False
    assert (await met.clerk.get(met.of_desk))["shared"]["may_fill"] is False
    sent = {"edits": [edit(name, "x", marks[name])]}
    problem(await met.citizen.ask("POST", f"{met.of_phone}/edits", json=sent), 409, "form_closed")
