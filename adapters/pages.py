"""The simulators' human pages: HTML files with named places, every value escaped."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def fill(template: Path, **values: str) -> Markup:
    """The template with each `$name` replaced, escaped unless it is Markup."""
    safe = {
        name: value if isinstance(value, Markup) else escape(value)
        for name, value in values.items()
    }
    return Markup(Template(template.read_text("utf-8")).substitute(safe))


def page(template: Path, status: int = 200, **values: str) -> HTMLResponse:
    """A filled page as an answer that no cache keeps."""
    return HTMLResponse(fill(template, **values), status, headers={"Cache-Control": "no-store"})
