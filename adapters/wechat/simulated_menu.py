"""What WeChat says to a menu (自定义菜单创建接口: 3 buttons of 5, names of 4 and 8 characters)."""

from __future__ import annotations

from typing import Any

COUNT, NAME, TYPE, KEY, ADDRESS, NESTED = 40016, 40018, 40017, 40019, 40020, 40023


def menu_error(buttons: object, *, depth: int = 0) -> int:
    """0 for a menu WeChat takes, else its errcode."""
    most, longest = ((3, 16), (5, 60))[depth]
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= most:
        return NESTED if depth else COUNT
    return next((code for b in buttons if (code := _button_error(b, longest, depth))), 0)


def _button_error(button: Any, longest: int, depth: int) -> int:
    if not isinstance(button, dict):
        return TYPE
    if not 1 <= len(str(button.get("name", "")).encode()) <= longest:
        return NAME
    if "sub_button" in button:
        return NESTED if depth else menu_error(button["sub_button"], depth=1)
    if button.get("type") == "click":
        return 0 if 1 <= len(str(button.get("key", "")).encode()) <= 128 else KEY
    if button.get("type") == "view":
        url = str(button.get("url", ""))
        return 0 if url.startswith(("http://", "https://")) and len(url) <= 1024 else ADDRESS
    return TYPE
