"""The picture of a sample: every number stands on it, in order, and none outside."""

from __future__ import annotations

import io
import itertools

import pytest
from PIL import Image

from flows.samples.drawing import draw_side
from flows.samples.forms import form_sample
from flows.samples.service import find_sample, samples_of
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.conditions import Compare
from knowledge_base.samples import samples
from knowledge_base.schemas.sample import Sample

RED = (184, 50, 39)


def look_through(sample: Sample) -> None:
    for side in sample.sides:
        drawn = draw_side(side)
        with Image.open(io.BytesIO(drawn.picture)) as picture:
            colours = picture.convert("RGB")
        assert colours.size == (drawn.width, drawn.height)
        assert len(drawn.spots) == len(side.looks())
        for x, y in drawn.spots:
            place = (round(x * drawn.width), round(y * drawn.height))
            around = itertools.product(range(-16, 17, 4), repeat=2)
            seen = [colours.getpixel((place[0] + a, place[1] + b)) for a, b in around]
            assert seen.count(RED) > len(seen) / 3, (sample.id, side.title, place)


@pytest.mark.parametrize("sample", samples().values(), ids=lambda sample: sample.id)
def test_each_number_is_drawn_where_it_is_told(sample: Sample) -> None:
    look_through(sample)


def test_every_sample_that_is_named_is_there() -> None:
    named = [
        name
        for entry in catalogue()
        for material in entry.document.materials.materials
        for name in samples_of(material.name, entry.code)
    ]
    assert named
    assert [name.name for name in named] == [find_sample(name.id).name for name in named]


@pytest.mark.parametrize(
    ("code", "label", "written", "told"),
    [
        ("11440106007519140X4000131001000", "经营范围", "软件开发；信息技术咨询服务",
         "从规范目录里选"),
        ("11440106007519140X4000131001000", "拟用企业名称", "广州某某科技有限公司",
         "分公司写总公司名称加「天河分公司」"),
        ("1144010600751931194000109105001", "姓名", "陈大文",
         "与身份证一致；替孩子办的，请改填孩子的"),
        ("1144010600751931194000109105001", "手机号码", "138****8000", "用来收领证短信"),
        ("1144010600751931194000709104001", "想去哪个派出所或自助点", "石牌派出所",
         "不知道可以不填"),
        ("1144010600751925544002014010001", "服务银行", "广州银行",
         "填您方便去的合作银行；是否合作以穗好办网点列表为准"),
        ("11440106007519476L4000511006000", "周岁年龄", "82周岁", "老人现在的周岁"),
        ("11440106007519476L4000511006000", "户籍地址", "天河区林和街道××路××号", None),
        ("11440106007519140X4000131024000", "外设仓库地址", "（可不填）", "没有另外租仓库就不用填"),
        ("11440106007519140X4000131024000", "领证方式", "☑ 只要电子证照", None),
    ],
)  # fmt: skip
def test_a_field_is_filled_in_with_its_example(
    code: str, label: str, written: str, told: str | None
) -> None:
    entry = catalogue().find(code)
    assert entry is not None
    rows = {
        row.label: (row.value, row.look)
        for side in form_sample(entry).sides
        for block in side.blocks
        if block.kind == "rows"
        for row in block.rows
    }
    assert rows[label] == (written, told)


def test_a_form_that_asks_nothing_of_everybody_is_still_drawn() -> None:
    entry = next(iter(catalogue()))
    only_some = Compare.model_validate({"fact": "anything", "is": "this"})
    sections = [
        section.model_copy(
            update={"fields": [f.model_copy(update={"when": only_some}) for f in section.fields]}
        )
        for section in entry.document.form.sections
    ]
    form = entry.document.form.model_copy(update={"sections": sections})
    document = entry.document.model_copy(update={"form": form})
    sample = form_sample(CatalogueEntry(document, entry.revision))
    assert [side.looks() for side in sample.sides] == [["本人手写签名，写上日期"]]
    look_through(sample)


@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda entry: entry.code)
def test_each_form_is_its_own_sample(entry: CatalogueEntry) -> None:
    sample = form_sample(entry)
    look_through(sample)
    asked = [field.label for field in entry.document.form.fields() if field.when is None]
    written = [row.label for side in sample.sides for block in side.blocks if block.kind == "rows"
               for row in block.rows]  # fmt: skip
    assert written
    assert {label[:24] for label in asked} >= set(written)
