"""The steps that make a checkout ready to run: each is skipped where its stamp is current."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil

from operations import tools
from operations.environment import child_environment
from operations.place import ROOT, Place
from operations.stamps import Stamp
from operations.watching import last_lines

R = TypeVar("R")
BOT = ROOT / "bot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"


class StepFailed(RuntimeError):
    """A step ended badly; the message names its log and shows the log's end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of preparation."""

    label: str
    command: tuple[str, ...]
    log: Path
    directory: Path
    environment: Mapping[str, str]
    stamp: Stamp | None = None

    def run(self) -> None:
        """Run the command unless its stamp is current.

        Raises:
            StepFailed: the command ended with another code than 0.
        """
        if self.stamp and self.stamp.is_current():
            return
        begun = time.monotonic()
        made_from = self.stamp.fingerprint() if self.stamp else ""
        if self.stamp:
            self.stamp.remove()
        say(f"… {self.label}")
        self.execute()
        if self.stamp:
            self.stamp.set(made_from)
        say(f"✓ {self.label}（{time.monotonic() - begun:.1f} 秒）")

    def execute(self) -> None:
        """Run the command, whatever its stamp says. Raises: StepFailed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            done = subprocess.run(
                self.command, cwd=self.directory, env=self.environment, check=False,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        if done.returncode != 0:
            raise StepFailed(
                f"✗ {self.label}：失败（退出码 {done.returncode}）。日志：{self.log}\n"
                f"{last_lines(self.log, 25)}"
            )


def run_lanes(*lanes: Iterable[Step]) -> None:
    """Run the lanes side by side, the steps of a lane one after another.

    Raises:
        StepFailed: of the first lane that failed, once all lanes have ended.
    """
    side_by_side(partial(_run_lane, lane) for lane in lanes)


def side_by_side(works: Iterable[Callable[[], R]]) -> list[R]:
    """What each work gives, once all have ended; an interruption ends their programs too.

    Raises: what the first that failed raised.
    """
    wanted = list(works)
    with ThreadPoolExecutor(len(wanted)) as pool:
        futures = [pool.submit(work) for work in wanted]
        try:
            return [future.result() for future in futures]
        except KeyboardInterrupt:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    child.terminate()
            raise


def _run_lane(lane: Iterable[Step]) -> None:
    for step in lane:
        step.run()


_saying = threading.Lock()


def say(text: str) -> None:
    """Print whole lines, also where several lanes speak."""
    with _saying:
        print(text, flush=True)


def bot_steps(place: Place) -> list[Step]:
    """The bot's own environment and its trained model."""
    environment = child_environment(place)
    lock = (BOT / "pyproject.toml", BOT / "uv.lock")
    sync = (tools.uv(), "sync", "--project", str(BOT), "--frozen", "--python")
    return [
        Step("安装对话机器人的运行环境（Python 3.10）", (*sync, tools.python_310()),
             place.logs / "prepare-bot-environment.log", ROOT, environment,
             Stamp(BOT / ".venv" / ".stamp", lock, (BOT_PYTHON,))),
        Step("训练对话机器人（数据未变时略过）",
             (str(BOT_PYTHON), "scripts/train_if_changed.py", str(place.models)),
             place.logs / "prepare-bot-training.log", BOT, environment),
    ]  # fmt: skip


def web_steps(place: Place, name: str, script: str, output: str) -> list[Step]:
    """Install and build one web client (`web/<name>`, npm script, built page)."""
    folder = ROOT / "web" / name
    locks = (folder / "package.json", folder / "package-lock.json")
    modules = folder / "node_modules"
    install = ("ci", "--prefer-offline", "--no-audit", "--no-fund")
    npm, environment = tools.npm(), {**child_environment(place), **tools.node_path()}
    labels = {"citizen": "公众端", "console": "工作台", "counter": "窗口端"}
    return [
        Step(f"安装{labels[name]}的依赖", (*npm, *install),
             place.logs / f"prepare-{name}-install.log", folder, environment,
             Stamp(modules / ".stamp-install", locks)),
        Step(f"构建{labels[name]}", (*npm, "run", script),
             place.logs / f"prepare-{name}-build.log", folder, environment,
             Stamp(modules / ".stamp-build", (folder,), (folder / output,))),
    ]  # fmt: skip


def data_steps(place: Place) -> list[Step]:
    """The schema, the content and, with DEMO=1, its accounts, in the place's database.

    All three are safe to repeat. Only loading content is skipped when nothing changed: the API
    does it too when it starts, so here it serves to find mistakes in the content early.
    """
    environment = child_environment(place)
    content = ROOT / "knowledge_base"
    stamp = Stamp(place.stamps / "content", (content,), (), (place.database,))
    wanted = [
        ("更新数据库结构", "migrate", ("alembic", "upgrade", "head"), None),
        ("载入事项内容", "content", ("flows.load_content",), stamp),
    ]
    if environment["DEMO"] == "1":
        wanted.append(("准备演示账号", "demo", ("flows.demo",), None))
    return [
        Step(label, (sys.executable, "-m", *module), place.logs / f"prepare-{name}.log",
             ROOT, environment, stamp)
        for label, name, module, stamp in wanted
    ]  # fmt: skip


def prepare_builds(place: Place) -> None:
    """The bot's model and the web clients: what a run needs before its processes start."""
    place.make_folders()
    run_lanes(
        bot_steps(place),
        web_steps(place, "citizen", "build:h5", "dist/build/h5/index.html"),
        web_steps(place, "console", "build", "dist/index.html"),
        web_steps(place, "counter", "build", "dist/index.html"),
    )


def prepare_data(place: Place) -> None:
    """The database, ready for the processes of this place."""
    place.make_folders()
    run_lanes(data_steps(place))
