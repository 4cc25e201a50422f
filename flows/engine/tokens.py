"""Every way a process can go, played with tokens: does it always end, does nothing happen twice?

The rules are those of BPMN 2.0 (13.3–13.4) for the elements we know. Each state is a set of
places; a choice is taken both ways whatever its condition says.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from flows.engine.diagrams import Diagram, Flow, Node

MAX_STATES = 60_000

Place = tuple[str, str, frozenset[str]]
"""("flow", id, -) a token under way; ("at", node, events that have gone off already)."""
State = frozenset[Place]

_NONE: frozenset[str] = frozenset()


def check_play(diagram: Diagram) -> int:
    """Adds to the diagram's faults: where it can stop for ever, or run double. Returns how many
    states were looked at."""
    game = _Game(diagram)
    start = next(n for n in diagram.nodes.values() if n.kind == "start")
    (begin,) = game.put(frozenset(), game.out[start.id])
    came_from: dict[State, set[State]] = {begin: set()}
    todo = [begin]
    while todo and not diagram.faults:
        state = todo.pop()
        followers = list(game.followers(state))
        if state and not followers and not diagram.faults:
            game.blame_stop(state)
        for other in followers:
            if other not in came_from:
                came_from[other] = set()
                todo.append(other)
            came_from[other].add(state)
        if len(came_from) > MAX_STATES:
            game.blame_size()
    if not diagram.faults:
        _check_endings(diagram, came_from)
    return len(came_from)


def _check_endings(diagram: Diagram, came_from: dict[State, set[State]]) -> None:
    """From every state the end can be reached."""
    seen: set[State] = {frozenset()}
    todo: list[State] = [frozenset()]
    while todo:
        for earlier in came_from.get(todo.pop(), ()):
            if earlier not in seen:
                seen.add(earlier)
                todo.append(earlier)
    stuck = next((state for state in came_from if state not in seen), None)
    if stuck is not None:
        _, place, _ = min(stuck, key=lambda p: (p[0], p[1]))
        node = diagram.nodes.get(place) or diagram.nodes[diagram.flows[place].target]
        diagram.blame(node, "之后可能再也走不到结束，请检查分流与汇合是否配对")


def _on(flow: Flow) -> Place:
    return ("flow", flow.id, _NONE)


class _Game:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.out = {n: diagram.out_of(n) for n in diagram.nodes}
        self.into = {n: diagram.into(n) for n in diagram.nodes}
        self.beside = diagram.beside()
        self.events = {n: diagram.events_at(n) for n in diagram.nodes}

    def followers(self, state: State) -> Iterator[State]:
        """A token that can go on whatever the others do goes first and alone: taking every order
        of such moves would come to the same states by many more."""
        for place in sorted(state):
            if self._goes_alone(state, place):
                yield from self._from(state, place)
                return
        for place in sorted(state):
            yield from self._from(state, place)

    def _goes_alone(self, state: State, place: Place) -> bool:
        kind, name, _ = place
        if kind == "at":
            return False
        node = self.diagram.nodes[self.diagram.flows[name].target]
        if node.kind == "parallel":
            return all(_on(f) in state for f in self.into[node.id])
        return node.kind != "inclusive" or len(self.into[node.id]) == 1

    def _from(self, state: State, place: Place) -> Iterator[State]:
        kind, name, gone = place
        rest = state - {place}
        if kind == "at":
            yield from self._leave(rest, self.diagram.nodes[name], gone)
        else:
            yield from self._arrive(state, rest, self.diagram.flows[name])

    def _leave(self, rest: State, node: Node, gone: frozenset[str]) -> Iterator[State]:
        yield from self.put(rest, self.out[node.id])
        for event in self.events[node.id]:
            if event.is_interrupting:
                yield from self.put(rest, self.out[event.id])
            elif event.id not in gone:
                stays: Place = ("at", node.id, gone | {event.id})
                yield from self.put(rest | {stays}, self.out[event.id])

    def _arrive(self, state: State, rest: State, flow: Flow) -> Iterator[State]:
        node = self.diagram.nodes[flow.target]
        outs = self.out[node.id]
        match node.kind:
            case "step" | "timer":
                if any(kind == "at" and name == node.id for kind, name, _ in rest):
                    self._meet(node)
                yield rest | {("at", node.id, _NONE)}
            case "exclusive":
                for out in outs:
                    yield from self.put(rest, [out])
            case "parallel":
                ins = {_on(f) for f in self.into[node.id]}
                if ins <= state:
                    yield from self.put(state - ins, outs)
            case "inclusive":
                yield from self._join_inclusive(state, node, flow)

    def _join_inclusive(self, state: State, node: Node, flow: Flow) -> Iterator[State]:
        there = {_on(f) for f in self.into[node.id]} & state
        if _on(flow) != min(there) or self._may_still_come(state, node):
            return
        outs = self.out[node.id]
        some = chain.from_iterable(combinations(outs, n) for n in range(1, len(outs) + 1))
        for chosen in some:
            yield from self.put(state - there, list(chosen))

    def _may_still_come(self, state: State, node: Node) -> bool:
        """Whether a token elsewhere can reach an incoming flow that has none, but none that has."""
        ins = {f.id for f in self.into[node.id]}
        held = {name for kind, name, _ in state if kind == "flow" and name in ins}
        for kind, name, _ in state:
            if name in ins:
                continue
            begins = [name] if kind == "at" else [self.diagram.flows[name].target]
            reached = self._flows_from(begins, node.id)
            if reached & (ins - held) and not reached & held:
                return True
        return False

    def _flows_from(self, begins: list[str], without: str) -> set[str]:
        seen, todo, found = set(begins), list(begins), set[str]()
        while todo:
            here = todo.pop()
            if here == without:
                continue
            events = [event.id for event in self.events[here]]
            outs = [f for n in (here, *events) for f in self.out[n]]
            found |= {f.id for f in outs}
            fresh = {f.target for f in outs} - seen
            seen |= fresh
            todo += fresh
        return found

    def put(self, rest: State, flows: list[Flow]) -> Iterator[State]:
        nodes = self.diagram.nodes
        going = [flow for flow in flows if nodes[flow.target].kind != "end"]
        for flow in going:
            if _on(flow) in rest:
                self._meet(nodes[flow.target])
        yield rest | {_on(flow) for flow in going}

    def _meet(self, node: Node) -> None:
        """Two tokens in one place: wrong, unless an alarm went off again beside the way."""
        if node.id not in self.beside and not self.diagram.faults:
            said = "可能被同时走到两次，同一件事会办两遍；并行的分支请先用并行网关汇合"
            self.diagram.blame(node, said)

    def blame_stop(self, state: State) -> None:
        flow = next(self.diagram.flows[name] for kind, name, _ in sorted(state) if kind == "flow")
        node = self.diagram.nodes[flow.target]
        said = "可能一直等不齐各条分支，流程会停在这里；请让分流与汇合的网关同一种"
        self.diagram.blame(node, said)

    def blame_size(self) -> None:
        forks = [n for n in self.diagram.nodes.values() if n.kind in ("parallel", "inclusive")]
        node = max(forks, key=lambda n: len(self.out[n.id]))
        self.diagram.blame(node, "之后的并行分支太多，无法逐一试走，请减少同时进行的环节")
