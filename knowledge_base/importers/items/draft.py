"""An item in the making: values and the notes on them, before it is checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from knowledge_base.importers.items.model import FieldNote, Verdict
from knowledge_base.importers.items.reading import Reading

_WEIGHT: dict[Verdict, int] = {
    "imported": 0,
    "raw_only": 0,
    "missing": 1,
    "repaired": 2,
    "doubtful": 3,
}


@dataclass(slots=True)
class Draft:
    """Values by the fields of `BriefItem`; one main note a field, and notes beside it."""

    values: dict[str, Any] = field(default_factory=dict)
    truncated: list[str] = field(default_factory=list)
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    """(from field, to field, text) of what stood in the wrong place."""
    _main: dict[str, FieldNote] = field(default_factory=dict)
    _beside: list[FieldNote] = field(default_factory=list)

    def put(self, target: str, reading: Reading, raw: Any, column: str) -> None:
        if reading.value is not None:
            self.values[target] = reading.value
        if reading.is_cut:
            self.truncated.append(target)
        self.moved += [(target, other, text) for other, text in reading.moved.items()]
        self._main[target] = FieldNote(
            target, reading.verdict, raw, reading.value, reading.why, column
        )

    def add(self, note: FieldNote) -> None:
        self._beside.append(note)

    def fill(self, target: str, value: Any, why: str, verdict: Verdict = "repaired") -> None:
        """Give a field a value that its own column did not give."""
        self.values[target] = value
        held = self._main.get(target)
        raw, column = (held.raw, held.column) if held else (None, "")
        self._main[target] = FieldNote(target, verdict, raw, value, _both(held, why), column)

    def doubt(self, target: str, why: str) -> None:
        """Keep the value, but tell a person to look."""
        held = self._main.get(target) or FieldNote(target, "missing", None, None, "")
        self._main[target] = replace(held, verdict="doubtful", why=_both(held, why))

    def drop(self, target: str, why: str) -> None:
        self.values.pop(target, None)
        self.doubt(target, why)
        self._main[target] = replace(self._main[target], value=None)

    def note_of(self, target: str) -> FieldNote | None:
        return self._main.get(target)

    def notes(self) -> list[FieldNote]:
        return [*self._main.values(), *self._beside]


def _both(held: FieldNote | None, why: str) -> str:
    """The earlier reason, where it told of anything but absence, and the new one."""
    earlier = held.why if held and held.why and _WEIGHT[held.verdict] > 1 else ""
    return f"{earlier}；{why}" if earlier else why
