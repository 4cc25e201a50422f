"""What the journeys need of mail, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """`media_type` as in MIME, e.g. application/pdf."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`message_id` names this mail for good: sent twice, a mail server may know it again."""

    message_id: str
    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class MailPort(Protocol):
    """Hands mails to the house's mail server."""

    async def send(self, mail: Mail) -> None:
        """Returns when the server has taken the mail.

        Raises: OutsideUnavailable (try again later), OutsideRefused (this mail will never go).
        """
        ...
