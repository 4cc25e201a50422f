"""One row into one item: every column accounted for, every field with a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from knowledge_base.importers.items.completion import complete
from knowledge_base.importers.items.converters import CONVERTERS, LABELS
from knowledge_base.importers.items.draft import Draft
from knowledge_base.importers.items.mapping import Mapping, Rule
from knowledge_base.importers.items.model import FieldNote, Raw, Verdict
from knowledge_base.importers.items.reading import as_text
from knowledge_base.importers.items.text import is_nothing
from knowledge_base.schemas import BriefItem

NOT_OURS = "对照表里没有这一列"


class RowRefused(Exception):
    """The row cannot become an item; the text says in Chinese why."""

    def __init__(self, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.code = code


_CODE = re.compile(
    r"(?<![0-9A-Z])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}[1-9][0-9A-Z]{12}(?:\d\d)?(?![0-9A-Z])"
)


def code_within(raw: Any) -> str | None:
    """The 实施编码 that stands somewhere in a spoilt row, if exactly one does."""
    found = set(_CODE.findall(raw if isinstance(raw, str) else str(raw)))
    return found.pop() if len(found) == 1 else None


@dataclass(slots=True)
class Columns:
    """A row looked at by column, upper and lower case alike; remembers what was looked at."""

    raw: Raw
    _names: dict[str, str] = field(init=False)
    used: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {str(name).strip().lower(): name for name in self.raw}

    def name(self, column: str) -> str | None:
        return self._names.get(column.lower())

    def take(self, column: str, target: str) -> Any:
        name = self.name(column)
        if name is None:
            return None
        self.used.setdefault(name, target)
        return self.raw[name]


def read_row(raw: Raw, mapping: Mapping, as_of: date) -> tuple[BriefItem, list[FieldNote]]:
    """The item of a row and what became of each of its values.

    Raises: RowRefused.
    """
    columns, draft = Columns(raw), Draft()
    for target, rule in mapping.fields.items():
        _read_field(target, rule, columns, draft)
        _note_beside(target, rule, columns, mapping, draft)
    complete(draft, mapping, as_of)
    code = draft.values.get("code")
    for target in ("code", "name"):
        if draft.values.get(target) is None:
            note = draft.note_of(target)
            raise RowRefused(note.why if note and note.why else "没有事项名称", code)
    item = _item(draft)
    return item, [*draft.notes(), *_leftovers(columns, mapping)]


def _read_field(target: str, rule: Rule, columns: Columns, draft: Draft) -> None:
    beside = {
        key: _translated(rule.beside_values, columns.take(name, target))
        for key, name in rule.beside.items()
    }
    held = [(name, columns.take(name, target)) for name in rule.columns if columns.name(name)]
    column, value = next(((n, v) for n, v in held if not is_nothing(v)), (*held, ("", None))[0])
    reading = CONVERTERS[target](_translated(rule.values, value), beside)
    if reading.verdict == "missing" and rule.default is not None:
        reading = CONVERTERS[target](rule.default, beside)
        reading.verdict, reading.why = "repaired", f"文件没有写，按对照表记为「{rule.default}」"
    draft.put(target, reading, value, columns.name(column) or "")
    for other, also in held:
        if other != column and not is_nothing(also):
            why = f"与{column}相同" if also == value else f"与{column}不同，未采用"
            _note_column(target, "raw_only", also, why, columns.name(other) or other, draft)


def _note_beside(target: str, rule: Rule, columns: Columns, mapping: Mapping, draft: Draft) -> None:
    """What explains a value is in the item with it, or was only held against it."""
    for name in rule.beside.values():
        value = columns.take(name, target)
        if not is_nothing(value):
            only = mapping.unused.get(name)
            verdict: Verdict = "raw_only" if only else "imported"
            why = only or f"并入{LABELS[target]}"
            _note_column(target, verdict, value, why, columns.name(name) or name, draft)


def _note_column(
    target: str, verdict: Verdict, raw: Any, why: str, column: str, draft: Draft
) -> None:
    draft.add(FieldNote(target, verdict, raw, None, why, column))


def _translated(values: dict[str, str], value: Any) -> Any:
    return values.get(as_text(value).strip(), value) if values else value


def _leftovers(columns: Columns, mapping: Mapping) -> Iterator[FieldNote]:
    """A note on each column that says something and went into no field."""
    known = {name.lower(): why for name, why in mapping.unused.items()}
    twins = {name.lower(): twin for name, twin in mapping.same_as.items()}
    for name, value in columns.raw.items():
        if name in columns.used or is_nothing(value):
            continue
        twin = twins.get(str(name).lower())
        if twin and columns.raw.get(columns.name(twin) or "") == value:
            why = f"与{twin}相同"
        else:
            why = known.get(str(name).lower(), NOT_OURS)
        yield FieldNote(str(name), "raw_only", value, None, why, str(name))


def _item(draft: Draft) -> BriefItem:
    """The draft as an item; an optional field that does not fit is left out and noted."""
    for _ in range(len(BriefItem.model_fields)):
        try:
            return BriefItem.model_validate(draft.values)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            field_ = BriefItem.model_fields.get(name)
            if field_ is None or field_.is_required():
                raise RowRefused(f"{name}：{first['msg']}", draft.values.get("code")) from error
            draft.drop(name, f"不合要求，只留在原文：{first['msg']}")
    raise RowRefused("没有一个字段合乎要求", draft.values.get("code"))
