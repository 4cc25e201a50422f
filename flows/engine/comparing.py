"""What differs between two drawings, in words for the person who publishes the newer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flows.engine.diagrams import Diagram, Flow, Node
from flows.engine.elements import ROLES, STEPS

Kind = Literal["added", "removed", "changed"]
NOTHING = "没有"


@dataclass(frozen=True, slots=True)
class Change:
    """One element drawn anew, drawn no more or drawn otherwise; `message` says what of it."""

    element: str
    kind: Kind
    message: str


def compare(old: Diagram, new: Diagram) -> list[Change]:
    """Steps and gateways first, then flows; an element is known by its id. Where things stand on
    the sheet says nothing to the engine and is left out."""
    return [*_nodes(old, new), *_flows(old, new)]


def _nodes(old: Diagram, new: Diagram) -> Iterator[Change]:
    for node_id in [*old.nodes, *(n for n in new.nodes if n not in old.nodes)]:
        before, after = old.nodes.get(node_id), new.nodes.get(node_id)
        if before is None and after is not None:
            yield Change(node_id, "added", f"新增{after.said}")
        elif before is not None and after is None:
            yield Change(node_id, "removed", f"删去{before.said}")
        elif before is not None and after is not None:
            said = list(_of_node(before, after, old, new))
            if said:
                yield Change(node_id, "changed", f"{after.said}：{'；'.join(said)}")


def _flows(old: Diagram, new: Diagram) -> Iterator[Change]:
    for flow_id in [*old.flows, *(f for f in new.flows if f not in old.flows)]:
        before, after = old.flows.get(flow_id), new.flows.get(flow_id)
        if before is None and after is not None:
            yield Change(flow_id, "added", f"新增{_way(new, after)}")
        elif before is not None and after is None:
            yield Change(flow_id, "removed", f"删去{_way(old, before)}")
        elif before is not None and after is not None:
            said = list(_of_flow(before, after, old, new))
            if said:
                yield Change(flow_id, "changed", f"{_way(new, after)}：{'；'.join(said)}")


def _of_node(before: Node, after: Node, old: Diagram, new: Diagram) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"原来是{before.said}"
    yield from _turned("名称", before.name, after.name)
    yield from _turned("环节类型", STEPS.get(before.step, ""), STEPS.get(after.step, ""))
    yield from _turned("办理角色", ROLES.get(before.role, ""), ROLES.get(after.role, ""))
    yield from _turned("办理时限", _days(before), _days(after))
    yield from _turned("定时", (before.timer or ("", ""))[1], (after.timer or ("", ""))[1])
    if before.host != after.host:
        yield from _turned("所附的环节", _called(old, before.host), _called(new, after.host))
    if before.is_interrupting != after.is_interrupting:
        yield "改为到时中断环节" if after.is_interrupting else "改为到时不中断环节"
    yield from _turned("默认连线", _default(old, before), _default(new, after))
    yield from _lists(before, after)


def _lists(before: Node, after: Node) -> Iterator[str]:
    """Lists of a step, where this version of the reader knows them."""
    labels = {"shows": "显示内容", "requires": "必填内容", "writes": "填写内容", "letters": "文书"}
    for part, label in labels.items():
        one, other = getattr(before, part, ()), getattr(after, part, ())
        yield from _turned(label, _listed(one), _listed(other))


def _listed(value: str | tuple[str, ...] | list[str]) -> str:
    return value if isinstance(value, str) else "、".join(value)


def _of_flow(before: Flow, after: Flow, old: Diagram, new: Diagram) -> Iterator[str]:
    yield from _turned("名称", before.name, after.name)
    yield from _turned("条件", before.condition or "", after.condition or "")
    if before.source != after.source:
        yield from _turned("起点", _called(old, before.source), _called(new, after.source))
    if before.target != after.target:
        yield from _turned("终点", _called(old, before.target), _called(new, after.target))


def _turned(what: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{what}由「{before or NOTHING}」改为「{after or NOTHING}」"


def _days(node: Node) -> str:
    return f"{node.days}个工作日" if node.days else ""


def _default(diagram: Diagram, node: Node) -> str:
    flow = diagram.flows.get(node.default)
    return f"到{_called(diagram, flow.target)}" if flow else ""


def _way(diagram: Diagram, flow: Flow) -> str:
    ends = f"{_called(diagram, flow.source)}到{_called(diagram, flow.target)}"
    return f"连线「{flow.name}」（{ends}）" if flow.name else f"{ends}的连线"


def _called(diagram: Diagram, node_id: str) -> str:
    node = diagram.nodes.get(node_id)
    return (node.name or node.said) if node else node_id
