"""What a step shows, asks for, writes and brings forth: attributes of a user task, as comma lists.

`tianhe:shows` and `tianhe:requires` name fields; `tianhe:writes` names fields of the form, or
fields of the process itself as `id:type` or `id:type:名称`; `tianhe:letters` names letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from flows.engine.diagrams import Diagram, Node

FIELD_TYPES = {
    "text": "文字",
    "textarea": "多行文字",
    "number": "数字",
    "date": "日期",
    "yesno": "是否",
}
LETTERS = {
    "acceptance": "受理通知书",
    "supplement": "补正通知书",
    "refusal": "不予受理决定书",
    "approval": "准予决定书",
    "rejection": "不予决定书",
    "licence": "证照",
}
LETTERS_OF: dict[str, frozenset[str]] = {
    "accept": frozenset({"acceptance", "supplement", "refusal"}),
    "handle": frozenset({"supplement"}),
    "review": frozenset({"supplement"}),
    "inspect": frozenset({"supplement"}),
    "approve": frozenset({"approval", "rejection", "licence"}),
    "make": frozenset({"licence"}),
    "issue": frozenset({"approval", "rejection", "licence"}),
}
"""Which letters each kind of step may bring forth: none before what it says is decided."""
MAX_FIELDS, MAX_LABEL = 40, 40
_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")
_COMMAS = re.compile(r"[,，]")


@dataclass(frozen=True, slots=True)
class Written:
    """A field a step writes. `type` is empty for a field of the form, which has its own."""

    id: str
    type: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a drawing may name: fields of the forms it is for; None: nobody knows them here."""

    fields: Collection[str] | None = None


@dataclass(slots=True)
class Template:
    shows: list[str] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)
    writes: list[Written] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


def template_of(node: Node) -> Template:
    """As it was written, faults and all."""
    return Template(
        shows=_listed(node.shows),
        requires=_listed(node.requires),
        writes=[_written(word) for word in _listed(node.writes)],
        letters=_listed(node.letters),
    )


def check_templates(diagram: Diagram, known: Known) -> None:
    """Adds to the diagram's faults, each naming its step."""
    steps = [node for node in diagram.nodes.values() if node.kind == "step"]
    asked = {node.id: template_of(node) for node in steps}
    own = {w.id: w.type for said in asked.values() for w in said.writes if w.type}
    for node in steps:
        said = asked[node.id]
        for written in said.writes:
            _check_written(diagram, node, written, own)
        named = {*said.shows, *said.requires, *(w.id for w in said.writes)}
        if len(named) > MAX_FIELDS:
            diagram.blame(node, f"用到的字段最多{MAX_FIELDS}个，现有{len(named)}个")
        _check_known(diagram, node, named - set(own), known)
        _check_letters(diagram, node, said.letters)


def _check_written(diagram: Diagram, node: Node, one: Written, own: dict[str, str]) -> None:
    if not _ID.fullmatch(one.id):
        diagram.blame(
            node, f"填写的字段「{one.id[:48]}」编号应以小写字母开头，由小写字母、数字、_组成"
        )
    if one.type and one.type not in FIELD_TYPES:
        types = "、".join(FIELD_TYPES)
        diagram.blame(
            node, f"填写的字段「{one.id[:48]}」类型「{one.type[:20]}」不认识，可用{types}"
        )
    elif one.type and own[one.id] != one.type:
        diagram.blame(node, f"填写的字段「{one.id[:48]}」在别的环节是另一种类型，请写成一样")
    if len(one.label) > MAX_LABEL:
        diagram.blame(node, f"填写的字段「{one.id[:48]}」名称最多{MAX_LABEL}个字")


def _check_known(diagram: Diagram, node: Node, named: set[str], known: Known) -> None:
    if known.fields is None:
        return
    unknown = sorted(named - set(known.fields))
    if unknown:
        listed = "、".join(f"「{name[:48]}」" for name in unknown[:5])
        diagram.blame(
            node, f"用到了不认识的字段{listed}：表单里没有，也没有环节填写它（写成 编号:类型:名称）"
        )


def _check_letters(diagram: Diagram, node: Node, letters: list[str]) -> None:
    for letter in letters:
        if letter not in LETTERS:
            kinds = "、".join(LETTERS)
            diagram.blame(node, f"产生的文书「{letter[:20]}」不认识，可用{kinds}")
        elif node.step and letter not in LETTERS_OF.get(node.step, ()):
            diagram.blame(node, f"这类环节不能产生{LETTERS[letter]}，请放到作出该决定的环节")


def _listed(text: str) -> list[str]:
    words = [word.strip() for word in _COMMAS.split(text)]
    return list(dict.fromkeys(word for word in words if word))


def _written(word: str) -> Written:
    name, _, rest = word.replace("：", ":").partition(":")
    kind, _, label = rest.partition(":")
    return Written(name.strip(), kind.strip(), label.strip())
