"""Samples (材料样本): how a material looks, and what a clerk looks at on it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge_base.schemas.base import Content, Line, Slug

Look = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=60)]
Word = Annotated[str, StringConstraints(min_length=2, max_length=30)]
Shape = Literal["card", "booklet", "sheet"]


class Seen(Content):
    """Something drawn; with `look` it gets a number, and that sentence beside the picture."""

    look: Look | None = None


class Heading(Content):
    kind: Literal["heading"]
    text: Line


class Words(Seen):
    """A paragraph; `small` for what stands in small print."""

    kind: Literal["words"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    small: bool = False


class Row(Seen):
    label: Annotated[str, StringConstraints(max_length=24)]
    value: Annotated[str, StringConstraints(max_length=120)]


class Portrait(Seen):
    """A head and shoulders, drawn."""


class Rows(Content):
    """Labels with what is written behind them; `framed` as the cells of a form. A portrait stands
    on their right and is counted after them."""

    kind: Literal["rows"]
    rows: list[Row] = Field(min_length=1, max_length=16)
    framed: bool = False
    portrait: Portrait | None = None


class Table(Seen):
    kind: Literal["table"]
    columns: list[Line] = Field(min_length=2, max_length=5)
    rows: list[list[Annotated[str, StringConstraints(max_length=40)]]] = Field(min_length=1)


class Photograph(Seen):
    """A portrait that is the material itself."""

    kind: Literal["photograph"]


class Seal(Seen):
    """A red seal (of `office`), over the date where one is given."""

    kind: Literal["seal"]
    office: Line
    day: Line | None = None


class Signed(Seen):
    """A line for a hand: `label`, what was written, and the day."""

    kind: Literal["signed"]
    label: Line
    name: Line
    day: Line | None = None


class Matrix(Seen):
    """A QR code's shape, holding nothing."""

    kind: Literal["matrix"]
    label: Line


class Room(Seen):
    """A room of a plan: place and size in hundredths of the plan's width."""

    name: Line
    x: int = Field(ge=0, le=100)
    y: int = Field(ge=0, le=100)
    width: int = Field(ge=4, le=100)
    height: int = Field(ge=4, le=100)


class Plan(Content):
    kind: Literal["plan"]
    rooms: list[Room] = Field(min_length=2, max_length=12)


Block = Annotated[
    Heading | Words | Rows | Table | Photograph | Seal | Signed | Matrix | Plan,
    Field(discriminator="kind"),
]


class Side(Content):
    """One page of a material, from top to bottom."""

    title: Line
    shape: Shape
    blocks: list[Block] = Field(min_length=1, max_length=14)

    def looks(self) -> list[str]:
        """The sentences in the order of their numbers, which go down the page."""
        return [seen.look for seen in self._seen() if seen.look]

    def _seen(self) -> list[Seen]:
        found: list[Seen] = []
        for block in self.blocks:
            if isinstance(block, Rows):
                found += [*block.rows, *([block.portrait] if block.portrait else [])]
            elif isinstance(block, Plan):
                found += block.rooms
            elif isinstance(block, Seen):
                found.append(block)
        return found


class SampleSource(Content):
    title: Line
    url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    as_of: date


class Sample(Content):
    """A kind of material. It belongs to every material in whose name one of `words` stands; of
    words that overlap there, the longest counts. Nothing in it is anybody's: names are made up,
    numbers are covered with `*`.

    `hints` tell how it is made, photographed or handed in. `returned` tells why it comes back most.
    """

    id: Slug
    name: Line
    words: list[Annotated[str, StringConstraints(min_length=2, max_length=30)]] = Field(
        min_length=1
    )
    sides: list[Side] = Field(min_length=1, max_length=4)
    hints: list[Look] = Field(min_length=1, max_length=5)
    returned: list[Look] = Field(min_length=1, max_length=5)
    source: SampleSource
