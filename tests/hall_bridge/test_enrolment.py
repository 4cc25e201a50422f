"""Enrolment codes are not found by guessing, and a hall that mistypes one goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from redis.asyncio import Redis

from flows.devices.service import draw_code
from foundation import db
from hall_bridge.app import create_app
from tests.factories.devices import LEAD
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.problems import problem

ENROL = "/hall/v1/devices/enrol"


@pytest.fixture
async def hall(database: str, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    await open_hall()
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://hall.testserver") as http:
        yield http


async def a_code() -> str:
    async with db.writing() as session:
        return (await draw_code(session, LEAD, HALL, COUNTER, "tablet", "平板")).code


@pytest.mark.usefixtures("one_minute")
async def test_after_ten_wrong_codes_nothing_is_tried_until_the_minute_is_over(
    hall: httpx.AsyncClient, redis: Redis
) -> None:
    for _ in range(9):
        problem(await hall.post(ENROL, json={"code": "WRONGCODE1"}), 404)
    assert (await hall.post(ENROL, json={"code": await a_code()})).status_code == 201
    problem(await hall.post(ENROL, json={"code": "WRONGCODE1"}), 404)
    right = await a_code()
    refused = await hall.post(ENROL, json={"code": right})
    assert "一分钟" in problem(refused, 429, "too_many_requests")["detail"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    await redis.flushdb()
    assert (await hall.post(ENROL, json={"code": right})).status_code == 201
