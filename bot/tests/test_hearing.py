"""Names written as they sound are put right, and nothing else is touched."""

from __future__ import annotations

from functools import partial

import jieba
import pytest
from components.hearing import Hearing
from components.sounds import default_sounds

NAMES = ("居住证", "护照", "营业执照", "食品经营许可", "食品经营许可证", "失业金")


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    return Hearing(NAMES, default_sounds(), partial(jieba.Tokenizer().lcut, HMM=False))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("居住正怎么办", "居住证怎么办"),
        ("户照多久可以拿", "护照多久可以拿"),
        ("食品精英许可怎么办", "食品经营许可怎么办"),
        ("营业直照要多少钱", "营业执照要多少钱"),
        ("失业今怎么领", "失业金怎么领"),
        ("居住证正在办", "居住证正在办"),
    ],
)
def test_a_name_is_heard(hearing: Hearing, said: str, meant: str) -> None:
    assert hearing.repaired(said) == meant


@pytest.mark.parametrize("text", ["开户照样可以", "账户照旧", "失业的人今天来", "", "护", "abc"])
def test_what_makes_sense_stays(hearing: Hearing, text: str) -> None:
    assert hearing.repaired(text) == text
