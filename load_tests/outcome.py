"""How a measurement ends as a command."""

from __future__ import annotations

import sys
from collections.abc import Callable

from load_tests.config import ConfigInvalid, LoadConfig
from load_tests.connection import CallFailed


def outcome_of(run: Callable[[LoadConfig], bool]) -> int:
    """0 when every promise is kept, 1 when one is not, 2 when nothing could be measured."""
    try:
        return 0 if run(LoadConfig.from_environment()) else 1
    except ConfigInvalid as error:
        print(f"✗ {error}", file=sys.stderr)
    except CallFailed as error:
        print(f"✗ 测不出来：{error}", file=sys.stderr)
        print("  请先用 make run 启动系统，看到 READY 后再试。", file=sys.stderr)
    return 2
