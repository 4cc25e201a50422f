"""What the bot must know of our content: the lexicon and the names of items and licences.

The bot is a project of its own and reads files; they are exported here, committed, and proved
current by `python -m knowledge_base export-bot --check`.
"""

from __future__ import annotations

import json
from pathlib import Path

from knowledge_base.catalogue import Catalogue, catalogue
from knowledge_base.search.normalise import lexicon
from knowledge_base.search.words import item_words

BOT_DATA = Path(__file__).parents[1] / "bot" / "data"

WORD = "{} 20000 n"
"""A line of a jieba dictionary: so frequent that the word is never split, and a noun."""


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
