"""Whether a rule holds here and today, and what a reader must be told where it does not."""

from __future__ import annotations

from datetime import date
from typing import Literal

from foundation.clock import today
from foundation.places_of_administration import holds_for, name_of
from foundation.settings import settings

Validity = Literal["valid", "not_yet", "expired"]
UNVERIFIED = "以官方公布为准"


def region_note(region: str) -> str | None:
    """Told of what belongs to another place; None for what holds here."""
    home = settings().home_region
    if holds_for(region, home):
        return None
    return f"这是{name_of(region)}的规定，不适用于{name_of(home)}。"


def validity_of(valid_from: date | None, expires_on: date | None) -> Validity:
    day = today()
    if expires_on and expires_on <= day:
        return "expired"
    return "not_yet" if valid_from and valid_from > day else "valid"


def validity_note(
    valid_from: date | None, expires_on: date | None, replaced_by: str | None = None
) -> str | None:
    """Told of what does not hold yet, or no longer; None for what holds today."""
    validity = validity_of(valid_from, expires_on)
    if validity == "expired":
        instead = f"，已由{replaced_by}代替" if replaced_by else ""
        return f"已于{_day(expires_on)}失效{instead}，仅供参考。"
    return f"自{_day(valid_from)}起施行，现在还没有生效。" if validity == "not_yet" else None


def _day(day: date | None) -> str:
    return f"{day:%Y年%-m月%-d日}" if day else ""
