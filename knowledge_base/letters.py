"""The letters of the content folder: their kinds, marks, laws and templates."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from knowledge_base.catalogue import CONTENT, ContentInvalid, faults_of, read_yaml
from knowledge_base.schemas.letter import Cited, LetterBook, LetterKind
from knowledge_base.schemas.letter_text import LetterText

LETTERS = CONTENT / "letters"


@cache
def letter_book(root: Path = LETTERS) -> LetterBook:
    """Raises: ContentInvalid."""
    parts = {name: read_yaml(root / f"{name}.yaml") for name in ("house", "kinds")}
    try:
        book = LetterBook.model_validate(parts)
    except ValidationError as error:
        raise ContentInvalid(f"letters：{faults_of(error)}") from error
    missing = [k.template for k in book.kinds if not template_path(k.template, root).is_file()]
    if missing:
        raise ContentInvalid(f"letters：缺少模板{'、'.join(missing)}")
    worded = {text.id for text in load_letter_texts(root)}
    bare = [k.id for k in book.kinds if not k.results and k.id not in worded]
    if bare:
        raise ContentInvalid(f"letters/texts.yaml：缺少文书用语{'、'.join(bare)}")
    return book


_served: dict[str, LetterText] = {}


def serve_letter_texts(texts: dict[str, LetterText] | None) -> None:
    """Use these words from now on; None goes back to the shipped ones."""
    global _served
    _served = texts or {}


def letter_text(kind_id: str) -> LetterText | None:
    """The words of a kind as published, else as shipped; None for a kind that is all layout."""
    return _served.get(kind_id) or next((t for t in load_letter_texts() if t.id == kind_id), None)


@cache
def load_letter_texts(root: Path = LETTERS) -> list[LetterText]:
    """Raises: ContentInvalid."""
    try:
        return [LetterText.model_validate(raw) for raw in read_yaml(root / "texts.yaml")]
    except ValidationError as error:
        raise ContentInvalid(f"letters/texts.yaml：{faults_of(error)}") from error


def template_path(template: str, root: Path = LETTERS) -> Path:
    return root / f"{template}.typ"


@cache
def templates_fingerprint(root: Path = LETTERS) -> str:
    """Which templates a letter was rendered with (12 hex digits)."""
    digest = hashlib.sha256()
    for path in sorted(root.glob("*.typ")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def kind_of(kind_id: str) -> LetterKind:
    return next(kind for kind in letter_book().kinds if kind.id == kind_id)


def kinds_made_by(act: str, was: str) -> list[LetterKind]:
    """The letters an act makes of a case that stood at `was`."""
    return [kind for kind in letter_book().kinds if kind.act == act and was in kind.was]


def mark_of(department_code: str) -> str:
    """The office's own mark; 政务 for one that has none yet."""
    marks = {d.code: d.mark for d in letter_book().house.departments}
    return letter_book().house.place + marks.get(department_code, "政务")


def cite(cited: list[Cited]) -> str:
    """《中华人民共和国行政许可法》第三十八条第一款."""
    laws = letter_book().house.laws
    return "、".join(f"《{laws[c.law].title}》{c.clause}" for c in cited)
