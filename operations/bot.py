"""`make bot-train` and `make bot-eval`: the assistant trained, examined, and talked with."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from operations.environment import child_environment
from operations.place import Place
from operations.steps import BOT, BOT_PYTHON, bot_steps, run_lanes
from operations.suites import Suite, run_all

CONVERSATIONS = "tests/journeys/test_conversations.py"


def train(place: Place) -> int:
    """Train into the models of the place, unless nothing changed since."""
    place.make_folders()
    run_lanes(bot_steps(place))
    return 0


def evaluate(place: Place) -> int:
    """Train if needed, measure understanding, hold every conversation; 0 when all passed."""
    begun = time.monotonic()
    train(place)
    results = place.logs / "conversations.xml"
    results.unlink(missing_ok=True)
    model = place.models / "assistant.tar.gz"
    talks = (sys.executable, "-m", "pytest", "-q", CONVERSATIONS, f"--junitxml={results}")
    code = run_all(
        [
            Suite("理解：从未用于训练的问句", (str(BOT_PYTHON), "scripts/evaluate.py", str(model)),
                  BOT, child_environment(place) | {"PYTHONWARNINGS": "ignore"}),
            Suite("端到端对话", talks, environment={**os.environ, "MODELS_DIR": str(place.models)}),
        ],
        begun,
    )  # fmt: skip
    print("\n" + by_topic(results), flush=True)
    return code


def by_topic(results: Path) -> str:
    """How many conversations of each topic passed, from pytest's JUnit file."""
    if not results.is_file():
        return "没有对话的结果：测试没有跑起来"
    held, passed = Counter[str](), Counter[str]()
    for case in ElementTree.parse(results).iter("testcase"):
        topic, _, name = case.get("name", "").partition("[")[2].partition("/")
        if name:
            held[topic] += 1
            passed[topic] += not len(case)
    lines = [f"{'✓' if passed[t] == held[t] else '✗'} {t}：{passed[t]}/{held[t]}" for t in held]
    return "\n".join(["端到端对话，按主题：", *lines, f"共 {passed.total()}/{held.total()}"])
