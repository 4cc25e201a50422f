"""What stands in lists: questions everyone asks, places, landmarks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from foundation.clock import today
from knowledge_base.catalogue import Catalogue
from knowledge_base.checks.ends import is_over, stale
from knowledge_base.checks.references import repeated
from knowledge_base.schemas import Faq, Landmark, ServicePlace
from knowledge_base.schemas.park import Park
from knowledge_base.search.normalise import normalise


def check_faqs(faqs: Sequence[Faq], catalogue: Catalogue) -> Iterator[str]:
    """No question twice, and none that an item is asked by: whoever asks must get one answer."""
    yield from repeated("常见问题编号", [f.id for f in faqs])
    phrases = [normalise(text) for f in faqs for text in (f.question, *f.asks)]
    yield from repeated("常见问题的问法", phrases)
    for faq in faqs:
        if is_over(faq, today()) or is_over(faq.source, today()):
            yield f"常见问题「{faq.question}」或它的来源已失效"
    for entry in catalogue:
        item = entry.document.item
        taken = {normalise(a) for a in (item.name, *item.aliases, *(a.text for a in item.asks))}
        for phrase in taken.intersection(phrases):
            yield f"问法「{phrase}」同时写在常见问题和{item.name}"


def check_places(places: Sequence[ServicePlace]) -> Iterator[str]:
    yield from repeated("地点编号", [p.id for p in places])
    yield from repeated("地点名称", [p.name for p in places])
    for place in places:
        if place.location and not _is_in_guangzhou(place.location):
            yield f"地点「{place.name}」的坐标不在广州（应为经度在前、纬度在后）"
        if is_over(place, today()) or is_over(place.source, today()):
            yield f"地点「{place.name}」或它的来源已失效"


def check_parks(parks: Sequence[Park], streets: Collection[str]) -> Iterator[str]:
    """Each in streets that exist, and no word leading to two parks."""
    yield from repeated("园区编号", [park.id for park in parks])
    yield from repeated("园区名称", [park.name for park in parks])
    words = [normalise(word) for park in parks for word in park.words]
    yield from repeated("园区的认址词", words)
    for park in parks:
        for street in park.streets:
            if street not in streets:
                yield f"园区「{park.name}」所在的「{street}」不是本区的街道"


def warn_sheets(
    faqs: Sequence[Faq], places: Sequence[ServicePlace], stale_days: int, on: date | None = None
) -> Iterator[str]:
    """Questions and places whose source nobody looked at for long."""
    day = on or today()
    for where, source in (
        *((f"常见问题「{faq.question}」", faq.source) for faq in faqs),
        *((f"地点「{place.name}」", place.source) for place in places),
    ):
        yield from stale(f"{where}的来源", source.as_of, day, stale_days)


def check_landmarks(landmarks: Sequence[Landmark], streets: Collection[str]) -> Iterator[str]:
    """Each in a street that exists, and no name leading to two streets."""
    led: dict[str, str] = {}
    for landmark in landmarks:
        if landmark.street not in streets:
            yield f"地标「{landmark.name}」所在的「{landmark.street}」不是本区的街道"
        for name in dict.fromkeys((landmark.name, *landmark.aliases)):
            if led.setdefault(normalise(name), landmark.street) != landmark.street:
                yield f"地标名称「{name}」同时指向两个街道，请加以区分"
    yield from repeated("地标", [landmark.name for landmark in landmarks])


def _is_in_guangzhou(location: tuple[float, float]) -> bool:
    longitude, latitude = location
    return 112.9 <= longitude <= 114.1 and 22.5 <= latitude <= 24.0
