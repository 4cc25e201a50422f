"""Tools are found where they work, and their absence is explained."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations import tools


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    for found in (tools.uv, tools.npm, tools.python_310):
        found.cache_clear()
    yield
    for found in (tools.uv, tools.npm, tools.python_310):
        found.cache_clear()


def test_the_bots_python_is_310_and_runs() -> None:
    done = subprocess.run([tools.python_310(), "-V"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Python 3.10.")


def test_a_shim_without_a_python_behind_it_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / "python3.10"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(tools, "_found_by_uv", lambda: str(shim))
    monkeypatch.setattr(tools, "_found_in_pyenv", lambda: None)
    monkeypatch.setattr(tools, "uv", lambda: "true")
    with pytest.raises(tools.ToolMissing, match=r"(?s)Python 3\.10.*needs Python 3\.10"):
        tools.python_310()


def test_without_node_the_wheel_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    node, script = tools.npm()
    done = subprocess.run([node, script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip()[0].isdigit()
    first, second = tools.node_path()["PATH"].split(":")[:2]
    assert (Path(first) / "npm").exists()
    assert Path(second) == Path(node).parent


def test_an_old_node_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "_node_version", lambda _node: (16, 3))
    assert len(tools.npm()) == 2
