"""Rules of pre-review judged over what was read (ADR 26): pure functions, plain data."""

from flows.prereview.rules.inputs import Identity, Inputs
from flows.prereview.rules.judging import judge

__all__ = ["Identity", "Inputs", "judge"]
