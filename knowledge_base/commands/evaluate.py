"""`eval`: search measured on labelled queries, beside plain BM25."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foundation.settings import settings
from knowledge_base.evaluation.labelled import UNTOUCHED, Labelled, Query
from knowledge_base.evaluation.measuring import PAIRS, Measured, measure
from knowledge_base.evaluation.metrics import figures_of
from knowledge_base.evaluation.reading import Unreadable, read_labelled
from knowledge_base.evaluation.report import STYLES, report_of
from knowledge_base.evaluation.sets import (
    NEEDS_ITEMS,
    SETS,
    asked_of,
    documents_of_items,
    shipped_documents,
    shipped_set,
)
from knowledge_base.search.document import SearchDocument

DONE, BAD_USAGE = 0, 2
FIRST_AT_LEAST = 0.85
MOST_FAULTS = 10


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("eval", help="用标注的查询测量检索，与普通 BM25 并列")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        help="标注数据：BEIR 目录，或 JSON、JSONL、CSV、TSV、YAML；不给就测自带的几套",
    )
    parser.add_argument(
        "--items", type=Path, help="另加一份事项目录（省里导出的 JSONL 等）一起被检索"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """2 where a path or file cannot be measured; what can be is measured all the same."""
    try:
        ours = [*shipped_documents(), *(documents_of_items(args.items) if args.items else ())]
    except Unreadable as error:
        print(f"✗ {error}")
        return BAD_USAGE
    status = DONE
    for labelled in _sets(args):
        if isinstance(labelled, Unreadable):
            print(f"✗ {labelled}")
            status = BAD_USAGE
        else:
            _measure(labelled, ours)
    return status


def _sets(args: argparse.Namespace) -> list[Labelled | Unreadable]:
    found: list[Labelled | Unreadable] = []
    for path in args.paths:
        try:
            found.append(read_labelled(path))
        except Unreadable as error:
            found.append(error)
    if args.paths:
        return found
    for name in SETS:
        if name in NEEDS_ITEMS and not args.items:
            print(f"（跳过 {name}：要用 --items 给出事项目录）\n")
        else:
            found.append(shipped_set(name))
    return found


def _measure(labelled: Labelled, ours: Sequence[SearchDocument]) -> None:
    documents, queries, missing = asked_of(labelled, ours)
    faults = [*labelled.faults, *missing]
    for fault in faults[:MOST_FAULTS]:
        print(f"✗ {fault}")
    if len(faults) > MOST_FAULTS:
        print(f"✗ ……另有 {len(faults) - MOST_FAULTS} 处")
    print(f"{labelled.name}：{len(queries)} 条查询，{len(documents)} 篇文档")
    if not queries:
        print("没有一条查询的答案在文档里\n")
        return
    folder = settings().data_dir / "evaluation" / labelled.name
    measured = measure(documents, queries, folder)
    print(report_of(queries, measured))
    print("\n".join(_promises(documents, queries, measured)), end="\n\n")


def _promises(
    documents: Sequence[SearchDocument], queries: Sequence[Query], measured: Sequence[Measured]
) -> list[str]:
    """What search must reach, and whether it does."""
    ours = measured[0]
    if all(d.kind == "passage" for d in documents):
        plain = next(m for m in measured if m.engine == PAIRS)
        best, yardstick = figures_of(ours.outcomes).ndcg, figures_of(plain.outcomes).ndcg
        return [
            f"{_mark(best > yardstick)} nDCG@10 {best:.3f}，应高于字二元 BM25 的 {yardstick:.3f}"
        ]
    lines = []
    for style, name in STYLES.items():
        chosen = [
            outcome
            for query, outcome in zip(queries, ours.outcomes, strict=True)
            if query.style == style and query.split == UNTOUCHED
        ]
        if chosen and documents[0].kind == "item":
            first = figures_of(chosen).first
            reached = _mark(first >= FIRST_AT_LEAST)
            lines.append(f"{reached} 没动过的{name} R@1 {first:.3f}，应不低于 {FIRST_AT_LEAST}")
    return lines


def _mark(is_reached: bool) -> str:
    return "✓" if is_reached else "✗"
