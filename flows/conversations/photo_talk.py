"""A photo sent into the talk for the draft in hand: taken, put where the citizen says, taken back.

It comes through the citizen's vault, so a photo is a button like any other: `photo_show` names it.
Reading takes seconds and is the worker's (`photo_reading`).
"""

from __future__ import annotations

from typing import Any

from flows.cases.uploads import remove_files
from flows.conversations.replies import text
from flows.conversations.turn import Turn
from flows.vault import repository as vault_rows
from flows.vault.uploads import files_brought
from foundation.models import VaultFile
from foundation.queue import promise

LOOK = "conversations.look_at_photo"


async def show_photo(turn: Turn, vault_file_id: str) -> None:
    """The worker is asked to read it; nothing is known of it yet."""
    file = await _promised(turn, {"vault_file_id": vault_file_id})
    turn.say(text(f"收到「{file.name}」，正在看是什么材料，一般几秒钟，看好马上告诉您。"))


async def show_upload(turn: Turn, upload_id: str) -> None:
    """What a finished upload brought: one photo, or those of a ZIP."""
    turn.viewer.must_be_signed_in()
    for file in await files_brought(turn.session, turn.viewer, upload_id):
        await show_photo(turn, file.id)


async def put_photo(turn: Turn, vault_file_id: str, number: str, material_id: str) -> None:
    """The citizen said which material it is."""
    where = {"vault_file_id": vault_file_id, "number": number, "material_id": material_id}
    await _promised(turn, where)
    turn.say(text("好的，正在放进去核对，马上告诉您结果。"))


async def take_photo_back(turn: Turn, number: str, material_id: str, file_id: str) -> None:
    """Undo: out of the draft; the vault keeps it."""
    shown = await remove_files(turn.session, turn.viewer, number, material_id, file_id)
    turn.say(text(f"已从「{shown.name}」里取出来，草稿里不再有这份文件，「我的资料」里还留着。"))


async def _promised(turn: Turn, payload: dict[str, Any]) -> VaultFile:
    """Raises: SignInRequired, VaultFileUnknown."""
    turn.viewer.must_be_signed_in()
    file = await vault_rows.access_file(turn.session, turn.viewer, payload["vault_file_id"])
    said_in = {"conversation_id": turn.talk.id, "channel": turn.viewer.channel}
    promise(turn.session, LOOK, {**said_in, **payload})
    return file
