"""Whatever is done in whatever order, an inspection keeps its promises; and its pictures theirs."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flows.inspections.captions import burn_in
from flows.inspections.errors import InspectionMoved
from flows.inspections.states import LABELS, MOVES, OPEN, next_state
from flows.signatures.strokes import Signature, as_svg, must_be_signature
from foundation.errors import InvalidInput
from knowledge_base.catalogue import shipped_catalogue
from knowledge_base.inspections import check_checklists, load_checklists


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_only_a_record_is_signed_and_nothing_moves_after_the_end(acts: list[str]) -> None:
    state, seen = "invited", ["invited"]
    for act in acts:
        before = state
        with suppress(InspectionMoved):
            state = next_state(act, state)
        assert state in LABELS
        if before not in OPEN:
            assert state == before
        if state != before:
            seen.append(state)
    if "under_way" in seen:
        assert "consented" in seen
    if state == "signed":
        assert seen[-2] == "recorded"


@given(st.lists(st.tuples(*[st.floats(-50, 400)] * 4), max_size=40))
def test_a_signature_is_refused_or_drawn(points: list[tuple[float, float, float, float]]) -> None:
    signature = Signature(320, 160, [points])
    try:
        must_be_signature(signature)
    except InvalidInput:
        return
    assert as_svg(signature).startswith("<svg")


@pytest.mark.parametrize("size", [(64, 64), (3000, 200), (640, 480)])
def test_a_caption_is_burnt_below_the_picture(size: tuple[int, int]) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, "JPEG")
    shown = Image.open(io.BytesIO(burn_in(buffer.getvalue(), "2026-11-27  办件\n未授权位置")))
    width, height = shown.size
    assert height / width > size[1] / size[0]
    low = shown.crop((0, height - 3, width, height)).getpixel((0, 0))
    assert isinstance(low, tuple)
    assert max(low) < 90


def test_the_shipped_checklists_rest_on_their_items_sources() -> None:
    lists = load_checklists()
    assert len(lists) == 3
    assert check_checklists(lists, shipped_catalogue()) == []
