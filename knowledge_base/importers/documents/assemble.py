"""Blocks and hints made into a document: its facts with their evidence, its articles, its id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from knowledge_base.importers.documents import document_number, regions
from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading
from knowledge_base.importers.documents.category import category
from knowledge_base.importers.documents.info_table import pairs_in
from knowledge_base.importers.documents.issuer import find_issuer
from knowledge_base.importers.documents.numbering import (
    article_label,
    chapter_label,
    outline_label,
)
from knowledge_base.importers.documents.split import Split, split
from knowledge_base.importers.documents.title import find_title
from knowledge_base.importers.documents.validity import published, read_validity
from knowledge_base.schemas.document import DocumentKind, KnowledgeDocument

HEAD = 12
MIN_CHARACTERS = 10
MIN_PAIRS = 2
MAX_ARTICLES = 2000
_ANNEX = re.compile(r"附\s?件\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s?[:：]?")


@dataclass(frozen=True, slots=True)
class AssembleOptions:
    """`region` stands in where the document names no place; `kind` overrides what it looks like."""

    as_of: date
    region: str | None = None
    kind: DocumentKind | None = None


def assemble(
    reading: Reading, name: str, options: AssembleOptions
) -> tuple[KnowledgeDocument, list[Note]]:
    """The document and its notes. What answers and interpretations say of force and repeal is about
    the document they explain, so it is not read as their own.

    Raises: DocumentRefused.
    """
    notes = list(reading.notes)
    blocks, fields = _without_information(reading, notes)
    if sum(len(block.text) for block in blocks) < MIN_CHARACTERS:
        raise DocumentRefused("没有正文，或正文太短")
    hints = [fields[n] for n in ("名称", "标题") if n in fields]
    title = _title([*hints, *reading.titles], blocks, name, notes)
    head = _head(blocks)
    number = _number(head, fields, title, notes)
    main = [block.text for block in _main(blocks) if block.role != "table"]
    issuer = _issuer(title, head, main, fields, notes)
    parts = _parts(_without_head(blocks, title, number) or blocks, notes)
    kind = options.kind or category(title, issuer, number, parts.has_answers)
    day = _published(fields, head, main, notes)
    told = "" if kind in ("faq", "interpretation") else "\n".join(block.text for block in blocks)
    validity = read_validity(told, title, fields, day, notes)
    document = _document(
        id=identify(number, title, issuer),
        title=title,
        kind=kind,
        document_number=number,
        issuer=issuer,
        region=_region(issuer, title, number, options.region, notes),
        published_on=day,
        valid_from=validity.valid_from,
        expires_on=validity.expires_on,
        replaced_by=validity.replaced_by,
        url=reading.url,
        as_of=options.as_of,
        articles=parts.articles,
    )
    return document, notes


def _document(**facts: Any) -> KnowledgeDocument:
    try:
        return KnowledgeDocument(**facts)
    except ValidationError as error:
        where = "、".join(str(e["loc"][0]) for e in error.errors() if e["loc"])
        raise DocumentRefused(f"读到的内容不合要求（{where}）") from None


def _parts(blocks: Sequence[Block], notes: list[Note]) -> Split:
    parts = split(blocks)
    count = len(parts.articles)
    if count > MAX_ARTICLES:
        raise DocumentRefused(f"有{count}条，超过上限{MAX_ARTICLES}条，请拆开后再导入")
    notes += _split_notes(parts)
    return parts


def identify(number: str | None, title: str, issuer: str | None) -> str:
    """The same for the same document from whatever file: by its number, else title and issuer."""
    if number:
        digest = hashlib.sha256(re.sub(r"\s", "", number).encode()).hexdigest()
        digits = "-".join(re.findall(r"\d+", number))
        return f"doc-{digits}-{digest[:8]}"
    told = re.sub(r"[\s《》（）()]", "", f"{title}|{issuer or ''}")
    return f"doc-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _without_information(reading: Reading, notes: list[Note]) -> tuple[list[Block], dict[str, str]]:
    """The body without lines such as 「来源：… 发布时间：…」, which become fields."""
    fields, kept, removed = dict(reading.fields), [], []
    for index, block in enumerate(reading.blocks):
        pairs: dict[str, str] = {}
        if index < 3 * HEAD:
            for line in block.text.split("\n"):
                pairs |= pairs_in(line)
        is_line = len(pairs) >= MIN_PAIRS or (len(pairs) == 1 and len(block.text) <= 40)
        if is_line and sum(map(len, pairs.values())) * 3 >= len(block.text):
            fields = fields | {k: v for k, v in pairs.items() if k not in fields}
            removed.append(block.text.replace("\n", " "))
        else:
            kept.append(block)
    if removed:
        notes.append(
            Note("公开信息栏读作文号、日期等，不列入正文", evidence=" ".join(removed)[:200])
        )
    return kept, fields


def _title(hints: Sequence[str], blocks: Sequence[Block], name: str, notes: list[Note]) -> str:
    found = find_title(hints, blocks)
    if found is None:
        stem = re.sub(r"\.\w{1,5}$", "", name.rsplit("/", 1)[-1])
        notes.append(Note("没有找到标题，用了文件名", "title", stem, True))
        return stem[:300] or name[:300]
    title, is_sure = found
    if not is_sure:
        notes.append(Note("标题不像公文标题，请核对", "title", title, True))
    return title


def _head(blocks: Sequence[Block]) -> list[str]:
    """Texts before the first number of the body."""
    head = []
    for block in blocks[:HEAD]:
        text = block.text
        if article_label(text) or chapter_label(text) or outline_label(text):
            break
        head.append(text)
    return head


def _main(blocks: Sequence[Block]) -> list[Block]:
    """The blocks before the first annex."""
    end = next((i for i, b in enumerate(blocks) if _ANNEX.fullmatch(b.text)), len(blocks))
    return list(blocks[:end] or blocks)


def _number(
    head: Sequence[str], fields: dict[str, str], title: str, notes: list[Note]
) -> str | None:
    told = document_number.own_number(head, fields, title)
    if told is None:
        notes.append(Note("没有找到文号", "document_number"))
        return None
    notes.append(Note("文号", "document_number", told[1]))
    return told[0]


def _issuer(
    title: str,
    head: Sequence[str],
    tail: Sequence[str],
    fields: dict[str, str],
    notes: list[Note],
) -> str | None:
    told = find_issuer(title, head, tail, fields)
    if told is None:
        notes.append(Note("没有找到发文机关", "issuer"))
        return None
    notes.append(Note("发文机关", "issuer", told[1]))
    return told[0]


def _published(
    fields: dict[str, str], head: Sequence[str], tail: Sequence[str], notes: list[Note]
) -> date | None:
    told = published(fields, head, tail)
    if told is None:
        notes.append(Note("没有找到发布日期", "published_on"))
        return None
    notes.append(Note("发布日期", "published_on", told[1]))
    return told[0]


def _region(
    issuer: str | None, title: str, number: str | None, given: str | None, notes: list[Note]
) -> str:
    """By the issuer, else the title, else the number; else what was given, and a doubt."""
    for told in (issuer, title):
        if told and (code := regions.region_of_body(told)):
            notes.append(Note(f"适用地区{code}", "region", told))
            return code
    if number and (code := regions.region_of_number(number)):
        notes.append(Note(f"适用地区{code}，只由文号看出", "region", number))
        return code
    foreign = next((t for t in (issuer, title) if t and regions.names_a_place(t)), None)
    if foreign:
        raise DocumentRefused(f"「{foreign[:40]}」提到的地方不在地区表里，无法确定适用地区")
    if given is None:
        raise DocumentRefused("看不出适用于哪个地区，请指明地区代码")
    notes.append(Note(f"没有写明适用地区，暂按{given}，请核对", "region", doubtful=True))
    return given


def _without_head(blocks: Sequence[Block], title: str, number: str | None) -> list[Block]:
    """The blocks without the lines that are the title or number and nothing else."""
    bare_title = _bare(title)
    rest, kept = bare_title, []
    for index, block in enumerate(blocks):
        text = _bare(block.text)
        if index < HEAD and block.role != "table":
            if text == bare_title:
                continue
            if rest.startswith(text) and (
                rest != bare_title or _goes_on(blocks, index, bare_title)
            ):
                rest = rest[len(text) :]
                continue
            if number and document_number.normalise(block.text) == number:
                continue
        kept.append(block)
    return kept


def _goes_on(blocks: Sequence[Block], index: int, title: str) -> bool:
    """Whether the lines from here put together are the title."""
    together = ""
    for block in blocks[index : index + 4]:
        together += _bare(block.text)
        if together == title:
            return True
    return False


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _split_notes(parts: Split) -> list[Note]:
    notes = []
    if parts.dropped:
        notes.append(Note(f"去掉目录{len(parts.dropped)}行"))
    for gap in parts.gaps:
        notes.append(Note(f"条文号不连续：{gap}", "articles", doubtful=True))
    if parts.unanswered:
        shown = "；".join(parts.unanswered[:3])
        notes.append(Note(f"有{len(parts.unanswered)}个问题没有答案", "articles", shown, True))
    return notes
