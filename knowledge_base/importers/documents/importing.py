"""Import of documents: read, split, report; keeping them is somebody else's."""

from __future__ import annotations

import asyncio
import hashlib
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tqdm import tqdm

from foundation.logging import logger
from foundation.reading import KIND_NAMES, FileKind, is_lying
from foundation.settings import settings
from knowledge_base.importers.documents.assemble import AssembleOptions, assemble
from knowledge_base.importers.documents.blocks import DocumentRefused, Note, Reading
from knowledge_base.importers.documents.doc import read_doc
from knowledge_base.importers.documents.docx import read_docx
from knowledge_base.importers.documents.html import read_html, read_mhtml
from knowledge_base.importers.documents.imported import (
    Change,
    DocumentReport,
    ImportedDocument,
)
from knowledge_base.importers.documents.intake import MAX_BYTES, SourceFile, find, open_file
from knowledge_base.importers.documents.pdf import read_pdf_document, read_picture_document
from knowledge_base.importers.documents.text import read_text
from knowledge_base.schemas.document import DocumentKind

log = logger("documents")

READERS: dict[FileKind, Callable[[bytes], Reading]] = {
    FileKind.HTML: read_html,
    FileKind.MHTML: read_mhtml,
    FileKind.TXT: read_text,
    FileKind.DOCX: read_docx,
    FileKind.DOC: read_doc,
    FileKind.PDF: read_pdf_document,
    FileKind.JPEG: read_picture_document,
    FileKind.PNG: read_picture_document,
}
_ADVICE = {
    FileKind.EMPTY: "文件是空的",
    FileKind.OFD: "OFD版式文件暂不能读取文字，请转成PDF后再导入",
    FileKind.ENCRYPTED_OFFICE: "文件加了密码，请去掉密码后再导入",
    FileKind.RTF: "RTF文档暂不能读取，请另存为DOCX后再导入",
    FileKind.UNKNOWN: "不是文档：可能是二进制文件或已损坏",
}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are read.

    Attributes:
        region: stands in, with a doubt, where a document names no place (GB/T 2260); None refuses
            those.
        kind: of all documents of this import; None tells it by each.
        as_of: the day the files speak of; None takes the day each was last written.
        max_bytes: a larger file is refused unread.
    """

    region: str | None = field(default_factory=lambda: settings().home_region)
    kind: DocumentKind | None = None
    as_of: date | None = None
    max_bytes: int = MAX_BYTES


Keep = Callable[[Sequence[ImportedDocument]], Awaitable[dict[str, Change]]]
"""Keeps all documents of one import and says what became of each, by document id."""


async def import_documents(
    paths: Sequence[Path], options: ImportOptions, keep: Keep | None = None
) -> DocumentReport:
    """Read files, folders and archives, keep the documents, and report. Without `keep` nothing
    is written.

    A file that cannot be read is in the report with its reason; the others go on.
    Raises: whatever `keep` raises.
    """
    report = await asyncio.to_thread(read_documents, paths, options)
    if keep is not None and report.documents:
        report.changes = await keep(report.documents)
    return report


def read_documents(paths: Sequence[Path], options: ImportOptions) -> DocumentReport:
    """Everything under the paths, read and reported; blocks for seconds a scanned page."""
    began = time.perf_counter()
    found, left_out = find(paths)
    results: list[ImportedDocument] = []
    with tqdm(total=len(found), desc="导入文件", unit="个", disable=None) as bar:
        for path in found:
            bar.set_postfix_str(path.name[-24:])
            results += [read_file(file, options) for file in open_file(path, options.max_bytes)]
            bar.update()
    kept = list(_without_doubles(results))
    return DocumentReport(kept, left_out, seconds=time.perf_counter() - began)


def read_file(file: SourceFile, options: ImportOptions) -> ImportedDocument:
    """One file; pure but for the children that open PDF and pictures. Never raises."""
    sha256 = hashlib.sha256(file.content).hexdigest() if file.content else ""
    try:
        if file.refusal:
            raise DocumentRefused(file.refusal)
        reader = READERS.get(file.kind)
        if reader is None:
            raise DocumentRefused(_ADVICE.get(file.kind, f"不能导入{KIND_NAMES[file.kind]}"))
        reading = reader(file.content)
        if is_lying(file.name, file.kind):
            reading.notes.append(Note(f"扩展名与内容不符，实际是{KIND_NAMES[file.kind]}"))
        chosen = AssembleOptions(options.as_of or file.day, options.region, options.kind)
        document, notes = assemble(reading, file.name, chosen)
    except DocumentRefused as refusal:
        return ImportedDocument(file.name, sha256, file.kind, None, (), str(refusal))
    except Exception as error:  # one file must not end the batch, whatever is wrong with it
        where = traceback.extract_tb(error.__traceback__)[-1]
        log.error("document_unreadable", name=file.name, error=repr(error)[:200], where=str(where))
        reason = f"读取时出错（{type(error).__name__}），已记入日志"
        return ImportedDocument(file.name, sha256, file.kind, None, (), reason)
    return ImportedDocument(file.name, sha256, file.kind, document, tuple(notes))


def _without_doubles(results: Sequence[ImportedDocument]) -> Iterator[ImportedDocument]:
    """Of files that are one document the first stays; the others say which that is."""
    seen: dict[str, ImportedDocument] = {}
    for result in results:
        if result.document is None:
            yield result
            continue
        first = seen.setdefault(result.document.id, result)
        if first is result:
            yield result
            continue
        same = first.document is not None and first.document.articles == result.document.articles
        note = Note("条文相同" if same else "条文有出入，请核对取哪一份", doubtful=not same)
        yield replace(result, duplicate_of=first.source_name, notes=(*result.notes, note))
