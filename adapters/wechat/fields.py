"""Length limits of WeChat's fields, kept before WeChat refuses the whole message.

Source: developers.weixin.qq.com, 订阅消息参数值内容限制说明; getUnlimitedQRCode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.wechat.port import MiniProgramCode

_LIMITS = {
    "thing": 20,
    "number": 32,
    "letter": 32,
    "character_string": 32,
    "symbol": 5,
    "phrase": 5,
    "name": 10,
    "phone_number": 17,
    "car_number": 8,
}
_LATIN_NAME_LIMIT = 20
_SENTENCE_FIELDS = frozenset({"thing", "name"})
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")


def fitted_values(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The `data` of a subscribe message, every value within the limit of its field."""
    return {name: {"value": fitted(name, value)} for name, value in values.items()}


def fitted(field_name: str, value: str) -> str:
    """The value on one line and cut to the limit of its field; a cut sentence ends in 「…」."""
    kind = field_name.rstrip("0123456789")
    text = " ".join(value.split())
    limit = _LIMITS.get(kind)
    if kind == "name" and text.isascii():
        limit = _LATIN_NAME_LIMIT
    if limit is None or len(text) <= limit:
        return text
    return f"{text[: limit - 1]}…" if kind in _SENTENCE_FIELDS else text[:limit]


def check_code(code: MiniProgramCode) -> None:
    """Raises: ValueError for a scene, page or width WeChat would refuse."""
    if not _SCENE.fullmatch(code.scene):
        raise ValueError("scene: 1 to 32 of 0-9A-Za-z!#$&'()*+,/:;=?@-._~")
    if code.page.startswith("/") or "?" in code.page:
        raise ValueError("page: no leading slash, no query")
    if not 280 <= code.width <= 1280:
        raise ValueError("width: 280 to 1280")
