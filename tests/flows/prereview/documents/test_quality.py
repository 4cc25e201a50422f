"""Faults of a page's picture, found where they are and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from flows.prereview.documents.quality import Pixels, faults_of
from tests.factories.papers import DEGRADATIONS, FAULTS, Paper, damaged, draw

NAMES = ("id_card_front", "business_licence")


def pixels(paper: Paper) -> Pixels:
    picture = paper.picture.copy()
    picture.thumbnail((1600, 1600), Image.Resampling.BILINEAR)
    return np.asarray(picture)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_found(name: str, fault: str) -> None:
    paper = damaged(draw(name, 3), fault, 3)
    texts = list(paper.boxes.values()) if fault != "blank" else []
    assert fault in faults_of(pixels(paper), texts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", sorted(set(DEGRADATIONS) - {"gleaming", "rotated"}))
def test_what_is_legible_has_no_fault(name: str, damage: str) -> None:
    paper = damaged(draw(name, 4), damage, 4)
    boxes = list(paper.boxes.values())
    found = faults_of(pixels(paper), boxes)
    if not boxes:  # its letters' places are not told, and without them sharpness is not measured
        found.pop("blur", None)
    assert found == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_flat_scan_has_no_fault(name: str) -> None:
    paper = draw(name, 5)
    assert faults_of(pixels(paper), list(paper.boxes.values())) == {}


def test_glare_is_told_its_place() -> None:
    paper = damaged(draw("id_card_front", 0), "gleaming", 0)
    place = faults_of(pixels(paper), list(paper.boxes.values()))["glare"]
    assert place is not None
    assert 0.1 < place[2] < 0.4


def test_two_lines_that_run_out_of_a_scan_are_cut_off() -> None:
    paper = draw("application_form", 6)
    left = pixels(paper)[:, 400:]
    texts = [(0.0, 0.2, 0.3, 0.02), (0.001, 0.3, 0.3, 0.02), (0.4, 0.4, 0.3, 0.02)]
    assert "cut_off" in faults_of(np.ascontiguousarray(left), texts)
