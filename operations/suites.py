"""`make test` and `make check`: every suite runs, the summary says which failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from operations import tools
from operations.chromium import provide_chromium
from operations.environment import child_environment
from operations.place import ROOT, Place
from operations.steps import BOT, BOT_PYTHON, prepare_builds


@dataclass(frozen=True, slots=True)
class Suite:
    """One command whose exit code decides."""

    label: str
    command: tuple[str, ...]
    directory: Path = ROOT
    environment: Mapping[str, str] | None = None


def test_everything(place: Place) -> int:
    """Provide what the tests need, run every suite; 0 when all passed."""
    begun = time.monotonic()
    place.make_folders()
    prepare_builds(place)
    environment = {
        **os.environ,
        "CHROMIUM": str(provide_chromium()),
        "MODELS_DIR": str(place.models),
    }
    pytest = (sys.executable, "-m", "pytest", "-q")
    side_by_side = ("-n", "2", "--dist", "worksteal")
    node = {**os.environ, **tools.node_path()}
    suites = [
        Suite("应用测试", (*pytest, *side_by_side, "tests", "--ignore=tests/journeys"),
              environment=environment),
        Suite("对话机器人测试", (str(BOT_PYTHON), "-m", "pytest", "-q", "tests"), BOT,
              child_environment(place)),
        *(Suite(f"{label}：{script}", (*tools.npm(), "run", script), ROOT / "web" / name, node)
          for name, label in (("citizen", "公众端"), ("console", "工作台"), ("counter", "窗口端"))
          for script in ("type-check", "test")),
        Suite("端到端旅程", (*pytest, "tests/journeys"), environment=environment),
    ]  # fmt: skip
    return run_all(suites, begun)


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
    results = [(suite, *_run(suite)) for suite in suites]
    print("\n—— 结果 ——")
    for suite, code, seconds in results:
        print(f"{'✓' if code == 0 else '✗'} {suite.label}（{seconds:.0f} 秒）")
    failed = sum(code != 0 for _, code, _ in results)
    verdict = "全部通过" if not failed else f"{failed} 项未通过"
    print(f"{verdict}，共 {time.monotonic() - begun:.0f} 秒", flush=True)
    return 1 if failed else 0


def _run(suite: Suite) -> tuple[int, float]:
    print(f"\n—— {suite.label} ——", flush=True)
    begun = time.monotonic()
    done = subprocess.run(suite.command, cwd=suite.directory, env=suite.environment, check=False)
    return done.returncode, time.monotonic() - begun
