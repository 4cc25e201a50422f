"""Where the bot is now: `DATA_DIR/bot.address`, or `BOT_URL` where there is no such file (ADR 24).

Looked at before each turn, so that every process of the application follows a new model at its
next turn. `python -m adapters.bot.address URL` points them elsewhere by hand, `default` back.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from foundation.settings import settings

FILE = "bot.address"


class Address:
    """Follows the file; `url()` costs one look at its time of change."""

    def __init__(self, default: str, path: Path | None = None) -> None:
        self._default = default
        self._path = path or settings().data_dir / FILE
        self._seen: tuple[int, int] | None = None
        self._url = default

    def url(self) -> str:
        """The address to ask now, without a slash at its end."""
        try:
            status = os.stat(self._path)
        except OSError:
            self._seen, self._url = None, self._default
            return self._url
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            self._seen, self._url = seen, self._read()
        return self._url

    def _read(self) -> str:
        try:
            written = self._path.read_text("utf-8").strip().rstrip("/")
        except OSError:
            return self._default
        return written if _is_address(written) else self._default


def point_to(url: str | None) -> None:
    """Send every process of the application to this address; None: to `BOT_URL` again.

    Raises: ValueError where it is no http address.
    """
    path = settings().data_dir / FILE
    if url is None:
        path.unlink(missing_ok=True)
        return
    if not _is_address(url):
        raise ValueError(f"不是 http 地址：{url}")
    fresh = path.with_name(f"{FILE}.{os.getpid()}.new")
    fresh.write_text(url, "utf-8")
    fresh.replace(path)


def _is_address(written: str) -> bool:
    parts = urlsplit(written)
    return parts.scheme == "http" and bool(parts.hostname)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="http://…，或 default")
    url: str = parser.parse_args().url
    try:
        point_to(None if url == "default" else url)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"对话机器人的地址：{Address(settings().bot_url).url()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
