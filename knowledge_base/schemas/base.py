"""Ground shared by every content schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Content(BaseModel):
    """A piece of content: unknown keys are mistakes, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Ending(Content):
    """A fact that may stop holding; `expires_on` is the first day it no longer does.

    Left out of what is written while there is none, so that content without an end keeps its
    revision.
    """

    expires_on: date | None = Field(default=None, exclude_if=lambda day: day is None)
