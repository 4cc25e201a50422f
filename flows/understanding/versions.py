"""Which models there are and which one runs, as `bot-publish` wrote it down (ADR 24)."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from flows.understanding import repository
from flows.understanding.views import ModelPage, ModelVersion
from foundation.logging import logger
from foundation.settings import settings
from foundation.viewer import StaffMember

LABELS = {
    "training": "正在训练或评测",
    "candidate": "候选，等待发布",
    "refused": "没有通过评测",
    "failed": "没有完成",
    "published": "使用中",
    "superseded": "旧版本",
}
COMMANDS = {
    "train": "make bot-candidate",
    "publish": "make bot-publish",
    "rollback": "make bot-rollback",
}

log = logger("understanding")


async def look(session: AsyncSession, staff: StaffMember) -> ModelPage:
    """Versions newest first, and what waits to be trained."""
    staff.must_hold("understanding.review")
    ledger = _ledger()
    versions = [_show(version) for version in reversed(ledger.get("versions", []))]
    approved = (await repository.counts(session)).get("approved", 0)
    trained = [v for v in versions if v.state != "failed"]
    return ModelPage(
        running=ledger.get("running", 0),
        versions=versions,
        approved=approved,
        untrained=await repository.approved_since(session, trained[0].created_at)
        if trained
        else approved,
        commands=COMMANDS,
    )


def _show(version: dict[str, Any]) -> ModelVersion:
    return ModelVersion(**version, state_label=LABELS[version["state"]])


def _ledger() -> dict[str, Any]:
    """What is written down; nothing where no model was ever published, or it cannot be read."""
    path = settings().data_dir / "models" / "versions.json"
    try:
        ledger: dict[str, Any] = orjson.loads(path.read_bytes())
        [_show(version) for version in ledger["versions"]]
    except FileNotFoundError:
        return {}
    except (OSError, orjson.JSONDecodeError, ValidationError, LookupError, TypeError) as error:
        log.warning("model_versions_unreadable", error=repr(error))
        return {}
    return ledger
