"""Other cities named in a sentence: told apart from our own streets that carry their names."""

from __future__ import annotations

import pytest

from flows.conversations.elsewhere import place_named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("深圳居住证怎么办", "深圳市"),
        ("我係佛山人，想喺廣州辦居住證", "佛山市"),
        ("上海公租房怎么申请", "上海市"),
        ("内蒙古的社保怎么转过来", "内蒙古自治区"),
        ("新疆身份证异地补办", "新疆维吾尔自治区"),
        ("广州天河居住证怎么办", None),
        ("广东省内异地就医", None),
        ("中山大道那边的政务中心", None),
        ("中山大学毕业生落户", None),
        ("北京路附近去哪里办", None),
        ("上海街的店要办什么证", None),
        ("中山八路怎么走", None),
        ("", None),
    ],
)
def test_another_place_is_told_from_a_street(words: str, named: str | None) -> None:
    assert place_named(words) == named
