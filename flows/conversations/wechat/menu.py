"""The official account's menu: made of content, given to WeChat."""

from __future__ import annotations

from adapters.wechat.port import MenuButton, WeChatPort
from flows.conversations.wechat.wording import page_url
from foundation.logging import logger
from foundation.queue import Payload
from knowledge_base.official_menu import MenuLine, load_menu

PUBLISH_MENU = "wechat.publish_menu"

log = logger("wechat")


def menu_buttons() -> list[MenuButton]:
    """The menu as WeChat shows it: pages by their address, all else by its key."""
    return [
        MenuButton(column.name, below=tuple(_button(line) for line in column.lines))
        for column in load_menu()
    ]


async def publish_menu(wechat: WeChatPort, _payload: Payload | None = None) -> int:
    """Handler of `wechat.publish_menu`; returns how many lines WeChat took.

    Raises: MenuInvalid, OutsideUnavailable.
    """
    buttons = menu_buttons()
    await wechat.publish_menu(buttons)
    lines = sum(len(button.below) for button in buttons)
    log.info("wechat_menu_published", lines=lines)
    return lines


def _button(line: MenuLine) -> MenuButton:
    if line.page:
        return MenuButton(line.name, url=page_url(line.page))
    return MenuButton(line.name, key=line.key)
