"""A hall with one counter, as whoever manages halls set them up."""

from __future__ import annotations

from urllib.parse import urlencode

from foundation import db
from foundation.clock import now
from foundation.models import Counter, Hall

HALL, COUNTER = "tianhe", "tianhe-a12"
AT_COUNTER = urlencode({"counter": COUNTER, "place": "A12窗口 市场准入"})


async def open_hall() -> None:
    """天河区政务服务中心 with counter A12."""
    moment = now()
    async with db.writing() as session:
        session.add(
            Hall(
                id=HALL, name="天河区政务服务中心", address="广州市天河区软件路13号",
                place_id="tianhe_service_centre", state="open",
                created_at=moment, updated_at=moment, version=1,
            )
        )  # fmt: skip
        await session.flush()
        session.add(
            Counter(
                id=COUNTER, hall_id=HALL, number="A12", name="市场准入", items=[], state="open",
                created_at=moment, updated_at=moment, version=1,
            )
        )  # fmt: skip
