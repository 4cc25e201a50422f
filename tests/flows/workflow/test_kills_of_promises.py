"""kill -9 while a promise is kept: an export, a report, a publication and what it promises, a
licence. Each is there once, whole, whoever finished it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from adapters import registry
from adapters.licences.simulator import LicenceSimulator
from adapters.publicity.simulator import PublicitySimulator
from flows.letters.service import CHANGED
from flows.reports import repository as reports
from flows.reports.shipped import shipped
from flows.reports.writing import body_of
from foundation import db, files
from foundation.models import (
    Case,
    Export,
    IssuedLicence,
    Letter,
    Publication,
    PublicationEvent,
    ReportCopy,
    ReportRun,
)
from foundation.queue import promise
from foundation.settings import Settings, settings
from tests.factories.processes import House, open_house
from tests.factories.work import must_be_legal, ready_draft, row_of, tasks_of
from tests.fakes.serving import serving
from tests.flows.workflow.mortal import Mortal, mortal


@pytest.fixture
async def platforms(
    database: str, redis: Redis, change_settings: Callable[..., Settings]
) -> AsyncIterator[tuple[PublicitySimulator, LicenceSimulator]]:
    """双公示 and 电子证照, where the mortal process finds them too."""
    publicity = PublicitySimulator(registry.publicity_credentials(settings()))
    licences = LicenceSimulator(registry.licence_credentials(settings()), [settings().public_url])
    async with AsyncExitStack() as stack:
        change_settings(
            publicity_url=await stack.enter_async_context(serving(publicity.app())),
            licences_url=await stack.enter_async_context(serving(licences.app())),
            outside_timeout_seconds=30,
        )
        yield publicity, licences


async def test_an_export_and_a_report_are_there_once(database: str, redis: Redis) -> None:
    house = await open_house()
    async with mortal(house) as at:
        number = await _approved(at, house)
        await _export(at, house, number)
        await _report(at, house, number)
    assert at.kills > 15


async def test_a_publication_and_a_licence_are_there_once(
    platforms: tuple[PublicitySimulator, LicenceSimulator],
) -> None:
    house = await open_house()
    async with mortal(house) as at:
        number = await _approved(at, house)
        await _publication(at, house, number, platforms[0])
        await _licence(at, number, platforms[1])
    assert at.kills > 20


async def _approved(at: Mortal, house: House) -> str:
    number = await ready_draft(house, 1)
    assert await at.once("submit", [number, False], None, "") == "done"
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        case.form = {**case.form, "credit_code": "91440106MADEMX0030"}
    for decision in ("accept", "approve"):
        (task,) = await tasks_of(number)
        values = [task.id, decision, "符合条件"]
        assert await at.once("complete", values, house.officer, "") == "done"
    return number


async def _all(model: Any) -> list[Any]:
    async with db.reading() as session:
        return list(await session.scalars(select(model)))


async def _export(at: Mortal, house: House, number: str) -> None:
    await at.act(number, "export", "once", by=house.officer)
    assert await at.promises("exports.write") == 1
    (made,) = await _all(Export)
    assert (made.state, made.done_rows) == ("done", 1)
    assert len(files.get(made.id, made.sha256)) == made.size


async def _report(at: Mortal, house: House, number: str) -> None:
    daily = shipped()[0]
    async with db.writing() as session:
        await reports.add_version(session, daily.key, 1, body_of(daily), "测试")
    await at.act(number, "reports")
    assert await at.promises("reports.compute") == 1
    (run,), (copy,) = await _all(ReportRun), await _all(ReportCopy)
    assert (run.state, copy.run_id) == ("done", run.id)
    assert copy.staff_id == house.supervisor.staff_id
    assert files.get(run.id, copy.pdf_sha256).startswith(b"%PDF-")


async def _publication(at: Mortal, house: House, number: str, platform: PublicitySimulator) -> None:
    await _seal(number)
    assert await at.promises(CHANGED) == 2
    (held,) = await _all(Publication)
    assert held.state == "waiting"
    await at.act(number, "publication", held.id, "publish", "", by=house.supervisor)
    assert await at.promises("publications.report") == 1
    (held,) = await _all(Publication)
    assert (held.state, held.report) == ("published", "sent")
    assert [record["number"] for record in platform.records.values()] == [held.report_number]
    acts = [event.act for event in await _all(PublicationEvent)]
    assert sorted(acts) == ["prepared", "published", "report_sent"]


async def _seal(number: str) -> None:
    """As the worker does once the seal has come back."""
    async with db.writing() as session:
        query = select(Letter).where(
            Letter.case_number == number, Letter.kind.in_(("approval", "licence"))
        )
        for letter in await session.scalars(query):
            sealed = files.put(letter.id, f"%PDF-1.7 {letter.number}".encode())
            letter.state, letter.sealed_sha256 = "sealed", sealed
            promise(session, CHANGED, {"letter_id": letter.id})


async def _licence(at: Mortal, number: str, platform: LicenceSimulator) -> None:
    assert await at.promises("licences.make") == 1
    (licence,) = await _all(IssuedLicence)
    assert licence.state == "issued"
    assert [one["id_code"] for one in platform.issued.values()] == [licence.number]
    assert (await row_of(number)).status == "closed"
    await must_be_legal(number)
