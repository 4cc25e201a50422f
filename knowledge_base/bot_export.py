"""What the bot must know of our content: the lexicon and the names of items and licences.

The bot is a project of its own and reads files; they are exported here, committed, and proved
current by `python -m knowledge_base export-bot --check`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.catalogue import Catalogue, catalogue
from knowledge_base.search.normalise import lexicon

BOT_DATA = Path(__file__).parents[1] / "bot" / "data"

WORD = "{} 20000 n"
"""A line of a jieba dictionary: so frequent that the word is never split, and a noun."""

_ASIDE = re.compile(r"（[^）]*）")
_OPENING_ACT = re.compile(r"^(?:首次办理|补办|办|换|补|领)")
_CLOSING_ACTS = re.compile(
    r"(?:首次|到期|申领|补领|换领|补换|补办|补发|换发|换证|换新|办理|申请|登记"
    r"|设立|变更|参保|签注|年审|续期|延期|轮候|挂失|注册)+$"
)
_NO_NAME = re.compile(r"^(?:开|注册|变更|自己|个人|公司改名|公司搬迁|补办签注)")
_TOO_WIDE = {"公司", "企业", "生育", "生育服务", "计生", "股权", "一孩二孩三孩"}
"""What is left of some names once the act is gone, and names no item any more."""


def export_bot(root: Path = BOT_DATA) -> list[Path]:
    """Write what is not current; returns the files written."""
    exports = _exports(root)
    written = outdated(root)
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(exports[path], "utf-8")
    return written


def outdated(root: Path = BOT_DATA) -> list[Path]:
    """The exported files that are missing or not current."""
    return [
        path
        for path, text in _exports(root).items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]


def _exports(root: Path) -> dict[Path, str]:
    return {
        root / "lexicon" / "normalise.json": lexicon_json(),
        root / "dictionary" / "items.txt": dictionary_text(catalogue()),
    }


def lexicon_json() -> str:
    """`{"protected": [word], "words": [[from, to]]}`, in the order of the lexicon."""
    protected, words = lexicon()
    content = {"protected": protected, "words": [list(pair) for pair in words.items()]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def dictionary_text(items: Catalogue) -> str:
    """A jieba dictionary of what items and the licences they ask for are called."""
    words: set[str] = set()
    for entry in items:
        item = entry.document.item
        for name in (item.name, item.short_name, *item.aliases):
            words.update(item_words(name))
        words.update(m.from_licence for m in entry.document.materials.materials if m.from_licence)
    return "".join(f"{WORD.format(word)}\n" for word in sorted(words))


def item_words(name: str) -> Iterator[str]:
    """A name as nouns: whole, and what remains once the act upon it is taken away.

    «社会保障卡申领、补领、换领» gives 社会保障卡申领 and 社会保障卡, «换身份证» gives 身份证.
    A name that is only an act, such as «开公司», gives none: the bot would lose what is asked.
    """
    plain = _ASIDE.sub("", name).split("、")[0]
    if _NO_NAME.match(plain):
        return
    noun = _OPENING_ACT.sub("", plain)
    yield noun
    core = _CLOSING_ACTS.sub("", noun)
    if len(core) >= 2 and core not in _TOO_WIDE:
        yield core
