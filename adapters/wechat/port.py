"""What the journeys may ask of WeChat, in frozen facts; nothing here knows HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

TEXT_MAX_BYTES = 2048


class Account(StrEnum):
    """Which of our two WeChat accounts acts."""

    OFFICIAL = "official"
    MINI_PROGRAM = "miniprogram"


@dataclass(frozen=True, slots=True)
class MiniProgramIdentity:
    """Who opened the mini-program. The session key stays with the client and is not kept."""

    openid: str
    unionid: str | None


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """A customer-service text, at most 2048 bytes of UTF-8 (see `split_text`)."""

    openid: str
    content: str
    is_ai: bool = False
    account: Account = Account.OFFICIAL


@dataclass(frozen=True, slots=True)
class OutgoingMenu:
    """A question with buttons; the chosen option comes back as `InboundMessage.menu_id`."""

    openid: str
    head: str
    options: tuple[tuple[str, str], ...]
    tail: str = ""
    is_ai: bool = False
    account: Account = Account.OFFICIAL


@dataclass(frozen=True, slots=True)
class OutgoingCard:
    """A card that opens a page of the mini-program; `page` without leading slash, with query."""

    openid: str
    title: str
    page: str
    account: Account = Account.MINI_PROGRAM


@dataclass(frozen=True, slots=True)
class MenuButton:
    """A button under the official account: a `key` pushed to us, a `url`, or buttons below it."""

    name: str
    key: str = ""
    url: str = ""
    below: tuple[MenuButton, ...] = ()


@dataclass(frozen=True, slots=True)
class SubscribeMessage:
    """A template notice the citizen agreed to; `values` by template field, e.g. `thing1`."""

    openid: str
    template_id: str
    values: Mapping[str, str]
    page: str = ""
    state: Literal["formal", "trial", "developer"] = "formal"


@dataclass(frozen=True, slots=True)
class MiniProgramCode:
    """A mini-program code: `scene` at most 32 characters, `page` without leading slash or query."""

    scene: str
    page: str = ""
    width: int = 430
    check_path: bool = True
    version: Literal["release", "trial", "develop"] = "release"


MessageKind = Literal[
    "text", "image", "voice", "video", "location", "link", "miniprogrampage", "event", "other"
]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What WeChat pushed to us. `message_id` is the same in every repeat of one message.

    `recognition` is what WeChat understood of a voice message, if it did; `longitude` and
    `latitude` are degrees (GCJ-02); `title` names a location, a link or a page; `page` is the
    mini-program page of a card or of the button the customer service was entered by.
    """

    kind: MessageKind
    message_id: str
    openid: str
    account: str
    created_at: datetime
    text: str = field(default="", repr=False)
    media_id: str = ""
    event: str = ""
    event_key: str = ""
    menu_id: str = ""
    recognition: str = field(default="", repr=False)
    longitude: float | None = field(default=None, repr=False)
    latitude: float | None = field(default=None, repr=False)
    title: str = field(default="", repr=False)
    page: str = ""


class WeChatPort(Protocol):
    """WeChat as the journeys see it. Every method raises OutsideUnavailable or OutsideRefused."""

    async def sign_in(self, js_code: str) -> MiniProgramIdentity:
        """Exchange the code of `wx.login`. Raises also: LoginCodeInvalid, RiskBlocked."""
        ...

    async def send_text(self, message: OutgoingText) -> None:
        """Raises also: ReplyWindowClosed, ReplyQuotaSpent, TextTooLong."""
        ...

    async def send_menu(self, message: OutgoingMenu) -> None:
        """Raises also: ReplyWindowClosed, ReplyQuotaSpent."""
        ...

    async def send_card(self, message: OutgoingCard) -> None:
        """Raises also: ReplyWindowClosed, ReplyQuotaSpent."""
        ...

    async def show_typing(self, account: Account, openid: str) -> None:
        """«对方正在输入» until the next message or for 15 s; refused where no window is open."""
        ...

    async def publish_menu(self, buttons: Sequence[MenuButton]) -> None:
        """Replace the official account's menu. Raises also: MenuInvalid."""
        ...

    async def unionid_of(self, openid: str) -> str | None:
        """Who writes to the official account, across our accounts; None where WeChat hides it."""
        ...

    async def media(self, account: Account, media_id: str) -> bytes:
        """The picture (JPEG or PNG) a citizen sent; WeChat keeps it three days.

        Raises also: OutsideRefused where it is gone.
        """
        ...

    async def send_subscribe(self, message: SubscribeMessage) -> None:
        """Raises also: SubscriptionRefused."""
        ...

    async def mini_program_code(self, code: MiniProgramCode) -> bytes:
        """The picture (JPEG or PNG) of an unlimited mini-program code."""
        ...


def split_text(content: str, limit: int = TEXT_MAX_BYTES) -> list[str]:
    """Pieces of at most `limit` bytes of UTF-8, cut at line ends where there are any."""
    pieces: list[str] = []
    rest = content.strip()
    while len(rest.encode()) > limit:
        fitting = rest.encode()[:limit].decode("utf-8", "ignore")
        cut = fitting.rfind("\n")
        cut = cut if cut > 0 else len(fitting)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces
