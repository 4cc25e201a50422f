"""The number on paper: 80 mm wide as hall printers take it, with the code that shows its place."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from flows.queueing.views import DrawnView
from foundation.clock import local
from foundation.fonts import fonts

_HERE = Path(__file__).parent


def slip_of(drawn: DrawnView) -> bytes:
    """A PDF of one slip. Blocks for some tens of ms. Data are text to the template, never code."""
    data = {
        "hall": drawn.hall_name, "line": drawn.line_name, "number": drawn.number,
        "words": drawn.message, "qr": drawn.qr_svg,
        "taken": f"{local(drawn.taken_at):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    content: bytes = typst.compile(
        _HERE / "slip.typ", root=_HERE, font_paths=fonts(), ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(drawn.taken_at.timestamp()),
    )  # fmt: skip
    return content
