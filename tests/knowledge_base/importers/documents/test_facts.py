"""Facts read off official documents, held to examples kept as data (golden.yaml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from foundation.places_of_administration import names
from knowledge_base.importers.documents.blocks import Block, Note
from knowledge_base.importers.documents.category import category
from knowledge_base.importers.documents.dates import parse_date, years_later
from knowledge_base.importers.documents.document_number import own_number
from knowledge_base.importers.documents.issuer import find_issuer
from knowledge_base.importers.documents.regions import region_of_body, region_of_number
from knowledge_base.importers.documents.title import find_title
from knowledge_base.importers.documents.validity import published, read_validity

GOLDEN: dict[str, list[Any]] = yaml.safe_load(
    Path(__file__).with_name("golden.yaml").read_text("utf-8")
)


def golden(name: str) -> pytest.MarkDecorator:
    cases = GOLDEN[name]
    return pytest.mark.parametrize("case", cases, ids=[str(c)[:60] for c in cases])


@golden("numbers")
def test_own_number_of_a_head_line(case: list[str | None]) -> None:
    line, number = case
    told = own_number([str(line)], {}, "某某办法")
    assert (told[0] if told else None) == number


def test_number_broken_over_two_lines() -> None:
    told = own_number(["中华人民共和国国务院令", "第722号", "2019年10月22日"], {}, "某某条例")
    assert told == ("国务院令第722号", "中华人民共和国国务院令 第722号")


def test_title_behind_the_head_of_an_order() -> None:
    lines = ["广州市人民政府令", "第158号", "现予公布，自2018年7月1日起施行。", "市长 某某某"]
    found = find_title([], [Block(t) for t in (*lines, "2018年5月21日", "广州市某某办法")])
    assert found == ("广州市某某办法", True)


def test_number_of_information_table_and_title() -> None:
    assert own_number([], {"文号": "穗府规[2023]5号"}, "") == (
        "穗府规〔2023〕5号",
        "文号：穗府规[2023]5号",
    )
    told = own_number(["某某办法（穗府规〔2023〕5号）"], {}, "某某办法")
    assert told is not None
    assert told[0] == "穗府规〔2023〕5号"


@golden("issuers")
def test_issuer_of_a_title(case: list[str | None]) -> None:
    title, issuer = case
    told = find_issuer(str(title), [], [], {})
    assert (told[0] if told else None) == issuer


@pytest.mark.parametrize(
    ("head", "tail", "fields", "issuer"),
    [
        (["广州市天河区人民政府文件"], [], {}, "广州市天河区人民政府"),
        (["广州市人民政府令", "第158号"], [], {}, "广州市人民政府"),
        (["中华人民共和国国务院令", "第722号"], [], {}, "国务院"),
        (
            ["（2019年5月1日广州市第十五届人民代表大会常务委员会第二十次会议通过）"],
            [],
            {},
            "广州市人民代表大会常务委员会",
        ),
        ([], ["特此通知。", "广州市天河区教育局", "2023年5月8日"], {}, "广州市天河区教育局"),
        ([], [], {"发布机构": "广州市公安局"}, "广州市公安局"),
        ([], [], {"来源": "羊城晚报"}, None),
        ([], ["张三", "2023年5月8日"], {}, None),
    ],
)
def test_issuer_elsewhere(
    head: list[str], tail: list[str], fields: dict[str, str], issuer: str | None
) -> None:
    told = find_issuer("关于印发办法的通知", head, tail, fields)
    assert (told[0] if told else None) == issuer


@golden("regions")
def test_region_of_a_body(case: list[str | None]) -> None:
    body, region = case
    assert region_of_body(str(body)) == region


def test_region_of_a_number() -> None:
    assert region_of_number("国办发〔2025〕24号") == "000000"
    assert region_of_number("粤府办〔2021〕12号") == "440000"
    assert region_of_number("穗府规〔2023〕5号") == "440100"
    assert region_of_number("穗天府规〔2023〕5号") == "440106"
    assert region_of_number("深府规〔2023〕5号") is None


def test_region_table_is_whole() -> None:
    known = names()
    assert len([c for c in known if c.endswith("0000")]) == 1 + 34
    assert len([c for c in known if c.startswith("44") and c.endswith("00")]) == 22
    assert len([c for c in known if c.startswith("4401")]) == 12
    assert known["440106"] == "天河区"


@golden("validity")
def test_validity(case: dict[str, Any]) -> None:
    notes: list[Note] = []
    told = read_validity(case["text"], "某某办法", {}, case.get("day"), notes)
    assert (told.valid_from, told.expires_on) == (case.get("from"), case.get("until"))
    if told.valid_from or told.expires_on:
        assert any(note.evidence for note in notes)


@golden("published")
def test_published(case: dict[str, Any]) -> None:
    told = published(case.get("fields", {}), case.get("head", []), case.get("tail", []))
    assert (told[0] if told else None) == case.get("day")


@golden("titles")
def test_title(case: dict[str, Any]) -> None:
    found = find_title(case.get("hints", []), [Block(line) for line in case["lines"]])
    assert found == (case["title"], True)


@golden("kinds")
def test_category(case: list[Any]) -> None:
    title, issuer, number, kind = case
    assert category(title, issuer, number, has_answers=False) == kind


def test_marks_of_what_no_longer_holds_are_doubts() -> None:
    notes: list[Note] = []
    told = read_validity(
        "本办法已被《新办法》（某府〔2024〕1号）代替。",
        "旧办法（已废止）",
        {"有效性": "失效"},
        None,
        notes,
    )
    assert told.replaced_by == "新办法"
    assert told.expires_on is None
    assert sum(note.doubtful for note in notes) == 3


def test_repealed_documents_are_noted() -> None:
    notes: list[Note] = []
    read_validity("本办法自2023年6月1日起施行。《旧办法》同时废止。", "新办法", {}, None, notes)
    assert [n.evidence for n in notes if n.field == "repeals"] == ["《旧办法》同时废止。"]


def test_an_end_before_the_beginning_is_not_taken() -> None:
    notes: list[Note] = []
    told = read_validity(
        "本办法自2023年6月1日起施行，有效期至2022年5月31日。", "办法", {}, None, notes
    )
    assert (told.valid_from, told.expires_on) == (date(2023, 6, 1), None)
    assert any(note.doubtful for note in notes)


def test_dates() -> None:
    assert parse_date("2023年2月30日") is None
    assert parse_date("2023/5/8") == date(2023, 5, 8)
    assert parse_date("二○二三年十二月三十一日") == date(2023, 12, 31)
    assert years_later(date(2020, 2, 29), 1) == date(2021, 3, 1)
    assert years_later(date(2023, 1, 31), 0, 1) == date(2023, 3, 1)
    assert years_later(date(2023, 11, 30), 0, 13) == date(2024, 12, 30)
