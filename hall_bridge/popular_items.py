"""What a terminal offers first: the items people of its hall came for lately."""

from __future__ import annotations

from fastapi import APIRouter

from flows.self_service import popular
from flows.self_service.popular import PopularItems
from hall_bridge.auth import CurrentDevice
from hall_bridge.deps import Reading

router = APIRouter(prefix="/hall/v1/self-service/items", tags=["self-service"])


@router.get("")
async def popular_items(device: CurrentDevice, session: Reading) -> PopularItems:
    """For a terminal, of its own hall; nobody's session is needed and nobody is named."""
    return await popular.popular_items(session, device)
