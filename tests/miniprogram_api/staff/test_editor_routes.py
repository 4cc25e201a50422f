"""Who may do what with knowledge and search: every route, every role, and nobody from outside."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.staff.editor_routes import HOLDS, OF_EDITORS, PLACES

NOTHING_THERE = {200, 202, 204, 404, 409, 422}
"""What somebody who may ask is told where there is nothing of that name, or nothing to do."""


def asked(method: str, path: str, body: Any) -> tuple[str, str, dict[str, Any]]:
    """The request, whole enough that only the permission is left to decide."""
    address = path.format(**PLACES)
    if path.endswith("/diff"):
        address += "?before=1&after=2"
    if path.endswith("/imports") and method == "POST":
        file = ("a.jsonl", b"")
        return method, f"{address}?kind=item", {"files": [("file", file)]}
    return method, address, {"json": body}


@pytest.mark.parametrize("role", sorted(HOLDS))
async def test_a_role_may_do_what_it_may_and_no_more(client: httpx.AsyncClient, role: str) -> None:
    staff = await staff_member(client, role)
    for method, path, body, permission in OF_EDITORS:
        verb, address, request = asked(method, path, body)
        answer = await staff.ask(verb, address, **request)
        if permission in HOLDS[role]:
            assert answer.status_code in NOTHING_THERE | {201}, f"{verb} {address}: {answer.text}"
        else:
            problem(answer, 403, "forbidden")


async def test_nobody_else_gets_in_anywhere(
    client: httpx.AsyncClient, citizen: Person, guest: Person
) -> None:
    for method, path, body, _permission in OF_EDITORS:
        verb, address, request = asked(method, path, body)
        problem(await client.request(verb, address, **request), 401)
        problem(await guest.ask(verb, address, **request), 401)
        problem(await citizen.ask(verb, address, **request), 401)
