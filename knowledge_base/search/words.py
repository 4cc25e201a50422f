"""The words that the names of things add to a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge_base.search.document import SearchDocument
from knowledge_base.search.normalise import normalise

_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_OPENING_ACT = re.compile(r"^(?:首次办理|补办|办|换|补|领)")
_CLOSING_ACTS = re.compile(
    r"(?:首次|到期|申领|补领|换领|补换|补办|补发|换发|换证|换新|办理|申请|登记"
    r"|设立|变更|参保|签注|年审|续期|延期|轮候|挂失|注册)+$"
)
_NO_NAME = re.compile(r"^(?:开|注册|变更|自己|个人|公司改名|公司搬迁|补办签注)")
_TOO_WIDE = {"公司", "企业", "生育", "生育服务", "计生", "股权", "一孩二孩三孩"}
"""What is left of some names once the act is gone, and names no item any more."""

_LONGEST_WORD = 10


def item_words(name: str) -> Iterator[str]:
    """A name as nouns: whole, and what remains once the act upon it is taken away.

    «社会保障卡申领、补领、换领» gives 社会保障卡申领 and 社会保障卡, «换身份证» gives 身份证.
    A name that is only an act, such as «开公司», gives none: what is asked would be lost.
    """
    plain = _ASIDE.sub("", name).split("、")[0]
    if _NO_NAME.match(plain):
        return
    noun = _OPENING_ACT.sub("", plain)
    yield noun
    core = _CLOSING_ACTS.sub("", noun)
    if len(core) >= 2 and core not in _TOO_WIDE:
        yield core


def user_words(documents: Iterable[SearchDocument]) -> list[str]:
    """The words that names of items add to the dictionary."""
    names = (n for d in documents if d.kind == "item" for n in (d.title, *d.aliases))
    words = {w for n in names for w in item_words(normalise(n))}
    return sorted(w for w in words if 3 <= len(w) <= _LONGEST_WORD and " " not in w)
