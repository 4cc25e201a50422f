"""A picture sent in WeChat: fetched from its keeping and put into the citizen's vault."""

from __future__ import annotations

from adapters.http import OutsideError
from adapters.wechat.port import WeChatPort
from flows.conversations.wechat.chat import Chat
from flows.vault import service as vault
from foundation import db
from foundation.errors import Problem
from foundation.intake.service import Received, take_in
from foundation.queue import Payload
from foundation.viewer import Viewer

NAME = "微信照片.jpg"


async def with_picture(wechat: WeChatPort, chat: Chat, viewer: Viewer, payload: Payload) -> Payload:
    """The push with `vault_file_id` of its picture, or `fault`, a sentence why there is none.

    A guest's picture is not fetched: nothing may be kept of somebody we do not know. Done again it
    keeps nothing twice.
    """
    if payload["kind"] != "image" or viewer.is_guest:
        return payload
    try:
        content = await wechat.media(chat.account, payload["media_id"])
        (safe, *_) = await take_in(Received(NAME, content))
    except OutsideError:
        return {**payload, "fault": "这张照片没能从微信取到，请再发一次。"}
    except Problem as refusal:
        return {**payload, "fault": refusal.detail}
    async with db.writing() as session:
        file = await vault.keep(session, viewer, safe)
        return {**payload, "vault_file_id": file.id}
