"""Saved web pages: the document stays whole, what stands around it goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge_base.importers.documents.blocks import Block, DocumentRefused
from knowledge_base.importers.documents.html import read_html, read_mhtml
from tests.knowledge_base.importers.documents.samples import (
    FAQ_PAIRS,
    NOISE,
    RULE_LETTER,
    RULE_LINES,
    RULE_TITLE,
    page,
    paragraphs,
    rule_page,
    template,
)

BODY = [*RULE_LETTER, RULE_TITLE, *RULE_LINES]


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def old_layout(lines: list[str]) -> str:
    """Tables within tables, line breaks for paragraphs, no class names: a page of 2005."""
    return template("old.html", title=RULE_TITLE, body="<br>&nbsp;&nbsp;&nbsp;&nbsp;".join(lines))


def form_layout(lines: list[str]) -> str:
    """One form around the page, paragraphs in spans of a section (also what phones see)."""
    spans = (f"<span style='color:#333'>{li[:9]}</span><span>{li[9:]}</span>" for li in lines)
    body = "".join(f"<section><p>{span}</p></section>" for span in spans)
    return template("form.html", title=RULE_TITLE, body=body)


def test_a_portal_page() -> None:
    reading = read_html(rule_page().encode())
    read = texts(reading.blocks)
    assert [line for line in read if line in BODY] == BODY
    joined = "\n".join(read)
    assert [noise for noise in NOISE if noise in joined] == []
    assert reading.fields["文号"] == "穗天府规[2023]5号"
    assert reading.fields["发布机构"] == "广州市天河区人民政府"
    assert reading.fields["来源"] == "区政府办公室"


@pytest.mark.parametrize("layout", [old_layout, form_layout])
def test_other_layouts(layout: Callable[[list[str]], str]) -> None:
    reading = read_html(layout(BODY).encode("gb18030"))
    assert [t for t in texts(reading.blocks) if t != RULE_TITLE] == [
        t for t in BODY if t != RULE_TITLE
    ]
    assert reading.titles[0] == RULE_TITLE


@pytest.mark.parametrize("lines", [RULE_LINES[1:3], RULE_LINES * 40], ids=["short", "long"])
def test_length_does_not_matter(lines: list[str]) -> None:
    read = texts(read_html(page(paragraphs(lines)).encode()).blocks)
    assert [line for line in read if line in lines] == lines
    assert not [noise for noise in NOISE if noise in "\n".join(read)]


def test_tables_lists_and_headings() -> None:
    html = page(
        "<h2>办理材料</h2><table><thead><tr><th>材料</th><th>份数</th><th>说明</th></tr></thead><tbody>"
        "<tr><td>身份证</td><td>1</td><td><p>原件</p><p>交验</p></td></tr></tbody></table>"
        "<h2>办理流程</h2><ol start='3'><li>网上预约，选择时间。</li>"
        "<li><p>现场提交。</p></li></ol>"
        "<ul><li>可以邮寄</li></ul><pre>第一行\n第二行</pre>"
    )
    blocks = read_html(html.encode()).blocks
    assert Block("办理材料", "heading", 2) in blocks
    assert Block("材料 | 份数 | 说明\n身份证 | 1 | 原件 交验", "table") in blocks
    start = texts(blocks).index("3. 网上预约，选择时间。")
    assert texts(blocks)[start:] == [
        "3. 网上预约，选择时间。",
        "4. 现场提交。",
        "可以邮寄",
        "第一行",
        "第二行",
    ]


def test_questions_by_markup() -> None:
    lists = "<dl>" + "".join(f"<dt>{q}</dt><dd>{a}</dd>" for q, a in FAQ_PAIRS) + "</dl>"
    classes = "".join(
        f'<div class="item"><div class="faq-question">{q}</div>'
        f'<div class="faq-answer"><p>{a}</p></div></div>'
        for q, a in FAQ_PAIRS
    )
    for body in (lists, classes):
        blocks = read_html(page(body, "居住证常见问题解答").encode()).blocks
        assert [b.text for b in blocks if b.role == "question"] == [q for q, _ in FAQ_PAIRS]


def test_headings_that_look_like_menus_stay() -> None:
    html = page(
        "<h2>注册</h2><p>到窗口办理注册，当场领取回执。</p><h3>登录</h3><p>凭账号登录平台。</p>"
    )
    assert [b.text for b in read_html(html.encode()).blocks if b.level in (2, 3)] == [
        "注册",
        "登录",
    ]


def test_links_in_the_text_and_annexes_stay() -> None:
    html = page(
        paragraphs(
            ['依照<a href="/law">《某某条例》</a>第三条办理，由窗口受理。', *RULE_LINES[3:5]]
        )
        + '<p>附件：<a href="/1.doc">1. 申请表</a></p>'
    )
    read = texts(read_html(html.encode()).blocks)
    assert "依照《某某条例》第三条办理，由窗口受理。" in read
    assert "附件：1. 申请表" in read


def test_hidden_text_and_comments_are_none() -> None:
    html = page(
        paragraphs(RULE_LINES)
        + '<p style="display: none">隐藏文字</p><!-- 注释 --><p hidden>暗藏</p>'
    )
    joined = "".join(texts(read_html(html.encode()).blocks))
    assert not any(word in joined for word in ("隐藏文字", "注释", "暗藏", "广告脚本"))


def test_address_of_a_saved_page() -> None:
    saved = "<!-- saved from url=(0040)https://www.example.cn/zw/post_1.html -->"
    html = rule_page().replace("<html>", f"{saved}<html>")
    assert read_html(html.encode()).url == "https://www.example.cn/zw/post_1.html"
    canonical = rule_page().replace("<head>", '<head><link rel="canonical" href="https://a.cn/b">')
    assert read_html(canonical.encode()).url == "https://a.cn/b"


def test_encodings() -> None:
    for declared, encoding in (
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("big5", "utf-16"),
    ):
        html = page(paragraphs(RULE_LINES), charset=declared)
        assert RULE_LINES[1] in texts(read_html(html.encode(encoding)).blocks), encoding


def test_a_page_that_lies_about_its_encoding() -> None:
    reading = read_html(page(paragraphs(RULE_LINES), charset="gb2312").encode("utf-8"))
    assert RULE_LINES[1] in texts(reading.blocks)


def test_garbled_pages_are_refused() -> None:
    garbled = rule_page().encode().decode("gb18030", "replace").replace("\ufffd", "")
    with pytest.raises(DocumentRefused, match="乱码"):
        read_html(garbled.encode())


def test_a_web_archive() -> None:
    body = rule_page().encode().hex(" ").upper().split(" ")
    quoted = "".join(f"={b}" + ("=\n" if i % 20 == 19 else "") for i, b in enumerate(body))
    archive = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.example.cn/1.html\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="B"\n\n'
        "--B\nContent-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        f"{quoted}\n--B--\n"
    )
    reading = read_mhtml(archive.encode())
    assert RULE_LINES[1] in texts(reading.blocks)
    assert reading.url == "https://www.example.cn/1.html"


def test_deep_nesting_is_no_harm() -> None:
    html = "<p>正文，在很深的地方。</p>" + "<div>" * 5000 + "更深。" + "</div>" * 5000
    assert texts(read_html(html.encode()).blocks)[:1] == ["正文，在很深的地方。"]


def test_control_characters_are_no_harm() -> None:
    html = "<p>便民\x01服务，当场办结。&#1;</p><script>x</script>尾巴\x02文字，留下来。"
    assert texts(read_html(html.encode()).blocks) == ["便民服务，当场办结。", "尾巴文字，留下来。"]


@pytest.mark.parametrize(
    "around",
    [
        '<div class="adBox">{}</div>',
        '<div id="rightNav"><p>{}</p></div>',
        '<div class="guanggao-wrap"><a href="/x">{}</a></div>',
        "<p>【广告】{}</p>",
        "<aside><p>{}</p></aside>",
        '<ul class="leftmenu"><li>{}</li></ul>',
    ],
)
def test_advertising_amid_a_short_text_goes(around: str) -> None:
    noise = around.format("新店开业，全场五折优惠，欢迎光临选购！")
    html = f"<body><div><p>{RULE_LINES[1]}</p>{noise}<p>{RULE_LINES[2]}</p></div></body>"
    assert texts(read_html(html.encode()).blocks) == RULE_LINES[1:3]


def test_a_body_with_an_unlucky_name_stays() -> None:
    for name in ("printArea", "main-position", "gg", "header-content", "links"):
        html = f'<body><div class="{name}">{paragraphs(RULE_LINES)}</div><p>主办：某某</p></body>'
        read = texts(read_html(html.encode()).blocks)
        assert [line for line in read if line in RULE_LINES] == RULE_LINES, name


def test_a_table_of_questions_and_answers() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{q}</td><td>{a}</td></tr>" for n, (q, a) in enumerate(FAQ_PAIRS, 1)
    )
    head = "<tr><th>序号</th><th>常见问题</th><th>答复</th></tr>"
    blocks = read_html(page(f"<table>{head}{rows}</table>", "居住证问答").encode()).blocks
    told = [(b.role, b.text) for b in blocks if b.role in ("question", "answer")]
    assert told == [t for q, a in FAQ_PAIRS for t in (("question", q), ("answer", a))]
