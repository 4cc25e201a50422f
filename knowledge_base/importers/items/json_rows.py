"""Rows of JSON: one object a line, or an array that need not be well formed everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from knowledge_base.importers.items.sniffing import WRAPPED, FileRefused

Found = tuple[int, Any, str]
"""Line, row, fault."""

LONGEST_OBJECT = 1_000_000
_TOKEN = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|(?=\n))|[{}]|"')
"""A string (an unclosed one ends with its line), a brace, or a string not yet read to its end."""


def lines(texts: Iterator[str]) -> Iterator[Found]:
    for number, text in enumerate(texts, 1):
        if bare := text.strip("\ufeff \t\r\n"):
            yield _parsed(bare, number)


def objects(chunks: Iterator[str]) -> Iterator[Found]:
    """The objects of an array, pretty-printed or on one line, alone or wrapped in an object.

    Each object is parsed by itself: one that is spoilt is told and the next is read.
    """
    buffer, number = _opening(chunks)
    depth = start = began = 0
    first = number
    while True:
        for token in _TOKEN.finditer(buffer, start):
            if token.group() == '"':
                break
            start = token.end()
            if token.group() == "{":
                if depth == 0:
                    began, first = token.start(), number
                depth += 1
            elif token.group() == "}" and depth:
                depth -= 1
                if depth == 0:
                    yield _parsed(buffer[began:start], first)
        cut = began if depth else start
        buffer, start, began = buffer[cut:], start - cut, 0
        if len(buffer) > LONGEST_OBJECT:
            raise FileRefused(f"第{first}行起的对象没有结束")
        chunk = next(chunks, "")
        if not chunk:
            break
        number += buffer.endswith("\n")
        buffer += chunk
    if depth:
        yield first, buffer, "对象没有结束，文件可能被截断"


def _opening(chunks: Iterator[str]) -> tuple[str, int]:
    """What follows the array's bracket in the chunk that has it, and the line it stands on."""
    head, number = "", 1
    for chunk in chunks:
        head += chunk
        wrapped = WRAPPED.match(head)
        if wrapped or head.lstrip("\ufeff \t\r\n").startswith("["):
            begin = wrapped.end() if wrapped else head.index("[") + 1
            return head[begin:], number
        if len(head) > LONGEST_OBJECT:
            break
        number += chunk.endswith("\n")
    raise FileRefused("是 JSON，但里面没有成列的事项")


def _parsed(text: str, number: int) -> Found:
    if any("\ud800" <= c <= "\udfff" for c in text):
        spoilt = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return number, spoilt, "这一行里有不合编码的字节"
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return number, text, "不是完整的 JSON"
    return number, held, "" if isinstance(held, dict) else "不是一个 JSON 对象"
