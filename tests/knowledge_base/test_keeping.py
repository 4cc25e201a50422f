"""Bringing content and imports into what is known: whole, repeatable, never over staff's heads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from flows.knowledge.diff import differences
from foundation import db
from foundation.models import KnowledgeEntry, KnowledgeRevision
from knowledge_base import repository
from knowledge_base.content_pieces import shipped_pieces
from knowledge_base.keeping import CONSOLE, CONTENT, Actor, Brought, bring
from knowledge_base.pieces import Piece, piece_of

PROVINCE = Actor("import:province", "省级目录导入")
BRIEF: dict[str, Any] = {
    "code": "11440000006939756B2440101007000",
    "catalog_code": "440101007000",
    "name": "临时价格干预范围事项提价申报",
    "task_type": "行政许可",
    "use_level": "省级",
    "region": "440000",
    "department": "广东省发展和改革委员会",
    "audience": "enterprise",
    "as_of": "2021-05-26",
    "source": {"title": "省级事项目录", "as_of": "2021-05-26"},
}


def brief(**changes: Any) -> Piece:
    return piece_of("brief", {**BRIEF, **changes})


def other(number: int) -> Piece:
    code = f"11440000006939756B24401010070{number:02}"
    return brief(code=code, catalog_code=code[19:], name=f"事项{number}")


async def brought(*pieces: Piece, actor: Actor = PROVINCE, **how: Any) -> Brought:
    async with db.writing() as session:
        return await bring(session, pieces, actor, **how)


async def states(key: str) -> list[str]:
    async with db.reading() as session:
        rows = await session.scalars(
            select(KnowledgeRevision.state)
            .join(KnowledgeEntry, KnowledgeEntry.id == KnowledgeRevision.entry_id)
            .where(KnowledgeEntry.key == key, KnowledgeEntry.kind != "rules")
            .order_by(KnowledgeRevision.number)
        )
        return list(rows)


async def generation() -> int:
    async with db.reading() as session:
        return await repository.generation(session)


async def hand_to_staff(key: str) -> None:
    async with db.writing() as session:
        entry = await session.scalar(
            select(KnowledgeEntry).where(KnowledgeEntry.key == key, KnowledgeEntry.kind != "rules")
        )
        assert entry is not None
        entry.origin = CONSOLE


@pytest.mark.usefixtures("database")
async def test_the_same_pieces_twice_change_nothing() -> None:
    first = await brought(*shipped_pieces(), actor=CONTENT, is_whole=True)
    counted = await generation()
    again = await brought(*shipped_pieces(), actor=CONTENT, is_whole=True)
    assert len(first.added) == len(shipped_pieces()) == len(again.unchanged)
    assert again.published == []
    assert await generation() == counted


@pytest.mark.usefixtures("database")
async def test_a_changed_piece_is_a_new_revision() -> None:
    await brought(brief())
    changed = await brought(brief(name="改了名称"))
    assert changed.changed == [f"item:{BRIEF['code']}"]
    assert await states(BRIEF["code"]) == ["superseded", "published"]
    async with db.reading() as session:
        (row,) = await repository.published(session, keys=[BRIEF["code"]])
    assert row.body["name"] == "改了名称"


@pytest.mark.usefixtures("database")
async def test_what_its_source_no_longer_brings_is_withdrawn_and_comes_back() -> None:
    await brought(other(1), other(2))
    fewer = await brought(other(1), is_whole=True)
    assert fewer.withdrawn == [f"item:{other(2).key}"]
    assert await states(other(2).key) == ["withdrawn"]
    back = await brought(other(1), other(2), is_whole=True)
    assert back.changed == [f"item:{other(2).key}"]
    assert await states(other(2).key) == ["withdrawn", "published"]


@pytest.mark.usefixtures("database")
async def test_a_part_or_another_source_withdraws_nothing() -> None:
    await brought(other(1), other(2))
    assert (await brought(other(1))).withdrawn == []
    elsewhere = Actor("import:elsewhere", "别处")
    assert (await brought(other(3), actor=elsewhere, is_whole=True)).withdrawn == []


@pytest.mark.usefixtures("database")
async def test_what_staff_answer_for_waits_for_their_review() -> None:
    await brought(brief())
    await hand_to_staff(BRIEF["code"])
    newer = await brought(brief(name="导入的新名称"))
    assert newer.for_review == [f"item:{BRIEF['code']}"]
    assert await states(BRIEF["code"]) == ["published", "in_review"]
    again = await brought(brief(name="导入的新名称"))
    assert again.for_review == []
    assert await states(BRIEF["code"]) == ["published", "in_review"]


@pytest.mark.usefixtures("database")
async def test_a_brief_item_never_replaces_a_full_one() -> None:
    await brought(*shipped_pieces(), actor=CONTENT)
    full = next(p for p in shipped_pieces() if p.shape == "item")
    code = full.key
    covered = await brought(brief(code=code, catalog_code=code[19:], region="440106"))
    assert covered.covered == [f"item:{code}"]
    assert await states(code) == ["published", "archived"]
    assert (
        await brought(brief(code=code, catalog_code=code[19:], region="440106"))
    ).published == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(["question", "answer", "asks", "source"]), JSON)


@given(BODIES, BODIES)
def test_a_diff_is_empty_only_between_equals(before: Any, after: Any) -> None:
    assert bool(differences(before, after)) or _told(before) == _told(after)
    assert differences(before, before) == []


def _told(value: Any) -> Any:
    """What a body tells: a member that is null tells as little as one that is not there."""
    if isinstance(value, dict):
        return {k: _told(v) for k, v in value.items() if v is not None}
    return [_told(v) for v in value] if isinstance(value, list) else value
