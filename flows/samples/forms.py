"""An item's application form as a sample: its own fields, filled in with the form's examples."""

from __future__ import annotations

import re
from datetime import date

from flows.samples.views import SampleName
from knowledge_base.catalogue import CatalogueEntry
from knowledge_base.samples import FORM_WORDS
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.form import FormField, Section
from knowledge_base.schemas.sample import Heading, Row, Rows, Sample, SampleSource, Side, Signed

PREFIX = "form_"

_QUOTED = re.compile(r"^[“「]([^”」]+)[”」]")
_TELLS = re.compile("填|写|请|可|不|为准")
"""What an instruction has in it, and an example has not."""
_OPTIONAL = "（可不填）"
_BY_KIND = {
    "name": "陈小禾",
    "id_number": "440106********0020",
    "credit_code": "91440106********0X",
    "phone": "138****8000",
    "address": "广州市天河区示例路1号101房",
    "date": "2026-12-01",
    "textarea": "照实写清楚，一两句话就行",
}
_MOST_SIDES = 4
_MOST_ROWS = 12
_MOST_LOOKS = 6
_LOOK = range(4, 61)


def name_form(entry: CatalogueEntry) -> SampleName:
    name = f"{entry.document.item.name}：申请表填写示例"
    return SampleName(id=f"{PREFIX}{entry.code.lower()}", name=name)


def form_sample(entry: CatalogueEntry) -> Sample:
    """The form as asked of everybody: what only some are asked is left out."""
    document = entry.document
    sides = [side for section in document.form.sections[:_MOST_SIDES] if (side := _side(section))]
    sides[-1:] = [_with_signature(sides[-1] if sides else _bare(document))]
    called = name_form(entry)
    return Sample(
        id=called.id,
        name=called.name,
        words=list(FORM_WORDS),
        sides=sides,
        hints=[
            "在这里办的，申请表在网上填，不用自己打印",
            "在窗口交纸质表的，版式以窗口领取的空表为准，内容照这样填",
        ],
        returned=["姓名、号码和证件上的不一致", "没有签名，或签名和申请人不是同一个人"],
        source=SampleSource(title="本平台的在线申请表（例子是编的）", as_of=_checked_on(document)),
    )


def _bare(document: ItemDocument) -> Side:
    """Of a form that asks nothing of everybody, its name."""
    heading = Heading(kind="heading", text=f"{document.item.name}申请表"[:200])
    return Side(title="申请表", shape="sheet", blocks=[heading])


def _checked_on(document: ItemDocument) -> date:
    return max(source.as_of for source in document.item.sources.values())


def _side(section: Section) -> Side | None:
    asked = [field for field in section.fields if field.when is None][:_MOST_ROWS]
    if not asked:
        return None
    rows, looks = [], 0
    for field in asked:
        look = _look(field) if looks < _MOST_LOOKS else None
        looks += look is not None
        rows.append(Row(label=field.label[:24], value=_filled(field), look=look))
    blocks = [
        Heading(kind="heading", text=section.title),
        Rows(kind="rows", rows=rows, framed=True),
    ]
    return Side(title=section.title, shape="sheet", blocks=blocks)


def _with_signature(side: Side) -> Side:
    signed = Signed(
        kind="signed", label="申请人签名", name="陈小禾", day="2026年12月1日",
        look="本人手写签名，写上日期",
    )  # fmt: skip
    return side.model_copy(update={"blocks": [*side.blocks, signed]})


def _filled(field: FormField) -> str:
    """The example its help gives, else one of its kind."""
    _, example = _taught(field)
    if example and field.kind != "phone":
        value = example
    elif not field.required:
        return _OPTIONAL
    elif field.options:
        value = f"☑ {field.options[0].label}"
    elif field.kind == "number":
        value = f"{field.minimum or 1:g}"
    else:
        value = _BY_KIND.get(field.kind, "照证件或实际情况填")
    return f"{value}{field.unit or ''}"[:120]


def _look(field: FormField) -> str | None:
    """What the help says beside its example."""
    said, _ = _taught(field)
    return said if len(said) in _LOOK else None


def _taught(field: FormField) -> tuple[str, str]:
    """What the help tells to do, and the example it gives; either may be empty."""
    before, marked, after = (field.help or "").partition("例如")
    if not marked:
        after = (field.placeholder or "").partition("例如")[2]
    after = after.lstrip("：: ").rstrip("。")
    first, *others = after.split("；")
    clauses = first.split("，")
    tells = next((n for n, one in enumerate(clauses) if _TELLS.search(one)), len(clauses))
    told = ["，".join(clauses[tells:]), *(one for one in others if _TELLS.search(one))]
    like = ["，".join(clauses[:tells]), *(one for one in others if not _TELLS.search(one))]
    quoted = _QUOTED.match(after)
    example = quoted.group(1) if quoted else "；".join(like)
    return "；".join(part for part in [before.rstrip("，；。"), *told] if part), example
