"""SpiffWorkflow, and nothing else of the house imports it.

It is given a file of our own making, with ids of our own, and an engine for expressions that
compares facts and can do nothing else: no text of a diagram is ever compiled or executed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import orjson
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import (
    ConditionalGatewayConverter,
    ParallelGatewayConverter,
)
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry

from flows.engine.conditions import is_met
from flows.engine.diagrams import Diagram, Node
from flows.engine.elements import BPMN, NODES
from flows.engine.joins import Inclusive, Parallel

logging.getLogger("spiff").setLevel(logging.WARNING)

PROCESS = "process"
_TAGS = {kind: tag for tag, kind in NODES.items()}
_TIMES = {"timeDuration", "timeDate"}


_answers: ContextVar[Callable[[str], bool]] = ContextVar("answers")


class NoCode(RuntimeError):
    """A diagram asked for something to be executed."""


class _Comparing(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Conditions are compared, times are taken as they stand, anything else is refused."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        kind, _, text = expression.partition(":")
        if kind == "time":
            return text
        if kind == "if":
            answer = _answers.get(None)
            return answer(text) if answer else is_met(text, context)
        raise NoCode(kind)

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        raise NoCode("script")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        raise NoCode("service")


class Workflow(BpmnWorkflow):  # type: ignore[misc]
    """SpiffWorkflow's own, which goes on asking timers whose branch was taken out of the tree."""

    def refresh_timers(self) -> None:
        waiting = self.event_manager.tasks
        for key in [key for key, task in waiting.items() if task.id not in task.workflow.tasks]:
            del waiting[key]
        super().refresh_timers()


class _WithoutSpec(BpmnWorkflowConverter):  # type: ignore[misc]
    """Keeps an instance without its spec, which is kept once."""

    def to_dict(self, workflow: Workflow) -> dict[str, Any]:
        kept: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        return kept

    def from_dict(self, dct: dict[str, Any], spec: Any = None) -> Workflow:
        whole = {**dct, "spec": spec, "subprocesses": {}}
        workflow: Workflow = super().from_dict(whole)
        return workflow


class _Registry(DefaultRegistry):  # type: ignore[misc]
    def restore(self, val: Any, **kwargs: Any) -> Any:
        """A spec that is a spec already passes as it is."""
        return super().restore(val, **kwargs) if isinstance(val, dict | list) else val


_registry = BpmnWorkflowSerializer.configure(
    {k: v for k, v in DEFAULT_CONFIG.items() if k is not BpmnWorkflow}
    | {
        Workflow: _WithoutSpec,
        Inclusive: ConditionalGatewayConverter,
        Parallel: ParallelGatewayConverter,
    },
    _Registry(),
)
_engine = PythonScriptEngine(_Comparing())


@contextmanager
def answering(answer: Callable[[str], bool]) -> Iterator[None]:
    """While a diagram is tried, conditions are answered so and not by facts."""
    token = _answers.set(answer)
    try:
        yield
    finally:
        _answers.reset(token)


class _Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES = {
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, Inclusive),
        full_tag("parallelGateway"): (GatewayParser, Parallel),
    }


def build_spec(diagram: Diagram) -> Any:
    """SpiffWorkflow's spec of a checked diagram."""
    parser = _Parser()
    parser.add_bpmn_xml(_clean(diagram))
    return parser.get_spec(PROCESS)


def spec_to_json(spec: Any) -> str:
    return orjson.dumps(_registry.convert(spec), option=orjson.OPT_SORT_KEYS).decode()


@lru_cache(maxsize=256)
def spec_from_json(text: str) -> Any:
    """Specs are never changed once made, so every instance of a version shares one."""
    return _registry.restore(orjson.loads(text))


def registry() -> Any:
    return _registry


def new_workflow(spec: Any) -> Workflow:
    return Workflow(spec, script_engine=_engine)


def workflow_to_json(workflow: Workflow) -> str:
    return orjson.dumps(_registry.convert(workflow)).decode()


def workflow_from_json(text: str, spec: Any) -> Workflow:
    workflow: Workflow = _registry.restore(orjson.loads(text), spec=spec)
    workflow.script_engine = _engine
    return workflow


def spec_name(node_id: str) -> str:
    """Ours for a node; SpiffWorkflow's own names begin with a capital or hold a dot."""
    return f"_{node_id}"


def node_id(name: str) -> str:
    """The node of a spec's name; empty for SpiffWorkflow's own."""
    return name[1:] if name.startswith("_") and "." not in name else ""


def _clean(diagram: Diagram) -> Any:
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap={"bpmn": BPMN})
    process = _add(root, "process", {"id": PROCESS, "isExecutable": "true"})
    for node in diagram.nodes.values():
        _add_node(process, node)
    for flow in diagram.flows.values():
        made = _add(process, "sequenceFlow", {
            "id": spec_name(flow.id),
            "sourceRef": spec_name(flow.source),
            "targetRef": spec_name(flow.target),
        })  # fmt: skip
        if flow.condition is not None:
            _add(made, "conditionExpression", {}, f"if:{flow.condition}")
    return root


def _add_node(process: Any, node: Node) -> None:
    marks: Mapping[str, str] = {
        "id": spec_name(node.id),
        "default": spec_name(node.default) if node.default else "",
        "attachedToRef": spec_name(node.host) if node.host else "",
        "cancelActivity": "" if node.is_interrupting else "false",
    }
    made = _add(process, _TAGS[node.kind], {k: v for k, v in marks.items() if v})
    if node.timer:
        kind, text = node.timer
        assert kind in _TIMES
        _add(_add(made, "timerEventDefinition", {}), kind, {}, f"time:{text}")


def _add(parent: Any, tag: str, marks: Mapping[str, str], text: str | None = None) -> Any:
    made = etree.SubElement(parent, f"{{{BPMN}}}{tag}", dict(marks))
    made.text = text
    return made
