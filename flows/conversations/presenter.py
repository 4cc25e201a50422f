"""How a message of a conversation is shown."""

from __future__ import annotations

from flows.conversations.views import MessageView
from foundation.models import Message


def show_message(message: Message) -> MessageView:
    is_out = message.direction == "out"
    replies = (message.answer or {}).get("replies") if is_out else None
    return MessageView.model_validate(
        {
            "id": message.id,
            "seq": message.seq,
            "channel": message.channel,
            "direction": message.direction,
            "author": message.author,
            "author_name": (message.answer or {}).get("author_name", ""),
            "text": message.text,
            "status": message.status,
            "replies": replies,
            "created_at": message.created_at,
        }
    )
