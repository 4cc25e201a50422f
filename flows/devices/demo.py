"""Codes for the simulated devices of the demonstration; their agent takes them from a file."""

from __future__ import annotations

import json
import os

from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices import repository
from flows.devices.service import Kind, draw_code
from flows.halls.demo import HALL
from flows.halls.repository import counters
from foundation.settings import settings
from foundation.viewer import PERMISSIONS, StaffMember

DESK, TERMINAL = f"{HALL}-a02", f"{HALL}-z01"
DEVICES: tuple[tuple[str, str, Kind, str], ...] = (
    ("a02", DESK, "id_reader", "A02身份证阅读器"),
    ("a02", DESK, "document_camera", "A02高拍仪"),
    ("a02", DESK, "scan_gun", "A02扫码枪"),
    ("a02", DESK, "signature_pad", "A02签名板"),
    ("a02", DESK, "printer", "A02打印机"),
    ("a02", DESK, "licence_printer", "A02证照制发机"),
    ("z01", TERMINAL, "id_reader", "自助机读卡器"),
    ("z01", TERMINAL, "document_camera", "自助机高拍仪"),
    ("z01", TERMINAL, "printer", "自助机凭条打印机"),
    ("z01", TERMINAL, "licence_printer", "自助机取证口"),
)
"""Desk, counter, kind and name."""


async def bring(session: AsyncSession) -> int:
    """A code for each device that has not enrolled, in `agent/demo-codes.json` of the data
    directory; returns how many. The agent gives each once; unused ones end by themselves."""
    places = {counter.id for counter in await counters(session, [HALL])}
    there = {device.name for device in await repository.devices_of(session, HALL)}
    house = StaffMember("", "demo", "演示", "admin", "", "", PERMISSIONS["admin"])
    codes = []
    for desk, counter, kind, name in DEVICES:
        drawn = ""
        if counter in places and name not in there:
            drawn = (await draw_code(session, house, HALL, counter, kind, name)).code
        codes.append({"desk": desk, "kind": kind, "name": name, "code": drawn})
    missing = sum(bool(one["code"]) for one in codes)
    if missing:
        _keep(json.dumps(codes, ensure_ascii=False))
    return missing


def _keep(text: str) -> None:
    """Whole, and readable by its owner only."""
    path = settings().data_dir / "agent" / "demo-codes.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.replace(path)
