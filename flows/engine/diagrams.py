"""A BPMN 2.0 file as a person's tool wrote it, read into the few things the engine knows.

Nothing of the file reaches the engine but what is read here: ids, names, kinds, flows, conditions,
timers and what a step asks for. What is not known is refused by a sentence that names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from flows.engine.elements import (
    BPMN,
    DRAWN_ONLY,
    INSIDE,
    NODES,
    REASONS,
    TIANHE,
    TIMED,
    Kind,
    label_of,
)
from flows.engine.errors import DiagramRefused, Fault

MAX_BYTES, MAX_ELEMENTS, MAX_NODES, MAX_FLOWS = 1_000_000, 20_000, 150, 300
MAX_FAULTS, MAX_NAME = 50, 100
_ID = re.compile(r"[^\W\d][\w-]{0,63}")
_ROOT_ONLY = frozenset({"process", "collaboration", "category"})
TEMPLATE = ("shows", "requires", "writes", "letters")
_TIMER, _NONE = frozenset({"timerEventDefinition"}), frozenset[str]()


@dataclass(frozen=True, slots=True)
class Node:
    """`timer` is (date | duration, text); `host` the step a boundary event is attached to."""

    id: str
    name: str
    kind: Kind
    step: str = ""
    role: str = ""
    days: str = ""
    timer: tuple[str, str] | None = None
    host: str = ""
    is_interrupting: bool = True
    default: str = ""
    shows: str = ""
    requires: str = ""
    writes: str = ""
    letters: str = ""

    @property
    def said(self) -> str:
        """How sentences call it."""
        tag = next(tag for tag, kind in NODES.items() if kind == self.kind)
        return _said(label_of(tag), self.name, self.id)


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    name: str
    source: str
    target: str
    condition: str | None = None

    @property
    def said(self) -> str:
        return _said("连线", self.name, self.id)


@dataclass(slots=True)
class Diagram:
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def out_of(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.source == node_id]

    def into(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.target == node_id]

    def events_at(self, step_id: str) -> list[Node]:
        return [n for n in self.nodes.values() if n.kind == "boundary" and n.host == step_id]

    def beside(self) -> set[str]:
        """Nodes only an alarm beside a step leads to: each alarm may open them anew."""
        seen = {node.id for node in self.nodes.values() if node.kind == "start"}
        todo = list(seen)
        while todo:
            here = todo.pop()
            events = [event.id for event in self.events_at(here) if event.is_interrupting]
            after = {flow.target for flow in self.out_of(here)} | set(events)
            todo += after - seen
            seen |= after
        return set(self.nodes) - seen

    def blame(self, element: Node | Flow, message: str) -> None:
        self.faults.append(Fault(element.id, element.name, f"{element.said}{message}"))


def _said(label: str, name: str, element_id: str) -> str:
    return f"{label}「{name}」（{element_id}）" if name else f"{label}（{element_id}）"


def read_diagram(xml: bytes) -> Diagram:
    """Everything that can be read, with the faults found on the way.

    Raises: DiagramRefused when it is no BPMN at all, or too large to look at.
    """
    process = _process(_root(xml))
    diagram = Diagram()
    for element in process:
        if isinstance(element.tag, str) and len(diagram.faults) < MAX_FAULTS:
            _take(diagram, element)
    _must_be_of_size(list(diagram.nodes.values()), MAX_NODES, "元素")
    _must_be_of_size(list(diagram.flows.values()), MAX_FLOWS, "连线")
    return diagram


def _must_be_of_size(kept: Sequence[Node | Flow], most: int, what: str) -> None:
    if len(kept) > most:
        extra = kept[most]
        said = f"流程图最多{most}个{what}，现有{len(kept)}个，从{extra.said}起超出"
        raise _whole(said, extra.id)


def _root(xml: bytes) -> Any:
    if len(xml) > MAX_BYTES:
        raise _whole(f"流程图文件最多{MAX_BYTES // 1000}KB，现有{len(xml) // 1000}KB")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _whole("流程图文件里不能有 DOCTYPE 或实体定义，请用流程设计器重新导出")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _whole("文件不是完整的 XML，请用流程设计器重新导出") from error
    if root.getroottree().docinfo.doctype:  # in another encoding it hides from the look above
        raise _whole("流程图文件里不能有 DOCTYPE 或实体定义，请用流程设计器重新导出")
    if root.tag != f"{{{BPMN}}}definitions":
        raise _whole("文件不是 BPMN 2.0 流程图")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise _whole(f"流程图文件里的内容过多（超过{MAX_ELEMENTS}个元素）")
    return root


def _process(root: Any) -> Any:
    found = root.findall(f"{{{BPMN}}}process")
    if not found:
        raise _whole("文件里没有流程")
    if len(found) > 1:
        second = found[1]
        said = _said("流程", second.get("name", ""), second.get("id", ""))
        raise _whole(f"一个文件只能画一个流程，{said}是多出来的", second.get("id", ""))
    for element in root:
        tag, space = _tag(element)
        if space == BPMN and tag not in _ROOT_ONLY:
            raise _refusal(element, tag)
    for element in root.iter(f"{{{BPMN}}}messageFlow"):
        raise _refusal(element, "messageFlow")
    return found[0]


def _take(diagram: Diagram, element: Any) -> None:
    tag, space = _tag(element)
    if space != BPMN:
        diagram.faults.append(_fault(element, tag, "不是 BPMN 的内容，请删去"))
    elif tag in DRAWN_ONLY:
        _must_be_plain(diagram, element, element.getparent())
    elif tag == "sequenceFlow":
        _take_flow(diagram, element)
    elif tag in NODES:
        _take_node(diagram, element, tag)
    else:
        diagram.faults.append(_fault(element, tag, _why(tag)))


def _take_node(diagram: Diagram, element: Any, tag: str) -> None:
    if not _has_good_id(diagram, element, tag):
        return
    kind = NODES[tag]
    node = Node(
        id=element.get("id"),
        name=_name(element),
        kind=kind,
        step=element.get(f"{{{TIANHE}}}step", ""),
        role=element.get(f"{{{TIANHE}}}role", ""),
        days=element.get(f"{{{TIANHE}}}days", ""),
        timer=_timer(element) if kind in TIMED else None,
        host=element.get("attachedToRef", ""),
        is_interrupting=element.get("cancelActivity", "true") != "false",
        default=element.get("default", ""),
        **{name: element.get(f"{{{TIANHE}}}{name}", "") for name in TEMPLATE},
    )
    diagram.nodes[node.id] = node
    _must_hold_only(diagram, element, tag, INSIDE | (_TIMER if kind in TIMED else _NONE))


def _take_flow(diagram: Diagram, element: Any) -> None:
    if not _has_good_id(diagram, element, "sequenceFlow"):
        return
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    diagram.flows[element.get("id")] = Flow(
        id=element.get("id"),
        name=_name(element),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=None if condition is None else (condition.text or "").strip(),
    )
    if condition is not None and len(condition):
        diagram.faults.append(_fault(element, "sequenceFlow", "的条件里只能有文字"))
    _must_hold_only(diagram, element, "sequenceFlow", INSIDE | {"conditionExpression"})


def _has_good_id(diagram: Diagram, element: Any, tag: str) -> bool:
    element_id = element.get("id", "")
    if not _ID.fullmatch(element_id):
        diagram.faults.append(_fault(element, tag, "的编号应以字母开头，由字母、数字、_、-组成"))
    elif element_id in diagram.nodes or element_id in diagram.flows:
        diagram.faults.append(_fault(element, tag, "的编号重复了，请删去后重画"))
    else:
        return True
    return False


def _must_hold_only(diagram: Diagram, element: Any, tag: str, known: frozenset[str]) -> None:
    for child in element:
        inner, space = _tag(child)
        if space != BPMN or inner not in known:
            reason = REASONS.get(inner, "请在设计器里去掉")
            diagram.faults.append(_fault(element, tag, f"里的「{inner}」不能使用，{reason}"))
        else:
            _must_be_plain(diagram, child, element)


def _must_be_plain(diagram: Diagram, child: Any, owner: Any) -> None:
    if _tag(child)[0] == "extensionElements" and len(child):
        inner, tag = _tag(child[0])[0], _tag(owner)[0]
        said = f"带有别的系统的扩展「{inner}」，请在设计器里去掉"
        diagram.faults.append(_fault(owner, tag, said))


def _timer(element: Any) -> tuple[str, str] | None:
    found = element.findall(f"{{{BPMN}}}timerEventDefinition")
    if len(found) != 1 or len(found[0]) != 1:
        return None
    tag, _ = _tag(found[0][0])
    return tag, (found[0][0].text or "").strip()


def _tag(element: Any) -> tuple[str, str]:
    name = etree.QName(element)
    return name.localname, name.namespace or ""


def _name(element: Any) -> str:
    return " ".join((element.get("name") or "").split())[:MAX_NAME]


def _why(tag: str) -> str:
    return f"不能使用，{REASONS.get(tag, '请删去，或改画成用户任务、网关和定时事件')}"


def _fault(element: Any, tag: str, message: str) -> Fault:
    element_id, name = (element.get("id") or "无编号")[:64], _name(element)
    label = "流程" if tag == "process" else label_of(tag)
    return Fault(element_id, name, f"{_said(label, name, element_id)}{message}")


def _refusal(element: Any, tag: str) -> DiagramRefused:
    return DiagramRefused([_fault(element, tag, _why(tag))])


def _whole(message: str, element_id: str = "") -> DiagramRefused:
    return DiagramRefused([Fault(element_id, "", f"{message}。")])
