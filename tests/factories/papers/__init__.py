"""Papers as citizens hand them in, drawn from a seed: valid numbers, any damage, known truth.

paper = draw("business_licence", seed=7)             # a flat scan
shot = damaged(paper, "perspective", seed=7)         # as it is uploaded
content = jpeg(shot.picture); pages = pdf(*lease(7)) # bytes of a file
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

from PIL import Image

from tests.factories.papers import cards, certificates, letters
from tests.factories.papers.damage import DEGRADATIONS, FAULTS, photographed
from tests.factories.papers.sheet import Paper

__all__ = [
    "DEGRADATIONS",
    "DRAWN",
    "FAULTS",
    "Paper",
    "damaged",
    "draw",
    "jpeg",
    "lease",
    "pdf",
    "photographed",
    "png",
]

DRAWN: dict[str, Callable[..., Paper]] = {
    "id_card_front": cards.id_card_front,
    "id_card_back": cards.id_card_back,
    "id_card_both": cards.id_card_both,
    "bank_card": cards.bank,
    "health_certificate": cards.health,
    "photo": cards.portrait,
    "business_licence": certificates.business_licence,
    "property_certificate": certificates.property_certificate,
    "graduation_certificate": certificates.graduation,
    "household_register": certificates.household,
    "commitment_letter": letters.commitment,
    "application_form": letters.application,
    "floor_plan": letters.floor_plan,
    "letter": letters.letter,
    "other": letters.notice,
}


def draw(name: str, seed: int, /, **wanted: Any) -> Paper:
    """One of `DRAWN` as a flat scan; `wanted` are that paper's own parameters."""
    return DRAWN[name](random.Random(f"{name}-{seed}"), **wanted)


def lease(seed: int, /, **wanted: Any) -> list[Paper]:
    """The three pages of a lease."""
    return letters.lease(random.Random(f"lease-{seed}"), **wanted)


def damaged(paper: Paper, damage: str, seed: int) -> Paper:
    """The paper after one of `DEGRADATIONS` or `FAULTS`."""
    change = (DEGRADATIONS | FAULTS)[damage]
    return change(random.Random(f"{damage}-{seed}"), paper)


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def pdf(*papers: Paper) -> bytes:
    """A scanned PDF, a paper a page."""
    buffer = io.BytesIO()
    first, *others = [paper.picture for paper in papers]
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=150)
    return buffer.getvalue()
