"""The street a case is about, as its own form tells; nobody guesses where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge_base.places import SURE_OF_STREET, region_index
from knowledge_base.regions import HOME
from knowledge_base.schemas import Form


def region_of(form: Form, values: Mapping[str, Any]) -> str | None:
    """Name of a street of the home district, or None.

    Of the addresses the form demands, the first that surely names a street (or a village, estate
    or station known to lie in one) counts: the place of business, where somebody lives. Those
    that are asked for in passing, such as where to post a letter, tell nothing of the case.
    """
    demanded = (f.id for f in form.fields() if f.kind == "address" and f.required)
    streets = (street_of(str(values.get(name) or "")) for name in demanded)
    return next((street for street in streets if street), None)


def street_of(address: str) -> str | None:
    """None too where several streets are as likely."""
    if not address.strip():
        return None
    found = region_index().resolve(address)
    if found.street is None or found.alternatives or found.confidence < SURE_OF_STREET:
        return None
    return found.street.name if found.street.parent == HOME else None
