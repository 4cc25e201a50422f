"""`python -m flows.load_content`: keep every current item revision and warm the search."""

from __future__ import annotations

import asyncio

from flows.guidance.repository import keep_revisions
from foundation import db
from knowledge_base.catalogue import catalogue
from knowledge_base.faq import faq_index
from knowledge_base.search.index import item_index


async def load() -> int:
    """Returns how many revisions were new."""
    async with db.writing() as session:
        new = await keep_revisions(session)
    item_index()
    faq_index()
    return new


if __name__ == "__main__":
    fresh = asyncio.run(load())
    print(f"事项 {len(catalogue())} 个，新版本 {fresh} 个")
