"""What is typed into the one box is understood; what is kept of a case tells nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.lookup import marks
from flows.lookup.reading import ItemName, Wish, letter_number, read, read_person

ITEMS = (
    ItemName("A", "食品经营许可"),
    ItemName("B", "食品生产许可"),
    ItemName("C", "公共场所卫生许可"),
)
CHINESE = st.text("天河区石牌西路大文餐饮管理平面图", min_size=2, max_size=12)


def seen(text: str) -> set[str]:
    return set(marks.text_marks(text))


@pytest.mark.parametrize(
    ("typed", "number", "items"),
    [
        ("TH20261127", "TH20261127", None),
        (" th 2026 1127 ", "TH20261127", None),
        ("20261127", "TH20261127", None),
        ("食品", "", {"A", "B"}),
        ("食品 经营", "", {"A"}),
        ("ＴＨ２０２６１１２７", "TH20261127", None),
    ],
)
def test_numbers_and_items_need_no_index(typed: str, number: str, items: set[str] | None) -> None:
    wish = read(typed, ITEMS)
    assert (wish.number, wish.items and set(wish.items), wish.needs_index) == (number, items, False)


@pytest.mark.parametrize(
    "typed", ["440106198806153017", "440106********3017", "440***********3017", "3017", "153017"]
)
def test_an_id_is_found_whole_masked_and_by_its_end(typed: str) -> None:
    wish, kept = read(typed, ITEMS), set(marks.identity_marks("440106198806153017"))
    assert wish.is_personal
    assert set(wish.all_of) <= kept
    assert not wish.any_of or set(wish.any_of) & kept
    assert read_person(typed) == wish


def test_other_words_ask_for_all_their_pairs() -> None:
    wish = read("食品经营 石牌西路", ITEMS)
    assert (wish.items, set(wish.all_of)) == (frozenset({"A"}), seen("石牌西路"))
    for nothing in ("陈", "%", "' -- ", "。。。"):
        assert read(nothing, ITEMS).too_short
    assert read_person("陈") == Wish(is_personal=True, too_short=True)


def test_a_letter_number_is_written_with_any_brackets() -> None:
    for typed in ("穗天政务许受〔2026〕12号", "穗天政务许受[2026]12号", "穗天政务许受（2026）12号"):
        assert letter_number(typed) == "穗天政务许受〔2026〕12号"
    assert letter_number("食品经营") is None


@given(CHINESE, CHINESE, CHINESE)
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_text_is_found_in_it(before: str, word: str, after: str) -> None:
    assert set(read(word, ()).all_of) <= seen(f"{before}{word}{after}")


@given(st.integers(0, 10**6 - 1))
@settings(max_examples=20, deadline=None)
def test_a_mark_shows_nothing_of_what_it_marks(drawn: int) -> None:
    number = f"44010619880615{drawn % 10000:04d}"
    kept = marks.joined(marks.identity_marks(number))
    assert all(len(mark) == 8 for mark in kept.split())
    assert number[-4:] not in kept
