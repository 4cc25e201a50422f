"""The samples (材料样本) of the content folder, and which of them a material's name asks for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT, ContentInvalid
from knowledge_base.schemas.sample import Sample
from knowledge_base.sheets import load_sheets

SAMPLES = CONTENT / "samples"
FORM_WORDS = ("申请书", "申请表", "书面申请")


def load_samples(root: Path = SAMPLES) -> list[Sample]:
    """Raises: ContentInvalid, also where two samples have an id or a word in common."""
    found = load_sheets(root, Sample)
    for kind, keys in (("id", [s.id for s in found]), ("词", [w for s in found for w in s.words])):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ContentInvalid(f"samples：{kind}重复：{'、'.join(twice)}")
    return found


@cache
def samples() -> dict[str, Sample]:
    """The shipped samples by id."""
    return {sample.id: sample for sample in load_samples()}


@cache
def samples_for(material_name: str) -> tuple[Sample, ...]:
    """In the order in which the name says them; empty where none fits."""
    by_word = {word: sample for sample in samples().values() for word in sample.words}
    longest_first = sorted(by_word, key=len, reverse=True)
    said = re.findall("|".join(map(re.escape, longest_first)) or r"(?!)", material_name)
    return tuple({by_word[word].id: by_word[word] for word in said}.values())


def is_form(material_name: str) -> bool:
    """Whether the material is the application form itself, whose sample is the item's own form."""
    return any(word in material_name for word in FORM_WORDS)
