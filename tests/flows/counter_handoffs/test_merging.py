"""The rules of writing together, for any order of edits by any side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.counter_handoffs.merging import LOCK_LASTS, Side, keeps_out, mark_of, rule
from foundation.clock import now

SIDES: tuple[Side, ...] = ("citizen", "staff", "counter")
VALUES = st.sampled_from(["", "甲", "乙", "丙", 1, 2.5, None])
_side = st.sampled_from(SIDES)


def mark(value: object) -> str:
    return mark_of("h" * 32, "name", value)


@given(VALUES, VALUES)
def test_marks_tell_values_apart_and_nothing_else(one: object, other: object) -> None:
    is_same = (one or "") == (other or "")
    assert (mark(one) == mark(other)) is is_same
    assert mark_of("x" * 32, "name", one) != mark(one)
    assert mark_of("h" * 32, "other", one) != mark(one)


@given(_side, VALUES, VALUES, VALUES)
def test_only_the_citizen_writes_and_only_over_what_they_saw(
    side: Side, base: object, current: object, wanted: object
) -> None:
    outcome = rule(side, mark(base), mark(current), mark(wanted))
    if outcome == "applied":
        assert side == "citizen"
        assert mark(base) == mark(current)
    if mark(base) != mark(current) and mark(wanted) != mark(current):
        assert outcome == "conflict"
    if mark(wanted) == mark(current):
        assert outcome == "same"


@dataclass
class Sheet:
    """One field as the server keeps it, and what each side last saw."""

    value: object = ""
    seen: dict[Side, object] = field(default_factory=dict)
    waiting: list[object] = field(default_factory=list)
    written_over: int = 0

    def edit(self, side: Side, wanted: object) -> None:
        base = self.seen.get(side, "")
        outcome = rule(side, mark(base), mark(self.value), mark(wanted))
        if outcome == "applied":
            self.written_over += mark(base) != mark(self.value)
            self.value = wanted
        elif outcome in ("proposed", "conflict"):
            self.waiting.append(wanted)


_steps = st.lists(
    st.tuples(st.sampled_from(["look", "edit", "accept"]), _side, VALUES), max_size=40
)


@given(_steps)
def test_no_side_ever_loses_what_another_wrote(steps: list[tuple[str, Side, object]]) -> None:
    """Whatever is neither written nor the same already waits for the citizen's choice."""
    sheet, written = Sheet(), set[str]()
    for act, side, value in steps:
        if act == "look":
            sheet.seen[side] = sheet.value
        elif act == "accept" and sheet.waiting:
            sheet.value = sheet.waiting.pop()
        elif act == "edit":
            before, kept = sheet.value, len(sheet.waiting)
            sheet.edit(side, value)
            is_in = mark(sheet.value) == mark(value)
            assert is_in or len(sheet.waiting) == kept + 1
            assert side == "citizen" or mark(before) == mark(sheet.value)
            written.add(mark(value))
    assert sheet.written_over == 0
    assert mark(sheet.value) in written | {mark("")}


@given(_side, _side, st.integers(-20, 20))
def test_a_lock_keeps_out_others_until_it_is_over(holder: Side, side: Side, seconds: int) -> None:
    moment = now()
    until = moment + timedelta(seconds=seconds)
    assert keeps_out(holder, until, side, moment) is (holder != side and seconds > 0)
    assert not keeps_out(None, None, side, moment)
    assert timedelta(seconds=15) >= LOCK_LASTS


@given(st.lists(st.tuples(_side, st.integers(0, 12)), max_size=40))
def test_at_any_moment_one_side_at_most_holds_a_field(asks: list[tuple[Side, int]]) -> None:
    moment, holder, until = now(), None, None
    for side, wait in asks:
        moment += timedelta(seconds=wait)
        was, was_until = holder, until
        if not keeps_out(holder, until, side, moment):
            holder, until = side, moment + LOCK_LASTS
        if was not in (None, side) and was_until is not None and was_until > moment:
            assert holder == was
