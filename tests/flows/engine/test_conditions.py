"""Conditions compare facts and can do nothing else; what is not known is not so."""

from __future__ import annotations

from typing import Any

import pytest

from flows.engine.conditions import is_met
from flows.engine.definitions import read_definition
from flows.engine.machine import NoCode, new_workflow, spec_from_json
from tests.factories.diagrams import simple

FACTS = {"decision": "pass", "amount": 10, "is_promise": True, "days": 2.5, "region": ["440106"]}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('decision == "pass"', True),
        ('decision != "pass"', False),
        ('"pass" == decision and amount >= 10', True),
        ("not (amount > 10 or days < 2)", True),
        ("is_promise", True),
        ("decision", False),
        ("True", True),
        ("amount in (1, 10)", True),
        ("amount not in (1, 10)", False),
        ("amount == -1", False),
        ("amount == is_promise", False),
        ("amount == True", False),
        ('amount < "9"', False),
        ("unknown == 1", False),
        ("unknown != 1", False),
        ("unknown not in (1, 2)", False),
        ("unknown", False),
        ("not unknown", True),
        ('region == "440106"', False),
    ],
)
def test_comparisons(text: str, holds: bool) -> None:
    assert is_met(text, FACTS) is holds


def test_the_engine_executes_nothing() -> None:
    workflow = new_workflow(spec_from_json(read_definition(simple()).spec))
    task: Any = workflow.task_tree
    engine = workflow.script_engine
    for text in ("1 + 1", "__import__('os')", "call:print", "exec:1"):
        with pytest.raises(Exception, match="Error evaluating"):
            engine.evaluate(task, text)
    with pytest.raises(NoCode):
        engine.environment.execute("x = 1", {})
    with pytest.raises(NoCode):
        engine.environment.call_service({})
