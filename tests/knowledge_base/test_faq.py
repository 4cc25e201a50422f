"""FAQ: recognised in new words, never in place of an item; faults of their sheets are found."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base.catalogue import Catalogue, ContentInvalid, catalogue
from knowledge_base.checks import check_faqs
from knowledge_base.faq import meant_faq
from knowledge_base.schemas import Faq
from knowledge_base.search.normalise import normalise
from knowledge_base.search.tokens import query_text
from knowledge_base.search.topic import topic_of
from knowledge_base.search.vectors import query_vectors
from knowledge_base.sheets import load_faqs

ANSWERED_AT_LEAST = 0.85
"""Of the ways of asking that no FAQ holds 63 of 66 were answered, and none was mistaken."""

RAW: dict[str, Any] = {
    "id": "parking",
    "question": "大厅可以停车吗？",
    "asks": ["有地方停车吗", "停车要不要钱", "开车去停哪里", "边度泊车"],
    "answer": "请看大厅门口的指引。",
    "source": {"title": "大厅指引", "as_of": "2026-11-23"},
}


@cache
def _data(name: str) -> dict[str, Any]:
    text = Path(__file__).with_name("data").joinpath(name).read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _new_asks() -> list[tuple[str, str]]:
    return [(id_, text) for id_, texts in _data("faq_asks.yaml").items() for text in texts]


def faq(**changes: Any) -> Faq:
    return Faq.model_validate({**RAW, **changes})


def _item_asks() -> list[str]:
    held = [ask.text for entry in catalogue() for ask in entry.document.item.asks]
    return held + [ask["text"] for asks in _data("asks.yaml")["items"].values() for ask in asks]


@pytest.fixture(scope="module")
def _many_at_once() -> None:
    """Hundreds of sentences are encoded together, many times faster than one by one."""
    asks = [*_item_asks(), *(text for _, text in _new_asks()), *(f.question for f in load_faqs())]
    texts = [query_text(text) for text in asks]
    query_vectors().of([t for text in texts for t in (text, topic_of(text)) if t])


def test_every_faq_is_measured_in_words_it_does_not_hold() -> None:
    faqs = load_faqs()
    held = {normalise(text) for f in faqs for text in (f.question, *f.asks)}
    assert {f.id for f in faqs} == set(_data("faq_asks.yaml"))
    assert [text for _, text in _new_asks() if normalise(text) in held] == []


@pytest.mark.usefixtures("_many_at_once")
def test_new_ways_of_asking_are_answered_or_asked_back_but_not_mistaken() -> None:
    meant = [(id_, text, meant_faq(text)) for id_, text in _new_asks()]
    mistaken = [(text, f.id) for id_, text, f in meant if f and f.id != id_]
    answered = sum(f is not None for _, _, f in meant) - len(mistaken)
    assert mistaken == []
    assert answered / len(meant) >= ANSWERED_AT_LEAST


@pytest.mark.usefixtures("_many_at_once")
def test_a_faq_knows_its_own_words() -> None:
    for known in load_faqs():
        assert meant_faq(known.question) == known


@pytest.mark.usefixtures("_many_at_once")
def test_no_faq_takes_an_items_question() -> None:
    taken = [(text, f.id) for text in _item_asks() if (f := meant_faq(text))]
    assert taken == []


@pytest.mark.parametrize("text", _data("asks.yaml")["out_of_scope"])
def test_what_is_not_our_business_is_no_faq(text: str) -> None:
    assert meant_faq(text) is None


@pytest.mark.parametrize(
    "text", ["", "　", "👍", "？？？", "要多少钱", "要带什么", "在哪里办", "怎么预约"]
)
def test_what_names_nothing_is_no_faq(text: str) -> None:
    assert meant_faq(text) is None


@pytest.mark.parametrize("text", ["可以代办吗", "可唔可以代辦", "能邮寄吗"])
def test_a_faqs_own_words_need_name_nothing_else(text: str) -> None:
    assert meant_faq(text) is not None


def test_a_question_put_twice_is_a_fault() -> None:
    faults = list(check_faqs([faq(), faq(id="parking2")], Catalogue([])))
    assert len(faults) == 1 + len(RAW["asks"])
    assert "常见问题的问法「大厅可以停车吗?」重复" in faults


def test_an_identifier_given_twice_is_a_fault() -> None:
    other = faq(question="哪里停车？", asks=["停车一", "停车二", "停车三", "停车四"])
    assert list(check_faqs([faq(), other], Catalogue([]))) == ["常见问题编号「parking」重复"]


def test_an_ask_shared_with_an_item_is_a_fault() -> None:
    entry = next(iter(catalogue()))
    shared = entry.document.item.asks[0].text
    (fault,) = check_faqs([faq(asks=[*RAW["asks"], shared])], catalogue())
    assert entry.document.item.name in fault


def test_a_sheet_that_fits_no_schema_names_file_and_field(tmp_path: Path) -> None:
    folder = tmp_path / "faq"
    folder.mkdir()
    without_source = {k: v for k, v in RAW.items() if k != "source"}
    folder.joinpath("new.yaml").write_text(yaml.safe_dump([without_source]), "utf-8")
    with pytest.raises(ContentInvalid, match=r"new\.yaml.*source"):
        load_faqs(tmp_path)
