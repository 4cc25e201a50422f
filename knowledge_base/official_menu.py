"""The menu under the official account, as content: what each line says or opens."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from knowledge_base.catalogue import CONTENT, ContentInvalid, faults_of, read_yaml
from knowledge_base.schemas.base import Content, Slug

TopName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4)]
LineName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class MenuLine(Content):
    """One line: words said for the citizen, a command of the conversation, or a page opened.

    Names are as long as WeChat shows them (自定义菜单: 一级4个汉字，二级8个汉字).
    """

    key: Slug
    name: LineName
    say: Words = ""
    command: Words = ""
    page: Words = ""

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum(map(bool, (self.say, self.command, self.page))) != 1:
            raise ValueError("say、command、page 只写一项")
        return self


class MenuColumn(Content):
    """One button at the bottom of the chat, with the lines that open above it."""

    name: TopName
    lines: Annotated[list[MenuLine], Field(min_length=1, max_length=5)]


_COLUMNS = TypeAdapter(Annotated[list[MenuColumn], Field(min_length=1, max_length=3)])


def load_menu(root: Path = CONTENT) -> list[MenuColumn]:
    """Raises: ContentInvalid for a menu WeChat would not take, or two lines of one key."""
    path = root / "wechat" / "menu.yaml"
    try:
        columns = _COLUMNS.validate_python(read_yaml(path))
    except ValidationError as error:
        raise ContentInvalid(f"{path.name}：{faults_of(error)}") from error
    keys = [line.key for column in columns for line in column.lines]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ContentInvalid(f"{path.name}：key 重复：{'、'.join(sorted(twice))}")
    return columns


def menu_line(key: str) -> MenuLine | None:
    """The line a press of that key means; None for a key of an older menu."""
    return _lines().get(key)


@cache
def _lines() -> dict[str, MenuLine]:
    return {line.key: line for column in load_menu() for line in column.lines}
