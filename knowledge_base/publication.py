"""The rules of publication in the content folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from knowledge_base.catalogue import (
    CONTENT,
    ContentInvalid,
    faults_of,
    read_yaml,
    shipped_catalogue,
)
from knowledge_base.schemas.publication import PublicationRules


@cache
def publication_rules(root: Path = CONTENT) -> PublicationRules:
    """Raises: ContentInvalid, also for an item or a form field that does not exist."""
    try:
        rules = PublicationRules.model_validate(read_yaml(root / "publication.yaml"))
    except ValidationError as error:
        raise ContentInvalid(f"publication.yaml：{faults_of(error)}") from error
    for item in rules.items:
        entry = shipped_catalogue().find(item.code)
        if entry is None:
            raise ContentInvalid(f"publication.yaml：没有事项{item.code}")
        known = {field.id for field in entry.document.form.fields()}
        if unknown := [name for name in item.contents if name not in known]:
            raise ContentInvalid(f"publication.yaml：{item.code}的表单没有{'、'.join(unknown)}")
    return rules
