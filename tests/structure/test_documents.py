"""What must be written down: settings, words, the published API."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from foundation.models import Base
from foundation.settings import Settings
from operations.place import ROOT

DOCS = ROOT / "docs"
OF_OPERATIONS = {"HOST", "MODELS_DIR", "PORT_BASE"}
"""Read by `make run`, not by the application."""


def _code_words(name: str) -> set[str]:
    """Everything set as code in a document."""
    return set(re.findall(r"`([^`\s]+)`", (DOCS / name).read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_documented(name: str) -> None:
    assert name.upper() in _code_words("settings.md"), "add a line to docs/settings.md"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    table = re.findall(r"^\| `([A-Z_]+)`", (DOCS / "settings.md").read_text("utf-8"), re.M)
    known = {name.upper() for name in Settings.model_fields}
    assert set(table) <= known | OF_OPERATIONS, "the setting is gone, or misspelt"


@pytest.mark.parametrize("name", sorted(m.class_.__name__ for m in Base.registry.mappers))
def test_a_model_stands_in_the_glossary(name: str) -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    assert re.search(rf"\b{name}\b", glossary), "add the word to docs/glossary.md"


def test_the_published_api_is_current() -> None:
    command = [sys.executable, "-m", "miniprogram_api.openapi", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
