"""Every kind renders, to the same bytes each time, with its seal's place on its own page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from pydantic import ValidationError

from flows.letters.facts import body_of
from flows.letters.rendering import render
from flows.letters.samples import sample_facts
from knowledge_base.catalogue import catalogue
from knowledge_base.letters import kind_of, letter_book, load_letter_texts, mark_of
from knowledge_base.schemas.letter_text import LetterText

OFFICE = "广州市天河区市场监督管理局"
MOMENT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
KINDS = [kind.id for kind in letter_book().kinds]


def data_of(kind_id: str, **changes: Any) -> dict[str, Any]:
    """All that a template may ask for."""
    facts = {**sample_facts(kind_id), "department": OFFICE, **changes}
    return {**facts, "body": body_of(kind_id, facts)}


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")


@pytest.mark.parametrize("kind_id", KINDS)
def test_a_kind_renders_to_the_same_bytes(kind_id: str) -> None:
    data = data_of(kind_id)
    template = kind_of(kind_id).template
    first = render(template, data, MOMENT)
    assert render(template, dict(reversed(data.items())), MOMENT) == first
    pages = len(pypdfium2.PdfDocument(first.content))
    assert (first.page, pages) == (1, 1)
    assert 250 < first.x < 480
    text = text_of(first.content)
    for said in (
        "广州市天河区市场监督管理局",
        "000000",
        "广州市天河区示例餐饮店",
        "TH000000000000000",
    ):
        assert said in text.replace(" ", "")


def test_a_correction_names_what_it_replaces() -> None:
    corrects = {"number": "穗天市监许准字〔2026〕第000001号", "title": "旧", "reason": "名称有误"}
    text = text_of(render("plain", data_of("approval", corrects=corrects), MOMENT).content)
    assert "名称有误" in text.replace(" ", "")


def test_words_are_never_code() -> None:
    """An officer's reason is text, whatever stands in it."""
    reason = '#panic("x") $1/0$ *粗* @ref <label> \\ #sys.inputs'
    text = text_of(render("plain", data_of("rejection", reason=reason), MOMENT).content)
    assert "#panic" in text
    long = render("supplement", data_of("supplement", reason="请补正材料。" * 400), MOMENT)
    assert long.page > 1


def test_blanks_and_brackets_of_the_words() -> None:
    """A bracket falls away with its fact; what a fact holds is never taken for markup."""
    text = LetterText.model_validate(
        {
            "id": "acceptance",
            "name": "受理",
            "opening": "{你}好。[期限{办结期限}。][!办结期限：没有期限。]\n\n{理由}",
        }
    )
    facts = {"you": "你", "due_on": "", "reason": "[{你}] 第一段\n\n第二段"}
    assert text.filled(facts)["opening"] == ["你好。没有期限。", "[{你}] 第一段\n\n第二段"]
    assert text.filled({**facts, "due_on": "12月1日"})["opening"][0] == "你好。期限12月1日。"
    for wrong in ("{谁}", "[没有关", "{你", "[套[住]]", "[!谁：x]"):
        with pytest.raises(ValidationError):
            LetterText.model_validate({"id": "receipt", "name": "回执", "opening": wrong})
    assert {t.id for t in load_letter_texts()} == {k.id for k in letter_book().kinds} - {"licence"}


def test_every_office_of_the_catalogue_has_a_mark_of_its_own() -> None:
    codes = {entry.document.item.department.code for entry in catalogue()}
    marks = {code: mark_of(code) for code in codes}
    assert len(set(marks.values())) == len(codes)
    assert "穗天政务" not in marks.values()
