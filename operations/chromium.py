"""A browser for the end-to-end tests: the machine's, else Playwright's, else the distribution's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FONT_PACKAGE = "fonts-noto-cjk"


class ChromiumMissing(RuntimeError):
    """No working browser, or no Chinese font, and none could be installed."""


def provide_chromium() -> Path:
    """The path of a Chromium that starts, installing one (and a Chinese font) where needed.

    Raises:
        ChromiumMissing: says what was tried and what to install by hand.
    """
    _provide_font()
    for attempt in (_on_machine, _of_playwright, _install_by_playwright, _install_by_apt):
        path = attempt()
        if path is not None and _starts(path):
            return path
    raise ChromiumMissing(
        "✗ 端到端测试需要 Chromium：本机没有，Playwright 下载失败，也不能用 apt 安装。"
        "请安装后重试，例如：sudo apt-get install chromium；"
        "或用环境变量 CHROMIUM 指出它的位置。"
    )


def _on_machine() -> Path | None:
    chosen = os.environ.get("CHROMIUM")
    found = chosen or next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


def _of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _install_by_playwright() -> Path | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if _is_root() and shutil.which("apt-get"):
        command.append("--with-deps")
    subprocess.run(command, check=False, timeout=900)
    return _of_playwright()


def _install_by_apt() -> Path | None:
    return _on_machine() if _apt_install("chromium") else None


def _starts(path: Path) -> bool:
    """True when it renders an empty page: a binary may be there and miss its libraries."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(path), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", "about:blank"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0 and b"<html" in done.stdout


def _provide_font() -> None:
    """A Chinese font, without which every screenshot shows empty boxes."""
    if _has_chinese_font() or (_apt_install(_FONT_PACKAGE) and _has_chinese_font()):
        return
    raise ChromiumMissing(
        "✗ 截图需要中文字体，本机没有，也不能自动安装。"
        f"请执行：sudo apt-get install {_FONT_PACKAGE}"
    )


def _has_chinese_font() -> bool:
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
        return bool(listed.stdout.strip())
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
    return any(next(f.rglob("*CJK*"), None) for f in folders if f.is_dir())


def _apt_install(package: str) -> bool:
    """Install a Debian package where we may; False where we may not or it fails."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if _is_root() else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", package]):
        done = subprocess.run([*prefix, "apt-get", *arguments], env=environment, check=False)
    return done.returncode == 0


def _is_root() -> bool:
    return os.geteuid() == 0
