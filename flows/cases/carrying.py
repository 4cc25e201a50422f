"""Which fields of the form a material tells of, so that what hides a field hides the paper too.

By the rules of pre-review that hold the paper against the form, by what can be read on its kind of
document, and by what was read on its very files. What nobody can tell counts as told: an unread
paper of no known kind may say anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flows.prereview.readings import Reading
from knowledge_base.document_fields import FIELDS, DocumentKindName
from knowledge_base.schemas import FormField, ItemDocument, RuleSet
from knowledge_base.schemas.prereview import Consistent, Equals, Recognised, Reference

WHOLE_FORM = "application_form"
"""The kind that repeats the form, every field of it."""
SHORTEST = 2
_SAME_KIND = {
    "id_number": "id_number", "phone": "phone", "credit_code": "credit_code",
    "address": "address", "name": "name", "legal_person": "name", "owner": "name",
    "lessor": "name", "lessee": "name", "promiser": "name", "applicant": "name",
}  # fmt: skip
Ties = dict[str, set[str]]


def carried(
    document: ItemDocument,
    rules: RuleSet,
    form: Mapping[str, Any],
    material_id: str,
    file_ids: Iterable[str],
    readings: Sequence[Reading],
) -> frozenset[str]:
    """Ids of the form's fields that this material tells of, or may."""
    fields = document.form.fields()
    everything = frozenset(f.id for f in fields)
    expected = _expected(rules, material_id)
    kinds = expected | {r.kind.value for r in readings if r.kind}
    read = {r.file_id for r in readings if r.error is None}
    is_unknown = not expected - {"other"} and bool(set(file_ids) - read)
    if WHOLE_FORM in (*kinds, material_id) or is_unknown:
        return everything
    ties = _ties(document, rules, material_id)
    found = set[str]().union(*ties.values()) | _by_kind(fields, kinds, ties)
    said = plain(" ".join(_words_of(readings)))
    found |= {f.id for f in fields if stands_in(f, form.get(f.id), said)}
    return frozenset(found & everything)


def stands_in(field: FormField, value: Any, said: str) -> bool:
    """Whether a value can be read in words, as `plain` gives them; short ones prove nothing."""
    return any(re.search(pattern, said) for pattern in patterns_of(field, value))


def patterns_of(field: FormField, value: Any) -> list[str]:
    """How a value would be written, as regular expressions over plain words."""
    if value in (None, "", []):
        return []
    labels = {o.id: o.label for o in field.options}
    text = plain(labels.get(str(value), str(value)))
    if len(text) < SHORTEST:
        return []
    if text.replace(".", "").isdigit():
        return [rf"(?<!\d){re.escape(text)}(?!\d)"]
    return [re.escape(text)]


def plain(text: str) -> str:
    return "".join(text.split()).upper()


def _expected(rules: RuleSet, material_id: str) -> set[DocumentKindName]:
    return {
        kind
        for rule in rules.rules
        if rule.material == material_id and isinstance(rule.check, Recognised)
        for kind in rule.check.kinds
    }


def _ties(document: ItemDocument, rules: RuleSet, material_id: str) -> Ties:
    """The document's fields that rules hold against the form, with the form's."""
    ties: Ties = defaultdict(set)
    for rule in rules.rules:
        if isinstance(rule.check, Equals) and rule.material == material_id:
            ties[rule.check.field] |= set(_in_form(document, [rule.check.to]))
        if isinstance(rule.check, Consistent):
            own = [p for p in rule.check.places if (p.source, p.name) == ("material", material_id)]
            for place in own:
                ties[place.field] |= set(_in_form(document, rule.check.places))
    return {name: fields for name, fields in ties.items() if fields}


def _in_form(document: ItemDocument, places: Iterable[Reference]) -> Iterator[str]:
    for place in places:
        if place.source == "form":
            yield place.field
        if place.source == "identity":
            yield from (f.id for f in document.form.fields() if f.prefill == place.field)


def _by_kind(fields: Sequence[FormField], kinds: set[Any], ties: Ties) -> set[str]:
    """What stands on such documents and no rule ties to one field: every field of that sort."""
    sorts = {
        _SAME_KIND[name]
        for kind in kinds
        for name in FIELDS.get(kind, {})
        if name in _SAME_KIND and name not in ties
    }
    return {f.id for f in fields if f.kind in sorts}


def _words_of(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        yield reading.text
        yield from (field.value for field in reading.fields.values())
