"""`import documents`: files of policies, rules and answers, read, reported, and kept."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

from foundation.reading import close_reader
from foundation.settings import settings
from knowledge_base.importers.documents import ImportOptions, Keep, import_documents
from knowledge_base.importers.documents.intake import MAX_BYTES
from knowledge_base.schemas.document import DocumentKind

READ, REFUSED, NOT_KEPT = 0, 1, 2
"""Everything was read; something was refused and is named; nothing was kept."""


def add_parser(kinds: Any, keep: Keep | None = None) -> None:
    """`keep` writes to the database; without it only `--dry-run` works."""
    parser = kinds.add_parser(
        "documents", help="导入政策文件、规定和问答（HTML、TXT、DOC、DOCX、PDF、图片、ZIP）"
    )
    parser.add_argument("paths", nargs="+", type=Path, help="文件或目录，可以有几个")
    parser.add_argument(
        "--region",
        type=_region,
        default=settings().home_region,
        help="文件没有写明地区时用的地区代码",
    )
    parser.add_argument("--kind", choices=get_args(DocumentKind), help="文件种类，默认自动判断")
    parser.add_argument("--as-of", type=date.fromisoformat, help="内容的日期，默认文件的修改日期")
    parser.add_argument("--dry-run", action="store_true", help="只读和报告，不写入")
    parser.add_argument("--report", type=Path, help="另存报告（JSON）")
    parser.add_argument("--max-mb", type=int, default=MAX_BYTES >> 20, help="文件大小上限（MB）")
    parser.set_defaults(run=lambda args: run(args, keep))


def run(args: argparse.Namespace, keep: Keep | None = None) -> int:
    if keep is None and not args.dry_run:
        print("✗ 这里没有接上数据库，只能加 --dry-run 试读")
        return NOT_KEPT
    options = ImportOptions(args.region, args.kind, args.as_of, args.max_mb << 20)
    try:
        report = asyncio.run(import_documents(args.paths, options, None if args.dry_run else keep))
    finally:
        close_reader()
    print(report.text())
    if args.report:
        written = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
        args.report.write_text(written + "\n", "utf-8")
        print(f"报告已存到 {args.report}")
    return REFUSED if report.of("refused") else READ


def _region(text: str) -> str:
    if not re.fullmatch(r"\d{6}", text):
        raise argparse.ArgumentTypeError("地区代码是6位数字，例如 440106")
    return text
