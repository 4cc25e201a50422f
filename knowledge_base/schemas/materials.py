"""Materials (材料) of an item: what is handed in, in which situation, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge_base.conditions import Condition
from knowledge_base.schemas.base import Content, Line, Slug, Text

FileKind = Literal["pdf", "jpg", "png", "docx", "heic", "ofd", "zip"]
_AS_GOOD_AS: dict[FileKind, FileKind] = {"heic": "jpg", "ofd": "pdf"}


class Copies(Content):
    original: int = Field(default=0, ge=0, le=20)
    copy_: int = Field(default=0, ge=0, le=20, alias="copy")
    electronic: bool = True


class Material(Content):
    """One material. `when` absent: always needed. `required: false`: may be added, is not demanded.

    `why` is said when it is needed by the situation; `why_not` when the situation spares it.
    `from_licence` names the electronic licence that can replace the upload (免提交).
    `deferrable`: may follow by a promised date (容缺).
    """

    id: Slug
    name: Line
    required: bool = True
    when: Condition | None = None
    why: Text
    why_not: Text | None = None
    source_type: Literal["申请人自备", "政府部门核发", "中介机构或法定机构产生", "其他"]
    source_explain: Line
    form: Literal["纸质", "电子", "纸质或电子"] = "纸质或电子"
    copies: Copies
    accept: list[FileKind] = ["pdf", "jpg", "png"]
    max_files: int = Field(default=5, ge=1, le=20)
    fill_explain: Text | None = None
    accept_stand: Text | None = None
    form_url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    sample_url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    from_licence: Line | None = None
    deferrable: bool = False
    source: Slug
    verified: bool = False

    @property
    def takes(self) -> list[FileKind]:
        """What may be sent: a phone's HEIC is kept as JPG, an OFD is as good as a PDF, and a ZIP
        is the files in it."""
        more = [kind for kind, like in _AS_GOOD_AS.items() if like in self.accept]
        return list(dict.fromkeys([*self.accept, *more, "zip"]))


class Materials(Content):
    materials: list[Material] = Field(min_length=2, max_length=40)
