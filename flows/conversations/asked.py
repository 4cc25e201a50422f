"""What is kept plain of a question, so that it can be counted without being read."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

from foundation.crypto import blind_index
from foundation.logging import mask_personal_data
from knowledge_base.search.normalise import normalise, simplified
from knowledge_base.search.topic import names_something, topic_of

Style = Literal["mandarin", "cantonese", "traditional", "other"]

FACTS = ("act", "confidence", "item_code", "style", "gist")

UNANSWERED = ("clarify", "refused", "degraded")
"""Outcomes by which a citizen did not get what was asked for."""
NOT_OF_CONTENT = frozenset({"button", "inform", "ask_progress", "abuse", "distress"})
"""Acts that no guide or FAQ could have answered."""

_CANTONESE = re.compile(
    "[唔喺嘅咗嘢冇睇攞乜咩啲佢哋嚟畀俾揾咁噉㗎嗰𠮶揸谂嗌攰嬲啱]"
    "|点[样解算攞整]|边[度个位间张]|几[多耐钱]|系[咪唔]|[即就真]系|搞得掂|呢[个度份张]|而家|依家|听日|屋企"
)
"""Written only in Cantonese (simplified); words both ways of speaking share do not count."""
_HANZI = re.compile("[\u4e00-\u9fff]")
_NO_TOPIC = re.compile(r"[\d\s*]+|咨询|[你您我谁找请帮]")


def facts_of(
    words: str, payload: str | None, status: str, answer: dict[str, Any]
) -> dict[str, Any]:
    """The plain columns of a citizen's message.

    Args:
        words: what was said.
        payload: the command, where a button was pressed.
        answer: the body of what was answered (`Answer`, as JSON).
    """
    intent, items = answer["intent"], answer["items"]
    item_code = items[0]["code"] if items else None
    uncovered = status in UNANSWERED and not (item_code or payload)
    return {
        "act": intent["name"][:32],
        "confidence": intent["confidence"],
        "item_code": item_code,
        "style": None if payload else style_of(words),
        "gist": gist_of(words) if uncovered and intent["name"] not in NOT_OF_CONTENT else None,
    }


def style_of(words: str) -> Style:
    """How something is said: with Cantonese words, in traditional characters, or neither."""
    if not _HANZI.search(words):
        return "other"
    plain = simplified(words)
    if _CANTONESE.search(plain):
        return "cantonese"
    return "traditional" if plain != unicodedata.normalize("NFKC", words).lower() else "mandarin"


def gist_of(words: str) -> str | None:
    """The same for questions about the same, however worded or ordered; None about nothing.

    A keyed fingerprint of the characters of the topic: «花灯摊怎么报备» is «要报备花灯摊吗».
    """
    plain = normalise(mask_personal_data(words))
    if not names_something(plain):
        return None
    named = _NO_TOPIC.sub("", topic_of(plain))
    return blind_index("".join(sorted(set(named)))) if named else None
