"""Diagrams as a person's tool writes them, from a few words a test can read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:tianhe="https://tianhe.gov.cn/bpmn" id="d" targetNamespace="t">'
    '<bpmn:process id="p" name="审批" isExecutable="true">'
)
TAIL = "</bpmn:process></bpmn:definitions>"
START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'


def drawn(*elements: str) -> bytes:
    return (HEAD + "".join(elements) + TAIL).encode()


def step(
    node: str, name: str = "", kind: str = "handle", role: str = "officer", **more: object
) -> str:
    marks = {"step": kind, "role": role, **more}
    said = "".join(f" tianhe:{key}={quoteattr(str(value))}" for key, value in marks.items())
    return f"<bpmn:userTask id={quoteattr(node)} name={quoteattr(name or node)}{said}/>"


def gate(node: str, kind: str = "exclusive", default: str = "", name: str = "") -> str:
    extra = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{node}" name="{name}"{extra}/>'


def flow(flow_id: str, source: str, target: str, condition: str | None = None) -> str:
    inside = "" if condition is None else (
        f"<bpmn:conditionExpression><![CDATA[{condition}]]></bpmn:conditionExpression>"
    )  # fmt: skip
    return (
        f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


def timed(body: str = "PT1H", kind: str = "timeDuration") -> str:
    inside = f"<bpmn:{kind}>{body}</bpmn:{kind}>"
    return f"<bpmn:timerEventDefinition>{inside}</bpmn:timerEventDefinition>"


def alarm(node: str, host: str, body: str = "PT1H", *, interrupts: bool = True) -> str:
    marks = f'attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}"'
    return f'<bpmn:boundaryEvent id="{node}" {marks}>{timed(body)}</bpmn:boundaryEvent>'


def pause(node: str, body: str = "PT1H") -> str:
    return f'<bpmn:intermediateCatchEvent id="{node}">{timed(body)}</bpmn:intermediateCatchEvent>'


def line(*nodes: str) -> str:
    """Flows from each to the next: f1, f2, …"""
    pairs = pairwise(nodes)
    return "".join(flow(f"f{n}", *pair) for n, pair in enumerate(pairs, 1))


def simple(names: Sequence[str] = ("a", "b")) -> bytes:
    return drawn(START, END, *(step(n) for n in names), line("s", *names, "e"))
