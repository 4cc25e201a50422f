"""A letter's data made into its PDF by typst: the same data and templates, the same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import typst

from foundation.fonts import fonts
from knowledge_base.letters import LETTERS, template_path


@dataclass(frozen=True, slots=True)
class Rendered:
    """The PDF and where its seal belongs: page from 1, points from the page's top left to the
    middle of the office's name."""

    content: bytes
    page: int
    x: float
    y: float


def render(template: str, data: dict[str, Any], moment: datetime) -> Rendered:
    """Blocks for some ten milliseconds. `moment` becomes the PDF's own date. Templates are ours
    and data are text to them, never code."""
    given = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    path = template_path(template)
    common: dict[str, Any] = {
        "root": LETTERS, "font_paths": fonts(), "ignore_system_fonts": True, "sys_inputs": given,
    }  # fmt: skip
    content = typst.compile(path, timestamp=int(moment.timestamp()), **common)
    place = json.loads(typst.query(path, "<seal>", field="value", one=True, **common))
    return Rendered(content, int(place["page"]), float(place["x"]), float(place["y"]))
