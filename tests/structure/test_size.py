"""Modules stay under 400 lines, functions under 40 (house, habit 9)."""

from __future__ import annotations

from operations.place import ROOT
from tests.structure.source import files, length, modules

MODULE_LINES, FUNCTION_LINES = 400, 40


def test_no_python_module_is_too_long() -> None:
    long = [f"{m.name}: {m.lines}" for m in modules() if m.lines > MODULE_LINES]
    assert not long, "split by noun"


def test_no_function_is_too_long() -> None:
    long = [
        f"{module.name}:{function.lineno} {function.name}: {length(function)}"
        for module in modules()
        if "/migrations/versions/" not in module.name
        for function in module.functions()
        if length(function) > FUNCTION_LINES
    ]
    assert not long, "split by step"


def test_no_web_module_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in files(".ts", ".vue", ".scss")
        if (lines := path.read_text("utf-8").count("\n")) > MODULE_LINES
    ]
    assert not long, "split by noun"
