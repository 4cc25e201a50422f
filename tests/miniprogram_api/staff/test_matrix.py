"""Permission matrix: every staff route of the application × every role, by an agreed table."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import httpx
import pytest

from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.staff import matrix

ABSENT = "0" * 32
REFUSED = {"forbidden"}
"""Codes of a refusal for want of a permission; nothing else may stand in for it."""


def address(path: str) -> str:
    """Names nothing that is there: only the permission is left to decide."""
    return path.format_map(defaultdict(lambda: "1", {
        "entry_id": ABSENT, "staff_id": ABSENT, "unit_id": ABSENT, "message_id": ABSENT,
        "hall_id": "xx", "counter_id": "xx", "code_id": "x" * 12, "kind": "items",
        "line_id": "xx", "ticket_id": ABSENT, "act": "recall",
        "showing_id": ABSENT, "visit_id": ABSENT, "delivery_key": ABSENT,
        "signature_id": ABSENT, "loop_id": ABSENT, "parcel_key": ABSENT,
        "file_id": ABSENT,
        "shape": "faq", "item_code": "0" * 31, "key": "xx",
        "task_id": ABSENT, "grant_id": ABSENT, "role_id": ABSENT, "handoff_id": ABSENT,
        "day": "2026-12-01", "year": "2026",
    }))  # fmt: skip


def asked(method: str, path: str, body: Any) -> dict[str, Any]:
    """The request, whole enough to come as far as the permission."""
    if path.endswith("/statistics/cases"):
        return {"params": {"measure": "received"}}
    if path.endswith("/places"):
        return {"params": {"case_number": f"TH{'0' * 15}"}}
    if path.endswith("{key}/compare"):
        return {"params": {"old": 1}}
    if path.endswith(("/monitor/figures", "/scans", "{hall_id}/ratings", "/online_ratings")):
        return {"params": {"from": "2026-11-01", "to": "2026-11-30"}}
    if path.endswith("/diff"):
        return {"params": {"before": 1, "after": 2}}
    if path.endswith("/photo") and method == "PUT":
        return {"files": [("file", ("a.jpg", b"x"))]}
    if path.endswith("/imports") and method == "POST":
        return {"params": {"kind": "item"}, "files": [("file", ("a.jsonl", b""))]}
    return {"json": body}


def test_every_staff_route_stands_in_a_list() -> None:
    listed = {(m, p) for m, p, _, _ in matrix.routes()} | {(m, p) for m, p, _ in matrix.OPEN}
    assert matrix.served() - matrix.PUBLIC == listed


def test_the_table_is_the_agreed_one() -> None:
    assert matrix.rows() == matrix.agreed(), (
        "look at what changed, then: python -m tests.miniprogram_api.staff.matrix"
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_role_may_what_the_table_says(client: httpx.AsyncClient) -> None:
    """And a citizen, a guest or nobody may nothing. One test: a role is a loop, not a set-up."""
    header, *table = matrix.agreed()
    bodies = {(m, p, permission): body for m, p, body, permission in matrix.routes()}
    citizen = await sign_in(client)
    for column, role in enumerate(header[3:], start=3):
        staff = await staff_member(client, role)
        for path, method, permission, *_ in table:
            if permission == matrix.EVERYBODY:
                continue
            row = next(r for r in table if r[:3] == [path, method, permission])
            request = asked(method, path, bodies[method, path, permission])
            answer = await staff.ask(method, address(path), **request)
            said = f"{role} {method} {path}: {answer.status_code} {answer.text[:300]}"
            is_refused = answer.status_code == 403 and answer.json()["code"] in REFUSED
            assert is_refused == (row[column] == ""), said
            assert answer.status_code not in (401, 405, 500), said
    await _nobody_gets_in(client, citizen, bodies)


async def _nobody_gets_in(
    client: httpx.AsyncClient, citizen: Person, bodies: dict[tuple[str, str, str], Any]
) -> None:
    wanted = [(m, p, body) for (m, p, _), body in bodies.items()]
    for method, path, body in (*wanted, *matrix.OPEN):
        request = asked(method, path, body)
        problem(await client.request(method, address(path), **request), 401)
        problem(await citizen.ask(method, address(path), **request), 401)
