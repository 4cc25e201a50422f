"""Which chat is meant, and what is written into it in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from adapters.wechat.port import Account
from foundation.models import UserAddress

Option = tuple[str, str]
PLATFORMS = {Account.OFFICIAL: "wechat_official", Account.MINI_PROGRAM: "wechat_miniprogram"}


@dataclass(frozen=True, slots=True)
class Chat:
    """One person's chat with one of our WeChat accounts."""

    account: Account
    openid: str

    @property
    def platform(self) -> str:
        """How its address and channel are named."""
        return PLATFORMS[self.account]

    @property
    def is_official(self) -> bool:
        return self.account is Account.OFFICIAL


def chats_of(addresses: Iterable[UserAddress]) -> list[Chat]:
    """The chats a person can be written to in."""
    accounts = {platform: account for account, platform in PLATFORMS.items()}
    return [Chat(accounts[a.platform], a.address) for a in addresses if a.platform in accounts]


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything an answer says in a chat, before it is cut into messages.

    `options` are lines to choose from, each an id and a title; `cards` open pages of the
    mini-program, each a title and a page.
    """

    words: str = ""
    options: tuple[Option, ...] = ()
    cards: tuple[Option, ...] = ()
    is_ai: bool = True

    def __bool__(self) -> bool:
        return bool(self.words or self.options or self.cards)

    def after(self, earlier: Letter) -> Letter:
        """This letter with what was left of an earlier one before it."""
        words = "\n\n".join(part for part in (earlier.words, self.words) if part)
        cards = tuple(dict.fromkeys((*earlier.cards, *self.cards)))
        options = self.options or earlier.options
        return Letter(words, options, cards, self.is_ai or earlier.is_ai)

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def letter_of(kept: dict[str, Any] | None) -> Letter:
    """A letter as it was kept; an empty one for nothing."""
    if not kept:
        return Letter()
    options, cards = (tuple((str(a), str(b)) for a, b in kept[n]) for n in ("options", "cards"))
    return Letter(kept["words"], options, cards, kept["is_ai"])
