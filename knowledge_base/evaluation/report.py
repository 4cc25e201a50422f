"""Figures as a table: every engine, all queries first, then by part and by style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_base.evaluation.labelled import TUNED, UNTOUCHED, Query
from knowledge_base.evaluation.measuring import Measured
from knowledge_base.evaluation.metrics import Figures, figures_of
from knowledge_base.importers.terminal import table

SPLITS = {TUNED: "调过", UNTOUCHED: "没动过"}
STYLES = {
    "mandarin": "普通话",
    "spoken": "口语",
    "cantonese": "粤语",
    "traditional": "繁体",
    "typo": "错字",
}
HEADER = (
    "引擎", "部分", "条数", "R@1", "R@4", "R@10", "nDCG@10", "MRR", "p50 毫秒", "p95", "p99",
)  # fmt: skip


def report_of(queries: Sequence[Query], measured: Sequence[Measured]) -> str:
    """The table of one set."""
    rows = [
        _row(engine.engine, part, figures_of([engine.outcomes[i] for i in chosen]))
        for part, chosen in _parts(queries)
        for engine in measured
    ]
    return table(HEADER, rows)


def _parts(queries: Sequence[Query]) -> Iterator[tuple[str, list[int]]]:
    """All; each split; each style of each split. A part that says nothing new is left out."""
    everything = list(range(len(queries)))
    yield "全部", everything
    splits = sorted({q.split for q in queries if q.split})
    styles = [s for s in STYLES if any(q.style == s for q in queries)]
    styles += sorted({q.style for q in queries} - set(STYLES) - {""})
    for split in splits or [""]:
        of_split = [i for i in everything if queries[i].split == split or not splits]
        name = SPLITS.get(split, split)
        if split:
            yield name, of_split
        for style in styles:
            chosen = [i for i in of_split if queries[i].style == style]
            if chosen:
                yield " ".join(n for n in (name, STYLES.get(style, style)) if n), chosen


def _row(engine: str, part: str, figures: Figures) -> list[str | int]:
    shares = (figures.first, figures.offered, figures.found, figures.ndcg, figures.mrr)
    times = (figures.p50, figures.p95, figures.p99)
    return [
        engine,
        part,
        figures.queries,
        *(f"{share:.3f}" for share in shares),
        *(f"{time:.2f}" for time in times),
    ]
