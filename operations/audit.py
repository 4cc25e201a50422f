"""`make audit-verify`: the audit chain of this place proved from its first record to its last."""

from __future__ import annotations

import subprocess
import sys

from operations.environment import child_environment
from operations.place import ROOT, Place


def verify(place: Place) -> int:
    """0 when the chain is whole; 1 when not, with the first fault named on the screen."""
    command = [sys.executable, "-m", "flows.audit"]
    done = subprocess.run(command, cwd=ROOT, env=child_environment(place), check=False)
    return done.returncode
