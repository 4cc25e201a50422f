"""Documents cut into articles: golden shapes, and that nothing is lost whatever comes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.importers.documents.docx_numbering import chinese
from knowledge_base.importers.documents.numbering import article_label, numeral, outline_label
from knowledge_base.importers.documents.parts import LIMIT
from knowledge_base.importers.documents.split import Split, split
from knowledge_base.schemas.document import Article
from tests.knowledge_base.importers.documents.samples import FAQ_PAIRS, RULE_LINES


def blocks(*lines: str) -> list[Block]:
    return [Block(line) for line in lines]


def shape(articles: list[Article]) -> list[tuple[str, str, str]]:
    return [(a.label, a.heading, a.text) for a in articles]


def test_articles_keep_label_chapter_and_items() -> None:
    result = split(blocks(*RULE_LINES))
    assert [a.label for a in result.articles] == [f"第{n}条" for n in "一二三四五六"]
    assert result.articles[0].heading == "第一章 总则"
    assert result.articles[2].text.endswith("（三）限时办结，接受监督。")
    assert result.articles[4].heading == "第二章 设立与运行"
    assert result.has_articles
    assert not result.gaps


def test_an_article_named_in_a_sentence_opens_none() -> None:
    result = split(
        blocks(
            "第一条 为规范管理，制定本办法。",
            "第二条 申请人应当按照下列规定申请：",
            "第一条规定的单位除外。",
            "第三条第二款不适用。",
            "第三条适用范围另行规定。",
            "第四条及其他各条同时适用。",
        )
    )
    assert [a.label for a in result.articles] == ["第一条", "第二条", "第三条"]
    assert result.articles[1].text.count("\n") == 2


def test_articles_that_run_on_in_one_paragraph_are_parted() -> None:
    result = split(
        blocks("第一条 为规范管理，制定本办法。第二条 本办法适用于本区。第三条 本办法即日施行。")
    )
    assert [a.label for a in result.articles] == ["第一条", "第二条", "第三条"]


def test_a_jump_in_the_numbers_is_told() -> None:
    result = split(blocks("第一条 甲。", "第二条 乙。", "第五条 丙。"))
    assert result.gaps == ["第二条之后是第五条"]


def test_table_of_contents_is_dropped_and_told() -> None:
    contents = ["目 录", "第一章 总则", "第二章 设立与运行", "第三章 附则"]
    result = split(blocks(*contents, *RULE_LINES))
    assert result.dropped == contents
    assert shape(result.articles) == shape(split(blocks(*RULE_LINES)).articles)


def test_names_of_chapters_set_apart() -> None:
    result = split(blocks("第一章 总 则", "第一条 甲。", "第二条 乙。"))
    assert {a.heading for a in result.articles} == {"第一章 总则"}


def test_annexes_are_split_by_themselves() -> None:
    result = split(
        blocks(*RULE_LINES, "附件1", "第一条 附件的第一条内容。", "第二条 附件的第二条内容。")
    )
    assert [(a.label, a.heading) for a in result.articles[-2:]] == [
        ("第一条", "附件1"),
        ("第二条", "附件1"),
    ]


def test_a_chapter_without_articles_is_kept() -> None:
    result = split(
        blocks("第一章 总则", "第二章 细则", "第一条 甲。", "第二条 乙。", "第三章 附则")
    )
    assert shape(result.articles) == [
        ("", "", "第一章 总则"),
        ("第一条", "第二章 细则", "甲。"),
        ("第二条", "第二章 细则", "乙。"),
        ("", "", "第三章 附则"),
    ]


def test_numbered_sections() -> None:
    result = split(
        blocks(
            "为方便群众办事，制定如下措施。",
            "一、总体要求",
            "坚持便民原则。",
            "二、主要措施",
            "（一）压缩时限。材料齐全的当场办结。" + "进一步优化流程。" * 60,
            "（二）减少跑动。推行网上办理。" + "进一步方便群众。" * 60,
            "三、本措施自公布之日起施行。",
        )
    )
    assert [(a.label, a.heading) for a in result.articles] == [
        ("", ""),
        ("一、", "总体要求"),
        ("二、（一）", "主要措施 · 压缩时限。"),
        ("二、（二）", "主要措施 · 减少跑动。"),
        ("三、", ""),
    ]


def test_short_items_of_a_long_section_stay_together() -> None:
    items = [f"{n}. 材料之{n}，原件一份，复印件两份，现场核对后退回。" for n in range(1, 41)]
    result = split(blocks("一、申请材料", *items))
    assert {a.heading for a in result.articles} == {"申请材料"}
    assert all(200 < len(a.text) <= LIMIT for a in result.articles[:-1])


def test_headings_of_the_markup_open_sections() -> None:
    result = split(
        [
            Block("办理条件", "heading", 2),
            Block("年满16周岁。"),
            Block("办理材料", "heading", 2),
            Block("身份证：1", "table"),
        ]
    )
    assert shape(result.articles) == [
        ("", "办理条件", "年满16周岁。"),
        ("", "办理材料", "身份证：1"),
    ]


def test_questions_marked_wen_and_da() -> None:
    lines = [line for q, a in FAQ_PAIRS for line in (f"问：{q}", f"答：{a}")]
    result = split(blocks(*lines))
    assert result.has_answers
    assert [(a.heading, a.text) for a in result.articles] == FAQ_PAIRS


def test_other_forms_of_questions() -> None:
    wanted = FAQ_PAIRS
    forms = [
        [f"{n}、{q}\n{a}" for n, (q, a) in enumerate(wanted, 1)],
        [f"Q{n}：{q}\nA：{a}" for n, (q, a) in enumerate(wanted, 1)],
        [f"{n}.问：{q}答：{a}" for n, (q, a) in enumerate(wanted, 1)],
        [f"（{n}）{q}{a}" for n, (q, a) in enumerate(wanted, 1)],
        [f"【问】{q}\n【答】{a}" for q, a in wanted],
        [f"{q}\n{a}" for q, a in wanted],
    ]
    for form in forms:
        lines = "\n".join(form).split("\n")
        result = split(blocks(*lines))
        assert [(a.heading, a.text) for a in result.articles] == wanted, form
        assert result.has_answers


def test_sections_over_questions_become_context() -> None:
    result = split(
        blocks(
            "一、申领条件",
            "1.怎么办理？",
            "到窗口办理。",
            "二、收费标准",
            "2.要交钱吗？",
            "不收费，免费办理。",
        )
    )
    assert [(a.label, a.heading) for a in result.articles] == [
        ("一、申领条件 1", "怎么办理？"),
        ("二、收费标准 2", "要交钱吗？"),
    ]


def test_a_numbered_question_without_its_mark() -> None:
    result = split(
        blocks(
            *(
                "一、什么是公租房？",
                "答：限定租金的住房。",
                "二、要哪些材料？",
                "答：1.身份证；",
                "2.户口簿；",
            ),
            *("三、在哪里申请", "到街道办事处申请。"),
        )
    )
    assert [(a.label, a.heading, a.text) for a in result.articles] == [
        ("一", "什么是公租房？", "限定租金的住房。"),
        ("二", "要哪些材料？", "1.身份证；\n2.户口簿；"),
        ("三", "在哪里申请", "到街道办事处申请。"),
    ]


def test_a_question_without_an_answer_is_told() -> None:
    result = split(blocks("问：怎么办理？", "答：到窗口办理。", "问：要交钱吗？"))
    assert result.unanswered == ["要交钱吗？"]
    assert [a.text for a in result.articles] == ["到窗口办理。", "要交钱吗？"]


def test_one_rhetorical_question_makes_no_collection() -> None:
    result = split(
        blocks(
            "为什么要制定本措施？",
            "一、背景",
            "近年来办事需求增长。" * 30,
            "二、内容",
            "压缩时限。" * 40,
        )
    )
    assert not result.has_answers


def test_a_long_article_goes_on_under_its_label() -> None:
    result = split(blocks("第一条 " + "便民服务应当高效。" * 600, "第二条 短。"))
    assert [a.label for a in result.articles] == ["第一条"] * 3 + ["第二条"]
    assert all(len(a.text) <= LIMIT for a in result.articles)
    assert all(a.text.endswith("。") for a in result.articles)


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert numeral(chinese(number)) == number


@given(st.integers(1, 999), st.sampled_from([" ", "　", ""]))
def test_labels_read_back(number: int, gap: str) -> None:
    label = article_label(f"第{chinese(number)}条{gap}本办法")
    assert label is not None
    assert (label.number, label.rest, label.is_set_off) == (number, "本办法", bool(gap))


def test_decimals_and_dates_are_no_labels() -> None:
    for text in ("1.5万元以下", "2023.5.1公布", "3.14", "12345热线"):
        assert outline_label(text) is None, text


WORDS = st.text("便民服务站管理办法，。；？公布 施行1aA", min_size=1, max_size=30)
OPENINGS = st.sampled_from(
    [
        *("", "第一条 ", "第二条 ", "第三条", "第十条规定", "第一章 ", "第二节 ", "一、", "（二）"),
        *("3. ", "(4)", "目录", "附件1", "附件：", "问：", "答：", "Q1：", "A：", "1、问："),
    ]
)
ROLES = st.sampled_from(["text", "text", "text", "heading", "table", "question", "answer"])
SOME_BLOCKS = st.lists(
    st.builds(
        lambda opening, words, role, level: Block(f"{opening}{words}".strip(), role, level),
        OPENINGS,
        st.one_of(st.just(""), WORDS, WORDS.map(lambda w: w * 80)),
        ROLES,
        st.integers(1, 6),
    ).filter(lambda b: bool(b.text)),
    min_size=1,
    max_size=30,
)
MARKS = ["问", "答", "Q", "A"]


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def told(result: Split) -> Counter[str]:
    parts = [f"{a.label}{a.heading}{a.text}" for a in result.articles]
    return letters("".join([*parts, *result.dropped]))


@settings(max_examples=300, deadline=None)
@given(SOME_BLOCKS)
def test_no_letter_is_lost(some: list[Block]) -> None:
    """Headings may be told more than once; only the marks 问 答 Q A may go."""
    given_letters = letters("".join(b.text for b in some))
    missing = given_letters - told(split(some))
    assert set(missing) <= set(MARKS)
    marks = sum(b.text.count(mark) for b in some for mark in MARKS)
    assert missing.total() <= marks


@settings(max_examples=200, deadline=None)
@given(SOME_BLOCKS)
def test_articles_are_always_valid_and_in_order(some: list[Block]) -> None:
    result = split(some)
    assert result.articles or result.dropped
    assert all(0 < len(a.text) <= LIMIT + 1 for a in result.articles)
    assert split(some).articles == result.articles
