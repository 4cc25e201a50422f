"""`import regions`: streets and communities, read, counted, and kept by who can keep them."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from knowledge_base.importers.regions import RegionBatch, orphans, read_regions
from knowledge_base.importers.terminal import Cell, table
from knowledge_base.regions import DISTRICTS, Region

KeepRegions = Callable[[Sequence[Region]], Coroutine[Any, Any, str]]
"""Keeps the regions and says in one Chinese line what changed."""


def add_parser(kinds: Any, keep: KeepRegions) -> None:
    """`keep` writes what was read to the database; `--dry-run` never calls it."""
    parser = kinds.add_parser("regions", help="导入街道和社区（JSON 或表格）")
    parser.add_argument("files", nargs="+", type=Path, help="一个或几个文件")
    parser.add_argument("--dry-run", action="store_true", help="只读和报告，不写入")
    parser.set_defaults(run=lambda args: run(args, keep))


def run(args: argparse.Namespace, keep: KeepRegions) -> int:
    batch = read_regions(args.files)
    print(_report(batch))
    if not args.dry_run and batch.regions:
        print(asyncio.run(keep(batch.regions)))
    return 1 if batch.refused_files or batch.refused_rows else 0


def _report(batch: RegionBatch) -> str:
    parts = [table(["区", "街道、镇", "社区、村"], _rows(batch.regions))]
    parts += [f"✗ {f.file}：{f.reason}" for f in batch.refused_files]
    parts += [f"✗ {r.file} 第{r.line}行：{r.reason}" for r in batch.refused_rows]
    parts += [f"！「{written}」记为「{kept}」" for written, kept in batch.renamed]
    parts += [f"！「{r.name}」的上级{r.parent}不在文件里" for r in orphans(batch.regions)]
    refused = len(batch.refused_rows)
    parts.append(
        f"共 {len(batch.regions) + refused} 行：读入 {len(batch.regions)}，没有读入 {refused}"
    )
    return "\n".join(part for part in parts if part)


def _rows(regions: Sequence[Region]) -> list[list[Cell]]:
    counts = Counter((region.code[:6], region.level) for region in regions)
    codes = sorted({code for code, _ in counts})
    return [
        [DISTRICTS.get(code, code), counts[code, "street"], counts[code, "community"]]
        for code in codes
    ]
