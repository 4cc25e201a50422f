"""`python -m flows.load_content`: the shipped content becomes part of what is known."""

from __future__ import annotations

import asyncio

from flows.organisation import seeding as organisation
from flows.processes import shipped
from flows.reports import shipped as reports
from foundation import db
from knowledge_base.content_pieces import shipped_pieces
from knowledge_base.faq import meant_faq
from knowledge_base.indexing import ensure_current
from knowledge_base.keeping import CONTENT, Brought, bring
from knowledge_base.search.items import search_items
from knowledge_base.serving import follow_now

SENTENCE = "周末可以办居住证吗"


async def load() -> Brought:
    """Bring the shipped content, as whole as this version has it; serve and find what is published.

    Safe to repeat, and for several processes at once.
    """
    async with db.writing() as session:
        brought = await bring(session, shipped_pieces(), CONTENT, is_whole=True)
    async with db.reading() as session:
        await ensure_current(session)
    await follow_now()
    return brought


async def load_processes() -> int:
    """Publish the shipped processes nobody has yet; returns how many."""
    async with db.writing() as session:
        return await shipped.bring(session)


async def load_organisation() -> int:
    """Units brought where there was no tree."""
    async with db.writing() as session:
        return await organisation.bring(session)


async def load_reports() -> int:
    """Save the shipped reports nobody has yet; returns how many."""
    async with db.writing() as session:
        return await reports.bring(session)


def warm() -> None:
    """Build what this process searches with, so that no citizen's turn waits for it."""
    search_items(SENTENCE)
    meant_faq(SENTENCE)


if __name__ == "__main__":
    brought, processes = asyncio.run(load()), asyncio.run(load_processes())
    units = asyncio.run(load_organisation())
    reported = asyncio.run(load_reports())
    waiting = f"，{len(brought.for_review)} 条待审核" if brought.for_review else ""
    print(
        f"知识库：新增 {len(brought.added)} 条，更新 {len(brought.changed)} 条，"
        f"撤下 {len(brought.withdrawn)} 条，未变 {len(brought.unchanged)} 条{waiting}；"
        f"审批流程：新增 {processes} 个；报表：新增 {reported} 张；"
        f"组织架构：新增 {units} 个机构"
    )
