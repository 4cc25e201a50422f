"""What must hold of samples: nothing in them is anybody's, every side is worth looking at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from foundation.clock import today
from foundation.logging import mask_personal_data
from knowledge_base.catalogue import Catalogue
from knowledge_base.checks.ends import stale
from knowledge_base.samples import is_form, samples_for
from knowledge_base.schemas.sample import Sample

_MOST_LOOKS = 8


def check_samples(found: Iterable[Sample]) -> Iterator[str]:
    """A whole number somebody may have, a sample that points at nothing, or at too much."""
    for sample in found:
        where, said = f"样本「{sample.name}」", sample.model_dump_json()
        if mask_personal_data(said) != said:
            yield f"{where}写了完整的身份证号码或手机号码，请用 * 遮住中间几位"
        if not any(side.looks() for side in sample.sides):
            yield f"{where}没有写窗口看什么（look）"
        for side in sample.sides:
            if len(side.looks()) > _MOST_LOOKS:
                yield f"{where}的「{side.title}」标了{len(side.looks())}处，最多{_MOST_LOOKS}处"


def warn_samples(
    found: Sequence[Sample], catalogue: Catalogue, stale_days: int, on: date | None = None
) -> Iterator[str]:
    """Sources nobody looked at for long, and materials without a sample."""
    day = on or today()
    for sample in found:
        yield from stale(f"样本「{sample.name}」的来源", sample.source.as_of, day, stale_days)
    names = {m.name for e in catalogue for m in e.document.materials.materials}
    bare = sorted(name for name in names if not samples_for(name) and not is_form(name))
    if bare:
        yield f"{len(bare)} 种材料没有样本：{'、'.join(bare)}"
