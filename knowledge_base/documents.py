"""Documents that ship with the content: policies, rules, interpretations, one YAML file each."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from knowledge_base.catalogue import CONTENT, ContentInvalid, faults_of, read_yaml
from knowledge_base.schemas import KnowledgeDocument


def load_documents(root: Path = CONTENT) -> list[KnowledgeDocument]:
    """Every document of `policies/`, files in name order; none where there is no such folder.

    Raises: ContentInvalid when a file does not fit, or is not named by its document's id.
    """
    return [load_document(path) for path in sorted((root / "policies").glob("*.yaml"))]


def load_document(path: Path) -> KnowledgeDocument:
    """Raises: ContentInvalid."""
    try:
        document = KnowledgeDocument.model_validate(read_yaml(path))
    except ValidationError as error:
        raise ContentInvalid(f"{path.name}：{faults_of(error)}") from error
    if document.id != path.stem:
        raise ContentInvalid(f"{path.name}：文件名应与编号「{document.id}」相同")
    return document
