"""Every format through the same door: the same document comes of whatever file holds it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.reading import FileKind, sniff
from knowledge_base.importers.documents import (
    ImportedDocument,
    ImportOptions,
    SourceFile,
    read_file,
)
from knowledge_base.importers.documents.docx_numbering import chinese
from tests.knowledge_base.importers.documents.samples import (
    FAQ_PAIRS,
    FULL_TITLE,
    RULE_HEAD,
    RULE_LETTER,
    RULE_LINES,
    RULE_NUMBER,
    RULE_TITLE,
    page,
    paragraphs,
    rule_page,
    saved,
    text_pdf,
    word,
)

DATA = Path(__file__).parents[2] / "data" / "documents"
DAY = date(2024, 1, 1)
LINES = [*RULE_HEAD, *RULE_LETTER, RULE_TITLE, *RULE_LINES]


def read(name: str, content: bytes, options: ImportOptions | None = None) -> ImportedDocument:
    return read_file(SourceFile(name, content, DAY, sniff(content)), options or ImportOptions())


def _docx() -> bytes:
    document = word()
    for line in LINES:
        document.add_paragraph(line)
    return saved(document)


def _text(encoding: str) -> bytes:
    return "\r\n".join(LINES).encode(encoding)


FILES: dict[str, Callable[[], bytes]] = {
    "rule.html": lambda: rule_page().encode(),
    "gb.html": lambda: rule_page().encode("gb18030"),
    "utf8.txt": lambda: _text("utf-8"),
    "bom.txt": lambda: _text("utf-8-sig"),
    "gb.txt": lambda: _text("gb18030"),
    "utf16.txt": lambda: _text("utf-16"),
    "rule.docx": _docx,
    "rule.doc": (DATA / "rule.doc").read_bytes,
    "rule.pdf": lambda: text_pdf(LINES),
}


SEEDS = [FILES[name]() for name in ("rule.html", "gb.txt", "rule.docx", "rule.doc")]


@pytest.mark.parametrize("name", FILES)
def test_the_same_document_from_every_format(name: str) -> None:
    result = read(name, FILES[name]())
    assert result.refusal is None
    document = result.document
    assert document is not None
    assert result.outcome == "imported"
    assert (document.id, document.title) == ("doc-2023-5-52a807c6", FULL_TITLE)
    assert document.document_number == RULE_NUMBER
    assert document.issuer == "广州市天河区人民政府"
    assert (document.region, document.kind, document.verified) == ("440106", "policy", False)
    assert document.published_on == (date(2023, 5, 10) if "html" in name else date(2023, 5, 8))
    assert (document.valid_from, document.expires_on) == (date(2023, 6, 1), date(2028, 6, 1))
    assert document.as_of == DAY
    rules = [a for a in document.articles if a.label.startswith("第")]
    assert [a.label for a in rules] == [f"第{n}条" for n in "一二三四五六"]
    assert rules[0].text == RULE_LINES[1].removeprefix("第一条 ")
    assert rules[4].text == RULE_LINES[9].removeprefix("第五条 ")
    assert rules[5].heading == "第三章 附则"
    assert [n.field for n in result.notes if n.field == "repeals"] == ["repeals"]


@pytest.mark.parametrize("name", FILES)
def test_reading_twice_gives_the_same(name: str) -> None:
    content = FILES[name]()
    assert read(name, content).fingerprint == read(name, content).fingerprint


def test_every_fact_has_its_evidence() -> None:
    notes = {n.field: n.evidence for n in read("rule.html", rule_page().encode()).notes if n.field}
    assert notes["document_number"] == "文号：穗天府规[2023]5号"
    assert notes["issuer"] == "发布机构：广州市天河区人民政府"
    assert RULE_LINES[-1].startswith(notes["valid_from"])


def test_what_is_not_found_is_none_with_a_note() -> None:
    result = read("a.txt", "便民服务说明\n窗口工作日提供服务，周末休息。".encode())
    document = result.document
    assert document is not None
    facts = (document.document_number, document.issuer, document.published_on, document.valid_from)
    assert facts == (None, None, None, None)
    assert {"document_number", "issuer", "published_on"} <= {n.field for n in result.notes}


def test_region_unknown_is_a_doubt_or_a_refusal() -> None:
    content = "便民服务说明\n窗口工作日提供服务，周末休息。".encode()
    home = read("a.txt", content)
    assert home.document is not None
    assert (home.document.region, home.outcome) == ("440106", "doubtful")
    given = read("a.txt", content, ImportOptions(region="440300"))
    assert given.document is not None
    assert given.document.region == "440300"
    refused = read("a.txt", content, ImportOptions(region=None))
    assert refused.refusal == "看不出适用于哪个地区，请指明地区代码"


def test_another_citys_rule_never_becomes_ours() -> None:
    known = read(
        "a.txt", "杭州市人民政府关于印发停车办法的通知\n各区：\n请遵照执行本办法。".encode()
    )
    assert known.document is not None
    assert known.document.region == "330100"
    unknown = read(
        "a.txt", "浏阳市人民政府关于印发停车办法的通知\n各乡镇：\n请遵照执行本办法。".encode()
    )
    assert unknown.document is None
    assert unknown.refusal is not None
    assert "地区表" in unknown.refusal


def test_collections_of_answers_are_faq() -> None:
    body = "".join(f"<p>问：{q}</p><p>答：{a}</p>" for q, a in FAQ_PAIRS)
    result = read("faq.html", page(body, "居住证常见问题解答").encode())
    assert result.document is not None
    assert result.document.kind == "faq"
    assert [(a.heading, a.text) for a in result.document.articles] == FAQ_PAIRS


def test_an_interpretation_has_no_validity_of_its_own() -> None:
    text = "《便民办法》政策解读\n一、背景\n本办法自2023年6月1日起施行，有效期5年。"
    document = read("a.txt", text.encode()).document
    assert document is not None
    assert (document.kind, document.valid_from, document.expires_on) == (
        "interpretation",
        None,
        None,
    )


def test_lines_broken_at_a_width_become_paragraphs() -> None:
    lines = ["　　" + line for line in (*RULE_LETTER, *RULE_LINES)]
    broken = [line[i : i + 24] for line in lines for i in range(0, len(line), 24)]
    result = read("a.txt", "\n".join([FULL_TITLE[:24], *broken]).encode())
    assert result.document is not None
    rules = {a.label: a.text for a in result.document.articles if a.label}
    assert rules["第五条"] == RULE_LINES[9].removeprefix("第五条 ")
    assert rules["第三条"].count("\n") == 3


def test_a_few_damaged_characters_are_a_doubt() -> None:
    for encoding in ("utf-8", "gb18030"):
        content = bytearray(("\n".join(LINES) + "便民服务。" * 200).encode(encoding))
        content[-40] = 0xFF
        result = read("a.txt", bytes(content))
        assert result.document is not None, encoding
        assert any("已损坏" in note.message for note in result.notes if note.doubtful)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_never_a_fault(data: st.DataObject) -> None:
    """Whatever bytes come: a document, or a reason that is not «出错»."""
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    result = read("a.doc", bytes(content))
    assert "出错" not in (result.refusal or "")


def test_traditional_characters_in_big5() -> None:
    title = "廣州市天河區便民服務站管理辦法"
    text = f"{title}\n第一條 為了規範服務，制定本辦法。\n第二條 本辦法適用於本區。"
    document = read("a.txt", text.encode("big5")).document
    assert document is not None
    assert document.region == "440106"
    assert [a.label for a in document.articles] == ["第一條", "第二條"]


def test_too_many_articles_are_refused() -> None:
    lines = [f"第{n}条 便民。" for n in range(1, 2102)]
    result = read("a.txt", "\n".join(["天河区示例办法", *lines]).encode())
    assert result.refusal == "有2101条，超过上限2000条，请拆开后再导入"


def test_kind_can_be_given() -> None:
    result = read("rule.txt", _text("utf-8"), ImportOptions(kind="rule"))
    assert result.document is not None
    assert result.document.kind == "rule"


def test_content_wins_over_the_extension() -> None:
    for name, content, kind in (
        ("a.doc", rule_page().encode(), FileKind.HTML),
        ("a.pdf", _docx(), FileKind.DOCX),
        ("a.txt", text_pdf(LINES), FileKind.PDF),
        ("a.docx", FILES["rule.doc"](), FileKind.DOC),
        ("a.html", _text("gb18030"), FileKind.TXT),
    ):
        result = read(name, content)
        assert (result.kind, result.document is not None) == (kind, True), name
        assert any("扩展名与内容不符" in note.message for note in result.notes)


def test_word_tables_controls_and_changes() -> None:
    document = word()
    document.add_paragraph("天河区窗口服务规范")
    table = document.add_table(2, 2)
    for index, text in enumerate(("材料", "份数", "申请表", "2")):
        table.cell(index // 2, index % 2).text = text
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的文字。</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    changed = parse_xml(
        f"<w:p {nsdecls('w')}><w:ins><w:r><w:t>新增的文字。</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去的文字。</w:delText></w:r></w:del>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    for element in (control, changed):
        document.element.body.insert(len(document.element.body) - 1, element)
    result = read("a.docx", saved(document))
    assert result.document is not None
    text = "\n".join(a.text for a in result.document.articles)
    assert text == "材料：份数\n申请表：2\n控件里的文字。\n新增的文字。"


def test_word_writes_its_numbers() -> None:
    document = word()
    document.add_paragraph("天河区窗口服务管理办法")
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    for depth, text in (
        (0, "为规范服务，制定本办法。"),
        (0, "窗口应当："),
        (1, "主动问候；"),
        (1, "一次告知。"),
        (0, "本办法自公布之日起施行。"),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbers = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", depth), ("w:numId", 90)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), str(value))
            numbers.append(child)
        properties.append(numbers)
    result = read("a.docx", saved(document))
    assert result.document is not None
    assert [(a.label, a.text) for a in result.document.articles] == [
        ("第一条", "为规范服务，制定本办法。"),
        ("第二条", "窗口应当：\n（一）主动问候；\n（二）一次告知。"),
        ("第三条", "本办法自公布之日起施行。"),
    ]


def test_old_word_tells_when_numbers_are_missing() -> None:
    result = read("a.doc", (DATA / "numbered.doc").read_bytes())
    assert result.document is not None
    assert [n.message for n in result.notes if n.doubtful] == [
        "有Word自动编号，DOC格式里读不到这些编号，请核对"
    ]
    assert "主动问候\n一次告知\n限时办结" in result.document.articles[0].text


def test_old_word_keeps_tables_and_latin() -> None:
    result = read("a.doc", (DATA / "rule.doc").read_bytes())
    assert result.document is not None
    annex = result.document.articles[-1]
    assert annex.heading == "附件1"
    assert "申请表 | 1 | 原件，ABC-12\n身份证复印件 | 2 | 交验原件" in annex.text
    assert "020-12345678，邮箱 service@example.cn" in annex.text


def test_pdf_lines_become_paragraphs_again() -> None:
    lines = [
        "广州市示例管理条例",
        *(f"第{chinese(n)}条 {'本市有关部门按照职责分工做好有关工作。' * 5}" for n in range(1, 41)),
    ]
    result = read("a.pdf", text_pdf(lines))
    assert result.document is not None
    assert [f"{a.label} {a.text}" for a in result.document.articles] == lines[1:]
    assert result.document.articles[-1].page == 4
    assert any("页眉" in note.message for note in result.notes)


def test_a_large_statute_is_read_in_less_than_a_second() -> None:
    lines = [
        f"第{chinese(n)}条 {'本市有关部门应当按照职责分工做好工作。' * 10}" for n in range(1, 181)
    ]
    for name, content in (
        ("a.txt", "\n".join(["广州市示例条例", *lines]).encode()),
        ("a.html", page(paragraphs(lines), "广州市示例条例").encode()),
    ):
        started = time.process_time()
        result = read(name, content)
        assert time.process_time() - started < 1.0, name
        assert result.document is not None
        assert len(result.document.articles) == 180
