"""Guidance as a replay: the same answers give the same place, however they were come by."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.schemas import ItemDocument, Question
from knowledge_base.situations import AnswerInvalid, check_answer, choose_materials, judge, replay
from tests.factories.properties import PROPERTY

ENTRIES = list(catalogue())
DOCUMENTS = st.sampled_from([entry.document for entry in ENTRIES])
ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.floats(),
    st.integers(),
    st.lists(st.one_of(st.text(max_size=5), st.lists(st.integers(), max_size=2)), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def _fitting(question: Question) -> st.SearchStrategy[Any]:
    """Answers a person could give to a question."""
    ids = [option.id for option in question.options]
    match question.kind:
        case "single":
            return st.sampled_from(ids)
        case "multiple":
            return st.lists(st.sampled_from(ids), min_size=1, unique=True).map(sorted)
        case "number":
            low, high = int(question.minimum or 0), int(question.maximum or 1000)
            return st.integers(low, high)
        case "date":
            return st.dates().map(lambda d: d.isoformat())
        case "text":
            return st.just("说明")


@st.composite
def answered(draw: st.DrawFn) -> tuple[ItemDocument, dict[str, Any]]:
    """An item and an answer to each of its questions, asked or not."""
    document = draw(DOCUMENTS)
    return document, {q.id: draw(_fitting(q)) for q in document.situations.questions}


def walk(document: ItemDocument, wishes: dict[str, Any]) -> dict[str, Any]:
    """Answer question after question as a person would, until none is due."""
    answers: dict[str, Any] = {}
    while question := replay(document, answers).question:
        answers[question.id] = wishes[question.id]
    return answers


@PROPERTY
@given(answered())
def test_a_walk_ends_and_every_step_counts_down(case: tuple[ItemDocument, dict[str, Any]]) -> None:
    document, wishes = case
    answers: dict[str, Any] = {}
    left = [replay(document, answers).remaining_at_most]
    while question := replay(document, answers).question:
        answers[question.id] = wishes[question.id]
        left.append(replay(document, answers).remaining_at_most)
    assert left == sorted(set(left), reverse=True)
    assert left[-1] == 0


@PROPERTY
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_stored_answers_makes_no_difference(
    case: tuple[ItemDocument, dict[str, Any]], random: Any
) -> None:
    document, wishes = case
    names = list(wishes)
    random.shuffle(names)
    shuffled = replay(document, {name: wishes[name] for name in names})
    straight = replay(document, wishes)
    assert shuffled.answers == straight.answers == walk(document, wishes)
    assert sorted(shuffled.dropped) == sorted(straight.dropped)


@PROPERTY
@given(answered(), st.data())
def test_going_back_and_answering_the_same_again_changes_nothing(
    case: tuple[ItemDocument, dict[str, Any]], data: st.DataObject
) -> None:
    document, wishes = case
    answers = walk(document, wishes)
    kept = data.draw(st.integers(0, len(answers) - 1))
    cut = dict(list(answers.items())[:kept])
    assert replay(document, cut).question is not None
    again = cut | {name: wishes[name] for name in answers}
    assert replay(document, again) == replay(document, answers)


@PROPERTY
@given(answered())
def test_dropped_answers_decide_nothing(case: tuple[ItemDocument, dict[str, Any]]) -> None:
    document, wishes = case
    run = replay(document, wishes)
    assert set(run.answers) | set(run.dropped) == set(wishes)
    clean = replay(document, run.answers)
    assert clean.dropped == []
    assert judge(document, clean.answers) == judge(document, run.answers)
    assert choose_materials(document, clean.answers) == choose_materials(document, run.answers)


@PROPERTY
@given(answered())
def test_a_finished_run_has_a_reason_for_every_material(
    case: tuple[ItemDocument, dict[str, Any]],
) -> None:
    document, wishes = case
    choices = choose_materials(document, walk(document, wishes))
    assert [c.material.id for c in choices] == [m.id for m in document.materials.materials]
    assert all(c.why for c in choices)


@PROPERTY
@given(DOCUMENTS, ANYTHING, st.data())
def test_a_value_is_taken_as_it_is_or_refused_in_words(
    document: ItemDocument, value: Any, data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(document.situations.questions))
    try:
        checked = check_answer(question, value)
    except AnswerInvalid as refusal:
        said = str(refusal)
    else:
        said = "已收下" if check_answer(question, checked) == checked else ""
    assert any("\u4e00" <= c <= "\u9fff" for c in said)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.document.item.short_name)
def test_nothing_answered_still_lists_every_paper_that_may_be_needed(entry: CatalogueEntry) -> None:
    """A condition not known yet counts as needed: better a paper too many than a second visit."""
    assert all(c.needed for c in choose_materials(entry.document, {}))
