"""The order of reading: rows, columns of prose, tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foundation.reading import Box, Line, PageText


def _line(text: str, x: float, y: float, w: float, h: float = 20) -> Line:
    return Line(text, Box(x, y, w, h))


def _read(lines: list[Line]) -> list[str]:
    return [line.text for line in PageText.arranged(lines, 1000, 1400).lines]


def test_pieces_of_a_row_from_left_to_right() -> None:
    page = PageText.arranged(
        [_line("乙", 300, 101, 50), _line("丙", 100, 140, 50), _line("甲", 100, 99, 50)], 1000, 1400
    )
    assert page.text == "甲  乙\n丙"


def test_columns_of_prose_one_after_the_other() -> None:
    left = [_line(f"左{n}", 100, 200 + 30 * n, 380) for n in range(6)]
    right = [_line(f"右{n}", 520, 200 + 30 * n, 380) for n in range(6)]
    title = _line("题目", 300, 100, 400)
    foot = _line("落款", 200, 500, 700)
    read = _read([foot, *right, *left, title])
    assert read == ["题目", *(f"左{n}" for n in range(6)), *(f"右{n}" for n in range(6)), "落款"]


def test_a_table_is_read_row_by_row() -> None:
    cells = [
        _line(f"{row}{column}", 100 + 300 * column, 200 + 30 * row, 60)
        for row in range(6)
        for column in range(3)
    ]
    assert _read(cells[::-1]) == [f"{row}{column}" for row in range(6) for column in range(3)]


def test_confidence_is_by_length() -> None:
    lines = (Line("四个字呢", Box(0, 0, 1, 1), 1.0), Line("一", Box(0, 9, 1, 1), 0.5))
    assert PageText(lines, 1, 1).confidence == 0.9
    assert PageText((), 1, 1).confidence == 0.0


BOXES = st.builds(
    Box,
    st.floats(0, 900),
    st.floats(0, 1300),
    st.floats(1, 900),
    st.floats(1, 60),
)


@given(st.lists(BOXES, max_size=40))
def test_no_line_is_lost(boxes: list[Box]) -> None:
    lines = [Line(str(index), box) for index, box in enumerate(boxes)]
    assert sorted(_read(lines)) == sorted(line.text for line in lines)


def test_boxes_join() -> None:
    assert Box(1, 2, 3, 4).around(Box(0, 5, 1, 5)) == Box(0, 2, 4, 8)
