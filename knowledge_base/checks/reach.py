"""Which answers can come together: every path through an item's questions, up to what matters.

Of a question's values only those are walked that some comparison can tell apart: an option that
is named, each side of a threshold, each set of named choices. Over these the walk is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, islice, pairwise
from typing import Any

from knowledge_base.conditions import Compare, Condition, Fact, comparisons_of, facts_of
from knowledge_base.schemas import Question

Facts = dict[str, Fact]

MOST_PATHS = 200_000
_OTHER_TEXT = "\u2026"


class TooManyPaths(Exception):
    """More paths than can be walked; the caller says that it did not look."""


def paths(
    questions: Sequence[Question], conditions: Iterable[Condition | None], *, is_free: bool = False
) -> Iterator[Facts]:
    """Every way of answering the questions that these conditions depend on.

    A question that is not asked has no answer in the path. With `is_free` every question is
    answered, whatever the earlier answers: what holds on no free path contradicts itself.
    Raises: TooManyPaths.
    """
    wanted = [c for c in conditions if c is not None]
    relevant = _relevant(questions, set().union(*(facts_of(c) for c in wanted)), is_free)
    leaves = [leaf for c in wanted for leaf in comparisons_of(c)]
    leaves += [] if is_free else [leaf for q in relevant for leaf in comparisons_of(q.ask_when)]
    domains = {q.id: values_of(q, leaves) for q in relevant}
    walked = _walk(relevant, domains, {}, is_free)
    yield from islice(walked, MOST_PATHS)
    if next(walked, None) is not None:
        raise TooManyPaths


def _relevant(questions: Sequence[Question], facts: set[str], is_free: bool) -> list[Question]:
    """The questions asked of, and those that decide whether these are asked."""
    needed = set(facts)
    kept: list[Question] = []
    for question in reversed(questions):
        if question.id in needed:
            kept.insert(0, question)
            needed |= set() if is_free else facts_of(question.ask_when)
    return kept


def _walk(
    questions: list[Question], domains: dict[str, list[Fact]], facts: Facts, is_free: bool
) -> Iterator[Facts]:
    if not questions:
        yield facts
        return
    question, rest = questions[0], questions[1:]
    if is_free or question.ask_when is None or question.ask_when.evaluate(facts) is True:
        for value in domains[question.id]:
            yield from _walk(rest, domains, {**facts, question.id: value}, is_free)
    else:
        yield from _walk(rest, domains, facts, is_free)


def values_of(question: Question, leaves: Iterable[Compare]) -> list[Fact]:
    """One value for each class that the comparisons tell apart; empty if nothing can be said."""
    named: list[Any] = []
    for leaf in leaves:
        if leaf.fact == question.id:
            value = getattr(leaf, leaf.operator_names()[0])
            named += value if isinstance(value, list) else [value]
    match question.kind:
        case "single":
            return _options(question, named)
        case "multiple":
            return _choices(question, named)
        case "number":
            return _numbers(question, named)
        case "date":
            return _dates(named)
        case _:
            return [*dict.fromkeys(map(str, named)), _OTHER_TEXT]


def _options(question: Question, named: list[Any]) -> list[Fact]:
    ids = [option.id for option in question.options]
    kept = [i for i in ids if i in named]
    return [*kept, *islice((i for i in ids if i not in named), 1)]


def _choices(question: Question, named: list[Any]) -> list[Fact]:
    telling = _options(question, named)
    sizes = range(1, len(telling) + 1)
    return [list(chosen) for size in sizes for chosen in combinations(map(str, telling), size)]


def _numbers(question: Question, named: list[Any]) -> list[Fact]:
    """Each threshold, a number between every two, and one beyond each end, within the bounds."""
    marks = sorted({float(n) for n in named if isinstance(n, (int, float))})
    low = question.minimum if question.minimum is not None else (marks or [0])[0] - 1
    high = question.maximum if question.maximum is not None else (marks or [0])[-1] + 1
    if low > high:
        return []
    ends = sorted({low, high, *(mark for mark in marks if low <= mark <= high)})
    values: list[Fact] = [*ends, *((a + b) / 2 for a, b in pairwise(ends))]
    return values


def _dates(named: list[Any]) -> list[Fact]:
    marks = {d for d in map(_as_date, named) if d} or {date(2026, 1, 1)}
    around = {mark + timedelta(days=n) for mark in marks for n in (-1, 0, 1)}
    return [day.isoformat() for day in sorted(around)]


def _as_date(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None
