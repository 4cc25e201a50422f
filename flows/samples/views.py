"""What is shown of a sample."""

from __future__ import annotations

from pydantic import BaseModel

from knowledge_base.schemas.sample import SampleSource


class SampleName(BaseModel):
    """A sample of a material: its address is `samples/{id}`."""

    id: str
    name: str


class Spot(BaseModel):
    """A number on the picture: its middle as shares of width and height, and what is looked at."""

    number: int
    x: float
    y: float
    text: str


class SampleSide(BaseModel):
    """One picture; its size in pixels."""

    number: int
    title: str
    picture_url: str
    width: int
    height: int
    spots: list[Spot]


class SampleView(BaseModel):
    """How a material looks. `hints`: how to make or hand it in; `returned`: why it mostly comes
    back; `note` says what kind of picture it is."""

    id: str
    name: str
    sides: list[SampleSide]
    hints: list[str]
    returned: list[str]
    note: str
    source: SampleSource
