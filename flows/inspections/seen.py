"""An inspection as one member of staff may see it: what a grant hides of the form stays hidden in
the pictures of the place, in the record and in what was noted."""

from __future__ import annotations

from flows.cases.sight import Sight
from flows.inspections.views import InspectionView
from foundation.models import Inspection

OF_PLACE = ("premises_address", "address")
"""Fields that say where the pictures were taken."""


def told_by_stills(sight: Sight) -> tuple[str, ...]:
    """A picture carries its place in its caption, and shows the door."""
    return tuple(f.label for name, f in sight.hidden.items() if name in OF_PLACE)


def told_by_record(sight: Sight, inspection: Inspection) -> tuple[str, ...]:
    record = inspection.record or {}
    of_people = () if record.get("you") == "你单位" else ("name", "id_number")
    prefills = of_people or ("enterprise_name", "credit_code")
    return (*sight.told_by(record, prefills), *told_by_stills(sight))


def covered(sight: Sight, shown: InspectionView) -> InspectionView:
    if not sight.hidden:
        return shown
    plain = sight.cover_words(shown.model_dump())
    if told_by_stills(sight):
        plain["has_position"] = False
        plain["stills"] = [{**s, "place": None, "caption": ""} for s in plain["stills"]]
    return InspectionView.model_validate(plain)
