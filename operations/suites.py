"""`make test` and `make check`: every suite runs, the summary says which failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from operations import tools
from operations.chromium import provide_chromium
from operations.environment import child_environment
from operations.place import ROOT, Place
from operations.steps import BOT, BOT_PYTHON, prepare_builds, say, side_by_side

_PYTEST = (sys.executable, "-m", "pytest", "-q")


@dataclass(frozen=True, slots=True)
class Suite:
    """One command whose exit code decides."""

    label: str
    command: tuple[str, ...]
    directory: Path = ROOT
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a suite came to."""

    label: str
    code: int
    seconds: float


def test_everything(place: Place) -> int:
    """Provide what the tests need, run every suite; 0 when all passed.

    The tests of the application keep two processors busy. What waits for downloads, a browser or
    a bot's answer runs beside them.
    """
    begun = time.monotonic()
    place.make_folders()
    lanes = side_by_side([partial(_test_application, place), partial(_test_the_rest, place)])
    return sum_up([result for lane in lanes for result in lane], begun)


def _test_application(place: Place) -> list[Result]:
    side_by_side = ("-n", "2", "--dist", "worksteal")
    command = (*_PYTEST, *side_by_side, "tests", "--ignore=tests/journeys")
    return run_suites([Suite("应用测试", command)], place.logs)


def _test_the_rest(place: Place) -> list[Result]:
    """The suites that need a trained bot, built pages or a browser; those are made first."""
    prepare_builds(place)
    environment = {
        **os.environ,
        "CHROMIUM": str(provide_chromium()),
        "MODELS_DIR": str(place.models),
        "PYTEST_XDIST_WORKER": "gw8",  # ports and data of its own beside the application's tests
    }
    node = {**os.environ, **tools.node_path()}
    return run_suites([
        Suite("对话机器人测试", (str(BOT_PYTHON), "-m", "pytest", "-q", "tests"), BOT,
              child_environment(place)),
        *(Suite(f"{label}：{script}", (*tools.npm(), "run", script), ROOT / "web" / name, node)
          for name, label in (("citizen", "公众端"), ("console", "工作台"), ("counter", "窗口端"))
          for script in ("type-check", "test")),
        Suite("端到端旅程", (*_PYTEST, "tests/journeys"), environment=environment),
    ], place.logs)  # fmt: skip


def check_everything(_place: Place) -> int:
    """Lint, types, import contracts, content, published API: 0 when all hold."""
    module = (sys.executable, "-m")
    scripts = Path(sys.executable).parent
    return run_all([
        Suite("ruff check", (*module, "ruff", "check", ".")),
        Suite("ruff format", (*module, "ruff", "format", "--check", ".")),
        Suite("mypy strict", (*module, "mypy")),
        Suite("import contracts", (str(scripts / "lint-imports"),)),
        Suite("content", (*module, "knowledge_base", "check")),
        Suite("words of the bot", (*module, "knowledge_base", "export-bot", "--check")),
        Suite("openapi.json", (*module, "miniprogram_api.openapi", "--check")),
    ], time.monotonic())  # fmt: skip


def run_all(suites: Iterable[Suite], begun: float) -> int:
    """Run every suite whatever the others came to, and sum up; 0 when all passed."""
    return sum_up(run_suites(suites), begun)


def sum_up(results: Iterable[Result], begun: float) -> int:
    """Print what each suite came to; 0 when all passed."""
    told = list(results)
    print("\n—— 结果 ——")
    for result in told:
        print(f"{'✓' if result.code == 0 else '✗'} {result.label}（{result.seconds:.0f} 秒）")
    failed = sum(result.code != 0 for result in told)
    verdict = "全部通过" if not failed else f"{failed} 项未通过"
    print(f"{verdict}，共 {time.monotonic() - begun:.0f} 秒", flush=True)
    return 1 if failed else 0


def run_suites(suites: Iterable[Suite], logs: Path | None = None) -> list[Result]:
    """One suite after another. With `logs` its words go there, and are shown when it has ended:
    another lane is speaking meanwhile."""
    results = []
    for number, suite in enumerate(suites):
        begun = time.monotonic()
        say(f"\n—— {suite.label} ——" if logs is None else f"… {suite.label}")
        if logs is None:
            code = _execute(suite, None)
        else:
            log = logs / f"suite-{suite.directory.name}-{number}.log"
            with log.open("wb") as file:
                code = _execute(suite, file)
            say(f"\n—— {suite.label} ——\n{log.read_text('utf-8', 'replace').rstrip()}")
        results.append(Result(suite.label, code, time.monotonic() - begun))
    return results


def _execute(suite: Suite, words: IO[bytes] | None) -> int:
    return subprocess.run(
        suite.command, cwd=suite.directory, env=suite.environment, check=False,
        stdout=words, stderr=subprocess.STDOUT if words else None,
    ).returncode  # fmt: skip
