"""Any diagram a person can draw is taken and runs, or is refused by a sentence that names it."""

from __future__ import annotations

import pytest

from flows.engine.definitions import read_definition
from flows.engine.errors import DiagramRefused
from flows.engine.running import Run
from tests.factories.diagrams import (
    END,
    HEAD,
    START,
    alarm,
    drawn,
    flow,
    gate,
    line,
    pause,
    simple,
    step,
    timed,
)

SPLIT = (gate("g", default="d1"), flow("d1", "g", "e"))


def _faults(xml: bytes) -> list[str]:
    with pytest.raises(DiagramRefused) as refused:
        read_definition(xml)
    assert refused.value.detail
    return [fault.message for fault in refused.value.faults]


def test_a_line_of_steps_runs_to_its_end() -> None:
    definition = read_definition(simple(("a", "b")))
    run = Run(definition.spec)
    for node in ("a", "b"):
        (waiting,) = run.steps()
        assert waiting.node == node
        run.complete(waiting.id, {"decision": "pass"})
        run = Run(definition.spec, run.save())
    assert run.is_over


def test_the_same_drawing_has_the_same_fingerprint() -> None:
    one, two = read_definition(simple()), read_definition(simple())
    assert (one.fingerprint, one.spec) == (two.fingerprint, two.spec)
    assert one.fingerprint != read_definition(simple(("a", "c"))).fingerprint


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<bpmn:scriptTask id="x" name="算一算"><bpmn:script>1</bpmn:script></bpmn:scriptTask>',
         "脚本任务「算一算」（x）不能使用"),
        ('<bpmn:serviceTask id="x" name="调接口"/>', "服务任务「调接口」（x）不能使用"),
        ('<bpmn:task id="x" name="看看"/>', "普通任务「看看」（x）不能使用，请改为用户任务"),
        ('<bpmn:callActivity id="x" calledElement="y"/>', "调用活动（x）不能使用"),
        ('<bpmn:subProcess id="x" triggeredByEvent="true" name="补正"/>', "子流程「补正」（x）"),
        ('<bpmn:dataObjectReference id="x"/>', "数据对象（x）不能使用"),
        ('<bpmn:complexGateway id="x"/>', "复杂网关（x）不能使用"),
        ('<evil xmlns="urn:x" id="x"/>', "evil（x）不是 BPMN 的内容"),
        (step("x"), "用户任务「x」（x）前面没有连线"),
        (step("x", kind="nothing"), "用户任务「x」（x）还没有选择环节类型"),
        (step("x", role="king"), "用户任务「x」（x）还没有选择办理角色"),
        (step("x", days="0"), "办理时限应为1至365个工作日"),
        (step("a"), "用户任务「a」（a）的编号重复了"),
        (step("1 or 1"), "用户任务「1 or 1」（1 or 1）的编号应以字母开头"),
        ('<bpmn:startEvent id="s2" name="又一个"/>' + flow("y", "s2", "a"),
         "开始事件「又一个」（s2）是多余的"),
        (flow("y", "a", "nowhere"), "连线（y）的终点没有连到元素上"),
        (flow("y", "a", "e"), "用户任务「a」（a）后面有2条连线，请用网关分流"),
        (pause("x", "每天"), "中间事件（x）的时间「每天」看不懂"),
        (pause("x", "P1Y"), "中间事件（x）的时间「P1Y」看不懂"),
        (pause("x", "PT0S"), "中间事件（x）的时间「PT0S」看不懂，时长应在1秒到10年之间"),
        (pause("x", "__import__('os')"), "中间事件（x）的时间"),
        ('<bpmn:intermediateCatchEvent id="x"/>', "中间事件（x）应是定时事件"),
        (f'<bpmn:intermediateCatchEvent id="x">{timed("R3/PT1H", "timeCycle")}'
         "</bpmn:intermediateCatchEvent>", "中间事件（x）不能循环定时"),
        (alarm("x", "s"), "边界事件（x）没有附在用户任务上"),
        ('<bpmn:intermediateCatchEvent id="x"><bpmn:messageEventDefinition/>'
         "</bpmn:intermediateCatchEvent>", "里的「messageEventDefinition」不能使用"),
        ('<bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
         "里的「multiInstanceLoopCharacteristics」不能使用，多人办理请用环节类型"),
        ('<bpmn:userTask id="x" name="表单"><bpmn:extensionElements><c:script xmlns:c="urn:c"/>'
         "</bpmn:extensionElements></bpmn:userTask>", "「表单」（x）带有别的系统的扩展「script」"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(body: str, said: str) -> None:
    faults = _faults(drawn(START, END, step("a"), line("s", "a", "e"), body))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os').system('x')",
        "().__class__.__mro__",
        "open",
        "decision.__class__ == 1",
        "[x for x in decision]",
        "lambda: 1",
        "decision == 'a' if 1 else 2",
        "f'{decision}' == 'a'",
        "9**9**9 == 1",
        "decision := 1",
        "decision in decision",
        "not" * 300 + " decision",
        "(" * 400 + "1" + ")" * 400,
        "",
        "1 <",
    ],
)
def test_a_condition_that_is_more_than_a_comparison_is_refused(condition: str) -> None:
    ways = (flow("f1", "s", "a"), flow("f2", "a", "g"), flow("x", "g", "a", condition))
    faults = _faults(drawn(START, END, step("a"), *SPLIT, *ways))
    assert len(faults) == 1
    assert "连线（x）的条件「" in faults[0]


