"""The situation (情形) of a case as it is counted: the options that were chosen in guidance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from knowledge_base.catalogue import catalogue


def situation_key(item_code: str, answers: Mapping[str, Any]) -> str:
    """The chosen options of a case, and nothing a person wrote: no numbers, days or words."""
    chosen = []
    for name, value in sorted(answers.items()):
        kind, _, options = _questions(item_code).get(name, ("", "", {}))
        if kind in ("single", "multiple"):
            picked = value if isinstance(value, list) else [value]
            known = sorted(str(one) for one in picked if str(one) in options)
            if known:
                chosen.append(f"{name}={'+'.join(known)}")
    key = f"{item_code}:{';'.join(chosen)}"
    return key[:300] if chosen else ""


def situation_label(key: str) -> str:
    item_code, _, chosen = key.partition(":")
    questions = _questions(item_code)
    said = []
    for pair in chosen.split(";"):
        name, _, picked = pair.partition("=")
        _, _, options = questions.get(name, ("", name, {}))
        said.append("、".join(options.get(one, one) for one in picked.split("+")))
    return "；".join(said)


def _questions(item_code: str) -> dict[str, tuple[str, str, dict[str, str]]]:
    entry = catalogue().find(item_code)
    return _questions_of(item_code, entry.revision) if entry else {}


@lru_cache(maxsize=2048)
def _questions_of(item_code: str, _revision: str) -> dict[str, tuple[str, str, dict[str, str]]]:
    entry = catalogue().find(item_code)
    if entry is None:
        return {}
    return {
        q.id: (q.kind, q.text, {o.id: o.label for o in q.options})
        for q in entry.document.situations.questions
    }
