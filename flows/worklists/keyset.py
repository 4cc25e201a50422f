"""Where the next page begins: the place of the last row shown, not how many were shown before.

However deep somebody reads, the next page costs what the first did. The total was counted for the
first page and travels with the place, so that it is not counted again.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from foundation.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are; beyond what is counted, `is_exact` is False and `count` the least."""

    count: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: the moment the list is sorted by, and the key that parts equals."""

    moment: datetime
    key: str
    total: Total


def written(sort: str, place: Place) -> str:
    """The place as an opaque word for clients."""
    told = [sort, place.moment.isoformat(), place.key, place.total.count, place.total.is_exact]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def read(sort: str, cursor: str) -> Place | None:
    """The place a client gave back, None for the beginning. Raises: InvalidInput."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        was, moment, key, count, is_exact = json.loads(base64.urlsafe_b64decode(padded))
        place = Place(datetime.fromisoformat(moment), str(key), Total(int(count), bool(is_exact)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise _invalid() from error
    if was != sort or place.moment.tzinfo is None:
        raise _invalid()
    return place


def _invalid() -> InvalidInput:
    return InvalidInput({"cursor": "翻页位置无效，请从第一页重新查看"})
