"""What the public may read of names and addresses."""

from __future__ import annotations

import pytest

from flows.publications.redaction import redacted
from knowledge_base.publication import publication_rules
from knowledge_base.schemas.publication import Redaction

GOLDEN: list[tuple[str, Redaction, str]] = [
    ("陈大文", "masked", "陈*文"),
    ("陈文", "masked", "陈*"),
    ("欧阳小红", "masked", "欧**红"),
    ("广州市天河区石牌西路1号首层之一", "road", "广州市天河区石牌西路"),
    ("广州市天河区天河北路233号3001房", "road", "广州市天河区天河北路"),
    ("广州市天河区珠江东路6号", "road", "广州市天河区珠江东路"),
    ("广州市天河区棠下村大片路12号", "road", "广州市天河区棠下村"),
    ("不知道在哪里", "road", ""),
    ("天河小馆", "full", "天河小馆"),
    ("440106198806153017", "never", ""),
]


@pytest.mark.parametrize(("text", "how", "shown"), GOLDEN)
def test_golden(text: str, how: Redaction, shown: str) -> None:
    assert redacted(text, how) == shown


def test_only_listed_items_are_public() -> None:
    rules = publication_rules()
    assert rules.of_item("11440106007519140X4000131024000") is not None
    assert rules.of_item("1144010600751931194000109105001") is None
    assert rules.of_item("12440106K10203040Q4000717006000") is None
