"""The typefaces every paper of ours is set in, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


@cache
def fonts() -> typst.Fonts:
    """思源黑体 and 思源宋体 (OFL) for typst: twenty megabytes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
