"""Whether a diagram can be a process: each element by itself, then the way through all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flows.engine.conditions import BadCondition, check_condition
from flows.engine.diagrams import Diagram, Flow, Node
from flows.engine.elements import GATEWAYS, ROLES, STEPS, TIMED
from flows.engine.moments import BadMoment, duration, moment

MAX_OUT, MAX_DUE_DAYS = 8, 365
CHOOSING = frozenset({"exclusive", "inclusive"})


def check(diagram: Diagram, facts: Collection[str]) -> None:
    """Adds to the diagram's faults. `facts` are the names that conditions may speak of."""
    _check_flows(diagram)
    for node in diagram.nodes.values():
        _check_joints(diagram, node)
        if node.kind == "step":
            _check_step(diagram, node)
        if node.kind in TIMED:
            _check_timer(diagram, node)
        if node.kind in GATEWAYS:
            _check_gateway(diagram, node)
    for flow in diagram.flows.values():
        _check_condition(diagram, flow, facts)
    if not diagram.faults:
        _check_ways(diagram)


def _check_flows(diagram: Diagram) -> None:
    seen: set[tuple[str, str]] = set()
    for flow in list(diagram.flows.values()):
        ends = {"起点": flow.source, "终点": flow.target}
        lost = [side for side, node_id in ends.items() if node_id not in diagram.nodes]
        if lost:
            diagram.blame(flow, f"的{lost[0]}没有连到元素上，请重新连接")
            del diagram.flows[flow.id]
        elif (flow.source, flow.target) in seen:
            target = diagram.nodes[flow.target].said
            diagram.blame(flow, f"与另一条连线重复，都通向{target}，请合并成一条")
        seen.add((flow.source, flow.target))


def _check_joints(diagram: Diagram, node: Node) -> None:
    ins, outs = len(diagram.into(node.id)), len(diagram.out_of(node.id))
    if node.kind in ("start", "boundary"):
        if ins:
            diagram.blame(node, "前面不能有连线")
    elif not ins:
        diagram.blame(node, "前面没有连线，走不到这里")
    if node.kind == "end":
        if outs:
            diagram.blame(node, "后面不能再有连线")
    elif not outs:
        diagram.blame(node, "后面没有连线，流程走到这里就断了")
    elif outs > 1 and node.kind not in GATEWAYS:
        diagram.blame(node, f"后面有{outs}条连线，请用网关分流")


def _check_step(diagram: Diagram, node: Node) -> None:
    if node.step not in STEPS:
        diagram.blame(node, f"还没有选择环节类型（{'、'.join(STEPS.values())}）")
    if node.role not in ROLES:
        diagram.blame(node, f"还没有选择办理角色（{'、'.join(ROLES.values())}）")
    if not node.name:
        diagram.blame(node, "还没有名称，办理人会看不懂")
    days = node.days
    if days and not (days.isascii() and days.isdigit() and 1 <= int(days) <= MAX_DUE_DAYS):
        diagram.blame(node, f"的办理时限应为1至{MAX_DUE_DAYS}个工作日")


def _check_timer(diagram: Diagram, node: Node) -> None:
    host = diagram.nodes.get(node.host)
    if node.kind == "boundary" and (host is None or host.kind != "step"):
        diagram.blame(node, "没有附在用户任务上，请拖到任务的边框上")
    if node.timer is None:
        diagram.blame(node, "应是定时事件，并写明一个时长或时刻")
        return
    kind, text = node.timer
    try:
        if kind == "timeDuration":
            duration(text)
        elif kind == "timeDate":
            moment(text)
        else:
            diagram.blame(node, "不能循环定时，请改用时长，再画一条退回的连线")
    except BadMoment as error:
        diagram.blame(node, f"的时间「{text[:40]}」看不懂，{error}")


def _check_gateway(diagram: Diagram, node: Node) -> None:
    outs = diagram.out_of(node.id)
    if len(outs) > MAX_OUT:
        diagram.blame(node, f"后面最多{MAX_OUT}条连线，请分成几个网关")
    if node.kind not in CHOOSING or len(outs) < 2:
        return
    if node.default not in {flow.id for flow in outs}:
        diagram.blame(node, "没有默认连线，条件都不成立时无路可走，请选一条设为默认")
    for flow in outs:
        if flow.id == node.default and flow.condition is not None:
            diagram.blame(flow, "是默认连线，不要再写条件")
        elif flow.id != node.default and flow.condition is None:
            diagram.blame(flow, f"还没有条件，{node.said}不知道何时走这里")


def _check_condition(diagram: Diagram, flow: Flow, facts: Collection[str]) -> None:
    if flow.condition is None:
        return
    source = diagram.nodes[flow.source]
    if source.kind not in CHOOSING or len(diagram.out_of(source.id)) < 2:
        diagram.blame(flow, "不能有条件，条件只写在排他网关、包容网关分出的连线上")
        return
    try:
        check_condition(flow.condition, facts)
    except BadCondition as error:
        diagram.blame(flow, f"的条件「{flow.condition[:60]}」不能用：{error}")


def _check_ways(diagram: Diagram) -> None:
    """One start; everything is reached from it and reaches an end; no loop without a person."""
    starts = [node for node in diagram.nodes.values() if node.kind == "start"]
    ends = [node for node in diagram.nodes.values() if node.kind == "end"]
    for extra in starts[1:]:
        diagram.blame(extra, f"是多余的，流程只能有一个开始，现已有{starts[0].said}")
    if not starts or not ends:
        missing = "开始" if not starts else "结束"
        where = next(iter(diagram.nodes.values()), None)
        if where is None:
            diagram.blame(Flow("diagram", "", "", ""), "不成流程：图是空的，请从开始事件画起")
        else:
            diagram.blame(where, f"所在的流程没有{missing}事件，请补上")
        return
    if not any(node.kind == "step" for node in diagram.nodes.values()):
        diagram.blame(starts[0], "之后没有一个用户任务，没有人来办")
    forth = {n: list(_next(diagram, n)) for n in diagram.nodes}
    back: dict[str, list[str]] = {n: [] for n in diagram.nodes}
    for one, others in forth.items():
        for other in others:
            back[other].append(one)
    reached, ending = _spread([starts[0].id], forth), _spread([n.id for n in ends], back)
    for node in diagram.nodes.values():
        if node.id not in reached and node.kind != "start":
            diagram.blame(node, "从开始事件走不到")
        elif node.id not in ending:
            diagram.blame(node, "走不到结束事件，流程会一直停不下来")
    _check_loops(diagram, forth)


def _next(diagram: Diagram, node_id: str) -> Iterable[str]:
    yield from (flow.target for flow in diagram.out_of(node_id))
    yield from (event.id for event in diagram.events_at(node_id))


def _spread(begin: list[str], ways: dict[str, list[str]]) -> set[str]:
    seen, todo = set(begin), list(begin)
    while todo:
        for other in ways[todo.pop()]:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _check_loops(diagram: Diagram, forth: dict[str, list[str]]) -> None:
    """A loop must pass a person, or the machine would run it without end."""
    machine = {n: k.kind for n, k in diagram.nodes.items() if k.kind != "step"}
    ways = {n: [x for x in forth[n] if x in machine] for n in machine}
    for node_id in machine:
        if node_id in _spread(ways[node_id], ways):
            diagram.blame(diagram.nodes[node_id], "在一个没有用户任务的循环里，会无休止地转下去")
            return
