"""The policy documents of the content folder: each fits its shape, none claims what it is not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from knowledge_base import __file__ as package
from knowledge_base.schemas.document import KnowledgeDocument

FOLDER = Path(package).parent / "content" / "policies"
TODAY = date(2026, 11, 27)


@cache
def _documents() -> dict[str, KnowledgeDocument]:
    return {
        path.stem: KnowledgeDocument.model_validate(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    }


def test_a_file_is_named_by_its_document() -> None:
    assert len(_documents()) >= 18
    assert [(name, d.id) for name, d in _documents().items() if name != d.id] == []


def test_nothing_unread_in_an_official_text_is_called_verified() -> None:
    assert [d.id for d in _documents().values() if d.verified] == []


def test_an_article_is_numbered_once_and_never_empty_of_meaning() -> None:
    for document in _documents().values():
        labels = [a.label for a in document.articles if a.label]
        assert len(labels) == len(set(labels)), document.id
        assert all(a.label or a.heading for a in document.articles), document.id


def test_there_are_documents_to_warn_of() -> None:
    """Out of date, not yet in force, of another city: each is shown only with a warning."""
    documents = _documents().values()
    replaced = [d for d in documents if d.expires_on and d.expires_on <= TODAY]
    assert replaced
    assert all(d.replaced_by for d in replaced)
    assert [d for d in documents if d.valid_from and d.valid_from > TODAY]
    assert [d for d in documents if d.region not in {"440106", "440100", "440000", "000000"}]


def test_an_interpretation_says_what_it_rests_on() -> None:
    ours = [d for d in _documents().values() if d.kind == "interpretation"]
    assert len(ours) >= 4
    assert [(d.id, a.heading) for d in ours for a in d.articles if "依据：" not in a.text] == []
