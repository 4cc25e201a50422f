"""A slip (凭条) for the printer at a counter or in a terminal, by typst like every paper."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typst

from foundation.fonts import fonts

_HERE = Path(__file__).parent


def slip_of(title: str, lines: tuple[str, ...], moment: datetime) -> bytes:
    """A PDF 80 mm wide and as long as it needs. Data are text to the template, never code."""
    data = {"title": title, "lines": list(lines), "printed": f"{moment:%Y-%m-%d %H:%M}"}
    content: bytes = typst.compile(
        _HERE / "slip.typ", root=_HERE, font_paths=fonts(), ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(moment.timestamp()),
    )  # fmt: skip
    return content
