"""What comes of one file, and of a whole import."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from foundation.reading import KIND_NAMES, FileKind
from knowledge_base.importers.documents.blocks import Note
from knowledge_base.importers.terminal import short, table
from knowledge_base.schemas.document import KnowledgeDocument

Outcome = Literal["imported", "doubtful", "duplicate", "refused"]


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """One file read: a document, or the reason why there is none.

    `raw_sha256` is of the file's bytes, "" where they were not read at all; `notes` tell where
    each fact stands, what was removed, and what somebody must look at. `duplicate_of` names the
    file of the same import that is the same document and was taken instead.
    """

    source_name: str
    raw_sha256: str
    kind: FileKind
    document: KnowledgeDocument | None
    notes: tuple[Note, ...] = ()
    refusal: str | None = None
    duplicate_of: str | None = None

    @property
    def outcome(self) -> Outcome:
        if self.document is None:
            return "refused"
        if self.duplicate_of is not None:
            return "duplicate"
        return "doubtful" if any(note.doubtful for note in self.notes) else "imported"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that was read; the same file gives the same one."""
        told = self.document.model_dump_json() if self.document else self.refusal or ""
        return hashlib.sha256(told.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Facts, notes and outcome, without the articles' text."""
        facts = self.document.model_dump(mode="json") if self.document else None
        if facts is not None:
            facts["articles"] = len(facts["articles"])
        return {
            "source_name": self.source_name,
            "raw_sha256": self.raw_sha256,
            "file_kind": self.kind.value,
            "outcome": self.outcome,
            "refusal": self.refusal,
            "duplicate_of": self.duplicate_of,
            "document": facts,
            "fingerprint": self.fingerprint,
            "notes": [
                {
                    "field": note.field,
                    "message": note.message,
                    "evidence": note.evidence,
                    "doubtful": note.doubtful,
                }
                for note in self.notes
            ],
        }


Change = Literal["added", "changed", "unchanged", "for_review"]
CHANGE_NAMES: dict[Change, str] = {
    "added": "新增",
    "changed": "有改动",
    "unchanged": "没有变化",
    "for_review": "待审核",
}


@dataclass(slots=True)
class DocumentReport:
    """Every file with its outcome; `changes` by document id, where the documents were kept."""

    results: list[ImportedDocument] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    seconds: float = 0.0

    def of(self, outcome: Outcome) -> list[ImportedDocument]:
        return [result for result in self.results if result.outcome == outcome]

    @property
    def documents(self) -> list[ImportedDocument]:
        """Each document once, doubtful ones too: what is kept."""
        return [r for r in self.results if r.outcome in ("imported", "doubtful")]

    def as_json(self) -> dict[str, Any]:
        return {
            "imported": len(self.of("imported")),
            "doubtful": len(self.of("doubtful")),
            "duplicate": len(self.of("duplicate")),
            "refused": len(self.of("refused")),
            "left_out": self.left_out,
            "changes": self.changes,
            "seconds": round(self.seconds, 3),
            "files": [result.as_json() for result in self.results],
        }

    def text(self) -> str:
        """For a terminal: the documents read, what is doubtful, what was refused, the sum."""
        parts = [
            _section("读取的文件", _document_table(self.documents)),
            _section("疑点", _doubt_table(self.of("doubtful"))),
            _section("重复的文件", _duplicate_table(self.of("duplicate"))),
            _section("没有读取", _refusal_table(self.of("refused"))),
            self._sum(),
        ]
        return "\n\n".join(part for part in parts if part)

    def _sum(self) -> str:
        articles = sum(len(r.document.articles) for r in self.documents if r.document)
        words = (
            f"共{len(self.results)}个文件：{len(self.of('imported'))}个已读取，"
            f"{len(self.of('doubtful'))}个有疑点，{len(self.of('duplicate'))}个重复，"
            f"{len(self.of('refused'))}个没有读取；"
            f"得到{articles}条，用时{self.seconds:.1f}秒"
        )
        if self.left_out:
            words += f"\n略过网页附带文件和系统文件{len(self.left_out)}个"
        if self.changes:
            counted = [
                f"{name}{sum(c == change for c in self.changes.values())}份"
                for change, name in CHANGE_NAMES.items()
            ]
            words += f"\n写入知识库：{'、'.join(counted)}"
        return words


def _section(title: str, text: str) -> str:
    return f"{title}\n{text}" if text else ""


def _document_table(results: Sequence[ImportedDocument]) -> str:
    rows = [
        (
            short(r.source_name, 28),
            short(r.document.title, 44),
            r.document.document_number or "—",
            r.document.region,
            str(r.document.valid_from or "—"),
            str(r.document.expires_on or "—"),
            len(r.document.articles),
        )
        for r in results
        if r.document is not None
    ]
    return table(("文件", "标题", "文号", "地区", "生效", "失效", "条数"), rows)


def _doubt_table(results: Sequence[ImportedDocument]) -> str:
    rows = [
        (short(r.source_name, 28), note.message, short(note.evidence, 50))
        for r in results
        for note in r.notes
        if note.doubtful
    ]
    return table(("文件", "疑点", "依据"), rows)


def _duplicate_table(results: Sequence[ImportedDocument]) -> str:
    rows = [
        (short(r.source_name, 40), short(r.duplicate_of or "", 40), r.notes[-1].message)
        for r in results
    ]
    return table(("文件", "与它是同一份", "内容"), rows)


def _refusal_table(results: Sequence[ImportedDocument]) -> str:
    rows = [(short(r.source_name, 40), KIND_NAMES[r.kind], r.refusal or "") for r in results]
    return table(("文件", "类型", "原因"), rows)
