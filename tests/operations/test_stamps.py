"""A step is skipped exactly when nothing it depends on changed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from operations.stamps import Stamp
from operations.steps import Step, StepFailed, run_lanes


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.txt").write_text("one")
    (folder / "b.txt").write_text("two")
    return folder


@pytest.fixture
def stamp(tmp_path: Path, source: Path) -> Stamp:
    output = tmp_path / "output"
    output.write_text("made")
    stamp = Stamp(tmp_path / "stamp", (source,), (output,), ("24",))
    stamp.set(stamp.fingerprint())
    return stamp


def test_a_fresh_stamp_is_current(stamp: Stamp) -> None:
    assert stamp.is_current()


@pytest.mark.parametrize(
    "change",
    [
        lambda source: (source / "a.txt").write_text("another"),
        lambda source: (source / "a.txt").rename(source / "c.txt"),
        lambda source: (source / "new.txt").touch(),
        lambda source: (source / "b.txt").unlink(),
        lambda source: (source.parent / "output").unlink(),
        lambda source: (source.parent / "stamp").unlink(),
    ],
    ids=["edited", "renamed", "added", "removed", "output gone", "stamp gone"],
)
def test_a_change_makes_it_stale(
    stamp: Stamp, source: Path, change: Callable[[Path], object]
) -> None:
    change(source)
    assert not stamp.is_current()


def test_what_was_built_is_no_input(stamp: Stamp, source: Path) -> None:
    (source / "node_modules").mkdir()
    (source / "node_modules" / "x.js").touch()
    assert stamp.is_current()


def _step(tmp_path: Path, code: str, stamp: Stamp | None = None) -> Step:
    log = tmp_path / "logs" / "step.log"
    return Step("试步骤", (sys.executable, "-c", code), log, tmp_path, {}, stamp)


def test_a_step_runs_once(tmp_path: Path, source: Path) -> None:
    code = "open('count', 'a').write('x')"
    step = _step(tmp_path, code, Stamp(tmp_path / "stamp", (source,)))
    step.run()
    step.run()
    assert (tmp_path / "count").read_text() == "x"


def test_what_changes_during_the_work_is_not_done(tmp_path: Path, source: Path) -> None:
    code = f"open({str(source / 'a.txt')!r}, 'w').write('edited meanwhile')"
    stamp = Stamp(tmp_path / "stamp", (source,))
    _step(tmp_path, code, stamp).run()
    assert not stamp.is_current()


def test_a_failed_step_shows_its_log_and_leaves_no_stamp(tmp_path: Path, source: Path) -> None:
    stamp = Stamp(tmp_path / "stamp", (source,))
    stamp.set(stamp.fingerprint())
    (source / "a.txt").write_text("changed")
    step = _step(tmp_path, "import sys; print('为什么失败'); sys.exit(3)", stamp)
    with pytest.raises(StepFailed, match=r"(?s)退出码 3.*step\.log.*为什么失败"):
        step.run()
    assert not stamp.path.exists()


def test_a_failed_lane_fails_the_whole(tmp_path: Path) -> None:
    good, bad = _step(tmp_path, "pass"), _step(tmp_path, "raise SystemExit(1)")
    with pytest.raises(StepFailed):
        run_lanes([good], [bad, good])
