"""`python -m flows.load_content`: keep every current item revision."""

from __future__ import annotations

import asyncio

from flows.guidance.repository import keep_revisions
from foundation import db
from knowledge_base.catalogue import catalogue
from knowledge_base.faq import meant_faq
from knowledge_base.search.items import search_items

SENTENCE = "周末可以办居住证吗"


async def load() -> int:
    """Keep the current item revisions; returns how many were new."""
    async with db.writing() as session:
        return await keep_revisions(session)


def warm() -> None:
    """Build what this process searches with, so that no citizen's turn waits for it."""
    search_items(SENTENCE)
    meant_faq(SENTENCE)


if __name__ == "__main__":
    fresh = asyncio.run(load())
    print(f"事项 {len(catalogue())} 个，新版本 {fresh} 个")
