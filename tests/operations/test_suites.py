"""The summary tells the truth, and the browser it hands to the journeys works."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from operations import chromium
from operations.chromium import FLAGS, ChromiumMissing, provide_chromium
from operations.steps import side_by_side
from operations.suites import Suite, run_all, run_suites, sum_up


def _suite(label: str, code: int) -> Suite:
    return Suite(label, (sys.executable, "-c", f"raise SystemExit({code})"))


def test_every_suite_runs_and_one_failure_fails_the_whole(
    capfd: pytest.CaptureFixture[str],
) -> None:
    suites = [_suite("第一", 0), _suite("第二", 3), _suite("第三", 0)]
    assert run_all(suites, time.monotonic()) == 1
    told = capfd.readouterr().out
    assert [line[:4] for line in told.splitlines() if line.startswith(("✓", "✗"))] == [
        "✓ 第一",
        "✗ 第二",
        "✓ 第三",
    ]
    assert "1 项未通过" in told


def test_all_passed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_all([_suite("第一", 0)], time.monotonic()) == 0
    assert "全部通过" in capfd.readouterr().out


def test_lanes_run_side_by_side_and_each_speaks_whole(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Both wait for a file of the other's; one after the other would wait for ever."""
    met = (
        "import pathlib, sys, time; mine, other = map(pathlib.Path, sys.argv[1:3]); mine.touch()\n"
        "print('甲'); deadline = time.monotonic() + 30\n"
        "while not other.exists(): assert time.monotonic() < deadline; time.sleep(0.01)\n"
        "print('乙'); raise SystemExit(int(sys.argv[3]))"
    )
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    lanes = []
    for name, code in ((a, "0"), (b, "3")):
        command = (sys.executable, "-X", "utf8", "-c", met, name, b if name == a else a, code)
        (folder := tmp_path / f"logs{code}").mkdir()
        lanes.append(partial(run_suites, [Suite(f"道{code}", command)], folder))
    results = [result for lane in side_by_side(lanes) for result in lane]
    assert sum_up(results, time.monotonic()) == 1
    told = capfd.readouterr().out
    assert told.count("甲\n乙\n") == 2
    assert "1 项未通过" in told


def test_the_browser_renders_chinese(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<meta charset=utf-8><p>办事指南</p>", "utf-8")
    command = [str(provide_chromium()), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}",
               "--dump-dom", page.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert "办事指南" in done.stdout.decode()


def test_a_browser_that_does_not_start_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho missing library >&2\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    for name in ("_of_playwright", "_install_by_playwright", "_install_by_apt"):
        monkeypatch.setattr(chromium, name, lambda: None)
    with pytest.raises(ChromiumMissing, match="apt-get install chromium"):
        provide_chromium()
