"""Writing into a chat: as few messages as the limits allow, counted, and kept where none is left.

How far a letter has gone is committed before each message, so a worker that is killed goes on
with the message it was at: at worst that one comes twice, and none is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from redis.exceptions import LockError

from adapters.http import OutsideRefused
from adapters.wechat.errors import ReplyQuotaSpent, ReplyWindowClosed
from adapters.wechat.port import (
    TEXT_MAX_BYTES,
    OutgoingCard,
    OutgoingMenu,
    OutgoingText,
    WeChatPort,
    split_text,
)
from flows.conversations.errors import ConversationBusy
from flows.conversations.views import Reply
from flows.conversations.wechat import repository, windows
from flows.conversations.wechat.chat import Chat, Letter, letter_of
from flows.conversations.wechat.wording import write_letter
from foundation import db
from foundation.clock import now
from foundation.logging import logger
from foundation.models import ChatWindow
from foundation.queue import GiveUp
from foundation.redis import redis_client

AT_ONCE, CARDS, REMEMBERED = 3, 2, 20
LOCK_SECONDS, WAIT_SECONDS = 60, 20
MORE = "\n（后面还有，回复「继续」接着看）"
TAIL = "点选或直接打字都可以"

log = logger("wechat")


@dataclass(frozen=True, slots=True)
class Piece:
    """One customer-service message."""

    words: str = ""
    options: tuple[tuple[str, str], ...] = ()
    card: tuple[str, str] | None = None


async def tell(wechat: WeChatPort, chat: Chat, mark: str, words: str) -> None:
    """Write to a chat what nobody asked for there: a notice, an officer's words.

    Raises: ConversationBusy, GiveUp, OutsideUnavailable.
    """
    async with one_at_a_time(chat):
        await deliver(wechat, chat, mark, Letter(words, is_ai=False))


async def write_to(wechat: WeChatPort, chat: Chat, mark: str, replies: Sequence[Reply]) -> None:
    """As `tell`, replies with what may be chosen and opened.

    Raises: ConversationBusy, GiveUp, OutsideUnavailable.
    """
    async with one_at_a_time(chat):
        async with db.writing() as session:
            window = await repository.lock_window(session, chat)
            letter = write_letter(chat, window, replies, "")
        await deliver(wechat, chat, mark, letter)


@asynccontextmanager
async def one_at_a_time(chat: Chat) -> AsyncIterator[None]:
    """Letters into one chat follow each other. Raises: ConversationBusy."""
    name = hashlib.sha256(f"{chat.platform}:{chat.openid}".encode()).hexdigest()
    lock = redis_client().lock(
        f"wechat:chat:{name}",
        timeout=LOCK_SECONDS,
        blocking_timeout=WAIT_SECONDS,
        raise_on_release_error=False,
    )
    try:
        if not await lock.acquire():
            raise ConversationBusy
        yield
    finally:
        with suppress(LockError):
            await lock.release()


async def deliver(wechat: WeChatPort, chat: Chat, mark: str, letter: Letter) -> None:
    """Send a letter, and before it whatever still waits. The same mark is sent once.

    What WeChat does not take now is kept for the next letter.
    Raises: GiveUp where WeChat refuses for good; OutsideUnavailable.
    """
    begun = await _begin(chat, mark, letter)
    if begun is None:
        return
    letter, sent = begun
    pieces = cut(letter)
    for number in range(sent, len(pieces)):
        more = await _count(chat, mark, number, pieces, letter)
        if more is None:
            return
        try:
            await _send(wechat, chat, pieces[number], letter.is_ai, more=more)
        except (ReplyWindowClosed, ReplyQuotaSpent) as refusal:
            await _keep_rest(chat, mark, letter, pieces[number:], is_shut=True)
            log.info("wechat_window_shut", platform=chat.platform, code=refusal.platform_code)
            return
        except OutsideRefused as refusal:
            await _keep_rest(chat, mark, letter, [])
            raise GiveUp(refusal.detail) from refusal
    await _keep_rest(chat, mark, letter, [])


def cut(letter: Letter) -> list[Piece]:
    """A letter in messages: words cut at line ends, the last with the lines to choose from."""
    texts = split_text(letter.words, TEXT_MAX_BYTES - len(MORE.encode()))
    if letter.options and not texts:
        texts = ["请选择："]
    pieces = [Piece(words) for words in texts]
    if letter.options:
        pieces[-1] = Piece(pieces[-1].words, letter.options)
    return [*pieces, *(Piece(card=card) for card in letter.cards[:CARDS])]


def put_together(letter: Letter, pieces: list[Piece]) -> Letter:
    """The letter that these pieces of it are."""
    options = next((piece.options for piece in pieces if piece.options), ())
    cards = tuple(piece.card for piece in pieces if piece.card)
    words = "\n".join(piece.words for piece in pieces if piece.words)
    return Letter(words, options, cards, letter.is_ai)


async def _begin(chat: Chat, mark: str, letter: Letter) -> tuple[Letter, int] | None:
    """The whole letter and how many of its pieces went out before; None where all did."""
    async with db.writing() as session:
        window = await repository.lock_window(session, chat)
        if mark in window.answered:
            return None
        under_way = window.sending
        if under_way and under_way["mark"] == mark:
            return letter_of(under_way["letter"]), under_way["sent"]
        if under_way:  # given up half-way: its rest was never taken
            old = letter_of(under_way["letter"])
            rest = put_together(old, cut(old)[under_way["sent"] :])
            window.waiting = rest.after(letter_of(window.waiting)).kept()
        whole = letter.after(letter_of(window.waiting))
        window.waiting = None
        window.sending = {"mark": mark, "letter": whole.kept(), "sent": 0}
        return whole, 0


async def _count(
    chat: Chat, mark: str, number: int, pieces: list[Piece], letter: Letter
) -> bool | None:
    """Count the message about to leave: whether it is the last for now and more is to come; None
    if it may not leave, and what is left is kept."""
    moment, most = now(), _most_at_once(pieces)
    async with db.writing() as session:
        window = await repository.lock_window(session, chat)
        if number >= most or not windows.spend(window, moment):
            _finish(window, mark, put_together(letter, pieces[number:]))
            log.info("wechat_quota_spent", platform=chat.platform, kept=len(pieces) - number)
            return None
        left = windows.left(window, moment)
        window.sending = {"mark": mark, "letter": letter.kept(), "sent": number}
    log.info("wechat_quota", platform=chat.platform, chat=window.address_id, left=left)
    return number + 1 < len(pieces) and (number + 1 == most or left == 0)


def _most_at_once(pieces: list[Piece]) -> int:
    """A long text goes out in parts the citizen asks for, so that a notice still finds room."""
    texts = sum(piece.card is None for piece in pieces)
    return AT_ONCE if texts > AT_ONCE else len(pieces)


async def _keep_rest(
    chat: Chat, mark: str, letter: Letter, rest: list[Piece], *, is_shut: bool = False
) -> None:
    async with db.writing() as session:
        window = await repository.lock_window(session, chat)
        if is_shut:
            windows.shut(window, now())
        _finish(window, mark, put_together(letter, rest))


def _finish(window: ChatWindow, mark: str, rest: Letter) -> None:
    window.sending = None
    window.answered = [*window.answered, mark][-REMEMBERED:]
    window.waiting = rest.kept() if rest else None


async def _send(wechat: WeChatPort, chat: Chat, piece: Piece, is_ai: bool, *, more: bool) -> None:
    words = piece.words + MORE if more else piece.words
    if piece.card:
        title, page = piece.card
        await wechat.send_card(OutgoingCard(chat.openid, title, page, chat.account))
    elif piece.options:
        menu = OutgoingMenu(chat.openid, words, piece.options, TAIL, is_ai, chat.account)
        await wechat.send_menu(menu)
    else:
        await wechat.send_text(OutgoingText(chat.openid, words, is_ai, chat.account))
