"""The words of a kind of letter (文书用语): an editor changes them, a second person publishes.

Layout is a typst template and no editor's; words are paragraphs with blanks:

- `{受理日期}` is filled with the case's own fact;
- `[……{办结期限}……]` stands only when every blank in it has something to fill it;
- `[!办结期限：……]` stands only when that one has nothing.
"""

from __future__ import annotations

import re
from typing import Self

from pydantic import model_validator

from knowledge_base.schemas.base import Content, Line, Text
from knowledge_base.schemas.letter import LetterKindId

BLANKS = {
    "你": "you", "申请人": "holder", "事项": "item", "申请时间": "submitted_at",
    "受理日期": "accepted_on", "办结期限": "due_on", "渠道": "channel", "依据": "basis",
    "办件编号": "case_number", "理由": "reason", "结果": "result", "送达": "delivery",
    "救济途径": "remedy", "咨询电话": "phone", "决定": "decided", "许可": "permit_word",
    "视为依据": "deemed_by",
}  # fmt: skip
"""What an editor may leave open, and the fact that fills it."""
_BLANK = re.compile(r"\{([^{}]*)\}")
_UNLESS = re.compile(r"\[!([^：\]]*)：([^\[\]]*)\]")
_PERHAPS = re.compile(r"\[([^!\[\]][^\[\]]*)\]")


class LetterText(Content):
    """`opening` stands before the table of materials, `closing` after it; blank lines part
    paragraphs."""

    id: LetterKindId
    name: Line
    opening: Text
    closing: Text | None = None

    @model_validator(mode="after")
    def _blanks_are_known(self) -> Self:
        for text in (self.opening, self.closing or ""):
            left = _PERHAPS.sub(r"\1", _UNLESS.sub(r"\2", text))
            if set("[]") & set(left):
                raise ValueError("方括号没有成对，或套在了一起")
            named = _BLANK.findall(text) + [found[0] for found in _UNLESS.findall(text)]
            unknown = [name for name in named if name not in BLANKS]
            if unknown:
                raise ValueError(f"没有这个空：{'、'.join(unknown)}；可用的是{'、'.join(BLANKS)}")
            if set("{}") & set(_BLANK.sub("", left)):
                raise ValueError("花括号没有成对")
        return self

    def filled(self, facts: dict[str, str]) -> dict[str, list[str]]:
        """The paragraphs with every blank filled; `facts` by the names of `BLANKS`' values."""
        return {
            "opening": _paragraphs(self.opening, facts),
            "closing": _paragraphs(self.closing or "", facts),
        }


def _paragraphs(text: str, facts: dict[str, str]) -> list[str]:
    """Split before facts are filled in: what they hold is never taken for markup."""
    chosen = _UNLESS.sub(lambda m: "" if facts.get(BLANKS[m[1]]) else m[2], text)
    parts = (_fill(part, facts) for part in re.split(r"\n\s*\n", chosen))
    return [part for part in parts if part]


def _fill(paragraph: str, facts: dict[str, str]) -> str:
    said, at = [], 0
    for perhaps in _PERHAPS.finditer(paragraph):
        said.append(_with_blanks(paragraph[at : perhaps.start()], facts))
        if all(facts.get(BLANKS[name]) for name in _BLANK.findall(perhaps[1])):
            said.append(_with_blanks(perhaps[1], facts))
        at = perhaps.end()
    return "".join([*said, _with_blanks(paragraph[at:], facts)]).strip()


def _with_blanks(text: str, facts: dict[str, str]) -> str:
    return _BLANK.sub(lambda m: facts.get(BLANKS[m[1]], ""), text)
