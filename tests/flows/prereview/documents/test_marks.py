"""Seals by their ring, signatures by the ink where one is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from flows.prereview.documents.layout import Piece
from flows.prereview.documents.marks import seals_of
from flows.prereview.documents.signatures import signatures_of
from flows.prereview.readings import Share
from tests.factories.papers import DRAWN, Paper, damaged, draw, lease
from tests.factories.papers.sheet import pressed
from tests.factories.papers.signing import BY_HAND, NOT_BY_HAND, Signed, signing_page


def seals(paper: Paper) -> list[Share]:
    return [mark.box for mark in seals_of(np.asarray(paper.picture), 1)]


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_as_many_seals_as_were_pressed(name: str) -> None:
    paper = draw(name, 8)
    assert len(seals(paper)) == len(paper.seals)


def test_a_seal_has_its_place() -> None:
    paper = draw("business_licence", 1)
    (told,), (found,) = paper.seals, seals(paper)
    assert all(abs(a - b) < 0.02 for a, b in zip(told, found, strict=True))


def test_two_seals_one_over_the_other() -> None:
    paper = draw("application_form", 1)
    for at in ((500, 900), (640, 930)):
        paper.picture = pressed(paper.picture, at, 130, "广州市天河区专用章")
    assert len(seals(paper)) == 2


def test_an_emblem_is_no_seal() -> None:
    assert seals(draw("id_card_back", 2)) == []


def test_a_seal_on_the_blue_of_a_portrait() -> None:
    paper = draw("photo", 3)
    assert seals(paper) == []
    width, height = paper.picture.size
    paper.picture = pressed(paper.picture, (width * 2 // 3, height * 2 // 3), 130, "天河区专用章")
    assert len(seals(paper)) == 1


def test_a_seal_seen_from_the_side() -> None:
    paper = damaged(draw("business_licence", 2), "perspective", 2)
    assert len(seals(paper)) == 1


def label(paper: Paper, text: str, left: int, top: int, size: int = 34) -> Piece:
    width, height = paper.picture.size
    w = size * len(text)
    share = (left / width, top / height, w / width, size * 1.3 / height)
    return Piece(text, 1, left, left + w, top + size * 0.65, size * 1.3, 0.0, 1.0, share)


@pytest.mark.parametrize("signed", [True, False])
def test_a_signature_is_ink_beside_its_label(signed: bool) -> None:
    paper = draw("commitment_letter", 3, signed=signed)
    piece = label(paper, "承诺人（签名）：", 640, 1080)
    marks = signatures_of(np.asarray(paper.picture), [piece], 1)
    assert [m.kind for m in marks] == (["signature"] if signed else [])


def test_a_sentence_about_signing_asks_for_no_signature() -> None:
    paper = lease(1)[2]
    piece = label(paper, "本合同自双方签字之日起生效", 120, 140)
    assert signatures_of(np.asarray(paper.picture), [piece], 1) == []


@pytest.mark.parametrize("signed", [*BY_HAND, *NOT_BY_HAND])
def test_a_name_in_type_is_no_signature(signed: Signed) -> None:
    """The label where it was drawn; read by the recogniser it is measured in the benchmark."""
    sure = []
    for seed in range(12):
        paper = signing_page(seed, signed)
        x, y, w, h = paper.boxes["label"]
        width, height = paper.picture.size
        text = paper.fields["label"]
        piece = Piece(text, 1, x * width, (x + w) * width, y * height, h * height, 0, 1,
                      (x, y - 0.2 * h, w, 1.4 * h))  # fmt: skip
        found = signatures_of(np.asarray(paper.picture), [piece], 1)
        sure.append(bool(found) and found[0].confidence >= 0.8)
    assert sum(sure) >= 11 if signed in BY_HAND else not any(sure)
