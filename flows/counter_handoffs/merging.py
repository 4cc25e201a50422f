"""The rules of writing together, without any row: what an edit comes to, and who may write.

A field's version is a keyed mark of its value, not a number: what was written past the handoff (the
draft page on another phone) moves it too, and putting a value back undoes a change.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Literal

from foundation.crypto import blind_index

Side = Literal["citizen", "staff", "counter"]
Outcome = Literal["applied", "same", "proposed", "conflict"]

LOCK_LASTS = timedelta(seconds=8)
_MARK = 12


def mark_of(handoff_id: str, field: str, value: Any) -> str:
    """The version of a field. It tells nothing of the value, nor that two fields or handoffs hold
    the same. Empty is empty, however it is written."""
    said = "" if value is None else value
    return blind_index(f"{handoff_id}:{field}:{json.dumps(said, ensure_ascii=False)}")[:_MARK]


def rule(side: Side, base: str, current: str, wanted: str) -> Outcome:
    """What an edit written over `base` comes to where `current` stands now.

    A later edit on an unchanged base wins; where the base moved, the citizen chooses. The counter
    never writes by itself: what it wants is a proposal.
    """
    if wanted == current:
        return "same"
    if base != current:
        return "conflict"
    return "applied" if side == "citizen" else "proposed"


def keeps_out(holder: Side | None, until: datetime | None, side: Side, moment: datetime) -> bool:
    """Whether somebody else writes in the field now."""
    return holder is not None and until is not None and holder != side and until > moment
