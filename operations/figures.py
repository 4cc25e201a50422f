"""How well a model understands, and whether another one is worse at anything."""

from __future__ import annotations

from typing import Any

from operations.ledger import Figures

TOLERANCE = 0.005
"""Half a point: what a figure may lose before a model is refused."""
SMALLER_IS_BETTER = frozenset({"refused_share"})
_ROUNDING = 1e-9

_NAMES = {
    "act_accuracy.all": "理解正确率",
    "act_accuracy.mandarin": "普通话理解正确率",
    "act_accuracy.cantonese": "粤语理解正确率",
    "act_accuracy.traditional": "繁体字理解正确率",
    "act_accuracy.typo": "错别字理解正确率",
    "out_of_scope_recall": "无关的话不误答",
    "refused_share": "没听懂的比例",
}


def flat(report: dict[str, Any]) -> Figures:
    """The evaluation's report as one figure a name: `act_accuracy.cantonese`."""
    figures: Figures = {}
    for name, value in report.items():
        if isinstance(value, dict):
            figures |= {f"{name}.{inner}": float(share) for inner, share in value.items()}
        else:
            figures[name] = float(value)
    return figures


def losses(figures: Figures, before: Figures) -> list[str]:
    """A sentence for each figure that is worse than before by more than the tolerance.

    A figure that is missing counts as lost: a style nobody examines must not pass unseen.
    """
    told = []
    for name, value in before.items():
        label = _NAMES.get(name, name)
        if name not in figures:
            told.append(f"{label}没有测出来")
            continue
        change = figures[name] - value
        lost = change if name in SMALLER_IS_BETTER else -change
        if lost > TOLERANCE + _ROUNDING:
            told.append(f"{label}从 {value:.1%} 变成 {figures[name]:.1%}")
    return told


def table(figures: Figures, before: Figures) -> str:
    lines = ["  指标                      现用      候选"]
    for name in sorted({*figures, *before}, key=lambda n: (n not in _NAMES, n)):
        label = _NAMES.get(name, name)
        pad = " " * max(1, 24 - 2 * len(label))
        cells = (f"{f[name]:8.1%}" if name in f else "       —" for f in (before, figures))
        lines.append(f"  {label}{pad}{'  '.join(cells)}")
    return "\n".join(lines)
