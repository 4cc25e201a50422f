"""Health, metrics, the demonstration's door, and the document of the API."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from foundation.health import beat
from foundation.settings import Settings
from miniprogram_api import openapi
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served


async def test_alive(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_ready_says_which_part_is_not(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")
    parts = answer.json()["parts"]
    assert answer.status_code == 503
    assert {name for name, part in parts.items() if not part["ok"]} == {"bot", "worker"}
    assert {"database", "redis", "search"} <= set(parts)
    assert all(part["detail"] for part in parts.values())


async def test_ready_when_every_part_answers(served: Served) -> None:
    await beat()
    answer = await served.http.get("/readyz")
    assert answer.status_code == 200, answer.text
    assert answer.json()["ready"] is True


async def test_a_scanner_that_is_away_is_told_and_stops_nobody(
    served: Served, change_settings: Callable[..., Settings]
) -> None:
    await beat()
    part = (await served.http.get("/readyz")).json()["parts"]["scanner"]
    assert part["ok"]
    assert "未启用" in part["detail"]
    change_settings(clamav_url="tcp://127.0.0.1:9")
    answer = await served.http.get("/readyz")
    assert answer.status_code == 200
    assert not answer.json()["parts"]["scanner"]["ok"]


async def test_metrics_count_by_route_not_by_number(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/cases/TH202611230000017")
    text = (await client.get("/metrics")).text
    assert 'route="/api/v1/cases/{number}"' in text
    assert "TH202611230000017" not in text


async def test_demonstration_accounts_only_in_a_demonstration(
    client: httpx.AsyncClient, change_settings: Callable[..., Settings]
) -> None:
    shown = (await client.get("/api/v1/demo")).json()
    assert {a["role"] for a in shown["staff"]} == {
        "clerk",
        "officer",
        "supervisor",
        "editor",
        "admin",
        "security",
        "auditor",
    }
    assert "otp" not in str(shown)
    change_settings(demo="0")
    problem(await client.get("/api/v1/demo"), 404)


def test_the_committed_document_is_current() -> None:
    assert openapi.PATH.read_text("utf-8") == openapi.current()
