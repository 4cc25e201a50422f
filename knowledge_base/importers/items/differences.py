"""What a newer file changes, told before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.importers.items.model import Batch
from knowledge_base.pieces import fingerprint_of
from knowledge_base.schemas import BriefItem

MOST_WITHDRAWN = 0.20
"""Share of a source's entries that one file may withdraw unasked."""


class TooManyWithdrawn(Exception):
    """So much is absent that the file is more likely a part than the whole."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class Changes:
    """Codes by what happens to them; `changed` with the fields that differ, where known.

    `kept_back` are codes that would be withdrawn, but whose row was there and could not be read.
    """

    added: list[str] = field(default_factory=list)
    changed: dict[str, list[FieldChange]] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept_back: list[str] = field(default_factory=list)


def item_fingerprint(item: BriefItem) -> str:
    """Of what the item says; when it was read does not count, so the same file changes nothing."""
    return fingerprint_of("brief", item.model_dump(mode="json", by_alias=True))


def field_changes(before: BriefItem, after: BriefItem) -> list[FieldChange]:
    old, new = _told(before), _told(after)
    return [FieldChange(name, old[name], new[name]) for name in new if old[name] != new[name]]


def diff_items(
    old: Mapping[str, str],
    batch: Batch,
    *,
    is_partial: bool = False,
    find_old: Callable[[str], BriefItem | None] = lambda _: None,
) -> Changes:
    """Hold a batch against what is held of its source.

    Args:
        old: fingerprint (`item_fingerprint`) of each code now held of the batch's source.
        is_partial: the files never tell of everything; nothing is withdrawn.
        find_old: the item now held, to tell which fields differ.
    """
    changes = Changes()
    for imported in batch.items:
        item = imported.item
        if item.code not in old:
            changes.added.append(item.code)
        elif old[item.code] == item_fingerprint(item):
            changes.unchanged.append(item.code)
        else:
            before = find_old(item.code)
            changes.changed[item.code] = field_changes(before, item) if before else []
    there = {imported.item.code for imported in batch.items}
    spoilt = {row.code for row in batch.refused_rows if row.code}
    absent = [code for code in old if code not in there]
    changes.kept_back = [code for code in absent if code in spoilt]
    if batch.is_whole and not is_partial:
        changes.withdrawn = [code for code in absent if code not in spoilt]
    return changes


def guard_withdrawals(changes: Changes, held: int) -> None:
    """Raises: TooManyWithdrawn when more than a fifth of the `held` entries would go."""
    if held and len(changes.withdrawn) > MOST_WITHDRAWN * held:
        share = len(changes.withdrawn) / held
        raise TooManyWithdrawn(
            f"文件里少了现有{held}个事项中的{len(changes.withdrawn)}个（{share:.0%}），"
            "可能不是完整的目录，没有导入。只是一部分请加 --partial；"
            "确实要撤下请加 --allow-withdrawals"
        )


def _told(item: BriefItem) -> dict[str, Any]:
    return item.model_dump(mode="json", exclude={"as_of": True, "source": {"as_of"}})
