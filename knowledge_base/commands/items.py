"""`import items`: catalogues of other systems, read, reported, and kept by who can keep them."""

from __future__ import annotations

import argparse
import asyncio
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base.catalogue import ContentInvalid
from knowledge_base.importers.items.differences import TooManyWithdrawn
from knowledge_base.importers.items.importing import (
    SIZE_CAP,
    ImportOptions,
    Keep,
    import_items,
)
from knowledge_base.importers.items.mapping import load_mapping
from knowledge_base.importers.items.report_file import write_report

READ, REFUSED, NOT_KEPT = 0, 1, 2
"""Everything was read; something was refused and is named; nothing was kept."""


def add_parser(kinds: Any, keep: Keep) -> None:
    """`keep` writes what was read to the database; `--dry-run` never calls it."""
    parser = kinds.add_parser("items", help="导入事项目录（JSON、JSONL、CSV、XLSX）")
    parser.add_argument("files", nargs="+", type=Path, help="一个或几个文件")
    parser.add_argument("--mapping", type=Path, help="字段对照表（YAML）；已知的来源会自动认出")
    parser.add_argument("--as-of", type=date.fromisoformat, help="数据的日期，默认文件的修改日期")
    parser.add_argument("--source", help="来源的名称，默认对照表的名称")
    parser.add_argument("--partial", action="store_true", help="只是一部分，不撤下没有出现的事项")
    parser.add_argument("--allow-withdrawals", action="store_true", help="允许撤下超过两成的事项")
    parser.add_argument("--dry-run", action="store_true", help="只读和报告，不写入")
    parser.add_argument("--report", type=Path, help="另存报告（.json 或 .csv）")
    parser.add_argument("--max-mb", type=int, default=SIZE_CAP // 1_000_000, help="文件大小上限")
    parser.set_defaults(run=lambda args: run(args, keep))


def run(args: argparse.Namespace, keep: Keep) -> int:
    try:
        options = ImportOptions(
            mapping=load_mapping(args.mapping) if args.mapping else None,
            as_of=args.as_of,
            source=args.source,
            is_partial=args.partial,
            allow_withdrawals=args.allow_withdrawals,
            size_cap=args.max_mb * 1_000_000,
        )
        report = asyncio.run(import_items(args.files, options, None if args.dry_run else keep))
    except (ContentInvalid, TooManyWithdrawn) as error:
        print(f"✗ {error}")
        return NOT_KEPT
    print(report.text())
    if args.report:
        write_report(report, args.report)
        print(f"报告已存到 {args.report}")
    return READ if report.is_clean else REFUSED
