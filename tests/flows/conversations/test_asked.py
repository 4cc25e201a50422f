"""What is kept plain of a question: how it was said, and which questions are the same."""

from __future__ import annotations

import pytest

from flows.conversations.asked import facts_of, gist_of, style_of


@pytest.mark.parametrize(
    ("said", "style"),
    [
        ("居住证怎么办", "mandarin"),
        ("ＡＢＣ公司注册", "mandarin"),
        ("居住證怎麼辦", "traditional"),
        ("居住證點樣辦", "cantonese"),
        ("喺边度攞张证", "cantonese"),
        ("几时可以拿到", "mandarin"),
        ("hello", "other"),
        ("🙂", "other"),
    ],
)
def test_how_something_was_said(said: str, style: str) -> None:
    assert style_of(said) == style


def test_the_same_question_has_one_gist() -> None:
    ways = (
        "花灯摊怎么报备",
        "要报备花灯摊吗",
        "花燈攤點樣報備",
        "花灯摊报备 13800138000",
        "你好我想咨询花灯摊报备",
    )
    assert len({gist_of(way) for way in ways}) == 1
    assert gist_of("花灯摊怎么报备") != gist_of("烟花摊怎么报备")
    assert gist_of("那要多少钱") is None


def test_a_gist_is_kept_only_of_what_no_item_covers() -> None:
    def gist(
        status: str = "clarify", act: str = "ask_fee", code: str = "", payload: str = ""
    ) -> object:
        items = [{"code": code}] if code else []
        answer = {"intent": {"name": act, "confidence": 0.5}, "items": items}
        return facts_of("花灯摊多少钱", payload or None, status, answer)["gist"]

    assert gist()
    assert not gist(status="answered")
    assert not gist(code="X")
    assert not gist(payload="/human")
    assert not gist(act="ask_progress")
