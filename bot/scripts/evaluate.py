"""Measure a trained model: `python scripts/evaluate.py MODEL.tar.gz [--json FILE]`.

The held-out utterances are by people who wrote none of the training data. Half of them (by a
checksum of the text) served to calibrate the thresholds, the other half did not; both are told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BOT = Path(__file__).resolve().parents[1]
HELD_OUT = BOT / "tests" / "data" / "heldout.jsonl"
OFF_TOPIC, UNSURE = "out_of_scope", "nlu_fallback"
STYLES = {"mandarin": "普通话", "cantonese": "粤语", "traditional": "繁体", "typo": "错字"}


@dataclass(frozen=True)
class Example:
    """One held-out utterance; `acts` are those a reasonable clerk would accept."""

    text: str
    acts: tuple[str, ...]
    style: str
    is_harmful: bool = False

    @property
    def part(self) -> str:
        return "calibrated" if zlib.crc32(self.text.encode()) % 2 else "untouched"


@dataclass(frozen=True)
class Result:
    """What a model made of an example: the likeliest act, and what the bot acted on."""

    example: Example
    likeliest: str
    taken: str

    @property
    def is_right(self) -> bool:
        return self.likeliest in self.example.acts


@dataclass(frozen=True)
class Figures:
    """Shares of examples.

    `act_accuracy` by style and part: the likeliest act is right. `out_of_scope_recall`: off-topic
    text that is not answered. `refused_share`: real questions taken for off-topic.
    `unsure_share`: real questions the bot asks back about.
    """

    act_accuracy: dict[str, float]
    out_of_scope_recall: float
    refused_share: float
    unsure_share: float

    @classmethod
    def of(cls, results: Sequence[Result]) -> Figures:
        off_topic = [r for r in results if OFF_TOPIC in r.example.acts]
        real = [r for r in results if OFF_TOPIC not in r.example.acts]
        groups: dict[str, Callable[[Result], bool]] = {"all": lambda r: True}
        for style in STYLES:
            groups[style] = lambda r, style=style: r.example.style == style  # type: ignore[misc]
        for part in ("calibrated", "untouched"):
            groups[part] = lambda r, part=part: r.example.part == part  # type: ignore[misc]
        return cls(
            {
                name: _share(r.is_right for r in results if belongs(r))
                for name, belongs in groups.items()
            },
            _share(r.taken in (OFF_TOPIC, UNSURE, "abuse") for r in off_topic),
            _share(r.taken == OFF_TOPIC for r in real),
            _share(r.taken == UNSURE for r in real),
        )


def read_examples(path: Path = HELD_OUT) -> list[Example]:
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Example(r["text"], tuple(r["acts"]), r["style"], r.get("harmful", False)) for r in rows]


def examine(
    understand: Callable[[str], dict[str, Any]], examples: Iterable[Example]
) -> list[Result]:
    """Ask a model about every example; `understand` returns what Rasa parsed."""
    results = []
    for example in examples:
        parsed = understand(example.text)
        ranking = [r["name"] for r in parsed["intent_ranking"] if r["name"] != UNSURE]
        results.append(Result(example, ranking[0], parsed["intent"]["name"]))
    return results


def report(results: Sequence[Result]) -> str:
    """The figures as a table, and the acts that are mistaken most."""
    figures = Figures.of(results)
    lines = ["理解（从未用于训练的问句）", f"{'说法':<8}{'条数':>6}{'意图对':>9}"]
    names = {"all": "全部", **STYLES, "untouched": "没动过", "calibrated": "定过界"}
    for name, label in names.items():
        count = sum(name in ("all", r.example.style, r.example.part) for r in results)
        lines.append(f"{label:<8}{count:>6}{figures.act_accuracy[name]:>10.3f}")
    lines += [
        f"无关的话没有误答：{figures.out_of_scope_recall:.3f}",
        f"真问题被当成无关：{figures.refused_share:.3%}",
        f"真问题需要反问：{figures.unsure_share:.3%}",
    ]
    missed = Counter((r.example.acts[0], r.likeliest) for r in results if not r.is_right)
    lines += [f"  {a} → {b}：{n}" for (a, b), n in missed.most_common(12)]
    return "\n".join(lines)


def main(model: Path, output: Path | None) -> int:
    """0; 1 when the model cannot be loaded."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    sys.path.insert(0, str(BOT))  # the model names its components by module
    agent = Agent.load(str(model))
    if not agent.is_ready() or not model.is_file():
        print(f"模型读不出来：{model}", file=sys.stderr)
        return 1
    loop = asyncio.new_event_loop()
    results = examine(
        lambda text: loop.run_until_complete(agent.parse_message(text)), read_examples()
    )
    print(report(results))
    if output:
        output.write_text(json.dumps(asdict(Figures.of(results)), ensure_ascii=False), "utf-8")
    return 0


def _share(answers: Iterable[bool]) -> float:
    every = list(answers)
    return round(sum(every) / len(every), 4) if every else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--json", type=Path, default=None)
    given = parser.parse_args()
    sys.exit(main(given.model, given.json))
