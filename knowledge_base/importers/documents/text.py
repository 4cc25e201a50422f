"""Bytes to text, and text to tidy lines; what is not readable is refused, never guessed."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache
from itertools import pairwise

from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading

MIN_COMMON = 0.7
"""Share of common characters (first level of GB 2312 or Big5) below which text is garbled;
real documents have over 0.9, UTF-8 read as GBK about 0.3."""
MIN_JUDGED = 16
MIN_BETWEEN_LOSSES = 500
"""One damaged character in so many is let pass, with a doubt."""
MIN_WIDTH = 20
"""A text broken at a narrower width is verse or a list, not prose."""
MAX_CHARACTERS = 8_000_000
_OPENING = re.compile(
    r"第[零〇一二三四五六七八九十百\d]+[编章节条編節條]\s|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_LATIN_GARBLE = re.compile("[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0178\u2018-\u2030]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030", "big5": "Big5"}


def read_text(content: bytes) -> Reading:
    """A plain text file: a block a line, or a paragraph where lines were broken at one width.

    Raises: DocumentRefused.
    """
    text, notes = decode(content)
    return Reading([Block(line) for line in _unwrapped(text)], notes=notes)


def decode(content: bytes) -> tuple[str, list[Note]]:
    """The text in the encoding it proves to be in: BOM, UTF-8, else the one a page declares if it
    fits, else GB18030, Big5.

    Raises: DocumentRefused for bytes that are no text, or text garbled before it was saved.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(_strictly(content, encoding)), []
    if b"\x00" in content:
        raise DocumentRefused("像是没有字节顺序标记的UTF-16文本或二进制文件，请另存为UTF-8再导入")
    declared = _declared(content)
    if (text := _as_utf8(content)) is not None:
        return _checked(text), _told(declared, "utf-8")
    for encoding in dict.fromkeys([*([declared] if declared else []), "gb18030", "big5"]):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if is_readable(text):
            return _checked(text), _told(declared, encoding)
    return _with_losses(content)


def _with_losses(content: bytes) -> tuple[str, list[Note]]:
    """A text in which a few characters are damaged; they stay visible as «\ufffd»."""
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost * MIN_BETWEEN_LOSSES <= len(text) and is_readable(text.replace("\ufffd", "")):
            return _limited(text), [Note(f"有{lost}处文字已损坏，请与原文核对", doubtful=True)]
    raise DocumentRefused("文字编码无法识别：不是UTF-8、GB18030或Big5，或保存前已成乱码")


def _as_utf8(content: bytes) -> str | None:
    """Bytes that hold as UTF-8 are it: other encodings do not by chance, but for a few letters."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _told(declared: str | None, encoding: str) -> list[Note]:
    if declared in (None, encoding):
        return []
    return [Note(f"网页写着{declared}，实际是{NAMES.get(encoding, encoding)}编码")]


def lines(text: str) -> list[str]:
    """Tidy lines without empty ones."""
    return [line for raw in text.splitlines() if (line := tidy(raw))]


def _unwrapped(text: str) -> list[str]:
    """Lines that a program broke at a fixed width put together again."""
    raw = [line.rstrip() for line in text.splitlines() if tidy(line)]
    widths = Counter(len(line) for line in raw)
    usual, times = widths.most_common(1)[0] if widths else (0, 0)
    near = sum(count for width, count in widths.items() if usual - 2 <= width <= usual)
    if usual < MIN_WIDTH or times < 3 or near * 3 < len(raw) or max(widths) > usual + 2:
        return [tidy(line) for line in raw]
    paragraphs = [tidy(raw[0])]
    for previous, line in pairwise(raw):
        is_broken = len(previous) >= usual - 2 and not line[:1].isspace()
        if is_broken and not _OPENING.match(tidy(line)):
            paragraphs[-1] += tidy(line)
        else:
            paragraphs.append(tidy(line))
    return paragraphs


def tidy(text: str) -> str:
    """Invisible characters dropped, white space of every kind one space, ends trimmed."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_controls(text: str) -> str:
    """What an XML tree can hold."""
    return _CONTROLS.sub("", text)


def is_readable(text: str) -> bool:
    """Whether the text is what somebody wrote, not the ruin of a wrong decoding."""
    if "\ufffd" in text or "锟斤拷" in text or "烫烫烫" in text:
        return False
    sample = text[:20_000]
    if len(_LATIN_GARBLE.findall(sample)) * 20 > len(sample):
        return False
    judged = [c for c in sample if c >= "\u2e80"]
    hanzi = [c for c in judged if "\u3400" <= c <= "\u9fff"]
    strange = sum("\ue000" <= c <= "\uf8ff" for c in judged)
    if strange * 20 > len(judged) > MIN_JUDGED:
        return False
    if len(hanzi) < MIN_JUDGED:
        return True
    return sum(map(_is_common, hanzi)) >= MIN_COMMON * len(hanzi)


def _checked(text: str) -> str:
    if not is_readable(text):
        raise DocumentRefused("文字是乱码（保存前编码已经弄错），请从原处重新保存")
    return _limited(text)


def _limited(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise DocumentRefused(f"文字有{len(text)}字，超过上限{MAX_CHARACTERS}字")
    return text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise DocumentRefused("文件开头标明的编码与内容不符，文字已损坏") from None


def _declared(content: bytes) -> str | None:
    found = _META_CHARSET.search(content[:4096])
    if not found:
        return None
    name = found[1].decode("ascii", "replace").lower()
    return _ALIASES.get(name, name)


@cache
def _is_common(character: str) -> bool:
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
