"""`python -m hall_bridge.agent.simulators.lp FOLDER [FILE]`: prints into a folder, like `lp`.

Without a file it says how the printer is, like `lpstat`.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path


def main() -> None:
    folder = Path(sys.argv[1])
    if (folder / "unplugged").exists():
        sys.exit("lp: The printer or class does not exist.")
    if (folder / "paper_out").exists():
        sys.exit("lp: media-empty: out of paper")
    if len(sys.argv) > 2:
        shutil.copy(sys.argv[2], folder / f"{time.time_ns()}.pdf")


if __name__ == "__main__":
    main()
