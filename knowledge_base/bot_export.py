"""What the bot must know of our content: lexicon, sounds, the names of items and licences.

The bot is a project of its own and reads files; they are exported here, committed, and proved
current by `python -m knowledge_base export-bot --check`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from knowledge_base.catalogue import Catalogue, catalogue
from knowledge_base.search.normalise import lexicon
from knowledge_base.search.tokens import sound_of, southern
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
        root / "lexicon" / "sounds.json": sounds_json(),
        root / "dictionary" / "items.txt": dictionary_text(catalogue()),
    }


def lexicon_json() -> str:
    """`{"protected": [word], "words": [[from, to]]}`, in the order of the lexicon."""
    protected, words = lexicon()
    content = {"protected": protected, "words": [list(pair) for pair in words.items()]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def sounds_json() -> str:
    """`{syllable: characters}` of the characters of GB 2312, as search hears them."""
    spoken: dict[str, str] = {}
    for character in _common_characters():
        syllable = southern(sound_of(character))
        spoken[syllable] = spoken.get(syllable, "") + character
    return json.dumps(dict(sorted(spoken.items())), ensure_ascii=False, indent=1) + "\n"


def _common_characters() -> Iterator[str]:
    """The 6,763 Chinese characters of GB 2312 (rows 16 to 87 of the standard)."""
    for row, cell in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        yield from bytes((row, cell)).decode("gb2312", "ignore")


def dictionary_text(items: Catalogue) -> str:
    """A jieba dictionary of what items and the licences they ask for are called."""
    words: set[str] = set()
    for entry in items:
        item = entry.document.item
        for name in (item.name, item.short_name, *item.aliases):
            words.update(item_words(name))
        words.update(m.from_licence for m in entry.document.materials.materials if m.from_licence)
    return "".join(f"{WORD.format(word)}\n" for word in sorted(words))
