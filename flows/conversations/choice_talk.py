"""One of the items offered is chosen by words: 「第二个」, or 「对」 where there is only one."""

from __future__ import annotations

import re

from flows.conversations.item_talk import tell_about
from flows.conversations.turn import OFFERED, Turn
from knowledge_base.search.normalise import normalise

_ORDINAL = re.compile(r"(?:我?(?:选|要|问的?是))?第?([1-8一二两三四五六七八])(?:个|项|条|号)?")
_FROM_THE_END = re.compile(r"(?:我?(?:选|要|问的?是))?(?:最后|最下面)(?:一|那|那一)?(?:个|项|条)")
_YES = re.compile(r"(?:嗯|是|对|系|没错|正是|就是)(?:的|呀|啊|啦|这个|这项|呢个)?")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八")} | {"两": 2}


async def choose_in_words(turn: Turn) -> bool:
    """Whether the words chose one of the items offered last; if so what was asked is told of it."""
    offered = turn.talk.context.get(OFFERED)
    if not offered:
        return False
    codes = [choice["code"] for choice in offered["choices"]]
    number = _chosen(normalise(turn.text).strip(" 。．.,，!！"), len(codes))
    if number is None:
        return False
    await tell_about(turn, offered["act"], codes[number])
    return True


def _chosen(said: str, count: int) -> int | None:
    """The place in the list, from 0; None where the words choose nothing there is."""
    if ordinal := _ORDINAL.fullmatch(said):
        digit = ordinal.group(1)
        number = int(digit) if digit.isdigit() else _DIGITS[digit]
        return number - 1 if 1 <= number <= count else None
    if _FROM_THE_END.fullmatch(said):
        return count - 1
    return 0 if count == 1 and _YES.fullmatch(said) else None
