"""The labelled sets: every answer exists, no query repeats another or what the content holds."""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base import __file__ as package
from knowledge_base.catalogue import catalogue
from knowledge_base.search.normalise import normalise
from knowledge_base.sheets import load_faqs

DATA = Path(package).parent / "evaluation" / "data"
PROVINCE = Path(
    os.environ.get("SHARED_DATA_DIR", Path(package).parents[1].parent / "shared" / "data")
).joinpath("gd_items_2021.jsonl")
STYLES = {"mandarin", "spoken", "cantonese", "traditional", "typo"}
SETS = ["items", "catalogue", "faqs", "passages"]


@cache
def _rows(path: str) -> list[dict[str, Any]]:
    text = DATA.joinpath(path).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def _held() -> set[str]:
    """What the content and the other tests already say, normalised."""
    items = [e.document.item for e in catalogue()]
    texts = [t for i in items for t in (i.name, i.short_name, *i.aliases)]
    texts += [ask.text for i in items for ask in i.asks]
    texts += [t for f in load_faqs() for t in (f.question, *f.asks)]
    folder = Path(__file__).with_name("data")
    asks = yaml.safe_load(folder.joinpath("asks.yaml").read_text("utf-8"))["items"]
    faqs = yaml.safe_load(folder.joinpath("faq_asks.yaml").read_text("utf-8"))
    texts += [ask["text"] for group in asks.values() for ask in group]
    texts += [text for group in faqs.values() for text in group]
    return {normalise(text) for text in texts}


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_large_in_every_style_and_split_in_halves(name: str) -> None:
    rows = _rows(f"{name}/queries.jsonl")
    assert {row["style"] for row in rows} == STYLES
    for style in STYLES:
        parts = Counter(row["split"] for row in rows if row["style"] == style)
        assert set(parts) == {"tune", "untouched"}
        assert min(parts.values()) >= 10, style


@pytest.mark.parametrize("name", [*SETS, "nothing"])
def test_no_query_is_held_already_or_asked_twice(name: str) -> None:
    queries = [normalise(row["query"]) for row in _rows(f"{name}/queries.jsonl")]
    assert [q for q, n in Counter(queries).items() if n > 1] == []
    assert _held().intersection(queries) == set()


def test_every_item_of_ours_is_asked_for_often_and_answers_exist() -> None:
    ours = {f"item:{e.code}" for e in catalogue()}
    first = Counter(row["relevant"][0] for row in _rows("items/queries.jsonl"))
    assert set(first) == ours
    assert min(first.values()) >= 8


def test_every_faq_that_is_asked_for_exists() -> None:
    asked = {key for row in _rows("faqs/queries.jsonl") for key in row["relevant"]}
    assert asked <= {f"faq:{f.id}" for f in load_faqs()}


def test_every_passage_that_is_asked_for_exists() -> None:
    documents = _rows("passages/documents.jsonl")
    known = {d["id"] for d in documents}
    assert len(known) == len(documents) >= 300
    assert all(60 <= len(d["text"]) <= 500 for d in documents)
    assert {k for row in _rows("passages/queries.jsonl") for k in row["relevant"]} <= known


@pytest.mark.parametrize("name", ["catalogue", "passages"])
def test_an_answer_is_on_one_side_only(name: str) -> None:
    rows = _rows(f"{name}/queries.jsonl")
    sides = {(row["relevant"][0], row["split"]) for row in rows}
    assert len(sides) == len({key for key, _ in sides})


@pytest.mark.skipif(not PROVINCE.exists(), reason=f"省目录不在 {PROVINCE}")
def test_every_code_of_the_province_is_in_its_catalogue() -> None:
    lines = PROVINCE.read_text("utf-8").splitlines()
    known = {f"item:{json.loads(line)['TASK_CODE']}" for line in lines}
    known |= {f"item:{e.code}" for e in catalogue()}
    for name in ("items", "catalogue"):
        asked = {k for row in _rows(f"{name}/queries.jsonl") for k in row["relevant"]}
        assert asked <= known


def test_the_talk_is_examined_by_the_same_sentences_as_the_bot() -> None:
    held_out = Path(package).parents[1] / "bot" / "tests" / "data" / "heldout.jsonl"
    examined = (json.loads(line) for line in held_out.read_text("utf-8").splitlines())
    wanted = {e["text"]: [f"item:{code}" for code in e["item"]] for e in examined if e.get("item")}
    assert {row["query"]: row["relevant"] for row in _rows("talk/queries.jsonl")} == wanted
