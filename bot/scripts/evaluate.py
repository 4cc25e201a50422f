"""How well a model understands sentences it has never seen.

Usage: python scripts/evaluate.py MODEL.tar.gz --json OUT

Writes {"act_accuracy": {"all": x, "mandarin": x, …}, "out_of_scope_recall": x, "refused_share": x},
shares from 0 to 1: acts found rightly, by style; off-topic text declined or asked back about;
sentences that do ask for something and were not understood surely enough.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog
from ruamel.yaml import YAML

BOT = Path(__file__).resolve().parents[1]
HELD_OUT = BOT / "tests" / "data" / "heldout.yml"
DECLINING = {"out_of_scope", "nlu_fallback", "abuse"}
OFF_TOPIC, FALLBACK = "off_topic", "nlu_fallback"
STYLES = {"spoken": "mandarin", "formal": "mandarin"}
"""Ways of writing Mandarin are counted together."""


async def evaluate(model: Path, sentences: list[dict[str, str]]) -> dict[str, Any]:
    """The figures of a model over sentences {"text", "style", "intent"}."""
    agent = Agent.load(str(model))
    right: dict[str, list[bool]] = defaultdict(list)
    declined: list[bool] = []
    unsure: list[bool] = []
    for sentence in sentences:
        understood = await agent.parse_message(sentence["text"])
        taken = understood["intent"]["name"]
        if sentence["style"] == OFF_TOPIC:
            declined.append(taken in DECLINING)
            continue
        ranking = [r["name"] for r in understood["intent_ranking"] if r["name"] != FALLBACK]
        style = STYLES.get(sentence["style"], sentence["style"])
        right["all"].append(ranking[0] == sentence["intent"])
        right[style].append(ranking[0] == sentence["intent"])
        unsure.append(taken == FALLBACK)
    return {
        "act_accuracy": {style: _share(found) for style, found in sorted(right.items())},
        "out_of_scope_recall": _share(declined),
        "refused_share": _share(unsure),
    }


def _share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 4) if found else 0.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--json", type=Path, required=True, metavar="OUT")
    chosen = parser.parse_args(arguments)
    configure_structlog(logging.ERROR)  # at debug level Rasa prints every text
    sentences = YAML(typ="safe").load(HELD_OUT.read_text("utf-8"))
    model, out = chosen.model.resolve(), chosen.json.resolve()
    if not model.is_file():  # Rasa would silently load another model that lies beside it
        print(f"没有这个模型：{model}", file=sys.stderr)
        return 1
    sys.path.insert(0, str(BOT))  # our components, and their dictionaries beside them
    os.chdir(BOT)
    figures = asyncio.run(evaluate(model, sentences))
    out.write_text(json.dumps(figures, ensure_ascii=False), "utf-8")
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
