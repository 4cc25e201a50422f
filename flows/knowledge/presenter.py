"""Rows of what is known, as staff read them."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flows.knowledge.repository import Line
from flows.knowledge.views import (
    BatchView,
    EntryBrief,
    EntryState,
    EventView,
    OpenState,
    RevisionBrief,
    RevisionView,
)
from foundation.models import ImportBatch, KnowledgeEvent, KnowledgeRevision
from foundation.places_of_administration import name_of
from knowledge_base.keeping import CONSOLE, CONTENT

KIND_LABELS = {
    "item": "事项", "faq": "常见问题", "document": "政策文件", "place": "办事地点",
    "rules": "预审规则", "letter": "文书用语", "checklist": "勘察清单",
}  # fmt: skip
STATE_LABELS = {
    "published": "已发布", "not_yet": "待生效", "expired": "已失效", "withdrawn": "已撤下",
    "unpublished": "未发布", "draft": "草稿", "in_review": "待审核", "returned": "退回修改",
    "superseded": "旧版本", "archived": "存档",
}  # fmt: skip
ACTION_LABELS = {
    "draft": "起草", "saved": "修改草稿", "in_review": "提交审核", "recalled": "撤回送审",
    "published": "发布", "returned": "退回修改", "withdrawn": "撤下", "discarded": "放弃草稿",
    "archived": "存档",
}  # fmt: skip
BATCH_LABELS = {
    "waiting": "排队中", "running": "读取中", "ready": "待确认", "applying": "写入中",
    "done": "已完成", "failed": "未完成", "discarded": "已放弃",
}  # fmt: skip


def state_of(shown: KnowledgeRevision | None, opened: KnowledgeRevision | None, today: date) -> str:
    """How an entry stands towards citizens today."""
    if shown is None:
        return "unpublished" if opened else "withdrawn"
    if shown.effective_from and shown.effective_from > today:
        return "not_yet"
    return "expired" if shown.expires_on and shown.expires_on <= today else "published"


def show_entry(line: Line, today: date) -> EntryBrief:
    entry, shown, opened = line
    state = state_of(shown, opened, today)
    speaks = shown or opened
    return EntryBrief(
        id=entry.id,
        kind=entry.kind,
        kind_label=KIND_LABELS[entry.kind],
        key=entry.key,
        title=entry.title,
        region=entry.region,
        region_name=name_of(entry.region),
        origin=entry.origin,
        origin_label=origin_label(entry.origin),
        shape=speaks.shape if speaks else entry.kind,
        state=cast(EntryState, state),
        state_label=STATE_LABELS[state],
        open_state=cast("OpenState | None", opened.state if opened else None),
        open_author=opened.author_name if opened else None,
        effective_from=speaks.effective_from if speaks else None,
        expires_on=speaks.expires_on if speaks else None,
        updated_at=entry.updated_at,
    )


def origin_label(origin: str) -> str:
    if origin == CONTENT.id:
        return CONTENT.name
    return "工作台编辑" if origin == CONSOLE else f"导入（{origin.removeprefix('import:')}）"


def show_revision_brief(revision: KnowledgeRevision) -> RevisionBrief:
    return RevisionBrief(**_revision_facts(revision))


def show_revision(revision: KnowledgeRevision) -> RevisionView:
    return RevisionView(
        **_revision_facts(revision),
        version=revision.version,
        body=revision.body,
        raw=revision.raw,
    )


def show_event(event: KnowledgeEvent) -> EventView:
    return EventView(
        revision=event.revision,
        action=event.action,
        action_label=ACTION_LABELS.get(event.action, event.action),
        actor_name=event.actor_name,
        note=event.note,
        at=event.at,
    )


def show_batch(batch: ImportBatch, may: list[str]) -> BatchView:
    return BatchView.model_validate(
        {
            "id": batch.id,
            "kind": batch.kind,
            "kind_label": KIND_LABELS.get(batch.kind, "街道社区"),
            "source": batch.source,
            "file_name": batch.file_name,
            "state": batch.state,
            "state_label": BATCH_LABELS[batch.state],
            "done": batch.done,
            "total": batch.total,
            "report": batch.report,
            "problem": batch.report.get("problem"),
            "actor_name": batch.actor_name,
            "may": may,
            "created_at": batch.created_at,
            "finished_at": batch.finished_at,
        }
    )


def _revision_facts(revision: KnowledgeRevision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "shape": revision.shape,
        "state": revision.state,
        "state_label": STATE_LABELS[revision.state],
        "author_name": revision.author_name,
        "note": revision.note,
        "fingerprint": revision.fingerprint,
        "effective_from": revision.effective_from,
        "expires_on": revision.expires_on,
        "created_at": revision.created_at,
        "published_at": revision.published_at,
    }
