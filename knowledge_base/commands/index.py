"""`rebuild-index`: the search index anew, from everything the database has published."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from tqdm import tqdm

from foundation import db
from knowledge_base import indexing
from knowledge_base.search.writer import IndexBusy


def add_parser(commands: Any) -> None:
    rebuilding = commands.add_parser("rebuild-index", help="按数据库里已发布的内容重建检索索引")
    rebuilding.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    try:
        count = asyncio.run(_rebuild())
    except IndexBusy as error:
        print(f"✗ {error}")
        return 1
    print(f"检索索引已重建，可以找到 {count} 条；正在运行的系统几秒内自动换用")
    return 0


async def _rebuild() -> int:
    """With a bar for each step on a terminal, and nothing elsewhere."""
    bars: dict[str, Any] = {}

    def show(step: str, done: int, total: int) -> None:
        bar = bars.get(step)
        if bar is None:
            bar = bars[step] = tqdm(total=total or None, desc=step, disable=None)
        bar.update(done - bar.n)

    try:
        async with db.reading() as session:
            return await indexing.rebuild(session, show)
    finally:
        for bar in bars.values():
            bar.close()
