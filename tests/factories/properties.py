"""How long a property is searched for a counterexample."""

from __future__ import annotations

from hypothesis import settings

PROPERTY = settings(deadline=None, max_examples=80, database=None)
"""No deadline: the machine may be busy. No database: a failure prints how to repeat it."""
