"""A tablet at a counter, as its page talks to the bridge; and what somebody writes on its glass."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from flows.devices import service
from foundation import db
from foundation.clock import now
from foundation.viewer import PERMISSIONS, StaffMember
from tests.factories.halls import COUNTER, HALL

LEAD = StaffMember("lead", "lead", "黄文英", "supervisor", "", "", PERMISSIONS["supervisor"])
SIZE = {"width": 600, "height": 260}


@dataclass(frozen=True)
class Tablet:
    """An enrolled tablet; `http` reaches the bridge it talks to."""

    http: httpx.AsyncClient
    token: str

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return await self.http.request(method, f"/hall/v1{path}", headers=headers, **request)

    async def answer(self, showing: Any, **said: Any) -> httpx.Response:
        """What the visitor did, to what the screen shows."""
        path = f"/counters/{COUNTER}/showings/{showing['id']}/answer"
        body = {
            "key": str(uuid.uuid4()), "content_sha256": showing["content_sha256"],
            "made_at": now().isoformat(), **said,
        }  # fmt: skip
        return await self.ask("POST", path, json=body)

    async def photograph(
        self, showing_id: str, material: str, content: bytes, key: str = ""
    ) -> Any:
        data = {
            "key": key or str(uuid.uuid4()), "material_id": material, "made_at": now().isoformat(),
        }  # fmt: skip
        path = f"/counters/{COUNTER}/showings/{showing_id}/photos"
        return await self.ask("POST", path, data=data, files={"file": ("拍照.jpg", content)})


async def enrolled(http: httpx.AsyncClient) -> Tablet:
    """A tablet that spent its code at counter A12."""
    async with db.writing() as session:
        drawn = await service.draw_code(session, LEAD, HALL, COUNTER, "tablet", "A12平板")
    answer = await http.post("/hall/v1/devices/enrol", json={"code": drawn.code})
    return Tablet(http, answer.json()["token"])


def written_name(lean: float = 0.0) -> list[list[tuple[float, float, float, float]]]:
    """Two characters' worth of strokes."""
    return [
        [(40.0 + 12 * i + 260 * part + lean, 60.0 + 9 * (i % 7), 20.0 * i, 0.5) for i in range(16)]
        for part in range(2)
    ]
