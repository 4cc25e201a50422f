"""The samples of a material, and a sample with its pictures."""

from __future__ import annotations

import asyncio
import hashlib

from flows.samples.drawing import Drawn, draw_side
from flows.samples.errors import SampleUnknown
from flows.samples.forms import PREFIX, form_sample, name_form
from flows.samples.views import SampleName, SampleSide, SampleView, Spot
from foundation.settings import settings
from knowledge_base.catalogue import catalogue
from knowledge_base.samples import is_form, samples, samples_for
from knowledge_base.schemas.sample import Sample, Side

NOTE = (
    "示意图，只为说明填写和检查的要点，人名、地址、号码都是编的；"
    "版式以原件为准，依据的条款以官方公布为准。"
)
API = "/api/v1"
MAY_BE_KEPT = {"Cache-Control": "public, max-age=86400"}
"""Of a picture: its address changes with it, but for who knows `sample_url` alone."""


def samples_of(material_name: str, item_code: str) -> list[SampleName]:
    """Empty where nothing is known of how it looks; the item's own form comes first."""
    found = [SampleName(id=one.id, name=one.name) for one in samples_for(material_name)]
    entry = catalogue().find(item_code)
    if entry is not None and is_form(material_name):
        found.insert(0, name_form(entry))
    return found


def sample_url(names: list[SampleName]) -> str | None:
    """The whole address of the first picture, for who knows `sample_url` alone."""
    return f"{settings().public_url}{API}/samples/{names[0].id}/sides/1" if names else None


async def read_sample(sample_id: str, base: str = API) -> SampleView:
    """`base` is where the caller serves samples. Raises: SampleUnknown."""
    sample = find_sample(sample_id)
    drawn = await asyncio.to_thread(lambda: [draw_side(side) for side in sample.sides])
    return SampleView(
        id=sample.id,
        name=sample.name,
        sides=[
            _show_side(f"{base}/samples/{sample.id}", number, side, picture)
            for number, (side, picture) in enumerate(zip(sample.sides, drawn, strict=True), 1)
        ],
        hints=list(sample.hints),
        returned=list(sample.returned),
        note=NOTE,
        source=sample.source,
    )


async def draw(sample_id: str, side_number: int) -> bytes:
    """The picture of a side, as PNG. Raises: SampleUnknown."""
    sides = find_sample(sample_id).sides
    if not 1 <= side_number <= len(sides):
        raise SampleUnknown
    return (await asyncio.to_thread(draw_side, sides[side_number - 1])).picture


def find_sample(sample_id: str) -> Sample:
    """Raises: SampleUnknown."""
    found = samples().get(sample_id)
    if found is None and sample_id.startswith(PREFIX):
        entry = catalogue().find(sample_id.removeprefix(PREFIX).upper())
        found = form_sample(entry) if entry else None
    if found is None:
        raise SampleUnknown
    return found


def _show_side(address: str, number: int, side: Side, drawn: Drawn) -> SampleSide:
    looks = zip(side.looks(), drawn.spots, strict=True)
    version = hashlib.sha256(drawn.picture).hexdigest()[:12]
    return SampleSide(
        number=number,
        title=side.title,
        picture_url=f"{address}/sides/{number}?v={version}",
        width=drawn.width,
        height=drawn.height,
        spots=[Spot(number=n, x=x, y=y, text=t) for n, (t, (x, y)) in enumerate(looks, 1)],
    )
