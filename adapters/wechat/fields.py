"""Length limits of WeChat's fields, kept before WeChat refuses the whole message.

Source: developers.weixin.qq.com, 订阅消息参数值内容限制说明; getUnlimitedQRCode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.wechat.port import MenuButton, MiniProgramCode

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
_TOP_NAME_LIMIT, _LOW_NAME_LIMIT = 4, 8
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


def menu_body(buttons: Sequence[MenuButton]) -> list[dict[str, Any]]:
    """Buttons as WeChat writes them.

    Raises: ValueError for more than three buttons of five, a name too long, a key or address
    WeChat would refuse (自定义菜单创建接口).
    """
    if not 1 <= len(buttons) <= 3:
        raise ValueError("menu: one to three buttons")
    return [_button(button, _TOP_NAME_LIMIT, may_nest=True) for button in buttons]


def _button(button: MenuButton, limit: int, *, may_nest: bool) -> dict[str, Any]:
    name = button.name
    if not 1 <= len(name) <= limit:
        raise ValueError(f"menu: {name!r} needs 1 to {limit} characters")
    if sum(map(bool, (button.key, button.url, button.below))) != 1:
        raise ValueError(f"menu: {name!r} needs one of key, url, buttons below")
    if button.below:
        if not may_nest or len(button.below) > 5:
            raise ValueError(f"menu: {name!r} holds at most five buttons, on one level")
        below = [_button(one, _LOW_NAME_LIMIT, may_nest=False) for one in button.below]
        return {"name": name, "sub_button": below}
    if len(button.key.encode()) > 128 or len(button.url.encode()) > 1024:
        raise ValueError(f"menu: key or address of {name!r} is too long")
    if button.key:
        return {"type": "click", "name": name, "key": button.key}
    return {"type": "view", "name": name, "url": button.url}


def check_code(code: MiniProgramCode) -> None:
    """Raises: ValueError for a scene, page or width WeChat would refuse."""
    if not _SCENE.fullmatch(code.scene):
        raise ValueError("scene: 1 to 32 of 0-9A-Za-z!#$&'()*+,/:;=?@-._~")
    if code.page.startswith("/") or "?" in code.page:
        raise ValueError("page: no leading slash, no query")
    if not 280 <= code.width <= 1280:
        raise ValueError("width: 280 to 1280")
