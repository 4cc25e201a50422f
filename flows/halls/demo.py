"""The demonstration hall: its counters are made up, the hall itself is not."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import repository
from foundation.clock import now
from foundation.models import Counter, Hall

HALL = "tianhe"
_MARKET = (
    "11440106007519140X4000131001000", "11440106007519140X4000131002000",
    "11440106007519140X4000131003000", "11440106007519140X4000131024000",
)  # fmt: skip
_PEOPLE = (
    "1144010600751925544002014001006", "1144010600751925544002014006002",
    "1144010600751925544002014010001", "11440106MB2C05837X4002036001002",
)  # fmt: skip
COUNTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A01", "综合咨询", ()),
    ("A02", "市场准入", _MARKET),
    ("A03", "市场准入", _MARKET),
    ("B01", "社保医保", _PEOPLE),
    ("B02", "综合受理", ()),
    ("Z01", "自助服务", ()),
)
"""Number, name and the items served there."""
TERMINALS = ("Z01",)


async def bring(session: AsyncSession) -> int:
    """Set the hall up where there is none; returns how many counters it got."""
    if await repository.hall_by_id(session, HALL) is not None:
        return 0
    moment = now()
    session.add(
        Hall(
            id=HALL, name="天河区政务服务中心", address="广州市天河区软件路13号",
            place_id="tianhe_service_centre", created_at=moment, updated_at=moment, version=1,
        )
    )  # fmt: skip
    await session.flush()
    for number, name, items in COUNTERS:
        session.add(
            Counter(
                id=f"{HALL}-{number.lower()}", hall_id=HALL, number=number, name=name,
                items=list(items), is_for_terminals=number in TERMINALS,
                created_at=moment, updated_at=moment, version=1,
            )
        )  # fmt: skip
    return len(COUNTERS)
