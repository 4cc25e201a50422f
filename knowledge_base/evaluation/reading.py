"""Labelled data as people keep it: BEIR folders, JSON, JSON lines, CSV, TSV, YAML.

Field names are taken in the usual spellings. A row that fits none is reported with its line, and
the rest goes on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.evaluation.labelled import Gathered, Labelled

QUERY = ("query", "question", "q", "query_text", "ask", "问题", "问法", "查询")
RELEVANT = (
    "relevant", "positive", "positives", "relevant_ids", "relevant_docs", "answer_ids", "answers",
    "answer_id", "ids", "doc_ids", "docids", "doc_id", "docid", "document_id", "corpus_id",
    "corpus-id", "pos", "positive_passages", "passage_id", "pid", "gold", "target", "答案",
)  # fmt: skip
ID = (
    "_id",
    "id",
    "docid",
    "doc_id",
    "document_id",
    "pid",
    "passage_id",
    "corpus_id",
    "key",
    "编号",
)
QUERY_ID = ("query_id", "query-id", "qid", "_id", "id")
TEXT = ("text", "content", "body", "passage", "context", "document", "contents", "正文", "内容")
TITLE = ("title", "heading", "name", "标题")
STYLE, SPLIT = ("style", "type", "dialect"), ("split", "part", "set")
SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".yaml", ".yml", ".txt")

Row = dict[str, Any]
Numbered = tuple[int, Any]


class Unreadable(Exception):
    """Nothing labelled can be read here; the text says why."""


def read_labelled(path: Path) -> Labelled:
    """Everything labelled in a file, or in a folder with the files of its `qrels`.

    Raises: Unreadable.
    """
    if not path.exists():
        raise Unreadable(f"{path}：没有这个文件或目录")
    files = _files(path)
    if not files:
        raise Unreadable(f"{path}：没有可读的文件（{'、'.join(SUFFIXES)}）")
    gathered = Gathered()
    for file in files:
        _read(file, gathered)
    labelled = gathered.done(path.stem if path.is_file() else path.name)
    if not labelled.queries:
        first = labelled.faults[0] if labelled.faults else "没有一行同时有问法和答案"
        raise Unreadable(f"{path}：没有读到标注好的查询；{first}")
    return labelled


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = [p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in SUFFIXES]
    return sorted(found, key=_is_judgements)


def _is_judgements(path: Path) -> bool:
    return "qrel" in path.name.lower() or "qrel" in path.parent.name.lower()


def _read(path: Path, gathered: Gathered) -> None:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("gb18030", errors="replace")
    if _is_judgements(path):
        _judgements(path, text, gathered)
        return
    try:
        rows = list(_rows(path, text, gathered))
    except (ValueError, yaml.YAMLError, csv.Error) as error:
        gathered.faults.append(f"{path.name}：读不出：{error}")
        return
    for line, row in rows:
        if not isinstance(row, dict) or not _take(path, row, gathered):
            gathered.faults.append(f"{path.name} 第{line}行：看不出是查询还是文档")


def _rows(path: Path, text: str, gathered: Gathered) -> Iterator[Numbered]:
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson", ".txt"):
        yield from _lines(path, text, gathered)
    elif suffix in (".csv", ".tsv"):
        csv.field_size_limit(10_000_000)
        reader = csv.DictReader(io.StringIO(text), delimiter="\t" if suffix == ".tsv" else ",")
        yield from ((reader.line_num, row) for row in reader)
    else:
        whole = json.loads(text) if suffix == ".json" else yaml.safe_load(text)
        yield from enumerate(_unfolded(whole), 1)


def _lines(path: Path, text: str, gathered: Gathered) -> Iterator[Numbered]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError:
            gathered.faults.append(f"{path.name} 第{number}行：不是有效的JSON")


def _unfolded(whole: Any) -> Iterator[Any]:
    """Rows of a list; of an object with `queries`, `corpus` and `relevant_docs` by id; or of
    several lists under names."""
    if isinstance(whole, list):
        yield from whole
        return
    if not isinstance(whole, dict):
        yield whole
        return
    answers: dict[str, Any] = next(
        (whole[n] for n in RELEVANT if isinstance(whole.get(n), dict)), {}
    )
    for name, part in whole.items():
        if isinstance(part, list):
            yield from part
        elif isinstance(part, dict) and part is not answers:
            yield from (_by_id(name, id_, value, answers) for id_, value in part.items())


def _by_id(name: str, id_: str, value: Any, answers: dict[str, Any]) -> Row:
    row = dict(value) if isinstance(value, dict) else {"text": value}
    row.setdefault("id", id_)
    if name.lower() in ("queries", "questions"):
        row.setdefault("query", row.pop("text", ""))
        row.setdefault("relevant", answers.get(id_, []))
    return row


def _take(path: Path, row: Row, gathered: Gathered) -> bool:
    """Whether a row was a query, a document, or both at once."""
    asked = _text(row, QUERY)
    if not asked and "quer" in path.name.lower() and (asked := _text(row, TEXT)):
        row = {k: v for k, v in row.items() if k not in TEXT}
    if not asked:
        return _take_document(row, gathered)
    id_ = _text(row, QUERY_ID) or asked
    id_ = id_ if _text(row, QUERY_ID) and not _text(row, TEXT) else asked
    gathered.query(id_, asked, _text(row, STYLE), _text(row, SPLIT))
    keys = _keys(row)
    if text := _text(row, TEXT):
        key = keys[0] if keys else text
        gathered.document(key, _text(row, TITLE), text)
        keys = [key]
    gathered.judge(id_, keys)
    return True


def _take_document(row: Row, gathered: Gathered) -> bool:
    text, title = _text(row, TEXT), _text(row, TITLE)
    if not (text or title):
        return False
    gathered.document(_text(row, ID) or text, title, text)
    return True


def _judgements(path: Path, text: str, gathered: Gathered) -> None:
    """«query-id corpus-id score», with or without a heading, or the four columns of TREC."""
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split("\t") if "\t" in line else line.replace(",", " ").split()
        if not line.strip() or (number == 1 and not _is_number(parts[-1])):
            continue
        if len(parts) not in (2, 3, 4) or (len(parts) > 2 and not _is_number(parts[-1])):
            gathered.faults.append(f"{path.name} 第{number}行：应为 查询编号、文档编号、分值")
            continue
        score = float(parts[-1]) if len(parts) > 2 else 1.0
        if score > 0:
            gathered.judge(parts[0].strip(), [parts[2 if len(parts) == 4 else 1].strip()])


def _keys(row: Row) -> list[str]:
    value = next((row[n] for n in RELEVANT if row.get(n) not in (None, "", [])), None)
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            value = [value]
    if isinstance(value, dict):
        value = [key for key, score in value.items() if score]
    several: Iterable[Any] = value if isinstance(value, list) else [value]
    return [_key(v) for v in several if v not in (None, "")]


def _key(value: Any) -> str:
    return (_text(value, ID) or _text(value, TEXT)) if isinstance(value, dict) else str(value)


def _text(row: Row, names: Iterable[str]) -> str:
    """The first field of these names that says something, whatever its letter case."""
    lowered = {str(k).strip().lower(): v for k, v in row.items() if k is not None}
    for name in names:
        value = lowered.get(name)
        if isinstance(value, (str, int, float)) and str(value).strip():
            return str(value).strip()
    return ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
