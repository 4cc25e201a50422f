"""Whatever a drawing tool can write: it publishes and comes to an end in the dry run, or it is
refused by sentences that each name an element. Nothing a drawing says is ever executed."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st

from flows.engine.definitions import try_out
from flows.engine.elements import ROLES, STEPS
from flows.engine.errors import DiagramRefused, Fault
from tests.factories.diagrams import END, START, drawn, flow, gate, line, step

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CANARY = Path("canary-of-the-drawn-processes")
EVIL = (
    "__import__('os').system('touch {c}')",
    "open('{c}', 'w').close()",
    "decision == 'pass' and __import__('pathlib').Path('{c}').touch()",
    "[x for x in ().__class__.__base__.__subclasses__()]",
    "(lambda: open('{c}', 'w'))()",
    "decision.__class__",
    "${{T(java.lang.Runtime).getRuntime().exec('touch {c}')}}",
    "=open('{c}','w')",
    "f'{{open(chr(99))}}'",
    'exec(\'open("{c}","w")\')',
)
EVENTS = (
    "message", "signal", "error", "escalation", "conditional", "link", "compensate", "cancel",
    "terminate", "timer",
)  # fmt: skip
NODES = (
    "task", "userTask", "serviceTask", "sendTask", "receiveTask", "manualTask", "scriptTask",
    "businessRuleTask", "callActivity", "subProcess", "adHocSubProcess", "transaction",
    "startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway",
    "eventBasedGateway", "dataObjectReference", "dataStoreReference", "textAnnotation", "group",
)  # fmt: skip
OURS = (
    "userTask", "userTask", "userTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
    "endEvent", "intermediateCatchEvent",
)  # fmt: skip
TIMES = (
    "PT1H", "P3D", "2030-01-01T00:00:00+08:00", "P1M", "R/PT1S", "", "timedelta(days=1)",
    "P9999999D", "PT0S",
)  # fmt: skip
CONDITIONS = ('decision == "pass"', "amount > 10", 'region in ["440106"]', "is_promise == True")


def evil(draw: Any) -> str:
    return str(draw(st.sampled_from(EVIL))).format(c=CANARY)


def word(draw: Any) -> str:
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return evil(draw)
    if kind == 1:
        return str(draw(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)))
    return str(draw(st.sampled_from(["受理", "审核", "", "批准&签发", "<b>", "{{7*7}}", "${x}"])))


@st.composite
def drawings(draw: Any) -> bytes:
    """Any kinds of elements, any flows between them, attributes of ours and of others."""
    kinds = draw(st.lists(st.sampled_from(NODES if draw(st.booleans()) else OURS), max_size=7))
    ids = [f"n{number}" for number in range(len(kinds))]
    ends = ["s", *ids, "e"]
    pairs = list(itertools.pairwise(ends))
    if draw(st.booleans()):
        pairs = draw(
            st.lists(
                st.tuples(st.sampled_from(ends), st.sampled_from([*ends, "ghost"])), max_size=9
            )
        )
    elements = [_node(draw, kind, node, ids) for kind, node in zip(kinds, ids, strict=True)]
    flows = [_flow(draw, f"f{n}", *pair) for n, pair in enumerate(pairs)]
    return drawn(START, END, *elements, *flows, *draw(st.sampled_from([(), _EXTRA])))


_EXTRA = (
    "<bpmn:laneSet id='l'><bpmn:lane id='l1'/></bpmn:laneSet>",
    "<other xmlns='urn:x' id='o'/>",
)


def _node(draw: Any, kind: str, node: str, ids: list[str]) -> str:
    marks = {"id": node, "name": word(draw)}
    if kind == "userTask":
        marks |= {
            "tianhe:step": draw(st.sampled_from([*STEPS, "hack", ""])),
            "tianhe:role": draw(st.sampled_from([*ROLES, *ROLES, *ROLES, "root"])),
            "tianhe:days": draw(st.sampled_from([*[""] * 6, "3", "3", "-1", "1e9", "٣"])),
            "tianhe:shows": draw(st.sampled_from(["", "name,amount"])),
        }
    if kind == "boundaryEvent":
        marks["attachedToRef"] = draw(st.sampled_from([*ids, "ghost"]))
    if kind.endswith("Gateway"):
        marks["default"] = draw(st.sampled_from(["", "f1", "f2", "ghost"]))
    said = "".join(f" {name}={quoteattr(value)}" for name, value in marks.items() if value)
    return f"<bpmn:{kind}{said}>{_inside(draw, kind)}</bpmn:{kind}>"


def _inside(draw: Any, kind: str) -> str:
    if kind.endswith("Event") and kind not in ("startEvent", "endEvent"):
        name = draw(st.sampled_from([*EVENTS, "timer", "timer", "timer"]))
        time = escape(draw(st.sampled_from(TIMES)))
        body = f"<bpmn:timeDuration>{time}</bpmn:timeDuration>" if name == "timer" else ""
        return f"<bpmn:{name}EventDefinition>{body}</bpmn:{name}EventDefinition>"
    if kind == "scriptTask":
        return f"<bpmn:script><![CDATA[{evil(draw)}]]></bpmn:script>"
    if kind.endswith(("ubProcess", "transaction")):
        return "<bpmn:startEvent id='in'/><bpmn:scriptTask id='in2'/>"
    extra = draw(st.integers(0, 9))
    if extra == 0:
        return "<bpmn:multiInstanceLoopCharacteristics/>"
    if extra == 1:
        listener = f"<c:executionListener xmlns:c='urn:c' script={quoteattr(evil(draw))}/>"
        return f"<bpmn:extensionElements>{listener}</bpmn:extensionElements>"
    return ""


def _flow(draw: Any, name: str, source: str, target: str) -> str:
    asked = draw(st.sampled_from([None, None, *CONDITIONS, evil(draw)]))
    return flow(name, source, target, asked)


def _faults(xml: bytes) -> tuple[Fault, ...]:
    try:
        trial = try_out(xml)
    except DiagramRefused as refused:
        event("refused")
        return refused.faults
    event("published")
    assert any(way.is_over for way in trial.ways)
    return ()


@pytest.fixture(autouse=True)
def _at_a_quiet_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@settings(max_examples=120, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(drawings())
@example(drawn(START, END, step("a"), line("s", "a", "e")))
@example(drawn(START, END, line("s", "e")))
def test_it_publishes_and_runs_or_is_refused_by_name(xml: bytes) -> None:
    for fault in _faults(xml):
        assert fault.element
        assert fault.element in fault.message
    assert not CANARY.exists()


@settings(max_examples=30, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_sound_drawing_with_an_evil_condition_is_refused_at_that_flow(data: Any) -> None:
    said = data.draw(st.sampled_from(EVIL)).format(c=CANARY)
    xml = drawn(
        START, END, step("a"), gate("g", default="f3"), line("s", "a", "g"),
        flow("f3", "g", "e"), flow("bad", "g", "a", said),
    )  # fmt: skip
    with pytest.raises(DiagramRefused) as refused:
        try_out(xml)
    assert "bad" in {fault.element for fault in refused.value.faults}
    assert not CANARY.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>",
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><d>&b;</d>",
        "<?xml-stylesheet href='http://example.invalid/x.xsl'?><x/>",
        "<bpmn:definitions/>",
        "not xml",
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_no_drawing_is_refused_with_a_sentence(text: str, encoding: str) -> None:
    with pytest.raises(DiagramRefused) as refused:
        try_out(text.encode(encoding))
    assert refused.value.detail.endswith("。")
