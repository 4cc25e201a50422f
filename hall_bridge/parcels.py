"""What an agent took while we were away: what it needs for that at hand, and its parcels."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, UploadFile

from flows.parcels.taking import offline_kit, take_parcel
from flows.parcels.views import MOST_FILES, OfflineKit, Taken
from foundation.errors import InvalidInput
from hall_bridge.auth import CurrentDevice
from hall_bridge.deps import Reading

router = APIRouter(prefix="/hall/v1", tags=["devices"])

Key = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("/offline-kit")
async def kit(device: CurrentDevice, session: Reading) -> OfflineKit:
    """The items of the counter and the key to seal with."""
    return await offline_kit(session, device)


@router.put("/parcels/{key}")
async def take(
    key: Key,
    device: CurrentDevice,
    sealed: Annotated[UploadFile, File()],
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Taken:
    """A sealed list and its sealed files, kept once by the key; what cannot be kept is named."""
    if len(files or []) > MOST_FILES:
        raise InvalidInput({"files": f"一份收件最多{MOST_FILES}个文件"})
    contents = [await one.read() for one in files or []]
    return await take_parcel(device, key, await sealed.read(), contents)
