"""`make load`: the main journey, a crowd that talks, the benchmark; on a running system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from load_tests import benchmark, crowd
from load_tests.config import ConfigInvalid, LoadConfig

_ROOT = Path(__file__).resolve().parent.parent
_LAST_JOURNEY_SECONDS = 60


def walk_journey(config: LoadConfig) -> int:
    """Locust without its page: `users` citizens for `seconds`, and time to finish their walk."""
    command = (
        sys.executable, "-m", "locust", "--locustfile", "load_tests/locustfile.py",
        "--headless", "--only-summary", "--users", str(config.users),
        "--spawn-rate", str(config.users), "--run-time", f"{config.seconds}s",
        "--stop-timeout", str(_LAST_JOURNEY_SECONDS), "--exit-code-on-error", "1",
    )  # fmt: skip
    return subprocess.run(command, cwd=_ROOT, check=False).returncode


def main() -> int:
    """0 when every step of every journey and every promise of the benchmark held."""
    try:
        config = LoadConfig.from_environment()
    except ConfigInvalid as error:
        print(f"✗ {error}", file=sys.stderr)
        return 2
    print(f"主线旅程：{config.users} 位市民，{config.seconds} 秒\n", flush=True)
    failed = walk_journey(config)
    print("\n许多人同时说话\n", flush=True)
    failed = crowd.main() or failed
    print("\n对话的开销\n", flush=True)
    return benchmark.main() or failed


if __name__ == "__main__":
    sys.exit(main())
