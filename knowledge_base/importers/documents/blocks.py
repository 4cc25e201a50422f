"""What every reader hands on: blocks of text in order, and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["text", "heading", "table", "question", "answer"]


class DocumentRefused(Exception):
    """A file is not taken; the text says why, in Chinese, for whoever handed it in."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something an editor should know about one imported document.

    `doubtful`: somebody must look before it is published; else it only informs. `evidence` is
    the passage it rests on.
    """

    message: str
    field: str = ""
    evidence: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table or half of a question and answer; `level` of a heading."""

    text: str
    role: Role = "text"
    level: int = 0
    page: int | None = None


@dataclass(slots=True)
class Reading:
    """A document's blocks, with the hints that are no part of its body.

    `titles` are candidates, best first; `fields` what a page's head or information table says
    («文号», «发布日期»); `url` where it was saved from.
    """

    blocks: list[Block]
    titles: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    url: str | None = None
    notes: list[Note] = field(default_factory=list)
