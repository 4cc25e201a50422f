"""Stills taken while the virus scanner was away are scanned when it is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import select

from flows.inspections import rescans
from foundation import db
from foundation.intake import scanner
from foundation.models import InspectionStill
from tests.factories.cases import submitted_case
from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.test_inspections import ALL, MINE, STAFF, send_still

Patch = Callable[[str], None]


async def still_without_scanner(client: httpx.AsyncClient) -> tuple[Person, str, Any]:
    """The applicant, the path of the inspection, the still."""
    applicant = await sign_in(client)
    officer = await staff_member(client, "officer")
    number = await submitted_case(applicant)
    invited = await officer.post(f"{STAFF}/{number}/inspections", {"reason": "看后厨"})
    mine = f"{MINE}/{invited['id']}"
    await applicant.post(f"{mine}/consent", ALL)
    still = (await send_still(applicant, mine, "still-one")).json()
    async with db.writing() as session:
        kept = await session.get(InspectionStill, still["id"])
        assert kept is not None
        kept.scan = "unreachable"
    return applicant, mine, still


async def scan_of(still: Any) -> str:
    async with db.reading() as session:
        found = await session.scalar(
            select(InspectionStill.scan).where(InspectionStill.id == still["id"])
        )
        return str(found)


async def test_a_still_is_scanned_when_the_scanner_is_back(
    client: httpx.AsyncClient, monkeypatch: Any
) -> None:
    applicant, mine, still = await still_without_scanner(client)
    seen: list[bytes] = []

    async def scan(content: bytes) -> str:
        seen.append(content)
        return "clean"

    monkeypatch.setattr(scanner, "scan", scan)
    async with db.writing() as session:
        assert await rescans.ask_again(session) == 1
    await rescans.rescan({"still_id": still["id"]})
    await rescans.rescan({"still_id": still["id"]})
    assert await scan_of(still) == "clean"
    assert len(seen) == 1
    opened = await applicant.ask("GET", f"{mine}/stills/{still['id']}")
    assert opened.status_code == 200


async def test_an_infected_still_is_not_opened_again(
    client: httpx.AsyncClient, monkeypatch: Any
) -> None:
    applicant, mine, still = await still_without_scanner(client)

    async def scan(content: bytes) -> str:
        raise scanner.Infected("test")

    monkeypatch.setattr(scanner, "scan", scan)
    await rescans.rescan({"still_id": still["id"]})
    assert await scan_of(still) == "infected"
    problem(await applicant.ask("GET", f"{mine}/stills/{still['id']}"), 409, "file_infected")
