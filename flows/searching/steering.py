"""The strategy's life: a draft, tried beside what is published, published by a second person,
rolled back at once when it was a mistake."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from flows.searching import repository
from flows.searching.errors import (
    OwnStrategy,
    StrategyDraftMissing,
    StrategyMoved,
    StrategyUnknown,
)
from flows.searching.records import MANAGE
from flows.searching.views import StrategyBrief, StrategyPage, StrategyView
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import SearchStrategyVersion
from foundation.viewer import StaffMember
from foundation.wording import path_of, wrong
from knowledge_base import repository as knowledge
from knowledge_base.search.strategy import SearchStrategy, default_strategy

STATE_LABELS = {"draft": "草稿", "published": "使用中", "superseded": "旧版本"}
SHIPPED = 0


class StrategyDraft(BaseModel):
    body: dict[str, Any]
    note: str = ""
    version: int = 0


async def look(session: AsyncSession, staff: StaffMember) -> StrategyPage:
    """What is in use, the draft, and every version before."""
    staff.must_hold(MANAGE)
    versions = await repository.strategies(session)
    used = next((v for v in versions if v.state == "published"), None)
    draft = next((v for v in versions if v.state == "draft"), None)
    return StrategyPage(
        published=_show(used) if used else _show_shipped(),
        draft=_show(draft) if draft else None,
        versions=[_brief(v) for v in versions if v.state != "draft"],
        body_schema=SearchStrategy.model_json_schema(),
        may=_may(staff, draft),
    )


async def save_draft(session: AsyncSession, staff: StaffMember, draft: StrategyDraft) -> None:
    """Keep a strategy that is sound. Raises: InvalidInput by field, StrategyMoved."""
    staff.must_hold(MANAGE)
    body = parse(draft.body).model_dump(mode="json")
    await knowledge.hold(session)
    kept = await repository.strategy_in(session, "draft", lock=True)
    if (kept.version if kept else 0) != draft.version:
        raise StrategyMoved
    if kept is None:
        kept = SearchStrategyVersion(
            number=await repository.last_number(session) + 1, state="draft"
        )
        session.add(kept)
    kept.body, kept.note, kept.updated_at = body, draft.note[:500], now()
    kept.author, kept.author_name = _id(staff), staff.display_name


async def discard(session: AsyncSession, staff: StaffMember) -> None:
    staff.must_hold(MANAGE)
    draft = await _draft(session)
    draft.state, draft.updated_at = "superseded", now()
    draft.note = f"（未发布）{draft.note}"[:500]


async def publish(session: AsyncSession, staff: StaffMember, note: str) -> None:
    """Use the draft from now on, everywhere. Raises: OwnStrategy, StrategyDraftMissing."""
    staff.must_hold(MANAGE)
    draft = await _draft(session)
    if draft.author == _id(staff):
        raise OwnStrategy
    if note.strip():
        draft.note = note.strip()[:500]
    await _use(session, draft)


async def roll_back(session: AsyncSession, staff: StaffMember, number: int) -> None:
    """Use an earlier version again at once; 0 is the one shipped. Raises: StrategyUnknown."""
    staff.must_hold(MANAGE)
    if number == SHIPPED:
        await _use(session, None)
        return
    version = await repository.strategy(session, number)
    if version is None or version.published_at is None:
        raise StrategyUnknown
    await _use(session, version)


def parse(body: dict[str, Any]) -> SearchStrategy:
    """Raises: InvalidInput with each field that does not fit."""
    try:
        return SearchStrategy.model_validate(body)
    except ValidationError as error:
        faults = {f"body.{path_of(e)}".rstrip("."): wrong(e) for e in error.errors()}
        raise InvalidInput(faults) from error


async def strategies_to_compare(
    session: AsyncSession, staff: StaffMember, body: dict[str, Any] | None
) -> tuple[SearchStrategy, SearchStrategy]:
    """What is in use, and what it is held against: a given body, or else the draft."""
    staff.must_hold(MANAGE)
    used = await repository.strategy_in(session, "published")
    before = SearchStrategy.model_validate(used.body) if used else default_strategy()
    return before, parse(body if body is not None else (await _draft(session)).body)


async def _use(session: AsyncSession, version: SearchStrategyVersion | None) -> None:
    await knowledge.hold(session)
    used = await repository.strategy_in(session, "published", lock=True)
    if used is not None and used is not version:
        used.state, used.updated_at = "superseded", now()
        await session.flush()
    if version is not None:
        version.state, version.published_at, version.updated_at = "published", now(), now()
    await knowledge.next_generation(session)


async def _draft(session: AsyncSession) -> SearchStrategyVersion:
    draft = await repository.strategy_in(session, "draft", lock=True)
    if draft is None:
        raise StrategyDraftMissing
    return draft


def _may(staff: StaffMember, draft: SearchStrategyVersion | None) -> list[str]:
    allowed = ["edit", "rollback"]
    if draft is not None:
        allowed += ["discard"] if draft.author == _id(staff) else ["discard", "publish"]
    return sorted(allowed)


def _brief(version: SearchStrategyVersion) -> StrategyBrief:
    return StrategyBrief(**_facts(version))


def _show(version: SearchStrategyVersion) -> StrategyView:
    return StrategyView(**_facts(version), version=version.version, body=version.body)


def _show_shipped() -> StrategyView:
    return StrategyView.model_validate(
        {
            "number": SHIPPED,
            "state": "published",
            "state_label": STATE_LABELS["published"],
            "author_name": "随版本提供",
            "note": "",
            "created_at": now(),
            "published_at": None,
            "version": 0,
            "body": default_strategy().model_dump(mode="json"),
        }
    )


def _facts(version: SearchStrategyVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "state": version.state,
        "state_label": STATE_LABELS[version.state],
        "author_name": version.author_name,
        "note": version.note,
        "created_at": version.created_at,
        "published_at": version.published_at,
    }


def _id(staff: StaffMember) -> str:
    return f"staff:{staff.username}"