def test_ways_that_never_end_or_run_double_are_refused() -> None:
    waits = drawn(
        START, END, step("a"), *SPLIT, gate("j", "parallel", name="汇合"),
        flow("f1", "s", "a"), flow("f2", "a", "g"), flow("f3", "g", "j", 'decision == "pass"'),
        step("b"), gate("h", default="h1"), flow("d2", "j", "h"), flow("h1", "h", "e"),
        flow("h2", "h", "b", 'decision == "pass"'), flow("h3", "b", "j"),
    )  # fmt: skip
    assert "并行网关「汇合」（j）可能一直等不齐" in _faults(waits)[0]
    double = drawn(
        START, END, gate("p", "parallel"), step("a"), step("b"), step("c"), flow("f0", "s", "p"),
        flow("f1", "p", "a"), flow("f2", "p", "b"), flow("f3", "a", "c"), flow("f4", "b", "c"),
        flow("f5", "c", "e"),
    )  # fmt: skip
    assert "用户任务「c」（c）可能被同时走到两次" in _faults(double)[0]
    spins = drawn(
        START, END, step("a"), *SPLIT, gate("h"), flow("f1", "s", "a"), flow("f2", "a", "h"),
        flow("f3", "h", "g"), flow("f4", "g", "h", "is_promise"),
    )  # fmt: skip
    assert "在一个没有用户任务的循环里" in _faults(spins)[0]
    closed = drawn(
        START, END, step("a"), *SPLIT, step("b"), step("c"), flow("f1", "s", "a"),
        flow("f2", "a", "g"), flow("f3", "g", "b", "is_promise"), flow("f4", "b", "c"),
        flow("f5", "c", "b"),
    )  # fmt: skip
    assert any("「b」（b）走不到结束事件" in fault for fault in _faults(closed))


def test_a_gateway_needs_conditions_and_a_default() -> None:
    ways = (flow("f1", "s", "a"), flow("f2", "a", "g"), flow("f3", "g", "a"), flow("f4", "g", "e"))
    faults = _faults(drawn(START, END, step("a"), gate("g", name="过不过"), *ways))
    assert any(f.startswith("排他网关「过不过」（g）没有默认连线") for f in faults)
    assert any(f.startswith("连线（f3）还没有条件") for f in faults)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<html/>",
        drawn(START, END, line("s", "e")),
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(
            "utf-16"
        ),
        HEAD.encode() + b"</bpmn:process></bpmn:definitions>",
        HEAD.encode() + b'</bpmn:process><bpmn:process id="p2"/></bpmn:definitions>',
        b"<a>" * 100_000,
        b"x" * 2_000_000,
    ],
)
def test_files_that_are_no_diagram_are_refused_at_once(xml: bytes) -> None:
    assert _faults(xml)[0]


def test_entity_bombs_and_ten_thousand_nodes_are_refused() -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    assert "DOCTYPE" in _faults(f'<!DOCTYPE l [<!ENTITY l0 "ha">{bomb}]><l>&l9;</l>'.encode())[0]
    names = [f"n{n}" for n in range(10_000)]
    assert _faults(simple(names))[0]
    assert "用户任务「n148」（n148）起超出" in _faults(simple(names[:200]))[0]


def test_the_largest_drawing_allowed_still_runs() -> None:
    definition = read_definition(simple([f"n{n}" for n in range(148)]))
    assert len(Run(definition.spec).steps()) == 1


def test_names_that_the_engine_uses_itself_are_harmless() -> None:
    definition = read_definition(simple(("Start", "End", "Root", "process")))
    assert Run(definition.spec).steps()[0].node == "Start"


def test_parallel_branches_wait_for_each_other_and_inclusive_ones_for_those_that_run() -> None:
    both = drawn(
        START, END, gate("p", "parallel"), gate("q", "parallel"), step("a"), step("b"),
        flow("f0", "s", "p"), flow("f1", "p", "a"), flow("f2", "p", "b"), flow("f3", "a", "q"),
        flow("f4", "b", "q"), flow("f5", "q", "e"),
    )  # fmt: skip
    run = Run(read_definition(both).spec)
    assert {waiting.node for waiting in run.steps()} == {"a", "b"}
    run.complete(run.steps()[0].id, {})
    assert not run.is_over
    run.complete(run.steps()[0].id, {})
    assert run.is_over
    some = both.replace(b'parallelGateway id="p" name=""', b'inclusiveGateway id="p" default="f1"')
    some = some.replace(b'parallelGateway id="q"', b'inclusiveGateway id="q"')
    some = some.replace(
        b'sourceRef="p" targetRef="b">',
        b'sourceRef="p" targetRef="b"><bpmn:conditionExpression>is_promise'
        b"</bpmn:conditionExpression>",
    )
    run = Run(read_definition(some).spec, facts={"is_promise": False})
    assert [waiting.node for waiting in run.steps()] == ["a"]
    run.complete(run.steps()[0].id, {})
    assert run.is_over


def test_branches_wait_for_each_other_in_every_round_of_a_loop() -> None:
    body = drawn(
        START, END, gate("p", "parallel"), gate("q", "parallel"), step("a"), step("b"),
        gate("m"), gate("g", default="out"), flow("f0", "s", "m"), flow("f1", "p", "a"),
        flow("f2", "p", "b"), flow("f3", "a", "q"), flow("f4", "b", "q"), flow("f5", "q", "g"),
        flow("f6", "m", "p"), flow("out", "g", "e"),
        flow("again", "g", "m", 'decision == "return"'),
    )  # fmt: skip
    definition = read_definition(body)
    run = Run(definition.spec)
    for _ in range(3):
        for left in (["a", "b"], ["b"]):
            assert sorted(waiting.node for waiting in run.steps()) == left
            first = min(run.steps(), key=lambda waiting: waiting.node)
            run.complete(first.id, {"decision": "return"})
            run = Run(definition.spec, run.save())
    assert len(run.steps()) == 2


def test_an_alarm_escalates_beside_the_step_or_takes_it_away() -> None:
    def escalating(*, interrupts: bool) -> Run:
        body = drawn(
            START, END, step("a"), alarm("t", "a", interrupts=interrupts), line("s", "a", "e"),
            step("x", kind="escalate", role="supervisor"), '<bpmn:endEvent id="e2"/>',
            flow("g1", "t", "x"), flow("g2", "x", "e2"),
        )  # fmt: skip
        run = Run(read_definition(body).spec)
        run.fire(run.timers()[0].id)
        return run

    assert {s.node for s in escalating(interrupts=False).steps()} == {"a", "x"}
    assert {s.node for s in escalating(interrupts=True).steps()} == {"x"}


def test_a_step_is_taken_back_to_any_step_before_it() -> None:
    definition = read_definition(simple(("a", "b", "c")))
    run = Run(definition.spec)
    for _ in range(2):
        run.complete(run.steps()[0].id, {"decision": "pass"})
    assert [step.node for step in run.earlier(run.steps()[0].id)] == ["b", "a"]
    run.take_back(run.steps()[0].id, "a")
    run = Run(definition.spec, run.save())
    assert [step.node for step in run.steps()] == ["a"]
